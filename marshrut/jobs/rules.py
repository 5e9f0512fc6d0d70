"""How long to wait before the next try, and what to note about the last one. Pure."""

from __future__ import annotations

#: seconds
FIRST, LONGEST, SPREAD = 5.0, 3600.0, 0.2


def retry_delay(attempts: int, chance: float) -> float:
    """Seconds until the next try after `attempts` failed ones: 5 s, 10 s, 20 s … one hour, give or take a fifth.

    `chance` in [0, 1) spreads the tries of many effects that failed at one moment.
    """
    doubled = FIRST * 2.0 ** min(max(attempts - 1, 0), 20)
    return min(doubled, LONGEST) * (1 - SPREAD + 2 * SPREAD * chance)


def describe(error: BaseException) -> str:
    """An error as one short line for `last_error`; NUL, which the database refuses, left out."""
    return f"{type(error).__name__}: {error}".replace("\x00", "")[:500]
