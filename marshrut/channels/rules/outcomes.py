"""What a trouble means for the message, the address and the channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from ..wire import TroubleCode
from .groups import PRESSING

#: nobody is reached at this address any more
LOST: Final = frozenset({"blocked", "gone"})
#: the whole channel is of no use until somebody sees to it
UNUSABLE: Final = frozenset({"refused", "settings", "sealed", "certificate", "forbidden"})
#: this message will never go that way
HOPELESS: Final = frozenset({"too_large", "protocol", "unwelcome"})
#: failures in a row that close a channel, for how long, and when only a person can help
CLOSES_AFTER: Final = 5
REST: Final = timedelta(minutes=1)
LONG_REST: Final = timedelta(minutes=10)
#: between tries of a message, and when it is given up
FIRST_PAUSE, LONGEST_PAUSE = 10.0, 3600.0
GIVEN_UP: Final = timedelta(hours=6)
#: when the other side does not say how long to wait
MOMENT: Final = 3.0
#: tries that follow at once when the other side is not ready; then it means it
SOON: Final = 2


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` of the message: "retry" after so many seconds, or "failed".

    `channel`: "fine", "limit" (wait with everything), "failing" or "unusable". `passes_on`: the next channel at once.
    """

    state: str
    wait: float = 0.0
    channel: str = "fine"
    address_lost: bool = False
    passes_on: bool = False


def verdict(code: TroubleCode, *, certain: bool, wait: float | None, group: str, tries: int, unsure: bool) -> Verdict:
    """`tries`: so far, with this one; `unsure`: nobody knows of an earlier one either.

    A message that may have arrived is sent once more when somebody waits for an answer, never when it only informs.
    """
    if code in LOST:
        return Verdict("failed", address_lost=True, passes_on=True)
    if code == "limit":
        return Verdict("retry", wait if wait is not None else MOMENT, "limit")
    if code == "not_ready":
        again = MOMENT if tries <= SOON else pause(tries)
        return Verdict("retry", wait if wait is not None else again)
    if code in HOPELESS:
        return Verdict("failed", passes_on=True)
    if not certain:
        if group in PRESSING and not unsure:
            return Verdict("retry", FIRST_PAUSE, "failing")
        return Verdict("failed", channel="failing", passes_on=group in PRESSING)
    if code in UNUSABLE:
        return Verdict("retry", pause(tries), "unusable", passes_on=True)
    return Verdict("retry", pause(tries), "failing")


def pause(tries: int) -> float:
    """Seconds; the jobs room adds no more."""
    return min(FIRST_PAUSE * float(2 ** max(tries - 1, 0)), LONGEST_PAUSE)


def closes(failures: int, channel: str) -> timedelta | None:
    """For how long a channel is left alone after so many failures in a row; None: it is not."""
    if channel == "unusable":
        return LONG_REST
    return REST if failures >= CLOSES_AFTER else None
