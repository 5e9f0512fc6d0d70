"""A line of a journal: the number from the book, the rest from the card as far as the reader may see it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language

from marshrut.cards.queries import visible_among
from marshrut.cards.queries.facts import CardFacts, facts
from marshrut.crm import queries as crm
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.access import Act
from marshrut.definitions.schema.letters import Letter as Meaning
from marshrut.definitions.schema.pack import CardType
from marshrut.documents.queries.journals import JournalEntry
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import any_of

from ..models import Letter, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """What a journal says of a letter. People are ids.

    `closed`: the paper is not on a card that the reader sees, so only the book speaks. `answers` are the numbers of the
    letters that answered it, of an outgoing one of those that it answers.
    """

    id: int
    number: str
    on: date
    document: int
    card: int | None = None
    closed: bool = False
    organisation: str = ""
    partner: str = ""
    their_number: str = ""
    their_date: date | None = None
    subject: str = ""
    addressee: int | None = None
    executor: int | None = None
    term: date | None = None
    stage: str = ""
    stage_kind: str = ""
    finished_at: datetime | None = None
    sent_on: date | None = None
    way: str = ""
    track: str = ""
    answers: tuple[str, ...] = ()
    void_at: datetime | None = None
    void_by: int | None = None
    void_why: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """What one read of many lines found."""

    cards: Mapping[int, CardFacts]
    companies: Mapping[int, crm.CompanyInfo]
    answers: Mapping[int, tuple[str, ...]]
    types: Collection[str]


def lines_of(
    actor: Actor, types: Collection[str], entries: Sequence[JournalEntry], act: Act = "view"
) -> tuple[JournalLine, ...]:
    """Five queries, however many lines there are. `act`: what the reader wants to do with the cards."""
    found = facts(actor, {card for one in entries for card in one.cards}, act)
    letters = {key: one for key, one in found.items() if one.type in types}
    wanted = {one.organisation for one in entries} | {_partner(one) for one in letters.values()}
    companies = crm.describe({one for one in wanted if one})
    known = _Known(letters, companies, _answers(actor, letters, types), types)
    return tuple(_line(one, known) for one in entries)


def _line(entry: JournalEntry, known: _Known) -> JournalLine:
    card = next((known.cards[one] for one in entry.cards if one in known.cards), None)
    book: dict[str, Any] = {
        "id": entry.id,
        "number": entry.text,
        "on": entry.on,
        "document": entry.document,
        "organisation": _name(known, entry.organisation),
        "void_at": entry.void_at,
        "void_by": entry.void_by,
        "void_why": entry.void_why,
    }
    if card is None:
        return JournalLine(**book, closed=bool(known.types), subject=entry.title)
    kind = definitions.installed(card.definition_id).pack.card_type(card.type)
    if kind is None or kind.letter is None:
        return JournalLine(**book, card=card.id, subject=entry.title)
    return JournalLine(**book, card=card.id, **_told(card, kind, kind.letter, known))


def _told(card: CardFacts, kind: CardType, means: Meaning, known: _Known) -> dict[str, Any]:
    """What the fields of the card say."""

    def value(key: str | None) -> Any:
        return card.fields.get(key) if key else None

    language = (get_language() or "ru")[:2]
    stage = kind.by_stage.get(card.stage)
    return {
        "partner": _name(known, _id(value(means.partner))),
        "their_number": str(value(means.their_number) or ""),
        "their_date": _day(value(means.their_date)),
        "subject": str(value(means.subject) or card.name),
        "addressee": _id(value(means.addressee)),
        "executor": _id(value(means.executor)) or (card.author if means.direction == "out" else None),
        "term": _day(value(means.term)),
        "stage": stage.title.say(language) if stage else card.stage,
        "stage_kind": card.stage_kind,
        "finished_at": card.finished_at,
        "sent_on": _day(value(means.sent_on)),
        "way": _choice(kind, means.way, value(means.way), language),
        "track": str(value(means.track) or ""),
        "answers": known.answers.get(card.id, ()),
    }


def _answers(actor: Actor, letters: Mapping[int, CardFacts], types: Collection[str]) -> dict[int, tuple[str, ...]]:
    """Numbers of the letters at the other end of a reply, of those only that the actor sees."""
    if not letters:
        return {}
    ids = list(letters)
    pairs = _replies(ids)
    shown = visible_among(actor, {one for pair in pairs for one in pair} - letters.keys()) | letters.keys()
    ends = {(mine, far) for card, other in pairs for mine, far in ((card, other), (other, card)) if mine in letters}
    numbers = dict(Letter.objects.filter(card__in={far for _mine, far in ends}).values_list("card", "number"))
    made: dict[int, list[str]] = {}
    for mine, far in sorted(ends):
        if far in shown and numbers.get(far):
            made.setdefault(mine, []).append(numbers[far])
    return {mine: tuple(found) for mine, found in made.items()}


def _replies(ids: list[int]) -> list[tuple[int, int]]:
    """Each end by the index it has."""
    replies = Link.objects.filter(kind="reply").order_by()
    forth, back = (replies.filter(any_of(end, ids)).values_list("card", "other") for end in ("card", "other"))
    return list(forth.union(back))


def _partner(card: CardFacts) -> int | None:
    kind = definitions.installed(card.definition_id).pack.card_type(card.type)
    return _id(card.fields.get(kind.letter.partner)) if kind and kind.letter else None


def _name(known: _Known, company: int | None) -> str:
    found = known.companies.get(company) if company else None
    return found.name if found else ""


def _id(value: Any) -> int | None:
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError):
        return None


def _choice(kind: CardType, key: str | None, value: Any, language: str) -> str:
    field = kind.fields.get(key) if key else None
    titles = {one.key: one.title.say(language) for one in field.choices} if field else {}
    return titles.get(value, str(value or ""))
