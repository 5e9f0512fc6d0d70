"""A working week as lines people type and read: «09:00–13:00, 14:00–18:00»."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.utils import dates
from django.utils.translation import gettext as _

from marshrut.calendars.rules import Schedule
from marshrut.calendars.words import WEEKDAYS
from marshrut.doors.web.screens.forms import Field
from marshrut.kernel.errors import Invalid

from .draft import Draft

INTERVAL = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-\u2010-\u2015\u2212]\s*(\d{1,2})(?:[:.](\d{2}))?")
Week = list[list[list[str]]]


def lines(week: Sequence[Sequence[Sequence[str]]]) -> dict[str, str]:
    """Values of the seven inputs."""
    return {f"day_{number}": ", ".join("–".join(it) for it in day) for number, day in enumerate(week)}


def rows(schedule: Schedule) -> tuple[tuple[str, str], ...]:
    """For reading: («пн–пт», «09:00–13:00, 14:00–18:00»), days of the same hours together."""
    week = list(lines(schedule.as_json()["week"]).values())
    found = []
    for text, group in groupby(range(7), key=lambda number: week[number]):
        days = list(group)
        name = str(WEEKDAYS[days[0]]) + (f"–{WEEKDAYS[days[-1]]}" if len(days) > 1 else "")
        found.append((name, text or _("day off")))
    return tuple(found)


def inputs(draft: Draft) -> list[Field]:
    return [
        draft.field(f"day_{number}", str(name).capitalize(), placeholder=_("day off"), autocomplete="off")
        for number, name in dates.WEEKDAYS.items()
    ]


def parse(sent: Mapping[str, Any]) -> Week:
    """What was typed; raises Invalid with a sentence for each line that is not hours."""
    week: Week = []
    wrong = {}
    for number in range(7):
        text = str(sent.get(f"day_{number}", "")).strip()
        found = [_interval(part.strip()) for part in re.split(r"[,;]", text) if part.strip()]
        if None in found:
            wrong[f"day_{number}"] = _("Write hours like 09:00–13:00, 14:00–18:00. A day off stays empty.")
        week.append([one for one in found if one])
    if wrong:
        raise Invalid(_("Nothing was saved: check the marked fields."), fields=wrong)
    return week


def _interval(text: str) -> list[str] | None:
    match = INTERVAL.fullmatch(text)
    return [f"{int(match[1]):02}:{match[2] or '00'}", f"{int(match[3]):02}:{match[4] or '00'}"] if match else None
