"""Cards that somebody takes away: which of them they may, and what there is of a project or a company."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from marshrut.definitions.schema.access import Act
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import any_of

from .. import gate
from .lines import Filter, narrowed


def permitted_among(actor: Actor, act: Act, cards: Collection[int]) -> dict[int, datetime]:
    """Those of the cards that the actor may see and do `act` with, and when each was made."""
    if not cards:
        return {}
    found = gate.visible_to(actor, act).filter(any_of("pk", cards))
    return dict(found.values_list("id", "created_at"))


def permitted_of(
    actor: Actor, act: Act, *, company: int | None = None, project: int | None = None, most: int
) -> dict[int, datetime]:
    """The same for the cards of a company or of a project, at most so many, oldest first."""
    pointing = (("project", project),) if project is not None else ()
    found = narrowed(gate.visible_to(actor, act), Filter(company=company, pointing=pointing))
    return dict(found.order_by("id").values_list("id", "created_at")[:most])
