"""What the worker does for archives every hour: removes those of more than a week, and what killed builders left."""

from __future__ import annotations

from marshrut.jobs.registry import on_housekeeping
from marshrut.kernel.actor import Actor

from . import commands, depot, queries

#: seconds; no stretch of building takes longer
ABANDONED = 24 * 3600


@on_housekeeping("evidence.tidy", every_seconds=3600)
def tidy() -> None:
    """An archive whose building was given up unnoticed expires as any other."""
    commands.expire_evidence(Actor.system())
    depot.sweep(queries.kept_names(), ABANDONED)
