"""When a carrier is asked about a shipment next. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .statuses import Status


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a carrier is asked; a provider may have its own."""

    first: timedelta = timedelta(minutes=30)
    usual: timedelta = timedelta(hours=4)
    out_for_delivery: timedelta = timedelta(hours=1)
    arrived: timedelta = timedelta(days=1)
    #: how long a final status is looked at, and how often
    after: timedelta = timedelta(days=3)
    final: timedelta = timedelta(days=1)
    #: so long and not there: a person must look
    longest: timedelta = timedelta(days=60)
    #: so long and the carrier does not know the number: a person must look
    unknown: timedelta = timedelta(days=3)


#: a press of «Проверить сейчас» and a knock of a carrier count once in so long
ASKED_AGAIN: Final = timedelta(minutes=10)
HINTED_AGAIN: Final = timedelta(minutes=1)
#: a number whose answer failed, and a carrier that failed, are left alone for longer and longer, up to this
REST: Final = timedelta(minutes=1)
LONGEST_REST: Final = timedelta(hours=1)
#: a carrier that asked for patience without saying how long
PATIENCE: Final = timedelta(minutes=15)


def next_poll(
    pace: Pace, now: datetime, *, status: Status, followed_at: datetime, finished_at: datetime | None, asked: bool
) -> datetime | None:
    """When to ask next; None: never again. `finished_at`: when the status was found to be final; `asked`: ever."""
    if finished_at is not None:
        return now + pace.final if now + pace.final <= finished_at + pace.after else None
    if too_long(pace, now, followed_at):
        return None
    if not asked:
        return max(now, followed_at + pace.first)
    wait = {"out_for_delivery": pace.out_for_delivery, "arrived": pace.arrived}.get(status, pace.usual)
    return min(now + wait, followed_at + pace.longest)


def too_long(pace: Pace, now: datetime, followed_at: datetime) -> bool:
    return now - followed_at >= pace.longest


def rest(failures: int, spread: float = 0.0) -> timedelta:
    """How long to leave alone what failed so often in a row; `spread` in [0, 1) keeps many from coming back at once."""
    doubled: int = 1 << min(max(failures - 1, 0), 10)
    return min(REST * doubled, LONGEST_REST) * (1 + spread / 5)


def calls(numbers: int, per_call: int) -> int:
    """How many requests so many numbers take."""
    return -(-numbers // per_call)
