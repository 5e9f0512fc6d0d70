"""Who read a base since: whether a question that had to wait was put after all."""

from __future__ import annotations

from marshrut.kernel import clock

from ..models import Base, Run
from .fresh import stale


def epoch(base: str) -> int | None:
    """Of its last reader; None when it is not connected."""
    return Base.objects.filter(key=base, active=True).values_list("lease_epoch", flat=True).first()


def has_read(base: str, since: int, *lanes: str) -> bool:
    """Whether a reader of one of these lanes, later than `since`, came to an end, well or not."""
    later = Run.objects.filter(base__key=base, epoch__gt=since, lane__in=lanes).exclude(finished_at=None)
    return later.exclude(trouble="lost").exists()


def is_silent(base: str) -> bool:
    """Whether nobody knows how its documents stand now: it is put aside, or has not been read for too long."""
    row = Base.objects.filter(key=base, active=True).first()
    return row is None or stale(row, clock.now()).red
