from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from marshrut.calendars import commands, queries
from marshrut.calendars.models import CompanySchedule, RegionalDay
from marshrut.calendars.rules import DayKind, Schedule
from marshrut.history.queries import timeline
from marshrut.history.verify import verify
from marshrut.kernel import clock, permissions
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import registry
from marshrut.kernel.errors import Forbidden, Invalid, NotFound

pytestmark = pytest.mark.django_db

SYSTEM, VICTOR = Actor.system(), Actor.person(3)
WEEK = [[["08:00", "12:00"], ["13:00", "17:00"]]] * 5 + [[], []]
DAY = date(2026, 11, 23)


def set_hours(actor: Actor = SYSTEM, **changed: Any) -> None:
    commands.set_company_schedule(actor, **{"zone": "Asia/Yekaterinburg", "week": WEEK, **changed})


def set_day(actor: Actor = SYSTEM, **changed: Any) -> int:
    return commands.set_day(actor, **{"day": DAY, "kind": "off", "source": "Инвентаризация", **changed})


def test_hours_of_the_company_are_set_and_replaced() -> None:
    set_hours()
    set_hours(zone="Europe/Samara", short_cut=30)

    expected = Schedule.from_json({"zone": "Europe/Samara", "week": WEEK, "short_cut": 30})
    assert queries.company_schedule() == expected
    assert CompanySchedule.objects.count() == 1
    first, second = timeline("calendar:company")
    assert (first.kind, first.body["schedule"]["zone"]) == ("calendars.schedule_set", "Asia/Yekaterinburg")
    assert second.body == {"schedule": expected.as_json(), "region": "", "valid_from": None}


def test_hours_may_be_said_to_hold_since_a_day_but_not_from_tomorrow() -> None:
    with clock.running(lambda: datetime(2026, 11, 20, 20, tzinfo=UTC)):
        # in Yekaterinburg the 21st has begun
        set_hours(valid_from=date(2026, 11, 21))
        with pytest.raises(Invalid) as refusal:
            set_hours(valid_from=date(2026, 11, 22))

    assert list(refusal.value.fields) == ["valid_from"]
    assert queries.company().valid_from == date(2026, 11, 21)


def test_a_day_is_declared_changed_and_taken_back() -> None:
    first = set_day()
    assert (queries.calendar().kind(DAY), queries.calendar().why(DAY)) == (DayKind.OFF, "company:Инвентаризация")

    assert set_day(kind="short", source=" Приказ № 5 ") == first
    assert (queries.calendar().kind(DAY), queries.calendar().why(DAY)) == (DayKind.SHORT, "company:Приказ № 5")

    commands.remove_day(SYSTEM, day=DAY)
    assert queries.calendar().kind(DAY) is DayKind.FULL
    assert [event.kind for event in timeline("calendar:company")] == [
        "calendars.day_set",
        "calendars.day_set",
        "calendars.day_removed",
    ]
    assert verify("calendar:company") == []


def test_a_day_of_a_region_belongs_to_its_history_and_to_nobody_else() -> None:
    set_day(region="21", day=date(2026, 6, 24), source="День Чувашской Республики")

    assert queries.calendar("21").why(date(2026, 6, 24)) == "regional:День Чувашской Республики"
    assert queries.calendar().kind(date(2026, 6, 24)) is DayKind.FULL
    assert [event.body["day"] for event in timeline("calendar:21")] == ["2026-06-24"]


@pytest.mark.parametrize(
    ("call", "field"),
    [
        (lambda: set_hours(zone="Mars/Olympus"), "zone"),
        (lambda: set_hours(week=WEEK[:5]), "week"),
        (lambda: set_hours(week=[[]] * 7), "week"),
        (lambda: set_hours(week=[[["18:00", "09:00"]]] * 7), "week"),
        (lambda: set_hours(week="always"), "week"),
        (lambda: set_hours(short_cut=241), "short_cut"),
        (lambda: set_hours(region="Татарстан"), "region"),
        (lambda: set_day(kind="half"), "kind"),
        (lambda: set_day(source="  "), "source"),
        (lambda: set_day(source="я" * 201), "source"),
        (lambda: set_day(day=date(1999, 12, 31)), "day"),
        (lambda: set_day(region="1"), "region"),
        (lambda: commands.remove_day(SYSTEM, day=DAY, region="١٦"), "region"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field_and_leaves_no_trace(call: Callable[[], Any], field: str) -> None:
    before = queries.revision()
    with pytest.raises(Invalid) as refusal:
        call()

    assert list(refusal.value.fields) == [field]
    assert queries.revision() == before
    assert timeline("calendar:company") == []


def test_taking_back_what_nobody_declared_is_refused() -> None:
    set_day(region="21")
    with pytest.raises(NotFound):
        commands.remove_day(SYSTEM, day=DAY)


@pytest.mark.parametrize(
    "call",
    [
        set_hours,
        set_day,
        lambda actor: commands.remove_day(actor, day=DAY),
    ],
    ids=["set_company_schedule", "set_day", "remove_day"],
)
@pytest.mark.parametrize("actor", [VICTOR, Actor.robot("payments/remind")], ids=["stranger", "robot"])
def test_strangers_are_refused(call: Callable[[Actor], Any], actor: Actor) -> None:
    set_day()
    before = queries.revision()
    with pytest.raises(Forbidden):
        call(actor)

    assert queries.revision() == before
    assert queries.calendar().kind(DAY) is DayKind.OFF


def test_without_a_gate_nobody_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(permissions, "_gate", permissions._closed)
    with pytest.raises(Forbidden):
        set_day()


def test_commands_are_registered_under_their_names() -> None:
    names = {name for name in registry if name.startswith("calendars.")}

    assert names == {"calendars.set_company_schedule", "calendars.set_day", "calendars.remove_day"}


def test_the_revision_moves_with_every_command_and_never_comes_back() -> None:
    seen = [queries.revision()]
    for call in (set_hours, set_day, lambda: commands.remove_day(SYSTEM, day=DAY)):
        call()
        seen.append(queries.revision())
    with transaction.atomic():
        set_day()
        lost = queries.revision()
        assert queries.calendar().kind(DAY) is DayKind.OFF
        transaction.set_rollback(True)
    assert queries.calendar().kind(DAY) is DayKind.FULL
    set_day(kind="short")

    assert len(set(seen)) == 4
    assert queries.revision() not in {*seen, lost}
    assert queries.calendar().kind(DAY) is DayKind.SHORT


@pytest.mark.parametrize(
    "write",
    [
        lambda: RegionalDay.objects.create(date=DAY, kind="half", source="—"),
        lambda: [RegionalDay.objects.create(date=DAY, kind="off", source="—") for _ in range(2)],
        lambda: CompanySchedule.objects.create(id=2, zone="UTC", week=WEEK, short_cut=60),
    ],
    ids=["unknown kind", "same day twice", "second company"],
)
def test_the_database_holds_the_rules_too(write: Callable[[], Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()
    assert connection.needs_rollback is False
