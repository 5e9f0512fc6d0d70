"""Edges: closings, lunch, days off, seconds, reasons."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from marshrut.calendars.decrees import russia
from marshrut.calendars.rules import OFFICE_WEEK, Counted, DayKind, Schedule, WorkTime

OFFICE = WorkTime(russia(), Schedule())


def at(day: int, hour: int, minute: int = 0, second: int = 0, month: int = 7) -> datetime:
    """A Moscow time of 2026; 3 July is a Friday."""
    return datetime(2026, month, day, hour, minute, second, tzinfo=ZoneInfo("Europe/Moscow"))


def test_nothing_added_changes_nothing() -> None:
    sunday = at(5, 12)

    assert OFFICE.add_minutes(sunday, 0) is sunday
    assert OFFICE.add_days(sunday, 0) is sunday


def test_results_are_in_utc() -> None:
    for result in (OFFICE.add_minutes(at(3, 16), 60), OFFICE.add_days(at(3, 16), 1), OFFICE.next_opening(at(3, 16))):
        assert result.tzinfo is UTC


def test_an_instant_without_a_zone_is_refused() -> None:
    naive = at(3, 12).replace(tzinfo=None)
    for call in (
        lambda: OFFICE.add_minutes(naive, 1),
        lambda: OFFICE.add_minutes(naive, 0),
        lambda: OFFICE.add_days(naive, 1),
        lambda: OFFICE.between(naive, at(3, 12)),
        lambda: OFFICE.next_opening(naive),
        lambda: OFFICE.local(naive),
    ):
        with pytest.raises(ValueError, match="zone"):
            call()


def test_time_is_never_taken_back() -> None:
    with pytest.raises(ValueError, match="never taken back"):
        OFFICE.add_minutes(at(3, 12), -1)
    with pytest.raises(ValueError, match="never taken back"):
        OFFICE.add_days(at(3, 12), -1)


@pytest.mark.parametrize(
    ("t", "expected"),
    [
        (at(3, 9), at(3, 9)),
        (at(3, 12, 59), at(3, 12, 59)),
        (at(3, 13), at(3, 14)),
        (at(3, 18), at(6, 9)),
        (at(5, 12), at(6, 9)),
        (at(6, 7), at(6, 9)),
    ],
    ids=["opening", "inside", "lunch begins", "closing", "Sunday", "before opening"],
)
def test_next_opening(t: datetime, expected: datetime) -> None:
    assert OFFICE.next_opening(t) == expected


@pytest.mark.parametrize(
    ("t", "expected"),
    [
        (at(3, 13, 20), at(7, 13, 20)),
        (at(3, 18), at(7, 18)),
        (at(3, 18, 1), at(8, 9)),
        (at(4, 12), at(8, 9)),
        (at(6, 7), at(8, 9)),
    ],
    ids=["lunch", "closing", "after closing", "Saturday", "before opening"],
)
def test_two_days_from_outside_the_working_day_count_from_the_next_opening(t: datetime, expected: datetime) -> None:
    assert OFFICE.add_days(t, 2) == expected


def test_days_never_end_after_the_closing_of_a_shortened_day() -> None:
    assert OFFICE.add_days(at(29, 17, 30, month=4), 1) == at(30, 17, month=4)


def test_days_never_end_before_a_later_opening() -> None:
    week = (OFFICE_WEEK[0], ((660, 1080),), *OFFICE_WEEK[2:])

    assert WorkTime(russia(), Schedule(week=week)).add_days(at(6, 9, 30), 1) == at(7, 11)


def test_seconds_are_kept_and_whole_minutes_counted() -> None:
    assert OFFICE.add_minutes(at(3, 17, 59, 30), 1) == at(6, 9, 0, 30)
    assert OFFICE.between(at(3, 17, 59, 30), at(6, 9, 0, 30)) == 1
    assert OFFICE.between(at(3, 17, 59, 30), at(6, 9, 0, 29)) == 0
    assert [line.minutes for line in OFFICE.trace(at(3, 17, 59, 30), at(6, 9, 0, 30))] == [0, 0, 0, 1]


def test_nothing_lies_between_a_later_and_an_earlier_instant() -> None:
    assert OFFICE.between(at(6, 12), at(3, 12)) == 0
    assert OFFICE.trace(at(6, 12), at(3, 12)) == []


def test_end_of_a_day_off_is_that_of_a_full_day() -> None:
    assert OFFICE.end_of_day(date(2026, 7, 4)) == at(4, 18)
    assert OFFICE.end_of_day(date(2026, 5, 1)) == at(1, 18, month=5)


def test_working_days_of_a_person_with_a_short_week() -> None:
    work = WorkTime(russia(), Schedule(week=(*OFFICE_WEEK[:4], (), OFFICE_WEEK[0], ())))

    assert not work.is_working(date(2026, 7, 3))
    assert work.is_working(date(2026, 7, 4))
    assert not work.is_working(date(2026, 5, 9))
    assert [(line.kind, line.why) for line in work.trace(at(3, 12), at(5, 12))] == [
        (DayKind.OFF, "schedule"),
        (DayKind.FULL, "schedule"),
        (DayKind.OFF, "weekend"),
    ]


def test_trace_tells_why_each_day_counted_or_not() -> None:
    start = at(30, 16, month=4)

    assert OFFICE.trace(start, OFFICE.add_minutes(start, 240)) == [
        Counted(date(2026, 4, 30), DayKind.SHORT, "eve:Spring and Labour Day", 60),
        Counted(date(2026, 5, 1), DayKind.OFF, "holiday:Spring and Labour Day", 0),
        Counted(date(2026, 5, 2), DayKind.OFF, "weekend", 0),
        Counted(date(2026, 5, 3), DayKind.OFF, "weekend", 0),
        Counted(date(2026, 5, 4), DayKind.FULL, "workday", 180),
    ]


def test_intervals_belong_to_the_zone_and_cannot_be_spoiled() -> None:
    work = WorkTime(russia(), Schedule("Asia/Kamchatka"))
    first = work.intervals(date(2026, 7, 6))
    first.clear()

    assert work.intervals(date(2026, 7, 6))[0] == (
        datetime(2026, 7, 5, 21, tzinfo=UTC),
        datetime(2026, 7, 6, 1, tzinfo=UTC),
    )


def test_hours_until_midnight_meet_those_of_the_next_day() -> None:
    work = WorkTime(russia(), Schedule("UTC", week=(((0, 1440),),) * 7))
    t = datetime(2026, 7, 6, 22, tzinfo=UTC)

    assert work.add_minutes(t, 120) == t + timedelta(hours=2)
    assert work.add_minutes(t, 121) == t + timedelta(minutes=121)
    assert work.next_opening(t + timedelta(hours=2)) == t + timedelta(hours=2)


def test_clock_changes_are_not_working_time_of_their_own() -> None:
    work = WorkTime(russia(), Schedule("Europe/Berlin", week=(((0, 1440),),) * 7))

    assert work.between(*(datetime(2026, 3, d, tzinfo=ZoneInfo("Europe/Berlin")) for d in (29, 30))) == 23 * 60
    assert work.between(*(datetime(2026, 10, d, tzinfo=ZoneInfo("Europe/Berlin")) for d in (25, 26))) == 25 * 60


def test_thirty_days_of_hours_are_counted_well_within_a_millisecond() -> None:
    from time import perf_counter

    t = at(3, 16)
    OFFICE.add_minutes(t, 9600)
    started = perf_counter()
    for _ in range(100):
        OFFICE.add_minutes(t, 9600)
    assert (perf_counter() - started) / 100 < 0.001
