"""What may be read of what-ifs: one's own; administrators read all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from marshrut.org import access
from marshrut.org import queries as org

from ..models import WhatIf
from . import rights, saved
from .asking import Question, Told

NEWEST: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    id: int
    card_type: str
    question: Question
    added_at: datetime
    added_by: int
    state: str
    #: None: not played yet, or nothing to play
    told: Told | None


@dataclass(frozen=True, slots=True)
class Route:
    """A kind of card that may be asked about, with its settings as they are."""

    pack: str
    kind: CardType
    settings: Mapping[str, int | str]


def routes(actor: Actor) -> list[Route]:
    """Those the actor may ask about; none that a source leads."""
    chart, shelf = org.chart(), definitions.current()
    return [
        Route(version.pack.key, kind, shelf.settings_of(version))
        for version in shelf.active
        for kind in version.pack.card_types
        if kind.edoc is None and access.may(actor, rights.ASK, chart=chart, card_type=kind.key)
    ]


def newest(actor: Actor) -> list[Line]:
    """One query."""
    rows = WhatIf.objects.order_by("-id")
    if not _admin(actor):
        rows = rows.filter(added_by_id=actor.person_id or 0)
    return [_line(row) for row in rows[:NEWEST]]


def whatif(actor: Actor, whatif: int) -> Line:
    """Raises NotFound. One query."""
    row = WhatIf.objects.filter(pk=whatif).first()
    if row is None or not (_admin(actor) or row.added_by_id == actor.person_id):
        raise NotFound(_("There is no such what-if."))
    return _line(row)


def _admin(actor: Actor) -> bool:
    return actor.person_id is not None and org.chart().is_admin(actor.person_id)


def _line(row: WhatIf) -> Line:
    told = saved.told(row.told) if row.told else None
    return Line(row.pk, row.card_type, saved.question(row.asked), row.added_at, row.added_by_id, row.state, told)
