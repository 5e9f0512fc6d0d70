"""A person's own hours and clock over the company's."""

from __future__ import annotations

import pytest

from marshrut.calendars.rules import Schedule
from marshrut.org import rules

COMPANY = Schedule("Europe/Moscow")
SHORT_WEEK = {"week": [[["10:00", "14:00"]]] * 4 + [[], [], []], "short_cut": 30}


def test_without_anything_of_his_own_a_person_works_as_the_company() -> None:
    assert rules.own_schedule(COMPANY, None, None) == COMPANY


def test_another_clock_keeps_the_hours() -> None:
    own = rules.own_schedule(COMPANY, "Asia/Yekaterinburg", None)
    assert own.zone == "Asia/Yekaterinburg"
    assert own.week == COMPANY.week


def test_own_hours_go_by_the_company_s_clock_unless_there_is_an_own_one() -> None:
    stored = rules.week_of({**SHORT_WEEK, "zone": "nowhere"})
    assert stored == SHORT_WEEK, "the clock is not part of the stored week"
    own = rules.own_schedule(COMPANY, None, stored)
    assert (own.zone, own.short_cut, len([day for day in own.week if day])) == ("Europe/Moscow", 30, 4)
    assert rules.own_schedule(COMPANY, "Asia/Omsk", stored).zone == "Asia/Omsk"


@pytest.mark.parametrize(
    "bad", [{"week": []}, {"week": 5}, {}, {"week": [[["18:00", "09:00"]]] * 7}, {"week": [[]] * 7}]
)
def test_what_is_no_schedule_is_refused(bad: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"schedule|week|hours|day"):
        rules.week_of(bad)
