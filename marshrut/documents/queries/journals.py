"""Lines of registration books as journals and proofs read them: by period and by the cards that papers lie on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet

from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.kernel.sql import any_of

from .. import cabinet, gate, places
from ..models import DocumentLink, Entry, Family
from ..sentences import NO_SUCH_KIND
from .rows import kind_info
from .shapes import KindInfo

#: where a line stands in its journal: year, number, id
Place = tuple[int, int, int]

#: looked up for the rows that are read, never for the whole book
_CARDS: Final = ArraySubquery(
    DocumentLink.objects.filter(document_id=OuterRef("document_id"), place=places.CARD).order_by("pk").values("ref")
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a journal is narrowed to; everything given must hold. Days are dates of papers.

    `cards`: only papers that lie on one of them. `void`: only numbers that are void, only those that are not.
    """

    since: date | None = None
    until: date | None = None
    organisation: int | None = None
    cards: Collection[int] | None = None
    void: bool | None = None


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """`cards`: what the paper lies on, the card that led it last first. `final`: so is the status of the paper."""

    id: int
    organisation: int | None
    year: int
    n: int
    text: str
    on: date
    at: datetime
    kind: int
    document: int
    title: str
    removed: bool
    final: bool
    void_at: datetime | None
    void_by: int | None
    void_why: str
    cards: tuple[int, ...]

    @property
    def place(self) -> Place:
        return self.year, self.n, self.id


def letter_books(actor: Actor) -> tuple[KindInfo, ...]:
    """Kinds of letters whose books the actor reads, archived ones as well."""
    found = cabinet.now()
    kinds = (one for one in found.kinds if one.family == Family.LETTER and gate.reads(actor, one))
    return tuple(kind_info(actor, one, found) for one in kinds)


def journal(
    actor: Actor, kind: str, wanted: Wanted, *, after: Place | None = None, limit: int = 50, newest: bool = False
) -> list[JournalEntry]:
    """Lines of a book in the order of numbers, or backwards; open to the readers of the kind, NotFound for others."""
    rows = _found(actor, kind, wanted)
    if after is not None:
        rows = rows.filter(_behind(after, "lt" if newest else "gt"))
    order = ("-year", "-n", "-pk") if newest else ("year", "n", "pk")
    return _read(rows.order_by(*order)[:limit])


def journal_size(actor: Actor, kind: str, wanted: Wanted) -> int:
    """How many lines there are; raises NotFound."""
    return _found(actor, kind, wanted).count()


def registered(kinds: Iterable[str]) -> list[JournalEntry]:
    """Every number in force of the kinds, for programs of ours: no right is asked for. One query."""
    found = cabinet.now()
    ids = [one.id for one in found.kinds if one.key in set(kinds)]
    return _read(Entry.objects.filter(kind_id__in=ids, void_at=None).order_by("pk"))


def _found(actor: Actor, kind: str, wanted: Wanted) -> QuerySet[Entry]:
    one = cabinet.now().kind(kind)
    if not gate.reads(actor, one):
        raise NotFound(NO_SUCH_KIND)
    exact = {"on__gte": wanted.since, "on__lte": wanted.until, "organisation": wanted.organisation}
    rows = Entry.objects.filter(kind_id=one.id, **{key: value for key, value in exact.items() if value is not None})
    if wanted.void is not None:
        rows = rows.filter(void_at__isnull=not wanted.void)
    if wanted.cards is not None:
        lies = DocumentLink.objects.filter(any_of("ref", wanted.cards), place=places.CARD)
        rows = rows.filter(document_id__in=lies.values("document_id"))
    return rows


def _behind(place: Place, way: str) -> Q:
    year, n, pk = place
    return (
        Q(**{f"year__{way}": year})
        | Q(year=year, **{f"n__{way}": n})
        | Q(year=year, n=n, **{f"pk__{way}": pk})
    )  # fmt: skip


def _read(rows: QuerySet[Entry]) -> list[JournalEntry]:
    final = {key for key, status in cabinet.now().statuses.items() if status.final}
    return [_entry(row, final) for row in rows.annotate(lies=_CARDS).select_related("document")]


def _entry(row: Any, final: Collection[int]) -> JournalEntry:
    paper = row.document
    led = [one for one in (paper.last_card,) if one is not None]
    return JournalEntry(
        id=row.pk,
        organisation=row.organisation or None,
        year=row.year,
        n=row.n,
        text=row.text,
        on=row.on,
        at=row.at,
        kind=row.kind_id,
        document=paper.pk,
        title="" if paper.removed_at else paper.title,
        removed=paper.removed_at is not None,
        final=paper.status_id in final,
        void_at=row.void_at,
        void_by=row.void_by_id,
        void_why=row.void_why,
        cards=tuple(dict.fromkeys([*led, *row.lies])),
    )


def registration_times(kinds: Iterable[str]) -> list[tuple[datetime, tuple[int, ...]]]:
    """When numbers in force of the kinds were given, and the cards that their papers lie on; for programs of ours."""
    found = cabinet.now()
    ids = [one.id for one in found.kinds if one.key in set(kinds)]
    rows = Entry.objects.filter(kind_id__in=ids, void_at=None).annotate(lies=_CARDS).order_by("pk")
    listed = rows.values_list("at", "document__last_card", "lies")
    return [(at, tuple(lies) if led is None else (led, *lies)) for at, led, lies in listed]
