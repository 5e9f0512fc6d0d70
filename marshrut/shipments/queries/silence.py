"""Why nobody asks the carrier about a shipment at this moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from marshrut.calendars.queries import day_of

from .. import tracking
from ..models import Carrier, Shipment
from ..rules import schedule
from . import asking
from .shapes import Silence

#: asking again does not help: something else must be seen to first
HOPELESS: Final[frozenset[Silence]] = frozenset(
    {"finished", "no_number", "by_hand", "no_account", "closed", "refused", "quota"}
)


def why(row: Shipment, there: Mapping[str, Carrier], now: datetime) -> Silence:
    if row.phase in ("success", "failure") and row.next_poll_at is None:
        return "finished"
    if not row.provider:
        return "by_hand"
    if not row.number:
        return "no_number"
    carrier = there.get(asking.asker(row.provider, there))
    if carrier is None:
        return "no_account"
    if found := _of_carrier(carrier, now):
        return found
    if row.next_poll_at is None:
        return "finished" if row.finished_at is not None or row.phase == "draft" else "too_long"
    return "not_found" if row.note == "not_found" else ""


def polled_lately(row: Shipment, now: datetime) -> bool:
    """Or tried: of a number whose answers fail, only its rest tells when it was asked last."""
    tried = row.next_poll_at - schedule.rest(row.failures) if row.note == "failed" and row.next_poll_at else None
    last = max((one for one in (row.polled_at, row.asked_at, tried) if one), default=None)
    return last is not None and now - last < schedule.ASKED_AGAIN


def quota_of(carrier: Carrier) -> int | None:
    """Requests a day that hold."""
    found = tracking.provider(carrier.key)
    return carrier.quota if carrier.quota is not None else found.quota if found else None


def used_today(carrier: Carrier, now: datetime) -> int:
    return carrier.quota_used if carrier.quota_day == day_of(now) else 0


def _of_carrier(carrier: Carrier, now: datetime) -> Silence:
    quota = quota_of(carrier)
    if quota is not None and used_today(carrier, now) >= quota:
        return "quota"
    if carrier.closed_until is None or carrier.closed_until <= now:
        return ""
    return "refused" if carrier.last_error in ("refused", "sealed", "settings") else "closed"
