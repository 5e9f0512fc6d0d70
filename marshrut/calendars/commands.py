"""Changes of the company's hours and of single days. All need the right "calendars.edit".

Deadlines counted before a change keep their instants; only what is counted afterwards uses the new hours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock, permissions
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid, NotFound

from . import events, revision
from .models import CompanySchedule, RegionalDay
from .rules import DayKind, Schedule

RIGHT = "calendars.edit"


@command("calendars.set_company_schedule")
def set_company_schedule(
    actor: Actor,
    *,
    zone: str,
    week: Sequence[Sequence[Sequence[str]]],
    short_cut: int = 60,
    region: str = "",
    valid_from: date | None = None,
) -> None:
    """`week`: Monday first, intervals ["09:00", "13:00"], no intervals on a day off; `short_cut` in minutes."""
    permissions.require(actor, RIGHT)
    revision.bump()
    schedule = _schedule(zone, week, short_cut)
    if valid_from and valid_from > clock.now().astimezone(schedule.tz).date():
        sentence = _("New hours cannot be set in advance. Set them on the day they start.")
        raise Invalid(sentence, fields={"valid_from": sentence})
    place = {"region": _region(region), "valid_from": valid_from}
    CompanySchedule.objects.update_or_create(id=1, defaults=schedule.as_json() | place)
    since = valid_from.isoformat() if valid_from else None
    facts = {"schedule": schedule.as_json(), "region": region, "valid_from": since}
    events.record(actor, "", "calendars.schedule_set", facts)


@command("calendars.set_day")
def set_day(actor: Actor, *, day: date, kind: str, source: str, region: str = "") -> int:
    """Declare one day "full", "short" or "off", for a region or for the company (region ""). Returns the id."""
    permissions.require(actor, RIGHT)
    revision.bump()
    if kind not in list(DayKind):
        raise _wrong("kind", _("A day is full, short or off."))
    if not 2000 <= day.year <= 2100:
        raise _wrong("day", _("Enter a day between 2000 and 2100."))
    reason = source.strip()
    if not reason or len(reason) > 200:
        raise _wrong("source", _("Name the act or the reason, up to 200 characters: people see it next to the day."))
    found, _created = RegionalDay.objects.update_or_create(
        region=_region(region), date=day, defaults={"kind": DayKind(kind), "source": reason}
    )
    facts = {"day": day.isoformat(), "kind": kind, "source": reason}
    events.record(actor, region, "calendars.day_set", facts)
    return found.id


@command("calendars.remove_day")
def remove_day(actor: Actor, *, day: date, region: str = "") -> None:
    """Take back what `set_day` declared. Days of data/regions.yaml are not rows: declare them "full" instead."""
    permissions.require(actor, RIGHT)
    revision.bump()
    removed, _tables = RegionalDay.objects.filter(region=_region(region), date=day).delete()
    if not removed:
        raise NotFound(_("Nothing was declared for this day."))
    events.record(actor, region, "calendars.day_removed", {"day": day.isoformat()})


def _schedule(zone: str, week: Any, short_cut: int) -> Schedule:
    try:
        office = Schedule(zone=zone)
    except ValueError:
        raise _wrong("zone", _("There is no such time zone. Choose one from the list, like Europe/Moscow."))
    if not 0 <= short_cut <= 240:
        raise _wrong("short_cut", _("A shortened day is shorter by 0 to 240 minutes."))
    try:
        return Schedule.from_json({"zone": office.zone, "week": week, "short_cut": short_cut})
    except ValueError:
        sentence = _("Check the hours: seven days, each interval ends after it starts and before the next one.")
        raise _wrong("week", sentence)


def _region(code: str) -> str:
    if code and not re.fullmatch(r"[0-9]{2}", code):
        raise _wrong("region", _("A region is its two-digit number, like 16 for Tatarstan."))
    return code


def _wrong(field: str, sentence: Any) -> Invalid:
    return Invalid(sentence, fields={field: sentence})
