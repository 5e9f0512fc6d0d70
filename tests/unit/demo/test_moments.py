"""Moments of the story on any day of the year: in order, never in the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from marshrut.calendars import decrees
from marshrut.calendars.rules import Calendar, WorkTime
from marshrut.demo.company import HOURS
from marshrut.demo.loading import OPENING, PARTNERS_AT
from marshrut.demo.moments import Moments
from marshrut.demo.partners import PARTNERS
from marshrut.demo.script import story

WORK = WorkTime(Calendar(decrees.decrees()), HOURS)


def moments(text: str) -> Moments:
    return Moments(WORK, datetime.fromisoformat(f"{text}+03:00"))


@pytest.mark.parametrize(
    ("now", "moment", "expected"),
    [
        ("2026-11-24T15:00", "-1/10:20", "2026-11-23T10:20"),
        ("2026-11-24T18:00", "-1/10:20", "2026-11-24T10:20"),
        ("2026-11-22T12:00", "-1/10:20", "2026-11-20T10:20"),
        ("2026-11-23T09:05", "-2/10:20", "2026-11-19T10:20"),
        ("2026-11-24T15:00", "now-1:30", "2026-11-24T12:30"),
        ("2026-11-22T12:00", "now-1:30", "2026-11-20T16:30"),
        ("2026-11-23T09:05", "now-0:35", "2026-11-20T17:30"),
        ("2026-11-24T15:00", "now-2d/0:20", "2026-11-20T14:40"),
        ("2026-11-05T17:30", "now-1d/0:00", "2026-11-03T17:00"),
    ],
)
def test_moments(now: str, moment: str, expected: str) -> None:
    assert moments(now).at(moment) == datetime.fromisoformat(f"{expected}+03:00")


@pytest.mark.parametrize("text", ["", "10:20", "-1", "+1/10:20", "now", "now-1d"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="no moment"):
        moments("2026-11-24T15:00").at(text)


def test_dates() -> None:
    tuesday, saturday = moments("2026-11-24T15:00"), moments("2026-11-21T23:00")
    assert tuesday.date_of("today") == tuesday.date_of("+1") == date(2026, 11, 24)
    assert saturday.date_of("today") == date(2026, 11, 21)
    assert saturday.date_of("+1") == date(2026, 11, 23)
    assert saturday.date_of("-1") == date(2026, 11, 20)
    assert (tuesday.date_of("saturday"), saturday.date_of("saturday")) == (date(2026, 11, 28), date(2026, 11, 28))


def every_day() -> Iterator[datetime]:
    """A year of mornings before work, beginnings of work, afternoons and evenings."""
    for number in range(365):
        day = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=number)
        yield day + timedelta(hours=(3, 6.02, 11.5, 14.2, 20)[number % 5])


def test_on_any_day_the_story_runs_forward_and_ends_before_now() -> None:
    texts = {act.when for request in story() for act in request.acts}
    for now in every_day():
        known = Moments(WORK, now)
        at = {text: known.at(text) for text in texts}
        assert known.at(OPENING) <= known.at(PARTNERS_AT)
        everybody_known = known.at(PARTNERS_AT) + timedelta(minutes=7 * len(PARTNERS))
        for request in story():
            times = [at[act.when] for act in request.acts]
            assert times == sorted(set(times)), (now, request.purpose)
            assert everybody_known < times[0]
            assert times[-1] <= now
