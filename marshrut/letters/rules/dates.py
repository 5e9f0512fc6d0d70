"""Days as Russian letters write them."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр")
_QUOTE = '[«"“”„»]?'
#: a day, with three groups of figures or a name of a month between
DAY = (
    rf"(?:(?P<d>\d{{1,2}})\s?[./-]\s?(?P<m>\d{{1,2}})\s?[./-]\s?(?P<y>\d{{4}}|\d{{2}})(?!\d)"
    rf"|(?P<yy>\d{{4}})-(?P<mm>\d{{2}})-(?P<dd>\d{{2}})(?!\d)"
    rf"|{_QUOTE}\s?(?P<day>\d{{1,2}})\s?{_QUOTE}\s+(?P<month>(?:{'|'.join(_MONTHS)})[а-я]*)\s+(?P<year>\d{{4}}))"
)
_DAY = re.compile(DAY, re.IGNORECASE)
AFTER = re.compile(rf"[\s,»\"”)]*(?:от|оt|ot)\.?\s*{DAY}", re.IGNORECASE)
BEFORE = re.compile(rf"от\.?\s*{DAY}\s*(?:г(?:\.|ода?)?)?[\s,]*$", re.IGNORECASE)


def day_of(found: re.Match[str]) -> date | None:
    """None when there is no such day in the calendar."""
    part = found.groupdict()
    try:
        if part["d"]:
            year = int(part["y"])
            return date(year if year > 99 else 2000 + year, int(part["m"]), int(part["d"]))
        if part["yy"]:
            return date(int(part["yy"]), int(part["mm"]), int(part["dd"]))
        return date(int(part["year"]), _month(part["month"]), int(part["day"]))
    except ValueError:
        return None


def day(text: str) -> date | None:
    """The first day a text names."""
    found = _DAY.search(text)
    return day_of(found) if found else None


def _month(name: str) -> int:
    lowered = name.lower()
    found = [n for n, stem in enumerate(_MONTHS, 1) if lowered.startswith(stem)]
    return max(found, key=lambda n: len(_MONTHS[n - 1])) if found else 0
