"""Board and list of one card type, and the quick search over all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.engine.definition import Definition
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access
from marshrut.org import queries as org

from .. import gate
from ..models import Card, SavedView
from ..rights import Facts
from ..step import definition_of
from .lines import LIMIT, CardLine, Filter, Page, lines, matching, narrowed, paged, with_files

COLUMN = 20


@dataclass(frozen=True, slots=True)
class Column:
    """A stage of the board: newest cards, and figures of all cards on it."""

    stage: str
    lines: tuple[CardLine, ...]
    count: int
    overdue: int
    amount: Decimal
    more: bool


@dataclass(frozen=True, slots=True)
class Totals:
    count: int
    overdue: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class View:
    id: int
    name: str
    query: str
    shared: bool
    mine: bool


def card_type(key: str) -> CardType:
    """The active definition of a card type; raises NotFound."""
    found = definitions.active_for(key).pack.card_type(key)
    if found is None:
        raise NotFound("no such card type")
    return found


def board(actor: Actor, kind: CardType, wanted: Filter) -> list[Column]:
    """Columns in the order of the route, reserved stages hidden. Three queries, whatever the number of stages."""
    cards = narrowed(gate.visible_to(actor, card_type=kind.key), wanted)
    shown = [stage.key for stage in kind.stages if not stage.reserved]
    figures = totals_by_stage(cards)
    walked = narrowed(gate.visible_to(actor, card_type=kind.key, newest=True), wanted)
    heads = [_newest(walked, stage)[: COLUMN + 1] for stage in shown if stage in figures]
    found: dict[str, list[CardLine]] = {}
    if heads:
        united = heads[0].union(*heads[1:], all=True) if len(heads) > 1 else heads[0]
        for line in lines(list(united)):
            found.setdefault(line.stage, []).append(line)
    nothing = Totals(0, 0, Decimal(0))
    return [_column(stage, found.get(stage, []), figures.get(stage, nothing)) for stage in shown]


def column(actor: Actor, kind: CardType, stage: str, wanted: Filter, offset: int = 0) -> Column:
    """The next cards of one column."""
    cards = narrowed(gate.visible_to(actor, card_type=kind.key, newest=True), wanted)
    rows = list(_newest(cards, stage)[offset : offset + COLUMN + 1])
    return _column(stage, list(lines(rows)), Totals(0, 0, Decimal(0)))


def _newest(cards: QuerySet[Card], stage: str) -> QuerySet[Card]:
    return with_files(cards.filter(stage=stage)).order_by(F("updated_at").desc(), F("id").desc())


def _column(stage: str, found: list[CardLine], totals: Totals) -> Column:
    shown = tuple(sorted(found, key=lambda line: (line.updated_at, line.id), reverse=True)[:COLUMN])
    return Column(stage, shown, totals.count, totals.overdue, totals.amount, len(found) > COLUMN)


def totals_by_stage(cards: QuerySet[Card]) -> dict[str, Totals]:
    late = Count("id", filter=Q(due_at__lt=clock.now()))
    rows = cards.order_by().values("stage").annotate(many=Count("id"), late=late, sum=Sum("amount"))
    return {row["stage"]: Totals(row["many"], row["late"], row["sum"] or Decimal(0)) for row in rows}


def listing(actor: Actor, kind: str | None, wanted: Filter, after: int | None = None, limit: int = LIMIT) -> Page:
    """Newest first; `after` is the cursor of the page before."""
    shares = [narrowed(cards, wanted) for cards in gate.shares(actor, card_type=kind)]
    return paged(shares, after, max(1, min(limit, 200)))


def totals(actor: Actor, kind: str, wanted: Filter) -> Totals:
    late = Count("id", filter=Q(due_at__lt=clock.now()))
    cards = narrowed(gate.visible_to(actor, card_type=kind), wanted)
    row = cards.aggregate(many=Count("id"), late=late, sum=Sum("amount"))
    return Totals(row["many"], row["late"], row["sum"] or Decimal(0))


def search(actor: Actor, text: str, limit: int = 8) -> tuple[CardLine, ...]:
    """Cards of any type by words or number, newest first."""
    cards = matching(gate.visible_to(actor), text).order_by(F("id").desc())
    return lines(cards[:limit]) if text.strip() else ()


def names(actor: Actor, ids: Iterable[int]) -> dict[int, str]:
    """Names of those of the cards that the actor may see. Two queries at most."""
    seen = gate.visible_among(actor, set(ids))
    rows = Card.objects.system("passed the gate").filter(pk__in=seen) if seen else ()
    return {row.pk: row.name for row in rows}


#: the pack whose cards are sums that leave
PAYMENTS = "payments"


def of_company(actor: Actor, company: int, after: int | None = None, *, payments: bool = False) -> Page:
    """Visible cards of a counterparty, newest first; `payments`: only those of the pack of payments."""
    wanted = replace(Filter(), company=company)
    if payments:
        wanted = replace(wanted, types=_types_of(PAYMENTS))
    return listing(actor, None, wanted, after)


def _types_of(pack: str) -> tuple[str, ...]:
    return tuple(kind.key for one in definitions.active() if one.pack.key == pack for kind in one.pack.card_types)


def views(actor: Actor, kind: str) -> list[View]:
    """The person's own saved views, then those others share."""
    mine = Q(owner_id=actor.person_id)
    rows = SavedView.objects.filter(mine | Q(shared=True), card_type=kind).order_by("name", "id")
    found = [View(v.pk, v.name, v.query, v.shared, v.owner_id == actor.person_id) for v in rows]
    return sorted(found, key=lambda view: not view.mine)


def version_of(actor: Actor, card: int) -> int | None:
    """The card's version plus its comments: moves with everything its page shows. None when it may not be seen."""
    found = gate.visible_to(actor).filter(pk=card).values_list("version", "comments").first()
    return sum(found) if found else None


def newest_step(actor: Actor, kind: str) -> int | None:
    """The time of the newest step of any visible card of the type, in milliseconds."""
    cards = gate.visible_to(actor, card_type=kind, newest=True).order_by("-updated_at")
    newest = cards.values_list("updated_at", flat=True).first()
    return int(newest.timestamp() * 1000) if newest else None


def creatable(actor: Actor) -> frozenset[str]:
    """Keys of the active card types of which the actor may create cards."""
    chart, person = org.chart(), actor.person_id
    facts = Facts(person, chart.department_of(person) if person is not None else None)
    shelf = definitions.current()
    types = (kind.key for version in shelf.active for kind in version.pack.card_types)
    return frozenset(
        key for key in types if access.may(actor, "card.create", chart=chart, grants=shelf.access(key), facts=facts)
    )


def definition_today(kind: str) -> Definition:
    """The card type as a new card would get it."""
    shelf = definitions.current()
    return definition_of(shelf.active_for(kind), kind, shelf)
