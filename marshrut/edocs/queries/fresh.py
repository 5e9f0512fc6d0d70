"""How fresh the documents of each base are, for everybody who looks at them (A2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import rights
from ..models import Base
from ..rules import pace
from ..types import edoc_types
from .shapes import Stale


@dataclass(frozen=True, slots=True)
class Fresh:
    """An active base: its key, its title, how long ago its changes were read to their end."""

    base: str
    title: str
    stale: Stale


def fresh(actor: Actor) -> list[Fresh]:
    """Active bases by title. One query."""
    if not edoc_types() or not access.may(actor, rights.REFRESH):
        return []
    now = clock.now()
    return [Fresh(row.key, row.title, stale(row, now)) for row in Base.objects.filter(active=True).order_by("title")]


def stale(row: Base, now: datetime) -> Stale:
    """Red: changes were not read to their end for longer than the base allows; since it was connected, if never."""
    since = row.last_ok_at or row.added_at
    minutes = max(0, int((now - since).total_seconds() // 60))
    red = row.active and minutes >= row.silent_after
    if row.last_ok_at is None:
        said = _("1C has not answered yet.") if red else _("1C is being asked for the first time.")
        return Stale(None, red, said)
    return Stale(minutes, red, _silent(row, minutes) if red else ago(minutes))


def ago(minutes: int) -> str:
    """«Обновлено 3 минуты назад»."""
    if minutes < 1:
        return _("Updated just now")
    return _("Updated {time} ago").format(time=_time(minutes))


def _silent(row: Base, minutes: int) -> str:
    if row.last_error == pace.WINDOW:
        return _("1C could not be read to the end for {time}: what is shown here may be out of date.").format(
            time=_time(minutes)
        )
    words = _("1C has not answered for {time}: what is shown here may be out of date.")
    return words.format(time=_time(minutes))


def _time(minutes: int) -> str:
    if minutes < 60:
        return npgettext("time ago", "{n} minute", "{n} minutes", minutes).format(n=minutes)
    hours = minutes // 60
    if hours < 24:
        return npgettext("time ago", "{n} hour", "{n} hours", hours).format(n=hours)
    days = hours // 24
    return npgettext("time ago", "{n} day", "{n} days", days).format(n=days)
