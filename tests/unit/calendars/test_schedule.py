from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from marshrut.calendars.rules import OFFICE_WEEK, Day, DayKind, Schedule

FRIDAY, SATURDAY, SUNDAY = date(2026, 7, 3), date(2026, 7, 4), date(2026, 7, 5)
FULL, SHORT = Day(DayKind.FULL, "workday"), Day(DayKind.SHORT, "eve:Victory Day")
WEEKEND, HOLIDAY = Day(DayKind.OFF, "weekend"), Day(DayKind.OFF, "holiday:Victory Day")
SHIFT = ((600, 720),)


def with_day(weekday: int, hours: tuple[tuple[int, int], ...]) -> Schedule:
    week = list(OFFICE_WEEK)
    week[weekday] = hours
    return Schedule(week=tuple(week))


def test_office_hours() -> None:
    assert Schedule().hours(FRIDAY, FULL) == ((540, 780), (840, 1080))
    assert Schedule().hours(FRIDAY, SHORT) == ((540, 780), (840, 1020))
    assert Schedule().hours(SATURDAY, WEEKEND) == ()


def test_a_working_weekend_day_has_the_hours_of_friday() -> None:
    schedule = with_day(4, SHIFT)

    assert schedule.hours(SATURDAY, FULL) == SHIFT
    assert schedule.hours(SUNDAY, SHORT) == ((600, 660),)
    assert with_day(4, ()).hours(SATURDAY, FULL) == ()


def test_a_schedule_may_work_on_plain_weekends_but_never_on_holidays() -> None:
    schedule = with_day(5, SHIFT)

    assert schedule.hours(SATURDAY, WEEKEND) == SHIFT
    assert schedule.hours(SATURDAY, HOLIDAY) == ()


@pytest.mark.parametrize(
    ("cut", "expected"),
    [(0, ((540, 780), (840, 870))), (30, ((540, 780),)), (60, ((540, 750),)), (271, ())],
)
def test_the_cut_is_taken_from_working_minutes(cut: int, expected: tuple[tuple[int, int], ...]) -> None:
    week = (((540, 780), (840, 870)),) * 7

    assert Schedule(week=week, short_cut=cut).hours(FRIDAY, SHORT) == expected


def test_closing_of_a_day_off_is_that_of_friday_or_of_any_day_worked() -> None:
    assert Schedule().closing(SATURDAY) == 1080
    assert Schedule(week=(SHIFT, (), (), (), (), (), ())).closing(SATURDAY) == 720


def test_json_round_trip() -> None:
    schedule = with_day(2, ((0, 1440),)).in_zone("Asia/Kamchatka")

    assert schedule.as_json()["week"][2] == [["00:00", "24:00"]]
    assert Schedule.from_json(schedule.as_json()) == schedule


WEEK = [[["09:00", "18:00"]]] * 5 + [[], []]


@pytest.mark.parametrize(
    "data",
    [
        {"week": WEEK},
        {"zone": "Mars/Olympus", "week": WEEK},
        {"zone": "../etc/passwd", "week": WEEK},
        {"zone": "", "week": WEEK},
        {"zone": "Europe/Moscow", "week": WEEK[:6]},
        {"zone": "Europe/Moscow", "week": [[]] * 7},
        {"zone": "Europe/Moscow", "week": None},
        {"zone": "Europe/Moscow", "week": [[["18:00", "09:00"]]] * 7},
        {"zone": "Europe/Moscow", "week": [[["09:00", "13:00"], ["12:00", "18:00"]]] * 7},
        {"zone": "Europe/Moscow", "week": [[["09:00", "09:00"]]] * 7},
        {"zone": "Europe/Moscow", "week": [[["09:00"]]] * 7},
        {"zone": "Europe/Moscow", "week": [[["9 утра", "18:00"]]] * 7},
        {"zone": "Europe/Moscow", "week": [[["09:00", "25:00"]]] * 7},
        {"zone": "Europe/Moscow", "week": [[[540, 1080]]] * 7},
        {"zone": "Europe/Moscow", "week": WEEK, "short_cut": -1},
    ],
)
def test_a_senseless_schedule_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"schedule|zone|week|hours|time of day|short_cut|unpack"):
        Schedule.from_json(data)
