"""Absences as the ground of a decision, also when they are over: for pages whose reader may see what names them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..models import Absence
from .absences import PRIVATE


@dataclass(frozen=True, slots=True)
class NamedAbsence:
    """`reason` is empty when it is nobody's business."""

    reason: str
    until: datetime


def named_absences(ids: Iterable[int]) -> dict[int, NamedAbsence]:
    """By id, in one query; none for no ids."""
    wanted = set(ids)
    rows = Absence.objects.filter(id__in=wanted).values_list("id", "reason", "until") if wanted else ()
    return {key: NamedAbsence("" if reason in PRIVATE else reason, until) for key, reason, until in rows}
