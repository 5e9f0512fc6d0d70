"""The overdue clock against an oracle that walks day by day, minute by minute."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.calendars.rules import Calendar, Schedule, SpecialDay, WorkTime
from marshrut.calendars.rules.day import DayKind
from marshrut.edocs.rules import overdue
from marshrut.edocs.rules.overdue import Clock, Facts, Terms, tick

HOLIDAYS = {date(2026, 11, 4), date(2026, 11, 13)}
MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)  # 11:00 in Moscow
WAITING = Facts("delivered", "counterparty", "out", None)


WORK = WorkTime(Calendar(special=tuple(SpecialDay(day, DayKind.OFF, "holiday") for day in HOLIDAYS)), Schedule())


def _oracle(start: datetime, days: int) -> datetime:
    """The clock time of the start on the n-th working day after it; before opening it counts from the opening."""
    zone = WORK.schedule.tz
    local = start.astimezone(zone)
    while not _open(local):
        local = (local + timedelta(minutes=1)).replace(second=0, microsecond=0)
    left, day = days, local.date()
    while left:
        day += timedelta(days=1)
        left -= WORK.is_working(day)
    found = datetime.combine(day, local.time(), zone)
    first, last = WORK.intervals(day)[0][0], WORK.intervals(day)[-1][1]
    return min(max(found.astimezone(UTC), first), last)


def _open(local: datetime) -> bool:
    """Inside the working day, its dinner as well."""
    spans = WORK.intervals(local.date())
    return bool(spans) and spans[0][0] <= local.astimezone(UTC) < spans[-1][1]


@given(st.integers(0, 60 * 24 * 40), st.integers(1, 8))
def test_days_are_working_days_of_our_calendar(minutes: int, days: int) -> None:
    sent = MONDAY + timedelta(minutes=minutes)
    clock = tick(Clock(), replace(WAITING, sent_at=sent), Terms(days, days), WORK, sent + timedelta(days=60))
    assert clock.since == sent
    assert clock.warn_at == clock.critical_at == _oracle(sent, days)


@given(st.lists(st.tuples(st.sampled_from(["wait", "mask", "operator"]), st.integers(1, 3000)), max_size=6))
def test_a_mask_lets_it_stand_and_nothing_else_does(steps: list[tuple[str, int]]) -> None:
    sent, now, paused, clock = MONDAY, MONDAY, 0, Clock()
    facts = {
        "wait": replace(WAITING, sent_at=sent),
        "mask": Facts("revocation_requested", "us", "out", sent),
        "operator": Facts("sent", "operator", "out", sent),
    }
    clock = tick(clock, facts["wait"], Terms(), WORK, now)
    masked = False
    for state, minutes in [*steps, ("wait", 0)]:
        clock = tick(clock, facts[state], Terms(), WORK, now)
        masked = state == "mask"
        paused += _minutes(now, now + timedelta(minutes=minutes)) if masked else 0
        now += timedelta(minutes=minutes)
    assert clock.since == sent
    assert clock.paused == paused
    assert clock.warn_at == WORK.add_minutes(_oracle(sent, overdue.WARN), paused)


def _minutes(since: datetime, until: datetime) -> int:
    """Working minutes, counted one by one."""
    counted, at = 0, since
    while at < until:
        counted += any(first <= at < last for first, last in WORK.intervals(WORK.local(at).date()))
        at += timedelta(minutes=1)
    return counted


def test_a_final_status_stops_it_and_a_new_sending_starts_it_anew() -> None:
    later = MONDAY + timedelta(days=3)
    clock = tick(Clock(), replace(WAITING, sent_at=MONDAY), Terms(), WORK, MONDAY)
    clock = replace(clock, reached=2)
    stopped = tick(clock, Facts("rejected", "us", "out", MONDAY), Terms(), WORK, later)
    assert (stopped.since, stopped.begun, stopped.reached) == (None, None, 0)
    again = tick(
        stopped, replace(WAITING, sent_at=later + timedelta(hours=1)), Terms(), WORK, later + timedelta(hours=2)
    )
    assert (again.since, again.reached) == (later + timedelta(hours=1), 0)


def test_sent_anew_without_a_date_of_its_own_it_begins_as_we_saw_it() -> None:
    later = MONDAY + timedelta(days=3)
    stopped = tick(Clock(), Facts("rejected", "us", "out", MONDAY), Terms(), WORK, later)
    again = tick(stopped, replace(WAITING, sent_at=MONDAY), Terms(), WORK, later + timedelta(hours=2))
    assert again.since == later + timedelta(hours=2)


def test_a_waiting_that_the_operator_interrupts_is_one_waiting() -> None:
    clock = replace(tick(Clock(), replace(WAITING, sent_at=MONDAY), Terms(), WORK, MONDAY), reached=1)
    still = tick(clock, Facts("sent", "operator", "out", MONDAY), Terms(), WORK, MONDAY + timedelta(days=1))
    assert still.since is None
    again = tick(still, replace(WAITING, sent_at=MONDAY), Terms(), WORK, MONDAY + timedelta(days=2))
    assert (again.since, again.reached) == (MONDAY, 1)


def test_nobody_waits_for_us_to_answer_a_refusal() -> None:
    for status, actor, direction in (
        ("rejected", "us", "in"),
        ("delivery_error", "us", "out"),
        ("signed", "none", "out"),
    ):
        assert not overdue.waits(Facts(status, actor, direction, MONDAY))
    assert overdue.waits(Facts("needs_our_sign", "us", "in", MONDAY))
    assert not overdue.waits(Facts("needs_our_sign", "us", "out", MONDAY))
    assert not overdue.waits(Facts("delivered", "counterparty", "out", MONDAY, gone=True))


def test_a_date_of_the_future_is_not_believed() -> None:
    clock = tick(Clock(), replace(WAITING, sent_at=MONDAY + timedelta(days=9)), Terms(), WORK, MONDAY)
    assert clock.since == MONDAY


def test_days_of_zero_are_never_reached() -> None:
    clock = tick(Clock(), replace(WAITING, sent_at=MONDAY), Terms(0, 0), WORK, MONDAY)
    assert (clock.warn_at, clock.critical_at) == (None, None)
    assert overdue.reached(clock, MONDAY + timedelta(days=100)) == 0


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({}, False), ({"warn": 3, "critical": 5}, False), ({"warn": 6, "critical": 5}, True), ({"warn": -1}, True),
        ({"warn": 0, "critical": 5}, False), ({"warn": "3"}, True), ({"critical": 1000}, True), ({"warn": True}, True),
    ],
)  # fmt: skip
def test_terms_that_cannot_be(said: dict[str, object], wrong: bool) -> None:
    assert overdue.flaw(said) is wrong


def test_terms_of_a_kind_go_before_those_of_all() -> None:
    both = {"": {"warn": 1, "critical": 2}, "act": {"warn": 7, "critical": 9}}
    assert overdue.terms_of(both, "act") == Terms(7, 9)
    assert overdue.terms_of(both, "upd") == Terms(1, 2)
    assert overdue.terms_of({}, "upd") == Terms(3, 5)
