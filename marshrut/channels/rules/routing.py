"""Where a notice goes: one channel at a time, the first of the person's order that wants it and reaches them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from marshrut.calendars.rules import WorkTime

from .choices import Choices, ordered
from .groups import MANDATORY, URGENT
from .quiet import next_digest, opening

#: what is said of one card to one person within it goes in one message
TOGETHER: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Way:
    """`at`: when; `why`: "" at once, else "quiet" or "digest"."""

    channel: str
    at: datetime
    why: str = ""


def way(
    group: str, choices: Choices, reached: Collection[str], hours: WorkTime, now: datetime, tried: Collection[str] = ()
) -> Way | None:
    """The next channel not tried yet. What is mandatory and wanted nowhere goes by the first there is.

    Escalations are told at once, whatever the hour and the digest (S4.11).
    """
    channels = ordered(choices.order, reached)
    manners = {one: choices.manner(group, one) for one in channels}
    if group in MANDATORY and all(manner == "none" for manner in manners.values()):
        manners = dict.fromkeys(channels, "now")
    if group in URGENT:
        manners = {one: "none" if manner == "none" else "now" for one, manner in manners.items()}
    left = [one for one in channels if one not in tried]
    for one in left:
        if manners[one] == "now":
            at = now if group in URGENT else opening(choices.quiet, hours, now)
            return Way(one, at, "quiet" if at > now else "")
    for one in left:
        if manners[one] == "digest":
            return Way(one, next_digest(choices.digest, choices.quiet, hours, now), "digest")
    return None
