"""When a base is asked next, and how long one that failed is left alone. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Final

#: nothing gets better before somebody has seen to it, and an account may be locked by trying
HOPELESS: Final = frozenset({
    "refused", "rights", "sealed", "settings", "forbidden", "not_published", "nothing_published", "no_profile",
    "no_pack", "profile_changed",
})  # fmt: skip
#: the base answers, and a stretch of time cannot be read
WINDOW: Final = "window"
REST: Final = timedelta(minutes=1)
LONGEST_REST: Final = timedelta(hours=1)
#: documents that are not final are looked at every so many usual turns
OPEN_TURNS: Final = 3
#: everything is compared at night
NIGHT: Final = time(2)
#: one that failed is repeated not oftener
NIGHT_AGAIN: Final = timedelta(hours=1)
#: seconds between tries to see what somebody said is new, until it is
RETRIES: Final = (10, 30, 120, 600, 1800, 3600, 10800)
#: a person's press, and that for a whole company or base, count once in so long
REFRESHED_AGAIN: Final = timedelta(seconds=30)
#: final documents are looked at for so long: they may be revoked yet
AFTER_FINAL: Final = timedelta(days=30)


def rest(code: str, failures: int, retry_after: float | None) -> timedelta:
    """How long a base that failed so often in a row is left alone."""
    wait = LONGEST_REST if code in HOPELESS else min(REST * (1 << min(max(failures - 1, 0), 10)), LONGEST_REST)
    return max(wait, timedelta(seconds=min(retry_after or 0, 86400)))


def night(now: datetime, zone: tzinfo) -> date:
    """The night a look belongs to: it lasts until the next one begins."""
    return (now.astimezone(zone) - timedelta(hours=NIGHT.hour, minutes=NIGHT.minute)).date()


def tried(lane: str) -> str:
    """Among the lanes of a base: when one that could not be read to its end was tried last."""
    return f"tried:{lane}"


def due(
    last: Mapping[str, datetime], now: datetime, every: int, *, first_done: bool, zone: tzinfo, failures: int = 0
) -> str | None:
    """The lane to read now, the most wanted one; None: none is due. `every`: minutes.

    What failed is left alone for longer and longer, and does not hold up the other lanes.
    """
    wait = rest(WINDOW, failures, None) if failures else timedelta()
    if not first_done:
        return "first" if _over(last.get(tried("first")), now, wait) else None
    usual = timedelta(minutes=every)
    if _over(last.get("changes"), now, usual) and _over(last.get(tried("changes")), now, max(usual, wait)):
        return "changes"
    if _over(last.get("open"), now, usual * OPEN_TURNS) and _over(last.get(tried("open")), now, usual * OPEN_TURNS):
        return "open"
    done = last.get("reconcile")
    if (done is None or night(done, zone) < night(now, zone)) and _over(last.get(tried("reconcile")), now, NIGHT_AGAIN):
        return "reconcile"
    return None


def _over(last: datetime | None, now: datetime, wait: timedelta) -> bool:
    return last is None or now - last >= wait
