"""What was moved and when, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from ... import rights
from ...models import MovedCard, Moving
from .names import INSIDE, card_names


@dataclass(frozen=True, slots=True)
class MovingLine:
    id: int
    at: datetime
    #: None: the system
    person: int | None
    version: str
    reason: str
    cards: int
    reverted: int


@dataclass(frozen=True, slots=True)
class MovedLine:
    """A card of a moving; the name is empty where the reader may not see it."""

    card: int
    name: str
    from_version: str
    reverted_at: datetime | None


def movings(actor: Actor, pack: str, limit: int = 50) -> list[MovingLine]:
    """The newest first. One query, and the names of versions and people."""
    access.require(actor, rights.MOVE_VERSION)
    rows = Moving.objects.filter(pack=pack).annotate(
        many=Count("cards"), back=Count("cards", filter=Q(cards__reverted_at__isnull=False))
    )
    return [_moving_line(row) for row in rows.order_by("-id")[:limit]]


def moving(actor: Actor, number: int) -> tuple[MovingLine, list[MovedLine]]:
    """One of them with its cards; raises NotFound."""
    access.require(actor, rights.MOVE_VERSION)
    rows = Moving.objects.filter(pk=number).annotate(
        many=Count("cards"), back=Count("cards", filter=Q(cards__reverted_at__isnull=False))
    )
    row = rows.first()
    if row is None:
        raise NotFound(_("There is no such moving of cards."))
    cards = list(MovedCard.objects.system(INSIDE).filter(moving_id=number).order_by("card_id").defer("before"))
    names = card_names(actor, [one.card_id for one in cards])
    known: Mapping[int, str] = {one.from_definition_id: "" for one in cards}
    known = {version: definitions.installed(version).pack.version for version in known}
    return _moving_line(row), [
        MovedLine(one.card_id, names.get(one.card_id, ""), known[one.from_definition_id], one.reverted_at)
        for one in cards
    ]


def _moving_line(row: Moving) -> MovingLine:
    version = definitions.installed(row.definition_id).pack.version
    many, back = getattr(row, "many", 0), getattr(row, "back", 0)
    return MovingLine(row.id, row.at, row.person_id, version, row.reason, many, back)
