"""Where running cards stand, by version."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from ... import rights
from ...models import Card
from .names import INSIDE, RUNNING, stage_title, type_of


@dataclass(frozen=True, slots=True)
class Standing:
    """So many running cards of a version on a stage."""

    version_id: int
    version: str
    card_type: str
    stage: str
    title: str
    cards: int


def standing(actor: Actor, pack: str) -> list[Standing]:
    """Where running cards of the pack stand, by version. One query; raises Forbidden, and NotFound without the pack."""
    access.require(actor, rights.MOVE_VERSION)
    known = {line.id: line.version for line in _versions(pack)}
    rows = Card.objects.system(INSIDE).filter(definition_id__in=known, stage_kind__in=RUNNING)
    counted = rows.values_list("definition_id", "type", "stage").annotate(many=Count("id")).order_by()
    found = [
        Standing(version, known[version], card_type, stage, stage_title(type_of(version, card_type), stage), many)
        for version, card_type, stage, many in counted
    ]
    order = {key: number for one in found for number, key in enumerate(type_of(one.version_id, one.card_type).by_stage)}
    return sorted(found, key=lambda one: (one.card_type, -one.version_id, order.get(one.stage, 0)))


def _versions(pack: str) -> list[definitions.VersionLine]:
    found = definitions.versions(pack)
    if not found:
        raise NotFound(_("There is no such process."))
    return found
