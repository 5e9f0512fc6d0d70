"""What of the cards lies open to a person at all: card types for the menu, figures for the list of companies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor
from marshrut.org.rules import OrgChart

from .. import gate
from ..rights import Facts, allowed, matches


@dataclass(frozen=True, slots=True)
class Reach:
    card_type: CardType
    may_create: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """Visible cards of one company; `amount` is the sum of those on their way."""

    count: int
    amount: Decimal


def card_types(actor: Actor, chart: OrgChart) -> list[Reach]:
    """Active card types the person may create, or may have cards of. One query."""
    person = actor.person_id
    if person is None or not chart.active(person):
        return []
    types = [one for version in definitions.active() for one in version.pack.card_types]
    found = [Reach(one, allowed(one, "create", person, chart, Facts())) for one in types]
    return [one for one in found if one.may_create or _may_meet(one.card_type, person, chart)]


def _may_meet(card_type: CardType, person: int, chart: OrgChart) -> bool:
    """Anybody may be given a task; a head sees what his people file; the rest is said by the grants."""
    grants = [grant for grant in card_type.access if "view" in grant.may]
    return any(
        grant.who == "participant"
        or (grant.who == "head" and bool(chart.headed_departments(person)))
        or matches(grant, person, chart, Facts())
        for grant in grants
    )


def company_figures(actor: Actor, companies: Iterable[int]) -> dict[int, Figures]:
    """Companies without visible cards are left out."""
    rows = (
        gate.visible_to(actor)
        .filter(company_id__in=set(companies))
        .order_by()
        .values("company_id")
        .annotate(many=Count("id"), sum=Sum("amount", filter=Q(stage_kind__in=("start", "work"))))
    )
    return {key: Figures(row["many"], row["sum"] or Decimal(0)) for row in rows if (key := row["company_id"])}


def has_any(actor: Actor) -> bool:
    """Whether there is a single card the actor may see."""
    return gate.visible_to(actor).exists()
