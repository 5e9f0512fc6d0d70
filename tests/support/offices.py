"""Random companies: eight people under three heads, with different working hours and calendars."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from marshrut.calendars.rules import Calendar, DayKind, Schedule, SpecialDay, WorkTime
from marshrut.org.rules.absence import Away, Deputy
from tests.support.toy import ToyCompany

#: 2 heads team A (1 works there), 4 heads team B (5 and 8 work there), 3 heads both; 6 and 7 sit with 3
TREE = {1: 2, 2: 2, 3: 3, 4: 4, 5: 4, 6: 3, 7: 3, 8: 4}
ABOVE = {2: 3, 4: 3}
PEOPLE = tuple(TREE)
FOUR_DAYS = ((480, 720), (780, 1020))
CALENDARS = (
    Calendar(),
    Calendar(
        special=(
            SpecialDay(date(2026, 7, 6), DayKind.OFF, "company:Инвентаризация"),
            SpecialDay(date(2026, 7, 8), DayKind.SHORT, "regional:Канун"),
            SpecialDay(date(2026, 7, 11), DayKind.FULL, "working_saturday"),
        )
    ),
)
SCHEDULES = (
    Schedule(),
    Schedule("Asia/Yekaterinburg"),
    Schedule("Europe/Moscow", (FOUR_DAYS,) * 4 + ((), ((600, 840),), ())),
)
TIMES = tuple(tuple(WorkTime(calendar, schedule) for schedule in SCHEDULES) for calendar in CALENDARS)


@dataclass(frozen=True)
class Office(ToyCompany):
    """A company whose people work by different hours."""

    times: Mapping[int, WorkTime] = field(default_factory=dict)

    def work_time(self, person: int | None) -> WorkTime:
        assert self.time is not None
        return self.time if person is None else self.times.get(person, self.time)


@st.composite
def companies(draw: st.DrawFn) -> Office:
    """The roles `ops`, `money` and `board` are filled."""
    roles = {
        "ops": draw(st.sampled_from([(6,), (4, 6), (6, 7, 2)])),
        "money": draw(st.sampled_from([(7,), (5, 7), (2, 7, 5), (1, 5), (8,)])),
        "board": (3, 4, 7),
    }
    times = TIMES[draw(st.integers(0, len(TIMES) - 1))]
    own = {person: times[1 + person % 2] for person in draw(st.sampled_from([(), (2, 6), (3, 5, 7)]))}
    return Office(TREE, ABOVE, roles, time=times[0], times=own)


def absent(person: int, since: datetime, hours: int, *deputies: Deputy) -> tuple[Away, ...]:
    return (Away(person, since, since + timedelta(hours=hours), "vacation", deputies),)


DEPUTIES: tuple[tuple[Deputy, ...], ...] = (
    (),
    (Deputy(5),),
    (Deputy(2), Deputy(7)),
    (Deputy(6, up_to=Decimal(1000)), Deputy(8, above=Decimal(1000))),
    (Deputy(1, frozenset({"letter"})), Deputy(4)),
    (Deputy(7, frozenset({"paper"})),),
)


def without(company: Office, gone: frozenset[int]) -> Office:
    """The company when these people are dismissed."""
    return replace(company, gone=gone)
