"""The twenty cases worked out by hand, and the numbers of the seeds (S2.13, S4.8, S4.10)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from marshrut.calendars.decrees import russia
from marshrut.calendars.rules import Schedule, WorkTime

MOSCOW, KALININGRAD, KAMCHATKA = "Europe/Moscow", "Europe/Kaliningrad", "Asia/Kamchatka"
OFFICE = WorkTime(russia(), Schedule())


def at(text: str) -> datetime:
    """A Moscow time, "03.07.2026 16:00"."""
    return datetime.strptime(text, "%d.%m.%Y %H:%M").replace(tzinfo=ZoneInfo(MOSCOW))


CASES = {
    "weekend": ("03.07.2026 16:00", 240, "06.07.2026 11:00", MOSCOW),
    "before opening, lands on the edge of lunch": ("06.07.2026 07:30", 240, "06.07.2026 13:00", MOSCOW),
    "inside lunch": ("06.07.2026 13:20", 60, "06.07.2026 15:00", MOSCOW),
    "exact close": ("06.07.2026 17:00", 60, "06.07.2026 18:00", MOSCOW),
    "at close": ("06.07.2026 18:00", 1, "07.07.2026 09:01", MOSCOW),
    "short day, then 1-3 May": ("30.04.2026 16:00", 240, "04.05.2026 12:00", MOSCOW),
    "working short Saturday": ("02.11.2024 15:00", 240, "05.11.2024 11:00", MOSCOW),
    "working full Saturday": ("27.04.2024 16:00", 240, "02.05.2024 11:00", MOSCOW),
    "short Saturday for a short Monday": ("01.11.2025 16:30", 60, "05.11.2025 09:30", MOSCOW),
    "twelve days off across the year": ("30.12.2025 17:00", 240, "12.01.2026 12:00", MOSCOW),
    "start on a moved day off": ("09.01.2026 10:00", 60, "12.01.2026 10:00", MOSCOW),
    "full Friday before a block of holidays": ("20.02.2026 17:00", 240, "24.02.2026 12:00", MOSCOW),
    "holiday on Sunday moves to Monday": ("06.03.2026 17:30", 60, "10.03.2026 09:30", MOSCOW),
    "short Friday before Saturday 9 May": ("08.05.2026 16:00", 120, "12.05.2026 10:00", MOSCOW),
    "full day before a moved day off": ("07.05.2025 17:00", 240, "12.05.2025 12:00", MOSCOW),
    "short, then 12-15 June": ("11.06.2025 16:00", 240, "16.06.2025 12:00", MOSCOW),
    "into the file of the next year": ("30.12.2026 17:00", 120, "11.01.2027 10:00", MOSCOW),
    "short Saturday for Monday 22.02": ("20.02.2027 16:00", 240, "24.02.2027 12:00", MOSCOW),
    "assignee in Kaliningrad": ("06.07.2026 09:30", 240, "06.07.2026 14:00", KALININGRAD),
    "assignee on Kamchatka": ("06.07.2026 09:30", 240, "07.07.2026 04:00", KAMCHATKA),
}


@pytest.mark.parametrize(("start", "minutes", "expected", "zone"), CASES.values(), ids=CASES.keys())
def test_working_minutes_later(start: str, minutes: int, expected: str, zone: str) -> None:
    work = WorkTime(russia(), Schedule(zone))

    assert work.add_minutes(at(start), minutes) == at(expected)
    assert work.between(at(start), at(expected)) == minutes


def test_two_working_days_are_not_sixteen_hours() -> None:
    start = at("29.04.2026 10:00")

    assert OFFICE.add_days(start, 2) == at("04.05.2026 10:00")
    assert OFFICE.add_minutes(start, 16 * 60) == at("04.05.2026 11:00")


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        ("28.04.2026 12:00", 3, "04.05.2026 12:00"),
        ("30.04.2025 12:00", 3, "07.05.2025 12:00"),
        ("03.07.2026 16:00", 2, "07.07.2026 16:00"),
    ],
    ids=["signature before May 2026", "signature before May 2025", "Friday 16:00 is due on Tuesday 16:00 (A4.2)"],
)
def test_working_days_later(start: str, days: int, expected: str) -> None:
    assert OFFICE.add_days(at(start), days) == at(expected)


def test_evening_is_earlier_on_a_shortened_day() -> None:
    assert OFFICE.end_of_day(date(2026, 4, 30)) == at("30.04.2026 17:00")
    assert OFFICE.end_of_day(OFFICE.local(OFFICE.add_days(at("30.04.2026 13:30"), 1)).date()) == at("04.05.2026 18:00")
