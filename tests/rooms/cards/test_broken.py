"""«Сломанные маршруты»: who is missing, and what stops because of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from marshrut.cards.queries.broken import Broken, broken
from marshrut.config import inspection
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden
from marshrut.org import commands, queries
from marshrut.org.models import Department
from tests.support.office import MovingClock, Office, build

SYSTEM = Actor.system()


@pytest.fixture(autouse=True)
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def office(db: None) -> Office:
    return build()


def found(*kinds: str) -> list[Broken]:
    return [one for one in broken(SYSTEM) if one.kind in kinds]


def test_a_whole_company_has_nothing_broken(office: Office) -> None:
    assert broken(office.actor("admin")) == []


def test_only_administrators_of_the_company_and_of_processes_read_it(office: Office) -> None:
    for who in ("alisa", "boris", "director"):
        with pytest.raises(Forbidden):
            broken(office.actor(who))
    commands.assign_role(SYSTEM, role="process_admin", person=office.id("viktor"))
    assert broken(office.actor("viktor")) == []


def test_a_vacant_role_is_named_with_its_process(office: Office) -> None:
    commands.revoke_role(SYSTEM, role="finance_manager", person=office.id("finance"))
    [role] = found("vacant_role")
    assert role.role == "finance_manager"
    assert role.text.startswith("Оплаты: ")
    assert not role.is_mild


def test_a_ladder_that_reaches_nobody_is_told(office: Office) -> None:
    assert found("silent_ladder") == []
    commands.dismiss_person(SYSTEM, person=office.id("ops"))
    assert found("silent_ladder")


def test_empty_seats_with_and_without_somebody_above(office: Office) -> None:
    lab, top = (Department.objects.get(name=name).pk for name in ("Лаборатория", "Компания"))
    commands.edit_department(SYSTEM, department=lab, head=None)
    assert [one.department for one in found("empty_seat")] == [lab]
    commands.edit_department(SYSTEM, department=top, head=None)
    assert {one.department for one in found("no_head")} == {lab, top}


def test_a_dismissed_holder_and_a_dismissed_substitute(office: Office) -> None:
    since, until = queries.whole_days(office.id("alisa"), date(2026, 7, 6), date(2026, 7, 19))
    made = commands.set_absence(
        SYSTEM, person=office.id("alisa"), since=since, until=until, substitutes=[{"person": office.id("junior")}]
    )
    commands.dismiss_person(SYSTEM, person=office.id("junior"))
    [holder] = found("left_holder")
    assert (holder.role, holder.person) == ("junior_accountant", office.id("junior"))
    [named] = found("left_substitute")
    assert (named.absence, named.person) == (made["absence"], office.id("alisa"))
    assert named.is_mild


def test_tasks_of_those_who_left_are_counted_until_they_pass(office: Office, now: MovingClock) -> None:
    card = office.request()
    commands.dismiss_person(SYSTEM, person=office.id("boris"))
    [left] = found("left_tasks")
    assert (left.person, left.cards) == (office.id("boris"), (card,))
    now.to("2026-07-02 10:01")  # the worker looks at them at once
    assert found("left_tasks") == []
    assert office.task(card, "approve").assignee_id == office.id("director")


def test_tasks_of_somebody_away_whom_nobody_replaces(office: Office, now: MovingClock) -> None:
    director = office.id("director")
    since, until = queries.whole_days(director, date(2026, 7, 2), date(2026, 7, 19))
    commands.set_absence(SYSTEM, person=director, since=since, until=until)
    assert found("waiting_tasks") == []  # nothing to wait with
    card = office.request(by="boris", amount="500 000")
    [waiting] = found("waiting_tasks")
    assert (waiting.person, waiting.cards) == (director, (card,))


def test_an_administrator_reads_numbers_of_no_card_that_is_not_for_him(office: Office) -> None:
    office.request()
    commands.dismiss_person(SYSTEM, person=office.id("boris"))
    [left] = [one for one in broken(office.actor("admin")) if one.kind == "left_tasks"]
    assert left.cards == ()
    assert "1" in left.text


def test_the_console_prints_what_stops_papers_only(office: Office) -> None:
    lab = Department.objects.get(name="Лаборатория").pk
    commands.edit_department(SYSTEM, department=lab, head=None)
    assert list(inspection.routes()) == []
    commands.revoke_role(SYSTEM, role="finance_manager", person=office.id("finance"))
    assert any("Финансовый менеджер" in line for line in inspection.routes())
