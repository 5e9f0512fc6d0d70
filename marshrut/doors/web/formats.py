"""Values as people read them. Pure: no clock, no database; the language is the one Django has active.

Amounts: groups by U+202F, U+00A0 before the sign. Instants come in as aware UTC and are shown in `zone`.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from decimal import Decimal

from django.utils import dates
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.kernel.wording import DASH, HARD, THIN, day, moment, money, number, russian, span

from .screens.parts import Due, DueTone

__all__ = ["DASH", "HARD", "THIN", "day", "moment", "money", "number", "russian", "span"]  # said the same everywhere


def money_short(value: Decimal | int, sign: str = "₽") -> str:
    """Sum of a column: «17,4 млн ₽», «980 тыс. ₽», «540 ₽»."""
    amount = Decimal(value)
    for limit, word in ((10**9, pgettext("sum", "bn")), (10**6, pgettext("sum", "m")), (10**3, pgettext("sum", "k"))):
        if abs(amount) >= limit:
            figure = amount / limit
            text = f"{figure:.1f}" if limit > 1000 and abs(figure) < 1000 else f"{figure:.0f}"
            return f"{text.replace('.', ',' if russian() else '.')}{HARD}{word}{HARD}{sign}"
    return f"{amount:.0f}{HARD}{sign}"


def count(value: int, cap: int = 1000) -> str:
    """Counts are taken up to `cap`: «1 000+» means there may be more."""
    return f"{number(cap)}+" if value >= cap else number(value)


def size(octets: int) -> str:
    """File size: «214 КБ», «3,2 МБ»."""
    if octets < 1024**2:
        return f"{max(1, round(octets / 1024))}{HARD}{_('KB')}"
    text = f"{octets / 1024**2:.1f}".replace(".", "," if russian() else ".")
    return f"{text}{HARD}{_('MB')}"


def short_day(value: date) -> str:
    """«29.11» / "29 Nov"."""
    return f"{value:%d.%m}" if russian() else f"{value.day}{HARD}{dates.MONTHS_3[value.month]!s}".title()


def weekday(value: date) -> str:
    """«пн» … «вс»."""
    names = (
        pgettext("short weekday", "Mon"),
        pgettext("short weekday", "Tue"),
        pgettext("short weekday", "Wed"),
        pgettext("short weekday", "Thu"),
        pgettext("short weekday", "Fri"),
        pgettext("short weekday", "Sat"),
        pgettext("short weekday", "Sun"),
    )
    return names[value.weekday()]


def clock(at: datetime, zone: tzinfo) -> str:
    """«14:05» in the person's zone."""
    return f"{at.astimezone(zone):%H:%M}"


def ago(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A journal time: «сегодня, 14:05», «вчера, 09:30», else «21 ноября 2026, 14:05»."""
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    words = {0: _("today"), 1: _("yesterday")}
    return f"{words[days]}, {clock(at, zone)}" if days in words else moment(at, zone)


def working(minutes: int) -> str:
    """A long wait in days of eight working hours: «3 раб. дня 4 ч», «6 ч 20 мин рабочего времени», «меньше минуты»."""
    if minutes < 1:
        return _("less than a minute")
    days, rest = divmod(minutes, 8 * 60)
    if not days:
        return _("{time} of working time").format(time=span(rest))
    hours = span(rest // 60 * 60) if rest >= 60 else ""
    in_days = ngettext("{n} work day", "{n} work days", days).format(n=days).replace(" ", HARD)
    return " ".join(filter(None, (in_days, hours)))


def due(at: datetime | None, now: datetime, zone: tzinfo, *, done: bool = False, paused: bool = False) -> Due | None:
    """A due chip by four words: Просрочено 3 дн. · Сегодня · Завтра · до 29.11; None without a deadline."""
    if paused:
        return Due(_("Paused"), DueTone.PAUSED)
    if at is None:
        return None
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    title = moment(at, zone)
    if done:
        return Due(_("Done"), DueTone.DONE, title)
    if at < now:
        return Due(_late(at, now, zone), DueTone.LATE, title)
    days = (local.date() - today).days
    if days == 0:
        return Due(_("Today, {time}").format(time=f"{local:%H:%M}"), DueTone.TODAY, title)
    if days == 1:
        return Due(_("Tomorrow"), DueTone.TOMORROW, title)
    shown = short_day(local.date()) if local.year == today.year else f"{local:%d.%m.%Y}"
    return Due(_("until {date}").format(date=shown), DueTone.LATER, title)


def _late(at: datetime, now: datetime, zone: tzinfo) -> str:
    days = (now.astimezone(zone).date() - at.astimezone(zone).date()).days
    if days:
        return _("Overdue {count} d").format(count=days)
    hours = int((now - at).total_seconds() // 3600)
    return _("Overdue {count} h").format(count=hours) if hours else _("Overdue")


def hue(person_id: int | None) -> str:
    """Colour number of an avatar, the same on every page."""
    return "system" if person_id is None else str(person_id % 8)


def numbered(text: str) -> str:
    """No break after № and before the sign of the currency."""
    return text.replace("№ ", f"№{HARD}").replace(" ₽", f"{HARD}₽")


def tasks(value: int) -> str:
    """«1 задание, 2 задания, 5 заданий»."""
    return ngettext("{count} task", "{count} tasks", value).format(count=number(value))


def cards(value: int) -> str:
    return ngettext("{count} card", "{count} cards", value).format(count=number(value))


def newcomers(value: int) -> str:
    """«3 новых — показать»."""
    return ngettext("{count} new — show", "{count} new — show", value).format(count=number(value))


def file_kind(name: str) -> str:
    """Picture of a file by its extension: pdf, doc, xls, photo or other."""
    extension = name.rsplit(".", 1)[-1].lower()
    kinds = {
        "pdf": ("pdf",),
        "doc": ("doc", "docx", "odt", "rtf", "txt"),
        "xls": ("xls", "xlsx", "ods", "csv"),
        "photo": ("jpg", "jpeg", "png", "webp", "gif", "heic", "tif", "tiff"),
    }
    return next((kind for kind, endings in kinds.items() if extension in endings), "other")
