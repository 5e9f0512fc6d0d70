"""Whole days by the person's clock, and circles of substitutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from marshrut.org import rules
from marshrut.org.rules import Period

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)


def away(person: int, *substitutes: int, start: int = 0, days: int = 5) -> Period:
    since = MONDAY + timedelta(days=start)
    return Period(person, since, since + timedelta(days=days), substitutes)


def test_whole_days_run_from_midnight_to_midnight_after_the_last_one() -> None:
    since, until = rules.whole_days(date(2026, 11, 24), date(2026, 12, 7), "Asia/Omsk")
    assert since == datetime(2026, 11, 23, 18, tzinfo=UTC)
    assert until == datetime(2026, 12, 7, 18, tzinfo=UTC)


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.integers(0, 400),
    st.sampled_from(["Europe/Moscow", "Asia/Vladivostok", "Europe/Berlin", "America/New_York"]),
)
def test_whole_days_are_read_back_as_they_were_written(first: date, length: int, zone: str) -> None:
    last = first + timedelta(days=length)
    assert rules.days_of(*rules.whole_days(first, last, zone), zone) == (first, last)


def test_a_period_with_times_of_its_own_has_no_whole_days() -> None:
    since, until = rules.whole_days(date(2026, 11, 24), date(2026, 12, 7), "Europe/Moscow")
    assert rules.days_of(since + timedelta(hours=9), until, "Europe/Moscow") is None
    assert rules.days_of(since, until, "Asia/Omsk") is None


def test_two_who_stand_in_for_each_other_are_a_circle() -> None:
    assert rules.circle(away(1, 2), [away(2, 1)]) == (2,)


def test_a_longer_circle_names_everybody_on_it() -> None:
    assert rules.circle(away(1, 2), [away(2, 3), away(3, 4), away(4, 1)]) == (2, 3, 4)


def test_absences_at_other_times_make_no_circle() -> None:
    assert rules.circle(away(1, 2), [away(2, 1, start=5)]) == ()


def test_a_circle_that_passes_the_person_by_is_not_his() -> None:
    assert rules.circle(away(1, 2), [away(2, 3), away(3, 2)]) == ()


@given(st.dictionaries(st.integers(1, 6), st.lists(st.integers(1, 6), max_size=3), max_size=6), st.integers(1, 6))
def test_whatever_is_called_a_circle_leads_back(named: dict[int, list[int]], person: int) -> None:
    wanted = away(person, *named.get(person, []))
    way = rules.circle(wanted, [away(one, *those) for one, those in named.items() if one != person])
    steps = [person, *way, person] if way else []
    assert all(after in named[before] for before, after in pairwise(steps))
