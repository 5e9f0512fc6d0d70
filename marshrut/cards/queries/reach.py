"""What of the cards lies open to a person at all: card types for the menu, figures for the list of companies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from marshrut.definitions import queries as definitions
from marshrut.definitions.rights import INSTALL
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org.rules import OrgChart

from .. import gate
from ..rights import Facts, Held, reach


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
    mine, facts = gate.scopes(person, chart), Facts(person, chart.department_of(person))
    types = [one for version in definitions.active() for one in version.pack.card_types]
    found = [Reach(one, bool(reach(mine[one.key], "create", person, facts))) for one in types]
    return [one for one in found if one.may_create or _may_meet(mine[one.card_type.key])]


def routes(actor: Actor, chart: OrgChart) -> list[tuple[definitions.Installed, CardType]]:
    """Active card types whose route the person may look at: those of `card_types`; whoever installs packs sees all."""
    found = [(version, kind) for version in definitions.active() for kind in version.pack.card_types]
    if access.may(actor, INSTALL, chart=chart):
        return found
    mine = {one.card_type.key for one in card_types(actor, chart)}
    return [(version, kind) for version, kind in found if kind.key in mine]


def _may_meet(grants: Iterable[Held]) -> bool:
    """Anybody may be given a task; a head sees what his people file; the rest is said by the grants."""
    seeing = [one for one in grants if "view" in one.grant.may]
    return any(one.departments or one.grant.scope in ("participant", "all") for one in seeing)


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
