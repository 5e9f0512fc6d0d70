"""Cards in lists: what to look for, and the lines found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from marshrut.crm import queries as crm
from marshrut.definitions import queries as definitions
from marshrut.kernel import clock
from marshrut.kernel.sql import any_of

from ..models import Card, CardFile, StageVisit, Task
from . import badges

LIMIT = 50
#: why these rows may be read
INSIDE = "of cards that passed the gate"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; everything given must hold. `holder` is whoever an open task waits for."""

    text: str = ""
    stages: tuple[str, ...] = ()
    state: str = ""  # "open", "done" or both
    author: int | None = None
    holder: int | None = None
    company: int | None = None
    overdue: bool = False
    created_from: date | None = None
    created_to: date | None = None
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    #: keys of card types; None: any
    types: tuple[str, ...] | None = None
    #: (kind of a field, id): a contact, a deal or a project that some field of the card points at
    pointing: tuple[tuple[str, int], ...] = ()
    #: of the departments of the cards; None: any
    departments: frozenset[int] | None = None
    #: how it ended: "success", "failure" or both; and when, from the first moment to before the second
    result: str = ""
    finished: tuple[datetime, datetime] | None = None
    #: a stage the card left from the first moment to before the second
    left: tuple[str, datetime, datetime] | None = None
    #: cards that a room above has chosen: their ids as a query, asked inside this one
    among: QuerySet[Any, Any] | None = None


@dataclass(frozen=True, slots=True)
class CardLine:
    """A card in a list. `holders` are the people its open tasks are with; `company` is the counterparty's name."""

    id: int
    type: str
    definition_id: int
    name: str
    stage: str
    stage_kind: str
    round: int
    version: int
    edition: int
    author: int
    company_id: int | None
    company: str
    amount: Decimal | None
    due_at: datetime | None
    holders: tuple[int, ...]
    comments: int
    files: int
    created_at: datetime
    updated_at: datetime
    entered_at: datetime
    finished_at: datetime | None
    #: marks of its open tasks, in the reader's language
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """`after` asks for the next page; None on the last one."""

    lines: tuple[CardLine, ...]
    after: int | None = None


def narrowed(cards: QuerySet[Card], wanted: Filter) -> QuerySet[Card]:
    exact = {
        "author_id": wanted.author,
        "company_id": wanted.company,
        "created_at__date__gte": wanted.created_from,
        "created_at__date__lte": wanted.created_to,
        "amount__gte": wanted.amount_from,
        "amount__lte": wanted.amount_to,
    }
    cards = cards.filter(**{key: value for key, value in exact.items() if value is not None})
    if wanted.types is not None:
        cards = cards.filter(type__in=wanted.types)
    for kind, ref in wanted.pointing:
        cards = cards.filter(_points_at(kind, ref))
    if wanted.stages:
        cards = cards.filter(stage__in=wanted.stages)
    if wanted.state:
        cards = cards.filter(finished_at__isnull=wanted.state == "open")
    if wanted.overdue:
        cards = cards.filter(due_at__lt=clock.now())
    cards = _ended(cards, wanted)
    if wanted.among is not None:
        cards = cards.filter(pk__in=wanted.among)
    if wanted.holder is not None:
        mine = Task.objects.system(INSIDE).filter(card_id=OuterRef("pk"), state="open").filter(waits_for(wanted.holder))
        cards = cards.filter(Exists(mine))
    return matching(cards, wanted.text)


def _ended(cards: QuerySet[Card], wanted: Filter) -> QuerySet[Card]:
    """What reports narrow lists by: the department, the end, a stage that was left."""
    if wanted.departments is not None:
        cards = cards.filter(any_of("department_id", sorted(wanted.departments)))
    if wanted.result:
        cards = cards.filter(stage_kind=wanted.result)
    if wanted.finished:
        cards = cards.filter(finished_at__gte=wanted.finished[0], finished_at__lt=wanted.finished[1])
    if wanted.left:
        stage, since, before = wanted.left
        stays = StageVisit.objects.system(INSIDE).filter(stage=stage, left_at__gte=since, left_at__lt=before)
        cards = cards.filter(Exists(stays.filter(card_id=OuterRef("pk"))))
    return cards


def _points_at(kind: str, ref: int) -> Q:
    """Whatever the fields of that kind are called in the processes of today."""
    types = (one for version in definitions.current().active for one in version.pack.card_types)
    keys = {key for one in types for key, field in one.fields.items() if field.kind == kind}
    nothing = Q(pk__in=())
    return reduce(or_, (Q(content__fields__contains={key: ref}) for key in sorted(keys)), nothing)


def waits_for(person: int) -> Q:
    """Open tasks a person may decide because they are theirs or were escalated to them."""
    return Q(assignee_id=person) | (Q(also__contains=[person]) & ~Q(also=[]))


def matching(cards: QuerySet[Card], text: str) -> QuerySet[Card]:
    """Cards that hold every word of `text` (Russian word forms, beginnings of words), or have that number."""
    words = re.findall(r"\w+", text.lower().replace("ё", "е"))
    if not words:
        return cards
    numbers = [int(word) for word in words[-1:] if word.isascii() and word.isdigit() and len(word) < 15]
    query = SearchQuery(" & ".join(f"{word}:*" for word in words[:10]), config="russian", search_type="raw")
    found = Q(content__search=query)
    return cards.filter(found | Q(pk__in=numbers) if numbers and len(words) <= 2 else found)


def lines(cards: QuerySet[Card] | Iterable[Card]) -> tuple[CardLine, ...]:
    """Two queries: cards with their number of files, and the names of their counterparties."""
    rows = list(with_files(cards) if isinstance(cards, QuerySet) else cards)
    names = crm.describe(row.company_id for row in rows if row.company_id)
    return tuple(_line(row, names) for row in rows)


def with_files(cards: QuerySet[Card]) -> QuerySet[Card]:
    files = CardFile.objects.system(INSIDE).filter(card_id=OuterRef("pk")).order_by().values("card_id")
    counted = files.annotate(many=Count("file_id", distinct=True)).values("many")
    return badges.marked(cards).annotate(many_files=Coalesce(Subquery(counted), 0))


def _line(row: Any, names: dict[int, crm.CompanyInfo]) -> CardLine:
    company = names.get(row.company_id)
    return CardLine(
        id=row.id,
        type=row.type,
        definition_id=row.definition_id,
        name=row.name,
        stage=row.stage,
        stage_kind=row.stage_kind,
        round=row.round,
        version=row.version,
        edition=row.edition,
        author=row.author_id,
        company_id=row.company_id,
        company=company.name if company else "",
        amount=row.amount,
        due_at=row.due_at,
        holders=tuple(row.holders),
        comments=row.comments,
        files=row.many_files,
        created_at=row.created_at,
        updated_at=row.updated_at,
        entered_at=row.entered_at,
        finished_at=row.finished_at,
        badges=badges.of_row(row.definition_id, row.type, getattr(row, "badged", ())),
    )


def paged(shares: Sequence[QuerySet[Card]], after: int | None, limit: int) -> Page:
    """The newest of the shares by number; keyset, so that page n costs as much as page 1."""
    if after is not None:
        shares = [cards.filter(id__lt=after) for cards in shares]
    heads = [with_files(cards.order_by(F("id").desc()))[: limit + 1] for cards in shares]
    found = {row.id: row for row in (heads[0].union(*heads[1:], all=True) if len(heads) > 1 else heads[0])}
    rows = [found[number] for number in sorted(found, reverse=True)]
    return Page(lines(rows[:limit]), rows[limit - 1].id if len(rows) > limit else None)
