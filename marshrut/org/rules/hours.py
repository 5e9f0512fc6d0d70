"""A person's own working week. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.calendars.rules import Schedule


def own_schedule(company: Schedule, zone: str | None, week: Mapping[str, Any] | None) -> Schedule:
    """The company's schedule with what the person has of his own: the clock, the hours or both.

    Raises ValueError when `week` is not a schedule.
    """
    clock = zone or company.zone
    return Schedule.from_json({**week, "zone": clock}) if week else company.in_zone(clock)


def week_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """The form that is stored: {"week": …, "short_cut": …}. The zone of a person is a field of its own.

    Raises ValueError when `data` is not a schedule.
    """
    stored = Schedule.from_json({**data, "zone": "UTC"}).as_json()
    del stored["zone"]
    return stored
