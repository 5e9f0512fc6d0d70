"""Random calendars, schedules and zones: rules against a walk minute by minute."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from marshrut.calendars.decrees import russia
from marshrut.calendars.rules import Calendar, DayKind, Schedule, SpecialDay, WorkTime
from tests.unit.calendars.brute_force import MINUTE, BruteForce

#: autumn 2031: clocks change in Berlin and on Lord Howe (by half an hour)
FIRST, DAYS = date(2031, 10, 1), 33
#: days are counted beyond those made up, over the only holiday that autumn
HOLIDAY = {date(2031, 11, 3): "short", date(2031, 11, 4): "off"}
RUSSIAN = ["Europe/Kaliningrad", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Chita", "Asia/Kamchatka"]
CHANGING = ["Europe/Berlin", "Australia/Lord_Howe"]


@dataclass
class Case:
    work: WorkTime
    brute: BruteForce
    start: datetime
    end: datetime
    open: list[datetime]

    def count(self, a: datetime, b: datetime) -> int:
        return max(0, bisect_left(self.open, b) - bisect_left(self.open, a))


def hours(earliest: int, latest: int) -> st.SearchStrategy[list[tuple[int, int]]]:
    edges = st.lists(st.integers(earliest, latest), max_size=6, unique=True).map(sorted)
    return edges.map(lambda it: list(zip(it[::2], it[1::2], strict=False)))


@st.composite
def cases(draw: st.DrawFn) -> Case:
    zone = draw(st.sampled_from(RUSSIAN + CHANGING))
    # an edge inside the repeated or missing hour of a night has no single meaning
    day = hours(0, 1440) if zone in RUSSIAN else hours(300, 1380)
    week = draw(st.lists(day, min_size=7, max_size=7).filter(any))
    cut = draw(st.sampled_from([0, 30, 60, 200]))
    kinds = draw(
        st.dictionaries(
            st.integers(0, DAYS - 1).map(lambda n: FIRST + timedelta(days=n)),
            st.sampled_from(["full", "short", "off"]),
            max_size=DAYS,
        )
    )
    start = datetime(2031, 10, 2, tzinfo=UTC) + MINUTE * draw(st.integers(0, 22 * 1440))
    end = start + timedelta(days=8)
    special = tuple(SpecialDay(day, DayKind(kind), "company:") for day, kind in kinds.items())
    work = WorkTime(Calendar((), special), Schedule(zone, tuple(map(tuple, week)), cut))
    brute = BruteForce(zone, week, cut, HOLIDAY | kinds)
    return Case(work, brute, start, end, brute.open_minutes(start, end))


@settings(max_examples=80, deadline=None)
@given(cases(), st.data())
def test_rules_agree_with_a_walk_minute_by_minute(case: Case, data: st.DataObject) -> None:
    work, start, end = case.work, case.start, case.end
    minutes = data.draw(st.integers(1, len(case.open) + 60), "minutes")
    other = start + MINUTE * data.draw(st.integers(0, 8 * 1440), "other")

    added = work.add_minutes(start, minutes)
    if minutes <= len(case.open):
        assert added == case.open[minutes - 1] + MINUTE
    else:
        assert added > end
    assert work.between(start, other) == case.count(start, other)
    assert work.between(other, end) == case.count(other, end)
    opening = work.next_opening(start)
    assert opening == case.open[0] if case.open else opening >= end
    assert sum(line.minutes for line in work.trace(start, other)) == case.count(start, other)
    assert all(line.minutes == 0 for line in work.trace(start, other) if line.kind is DayKind.OFF)


@settings(max_examples=80, deadline=None)
@given(cases(), st.integers(1, 4))
def test_days_agree_with_the_wall_clock(case: Case, days: int) -> None:
    opening = case.work.next_opening(case.start)

    assert case.work.add_days(opening, days) == case.brute.add_days(opening, days)
    assert case.work.add_days(case.start, days) <= case.work.add_days(opening, days)


REAL = st.integers(0, 1430 * 86400).map(lambda seconds: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
ZONES = st.sampled_from(RUSSIAN)
WORKS = {zone: WorkTime(russia(), Schedule(zone)) for zone in RUSSIAN}


@given(REAL, st.integers(0, 5000), ZONES)
def test_between_undoes_add(t: datetime, minutes: int, zone: str) -> None:
    assert WORKS[zone].between(t, WORKS[zone].add_minutes(t, minutes)) == minutes


@given(REAL, st.integers(0, 3000), st.integers(1, 3000), ZONES)
def test_adding_twice_is_adding_the_sum(t: datetime, first: int, second: int, zone: str) -> None:
    work = WORKS[zone]
    assert work.add_minutes(work.add_minutes(t, first), second) == work.add_minutes(t, first + second)


@given(REAL, REAL, st.integers(1, 30), ZONES)
def test_who_comes_later_is_due_no_earlier(a: datetime, b: datetime, amount: int, zone: str) -> None:
    a, b = sorted((a, b))
    work = WORKS[zone]
    assert work.add_minutes(a, amount) <= work.add_minutes(b, amount)
    assert work.add_days(a, amount) <= work.add_days(b, amount)


@given(REAL, st.integers(1, 20), ZONES)
def test_days_pass_that_many_working_days_and_end_inside_one(t: datetime, days: int, zone: str) -> None:
    work = WORKS[zone]
    due = work.add_days(t, days)
    first, last = work.local(t).date(), work.local(due).date()
    passed = sum(work.is_working(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    assert work.is_working(last)
    assert due <= work.end_of_day(last)
    assert passed in (days, days + 1)


@given(REAL, REAL, ZONES)
def test_trace_adds_up(a: datetime, b: datetime, zone: str) -> None:
    a = max(a, b - timedelta(days=60))
    work = WORKS[zone]
    assert sum(line.minutes for line in work.trace(a, b)) == work.between(a, b)


@given(REAL, ZONES)
def test_opening_is_inside_working_time(t: datetime, zone: str) -> None:
    work = WORKS[zone]
    opening = work.next_opening(t)
    day = work.local(opening).date()

    assert opening >= t
    assert any(start <= opening < end for start, end in work.intervals(day))
    assert work.between(t, opening) == 0
