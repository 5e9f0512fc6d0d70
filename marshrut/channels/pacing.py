"""How fast a channel is written to: one call to the database for the limit in all and that of the chat."""

from __future__ import annotations

import time
from typing import Final

from marshrut.kernel.sql import prepared

from .wire import Pace

#: the part of a second's messages that may go at once; the rest comes evenly, so that no second ever has too many
BURST: Final = 0.1
SMALLEST: Final = 3.0
#: of what may go at once this much is kept for those who may not wait
RESERVE: Final = 1 / 3
#: seconds worth waiting here; for longer the message is put aside
SHORT: Final = 0.25
_TRIES: Final = 8
_TAKE: Final = "SELECT channels_take(%s, %s, %s, %s, %s, %s)"


def take(channel: str, address: str, pace: Pace, *, bulk: bool) -> float:
    """0: a message may go now, and is counted. Else how many seconds to wait first: more than is worth waiting here."""
    wait = 0.0
    for _try in range(_TRIES):
        wait = _ask(channel, address, pace, bulk=bulk)
        if not 0 < wait <= SHORT:
            break
        time.sleep(wait)
    return wait


def _ask(channel: str, address: str, pace: Pace, *, bulk: bool) -> float:
    burst = max(SMALLEST, pace.a_second * BURST)
    rate = pace.a_second - burst if pace.a_second > 2 * burst else pace.a_second
    reserve = burst * RESERVE if bulk else 0.0
    given = [channel, f"{channel}:{address}", float(rate), float(burst), float(pace.chat_pause), reserve]
    return float(prepared(_TAKE, given)[0][0])
