"""Days in the words people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .rules import DayKind
from .rules.day import SCHEDULE, WEEKEND, WORKDAY, WORKING_SATURDAY

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
KINDS = {
    DayKind.FULL: _("working day"),
    DayKind.SHORT: _("shortened day"),
    DayKind.OFF: _("day off"),
}
PLAIN = {
    WORKDAY: _("working day"),
    WEEKEND: _("weekend"),
    WORKING_SATURDAY: _("working Saturday"),
    SCHEDULE: _("by the working hours"),
}
HOLIDAYS = {
    "New Year": _("New Year"),
    "Orthodox Christmas": _("Orthodox Christmas"),
    "Defender of the Fatherland Day": _("Defender of the Fatherland Day"),
    "International Women's Day": _("International Women's Day"),
    "Spring and Labour Day": _("Spring and Labour Day"),
    "Victory Day": _("Victory Day"),
    "Russia Day": _("Russia Day"),
    "National Unity Day": _("National Unity Day"),
}


def kind_name(kind: str) -> str:
    return str(KINDS[DayKind(kind)])


def reason(why: str) -> str:
    """The sentence behind a code of `rules.Day.why`; the own words of a region or company stay as they are."""
    code, _colon, detail = why.partition(":")
    if code in PLAIN:
        return str(PLAIN[code])
    if code == "holiday":
        return str(HOLIDAYS[detail])
    if code == "eve":
        return _t("the day before a holiday: %(holiday)s") % {"holiday": HOLIDAYS[detail]}
    if code == "moved":
        return _t("day off moved from %(day)s") % {"day": date_format(date.fromisoformat(detail), "j E")}
    return detail


def day_words(kind: str, why: str) -> str:
    """What a counted day was: «выходной», «сокращённый день, канун праздника: День Победы»."""
    code = why.partition(":")[0]
    if kind == DayKind.SHORT or code == SCHEDULE or (kind == DayKind.FULL and code in {"regional", "company"}):
        return f"{kind_name(kind)}, {reason(why)}"
    return reason(why)


def week(hours: Sequence[Sequence[Sequence[str]]]) -> str:
    """«Пн–Пт 09:00–13:00, 14:00–18:00»: days of the same hours together, days off left out."""
    return "; ".join(_week_parts(hours))


def _week_parts(hours: Sequence[Sequence[Sequence[str]]]) -> Iterator[str]:
    for intervals, group in groupby(range(7), key=lambda number: hours[number]):
        days = list(group)
        if intervals:
            name = str(WEEKDAYS[days[0]]) + (f"–{WEEKDAYS[days[-1]]}" if len(days) > 1 else "")
            yield f"{name} {', '.join('–'.join(it) for it in intervals)}"
