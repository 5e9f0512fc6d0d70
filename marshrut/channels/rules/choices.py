"""What holds for a person: their own choice over the company's over what comes with the product."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from .groups import GROUPS, MANDATORY

MANNERS: Final = ("now", "digest", "none")
KINDS: Final = ("none", "schedule", "hours")
ORDER: Final = ("telegram", "max", "push", "email")
#: by group, whatever the channel
SHIPPED: Final[Mapping[str, str]] = {
    "decisions": "now", "reminders": "now", "escalations": "now", "talk": "now", "news": "digest", "house": "digest",
}  # fmt: skip
DIGEST: Final = ("09:00", "17:00")
MOST_HOURS: Final = 6
_HOUR: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Quiet:
    """`since`, `until`: "20:00"; `days`: 0 is Monday, quiet all day."""

    kind: str = "none"
    since: str = ""
    until: str = ""
    days: tuple[int, ...] = ()


#: as it comes: an evening decides what a morning would wait for (S0.23, S4.4), a night is a night
NIGHT: Final = Quiet("hours", "22:00", "08:00")


@dataclass(frozen=True, slots=True)
class Choices:
    order: tuple[str, ...] = ORDER
    matrix: Mapping[str, Mapping[str, str]] = ()  # type: ignore[assignment]
    quiet: Quiet = NIGHT
    digest: tuple[str, ...] = DIGEST

    def manner(self, group: str, channel: str) -> str:
        chosen = dict(self.matrix).get(group, {}).get(channel)
        return chosen if chosen in MANNERS else SHIPPED[group]


#: the columns of a row of choices
Given = Mapping[str, Any]


def choices(*rows: Given) -> Choices:
    """`rows`: columns of the person's row, then of the company's; what is empty is left to the next."""
    order = next((row["order"] for row in rows if row["order"]), ORDER)
    matrix: dict[str, dict[str, str]] = {}
    for row in reversed(rows):
        for group, chosen in row["matrix"].items():
            matrix[group] = {**matrix.get(group, {}), **chosen}
    quiet: Mapping[str, Any] = next((row["quiet"] for row in rows if row["quiet"]), {})
    digest = next((row["digest"] for row in rows if row["digest"]), DIGEST)
    return Choices(tuple(order), matrix, quiet_of(quiet), tuple(digest))


def quiet_of(kept: Mapping[str, Any]) -> Quiet:
    if not kept:
        return NIGHT
    return Quiet(kept["kind"], kept.get("from", ""), kept.get("to", ""), tuple(kept.get("days", ())))


def kept(given: Given, under: Choices) -> dict[str, Any]:
    """`given` without what holds anyway, so that later changes of `under` reach whoever has not chosen otherwise."""
    found = dict(given)
    if "matrix" in given:
        differs = {group: {channel: one for channel, one in chosen.items() if one != under.manner(group, channel)}
                   for group, chosen in given["matrix"].items()}  # fmt: skip
        found["matrix"] = {group: chosen for group, chosen in differs.items() if chosen}
    if given.get("quiet") and quiet_of(given["quiet"]) == under.quiet:
        found["quiet"] = {}
    if tuple(given.get("digest", ())) == under.digest:
        found["digest"] = []
    return found


def ordered(order: Sequence[str], channels: Collection[str]) -> tuple[str, ...]:
    """The channels there are: first those named, in their order, then what was never named."""
    named = [one for one in order if one in channels]
    return (*named, *(one for one in ORDER if one in channels and one not in named),
            *sorted(one for one in channels if one not in named and one not in ORDER))  # fmt: skip


def flaws(given: Given, channels: Collection[str], *, whole: Choices) -> dict[str, str]:
    """{field: code} of what cannot be kept; `whole`: what would hold then, `channels`: all there are."""
    found: dict[str, str] = {}
    if given.get("order") and not set(given["order"]) <= set(channels):
        found["order"] = "unknown"
    found |= _of_matrix(given.get("matrix") or {}, channels, whole)
    if given.get("quiet") and not _quiet_holds(given["quiet"]):
        found["quiet"] = "quiet"
    hours = given.get("digest")
    if hours and not (len(hours) <= MOST_HOURS and all(_is_hour(one) for one in hours)):
        found["digest"] = "hours"
    return found


def _of_matrix(matrix: Mapping[str, Any], channels: Collection[str], whole: Choices) -> dict[str, str]:
    found: dict[str, str] = {}
    for group, chosen in matrix.items():
        known = group in GROUPS and isinstance(chosen, Mapping) and set(chosen) <= set(channels)
        if not known or not set(chosen.values()) <= set(MANNERS):
            found[f"matrix.{group}"] = "unknown"
        elif group in MANDATORY and all(whole.manner(group, one) == "none" for one in channels):
            found[f"matrix.{group}"] = "mandatory"
    return found


def _quiet_holds(given: Mapping[str, Any]) -> bool:
    days = given.get("days", [])
    if given.get("kind") not in KINDS or not isinstance(days, list | tuple):
        return False
    if not all(isinstance(day, int) and 0 <= day <= 6 for day in days) or len(set(days)) > 6:
        return False
    if given["kind"] != "hours":
        return True
    since, until = given.get("from") or "", given.get("to") or ""
    if not since and not until:
        return bool(days)
    return _is_hour(since) and _is_hour(until) and since != until


def _is_hour(text: Any) -> bool:
    return isinstance(text, str) and _HOUR.fullmatch(text) is not None
