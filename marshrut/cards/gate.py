"""The one gate of every read: `visible_to`. Scopes are resolved once, the predicate is flat and indexed."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from marshrut.definitions import queries as definitions
from marshrut.definitions import revision as definitions_revision
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel import memory
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import prepared
from marshrut.org import queries as org
from marshrut.org import revision as org_revision
from marshrut.org.rules import OrgChart

from .models import Card, CardFile, Participant
from .rights import Facts, matches


def visible_to(actor: Actor, chart: OrgChart | None = None, card_type: str | None = None) -> QuerySet[Card]:
    """Cards the actor may see; programs of ours see all, strangers and dismissed people none (S4.1)."""
    cards = Card.objects.filter(type=card_type) if card_type else Card.objects.all()
    if actor.kind in ("system", "robot"):
        return cards
    chart = chart or org.chart()
    if actor.person_id is None or not chart.active(actor.person_id):
        return Card.objects.none()
    types = [one for version in definitions.active() for one in version.pack.card_types]
    wanted = [one for one in types if card_type in (None, one.key)]
    return cards.filter(_predicate(wanted, actor.person_id, chart))


def _predicate(card_types: list[CardType], person: int, chart: OrgChart) -> Q:
    """Never-true, or up to four terms for each set of card types with the same rights."""
    everything, own, taking_part, headed = [], [], [], []
    for card_type in card_types:
        grants = [grant for grant in card_type.access if "view" in grant.may]
        if any(matches(grant, person, chart, Facts()) for grant in grants):
            everything.append(card_type.key)
            continue
        own += [card_type.key for grant in grants if grant.who == "author"]
        taking_part += [card_type.key for grant in grants if grant.who == "participant"]
        headed += [card_type.key for grant in grants if grant.who == "head"]
    found = Q(pk__in=[])
    if everything:
        found |= Q(type__in=everything)
    if own:
        found |= Q(type__in=own, author_id=person)
    if taking_part:
        part = Participant.objects.filter(person_id=person, card_id=OuterRef("pk"))
        found |= Q(Exists(part), type__in=taking_part)
    departments = chart.headed_departments(person) if headed else frozenset()
    if departments:
        found |= Q(type__in=headed, department_id__in=departments)
    return found


def may_see(actor: Actor, card: int) -> bool:
    return visible_to(actor).filter(pk=card).exists()


def may_see_file(actor: Actor, file: int) -> bool:
    """A file is seen by whoever may see a card it lies on."""
    on = CardFile.objects.filter(file_id=file).values("card_id")
    return visible_to(actor).filter(pk__in=on).exists()


def read_revisions() -> None:
    """Read the revisions of the company and the packs in one statement, for the request that is being answered."""
    company, packs = prepared(f"SELECT ({org_revision.SQL}), ({definitions_revision.SQL})")[0]
    memory.remember("org.revision", company)
    memory.remember("definitions.revision", packs)
