"""Deadlines and moments in words, by the reader's clock. Pure but for the language that is active."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.kernel.wording import moment


def when(at: datetime, now: datetime, zone: tzinfo) -> str:
    """«сегодня, 14:05», «вчера, 14:05», else the day."""
    local = at.astimezone(zone)
    days = (now.astimezone(zone).date() - local.date()).days
    words = {0: _("today"), 1: _("yesterday"), -1: _("tomorrow")}
    return f"{words[days]}, {local:%H:%M}" if days in words else moment(at, zone)


def due(at: datetime, now: datetime, zone: tzinfo) -> str:
    """«завтра, 18:00», «просрочено на 2 дня: было вчера, 18:00»."""
    said = when(at, now, zone)
    if at >= now:
        return said
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    if days:
        late = ngettext("overdue by {count} day", "overdue by {count} days", days).format(count=days)
    else:
        late = _("overdue")
    return _("{late}, was due {at}").format(late=late, at=said)
