"""What one day is, and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

WORKDAY = "workday"
WEEKEND = "weekend"
WORKING_SATURDAY = "working_saturday"
#: the schedule of the company or person differs from the calendar on this day of the week
SCHEDULE = "schedule"


class DayKind(StrEnum):
    FULL = "full"
    SHORT = "short"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Day:
    """`why` is a code: "workday", "weekend", "working_saturday", "schedule", or one with a detail after the colon:
    "holiday:Victory Day", "eve:Victory Day", "moved:2026-01-03", "regional:Ураза-байрам", "company:Инвентаризация".
    """

    kind: DayKind
    why: str


PLAIN = Day(DayKind.FULL, WORKDAY)
REST = Day(DayKind.OFF, WEEKEND)
