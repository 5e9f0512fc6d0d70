"""Registration journals: the lines of a book of letters, each with what its card knows of it.

The book is open to the readers of its kind, as it is in documents; what the card knows only to whoever sees the card.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from marshrut.cards import queries as cards
from marshrut.cards.queries import facts as cards_facts
from marshrut.definitions.schema.access import Act
from marshrut.documents.queries import KindInfo
from marshrut.documents.queries import journals as books_of
from marshrut.documents.queries.journals import Place
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from ..models import Letter
from ..sentences import NO_SUCH_JOURNAL
from ..types import kind_of, letter_types
from .journal_lines import JournalLine, lines_of

#: lines of one export or print, lines that are read at once
MOST: Final = 20_000
CHUNK: Final = 500
State = Literal["", "open", "done", "late", "void"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a journal is narrowed to. Days are those of the numbers; `state` is that of the letter's card."""

    since: date | None = None
    until: date | None = None
    organisation: int | None = None
    partner: int | None = None
    state: State = ""


@dataclass(frozen=True, slots=True)
class Book:
    """A journal. `direction` is "" while no process leads letters of the kind."""

    key: str
    title: str
    direction: Literal["", "in", "out"]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JournalPage:
    lines: tuple[JournalLine, ...]
    total: int
    after: str | None = None


def books(actor: Actor) -> tuple[Book, ...]:
    """Books of letters the actor reads, in the order of their kinds."""
    return tuple(_book(one) for one in books_of.letter_books(actor))


def book(actor: Actor, key: str) -> Book:
    """Raises NotFound, also for what is closed to the actor."""
    found = next((one for one in books(actor) if one.key == key), None)
    if found is None:
        raise NotFound(NO_SUCH_JOURNAL)
    return found


def page(actor: Actor, key: str, wanted: Wanted, after: str | None = None, limit: int = 50) -> JournalPage:
    """The newest lines, further ones behind `after`. About ten queries, whatever their number."""
    one = book(actor, key)
    narrowed = _narrowed(actor, one, wanted)
    rows = books_of.journal(actor, key, narrowed, after=_place(after), limit=limit + 1, newest=True)
    shown = rows[:limit]
    total = books_of.journal_size(actor, key, narrowed)
    more = "-".join(map(str, shown[-1].place)) if len(rows) > limit else None
    return JournalPage(lines_of(actor, one.types, shown), total, more)


def size(actor: Actor, key: str, wanted: Wanted) -> int:
    one = book(actor, key)
    return books_of.journal_size(actor, key, _narrowed(actor, one, wanted))


def lines(actor: Actor, key: str, wanted: Wanted, act: Act = "view") -> Iterator[JournalLine]:
    """Up to `MOST` lines in the order of numbers, read `CHUNK` at a time: never all of them are in memory.

    Whatever needs the actor is decided before the first line: raises NotFound at once.
    """
    one = book(actor, key)
    narrowed = _narrowed(actor, one, wanted)
    return _in_chunks(actor, one, narrowed, act)


def _in_chunks(actor: Actor, one: Book, narrowed: books_of.Wanted, act: Act) -> Iterator[JournalLine]:
    after: Place | None = None
    for _n in range(0, MOST, CHUNK):
        rows = books_of.journal(actor, one.key, narrowed, after=after, limit=CHUNK)
        yield from lines_of(actor, one.types, rows, act)
        if len(rows) < CHUNK:
            return
        after = rows[-1].place


def _book(kind: KindInfo) -> Book:
    types = [one for one in letter_types().values() if kind_of(one) == kind.key]
    directions = {one.letter.direction for one in types if one.letter}
    direction = directions.pop() if len(directions) == 1 else ""
    return Book(kind.key, kind.title, direction, tuple(one.key for one in types))


def _narrowed(actor: Actor, one: Book, wanted: Wanted) -> books_of.Wanted:
    """A counterparty and a state are those of cards that the actor sees."""
    plain = books_of.Wanted(since=wanted.since, until=wanted.until, organisation=wanted.organisation)
    if wanted.state == "void":
        plain = replace(plain, void=True)
    elif wanted.state:
        plain = replace(plain, void=False)
    if wanted.partner is None and wanted.state in ("", "void"):
        return plain
    return replace(plain, cards=_cards(actor, one, wanted))


def _cards(actor: Actor, one: Book, wanted: Wanted) -> list[int]:
    only: list[int] | None = None
    if wanted.partner is not None:
        only = list(Letter.objects.filter(company_id=wanted.partner, type__in=one.types).values_list("card", flat=True))
    if wanted.state in ("", "void"):
        return sorted(cards.visible_among(actor, set(only or ())))
    state = "done" if wanted.state == "done" else "open"
    return cards_facts.ids_of(actor, one.types, state=state, late=wanted.state == "late", only=only)


def _place(after: str | None) -> Place | None:
    parts = (after or "").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return None
    year, n, pk = map(int, parts)
    return (year, n, pk) if max(year, n) < 2**31 else None
