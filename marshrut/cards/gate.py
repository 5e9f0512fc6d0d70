"""The one gate of every read: `visible_to`. Scopes are resolved once a request; the predicate is flat and indexed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet

from marshrut.definitions import queries as definitions
from marshrut.definitions import revision as definitions_revision
from marshrut.definitions.schema.access import Act
from marshrut.kernel import memory
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import any_of, prepared
from marshrut.org import queries as org
from marshrut.org import revision as org_revision
from marshrut.org.rules import OrgChart

from .guard import GATE
from .models import Card, CardFile, Participant
from .rights import Held, held

#: a part of the departments that still counts as few
NARROW = 0.05


@dataclass(frozen=True, slots=True)
class Term:
    """A condition with an index of its own. `narrow`: it holds for few cards of the company."""

    holds: Q
    narrow: bool


def visible_to(
    actor: Actor,
    action: Act = "view",
    *,
    chart: OrgChart | None = None,
    card_type: str | None = None,
    newest: bool = False,
) -> QuerySet[Card]:
    """Cards the actor may see, and do `action` with; programs of ours all, strangers and dismissed people none (S4.1).

    The only way to a queryset of cards. `newest`: only the head of an order is wanted, so walk along it.
    """
    cards, terms = _open_to(actor, "view", chart, card_type)
    if terms is None:
        return cards
    seen = _either(cards, terms, newest=newest)
    return seen if action == "view" else _either(seen, _open_to(actor, action, chart, card_type)[1] or [])


def _probed(actor: Actor) -> QuerySet[Card]:
    """What `visible_to` holds, for a few cards known by number: each is looked at, nothing is gathered beforehand."""
    cards, terms = _open_to(actor, "view", None, None, probing=True)
    return cards if terms is None else _either(cards, terms, newest=True)


def _either(cards: QuerySet[Card], terms: Sequence[Term], *, newest: bool = False) -> QuerySet[Card]:
    """Cards for which one of the terms holds.

    Few cards of many are found by the union of what each index gives; many of them by looking at all.
    """
    if not terms:
        return cards.none()
    if newest or len(terms) == 1 or not all(term.narrow for term in terms):
        return cards.filter(reduce(or_, (term.holds for term in terms)))
    first, *others = (Card.objects.system(GATE).filter(term.holds).order_by().values("pk") for term in terms)
    return cards.filter(pk__in=first.union(*others, all=True))


def shares(actor: Actor, *, card_type: str | None = None) -> list[QuerySet[Card]]:
    """What `visible_to` holds, in parts that may overlap; the newest of each part come by one index.

    Whoever sees few cards of many would walk along the newest in vain: their parts are asked one by one.
    """
    cards, terms = _open_to(actor, "view", None, card_type)
    if terms is None:
        return [cards]
    return [cards.filter(term.holds) for term in terms] or [cards.none()]


def _open_to(
    actor: Actor, act: Act, chart: OrgChart | None, card_type: str | None, *, probing: bool = False
) -> tuple[QuerySet[Card], list[Term] | None]:
    """Cards of the type, and the terms of which one must hold; None: no term is asked for."""
    cards: QuerySet[Card] = Card.objects.system(GATE)
    if card_type:
        cards = cards.filter(type=card_type)
    if actor.kind in ("system", "robot"):
        return cards, None
    chart, person = chart or org.chart(), actor.person_id
    if person is None or not chart.active(person):
        return cards, []
    grants = scopes(person, chart)
    if card_type:
        grants = {key: rows for key, rows in grants.items() if key == card_type}
    return cards, _terms(grants, act, person, len(chart.departments), probing=probing)


def plainly_seen(actor: Actor) -> list[str] | None:
    """The card types, when the person sees every card of theirs that they wrote or take part in; else None."""
    grants = scopes(actor.person_id or 0, org.chart())
    for mine in grants.values():
        whole = {one.grant.scope for one in mine if "view" in one.grant.may and not one.grant.stages}
        if "all" not in whole and not {"own", "participant"} <= whole:
            return None
    return list(grants)


def scopes(person: int, chart: OrgChart) -> Mapping[str, tuple[Held, ...]]:
    """By card type: the grants the person holds. Worked out once in a request."""
    shelf = definitions.current()

    def resolved() -> Mapping[str, tuple[Held, ...]]:
        types = [kind.key for version in shelf.active for kind in version.pack.card_types]
        return {key: held(shelf.access(key), person, chart) for key in types}

    return memory.once(("cards.scopes", person, chart.revision, shelf.revision), resolved)


def _terms(
    grants: Mapping[str, tuple[Held, ...]], act: Act, person: int, departments: int, *, probing: bool = False
) -> list[Term]:
    """One term for each kind of scope, each with an index of its own; none when nothing is allowed."""
    where: dict[str | frozenset[int], Q] = {}
    for kind, stages, one in _rows(grants, act):
        scope = one.grant.scope
        key = scope if scope in ("all", "own", "participant") else one.departments
        if key:
            here = Q(type=kind, stage__in=stages) if stages else Q(type=kind)
            where[key] = where[key] | here if key in where else here
    few = departments * NARROW
    return [
        Term(here & _reached(key, person, probing), narrow=key != "all" and (isinstance(key, str) or len(key) <= few))
        for key, here in where.items()
    ]


def _reached(scope: str | frozenset[int], person: int, probing: bool) -> Q:
    if scope == "all":
        return Q()
    if scope == "own":
        return Q(author_id=person)
    if isinstance(scope, str):
        mine = Participant.objects.system(GATE).filter(person_id=person)
        return Q(Exists(mine.filter(card_id=OuterRef("pk")))) if probing else Q(pk__in=mine.values("card_id"))
    return Q(department_id__in=sorted(scope))


def _rows(grants: Mapping[str, tuple[Held, ...]], act: Act) -> Iterable[tuple[str, tuple[str, ...], Held]]:
    """Rows of the act; where one reaches every card of a type, the others say nothing."""
    for kind, mine in grants.items():
        rows = [one for one in mine if act in one.grant.may]
        whole = [one for one in rows if one.grant.scope == "all" and not one.grant.stages]
        for one in whole[:1] or rows:
            yield kind, one.grant.stages, one


def may_see(actor: Actor, card: int) -> bool:
    return _probed(actor).filter(pk=card).exists()


def visible_among(actor: Actor, cards: set[int]) -> set[int]:
    """Those of the cards that the actor may see. Costs as much as there are cards asked about, not cards at all."""
    return set(_probed(actor).filter(any_of("pk", cards)).values_list("id", flat=True)) if cards else set()


def may_see_file(actor: Actor, file: int) -> bool:
    """A file is seen by whoever may see a card it lies on."""
    on = CardFile.objects.system(GATE).filter(file_id=file).values("card_id")
    return _probed(actor).filter(pk__in=on).exists()


def read_revisions() -> None:
    """Read the revisions of the company and the packs in one statement, for the request that is being answered."""
    company, packs = prepared(f"SELECT ({org_revision.SQL}), ({definitions_revision.SQL})")[0]
    memory.remember("org.revision", company)
    memory.remember("definitions.revision", packs)
