"""Values of a row as 1C writes them: empty is written in several ways, numbers come as texts, times have no zone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from zoneinfo import ZoneInfo

ZERO: Final = "00000000-0000-0000-0000-000000000000"
GUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PREFIX: Final = "StandardODATA."
#: years that can be meant; others are slips of the pen
FIRST: Final = 1990
LAST: Final = 2100
_BLANKS: Final = " \t\r\n\0\u00a0"
#: signs of a number, digits before its point
LONGEST: Final = 100
DIGITS: Final = 16

Row = Mapping[str, Any]


def text(row: Row, field: str, longest: int = 1000) -> str:
    """Without the blanks that fill up codes, and without what no database keeps."""
    told = row.get(field)
    if told is None or isinstance(told, dict | list | bool):
        return ""
    some = str(told).lstrip(_BLANKS)[: 2 * longest + 100]  # cut before it is looked at sign by sign
    return "".join(sign for sign in some if sign in "\n\t" or _kept(sign)).strip()[:longest]


def _kept(sign: str) -> bool:
    return sign >= " " and not "\ud800" <= sign <= "\udfff" and sign != "\x7f"


def guid(row: Row, field: str) -> str:
    """ "" when it is empty or none."""
    told = str(row.get(field) or "").strip().lower()
    return told if GUID.fullmatch(told) and told != ZERO else ""


def type_of(row: Row, field: str) -> str:
    """The set that a reference of several types points to."""
    told = str(row.get(field + "_Type") or "")
    return "" if told.endswith(".Undefined") else told.removeprefix(_PREFIX)


def flag(row: Row, field: str) -> bool | None:
    """None when it was not told."""
    told = row.get(field)
    if isinstance(told, bool):
        return told
    return {"true": True, "false": False}.get(str(told).lower()) if told is not None else None


def number(row: Row, field: str) -> Decimal | None:
    told = row.get(field)
    if told is None or isinstance(told, bool) or told == "":
        return None
    written = str(told)
    if len(written) > LONGEST:
        return None
    try:
        found = Decimal(written.replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found.adjusted() < DIGITS else None


def stamp(row: Row, field: str) -> datetime | None:
    """As the server of 1C has it on its wall, without a zone; None when empty or not to be believed."""
    told = row.get(field)
    if not isinstance(told, str) or not told.strip():
        return None
    try:
        at = datetime.fromisoformat(told.strip())
    except ValueError:
        return None
    if at.tzinfo is not None:
        at = at.astimezone(UTC).replace(tzinfo=None)
    return at.replace(microsecond=0) if FIRST <= at.year <= LAST else None


def odd_stamp(row: Row, field: str) -> bool:
    """Something stands there, and it is no date of our days."""
    told = str(row.get(field) or "").strip()
    return bool(told) and not told.startswith("0001-01-01") and stamp(row, field) is None


def moment(row: Row, field: str, zone: ZoneInfo) -> datetime | None:
    at = stamp(row, field)
    return aware(at, zone) if at else None


def day(row: Row, field: str) -> date | None:
    at = stamp(row, field)
    return at.date() if at else None


def aware(at: datetime, zone: ZoneInfo) -> datetime:
    return at.replace(tzinfo=zone).astimezone(UTC)


def wall(at: datetime, zone: ZoneInfo) -> datetime:
    """What the clock of the server shows then, in whole seconds."""
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0)
