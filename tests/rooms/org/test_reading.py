"""The company kept in memory, lists, cards and search."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection, transaction

from marshrut.calendars import commands as calendars
from marshrut.calendars import revision as calendar_revision
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden, NotFound
from marshrut.org import commands, queries, revision
from marshrut.org.models import Department, Person
from tests.support import company
from tests.support.company import SYSTEM, Company, acting, person, role


def test_the_chart_is_loaded_once_until_something_changes(office: Company, django_assert_num_queries: Any) -> None:
    first = queries.chart()
    with django_assert_num_queries(1):
        assert queries.chart() is first
    with django_assert_num_queries(0):
        assert queries.chart_at(first.revision) is first
    commands.edit_profile(acting(office.alice), keys_enabled=False)
    second = queries.chart()
    assert second is not first
    assert second.revision == queries.current_revision() != first.revision


def test_hours_of_the_company_and_declared_days_reach_everybody(office: Company) -> None:
    before = queries.chart()
    day = date(2026, 11, 20)
    assert before.work_time(office.alice).is_working(day)
    calendars.set_day(acting(office.admin), day=day, kind="off", source="Юбилей завода")
    assert not queries.chart().work_time(office.alice).is_working(day)
    week = [[["08:00", "12:00"]]] * 5 + [[], []]
    commands.edit_person(acting(office.admin), person=office.boris, time_zone="Asia/Omsk")
    calendars.set_company_schedule(acting(office.admin), zone="Europe/Samara", week=week)
    now = queries.chart()
    assert now.work_time(None).schedule.zone == now.work_time(office.alice).schedule.zone == "Europe/Samara"
    assert now.work_time(office.boris).schedule == now.work_time(None).schedule.in_zone("Asia/Omsk")
    with pytest.raises(Forbidden):
        calendars.remove_day(acting(office.alice), day=day)


def test_every_change_of_the_company_moves_the_revision(office: Company) -> None:
    role("secretary")
    admin = acting(office.admin)
    for change in (
        lambda: person("x", "Х", "Х"),
        lambda: commands.edit_person(admin, person=office.alice, position="Х"),
        lambda: commands.assign_role(admin, role="secretary", person=office.alice),
        lambda: commands.revoke_role(admin, role="secretary", person=office.alice),
        lambda: commands.add_department(admin, name="Х"),
        lambda: commands.edit_department(admin, department=office.sales, name="Х"),
        lambda: commands.dismiss_person(admin, person=office.alice),
        lambda: commands.reinstate_person(admin, person=office.alice),
    ):
        before = queries.current_revision()
        change()
        assert queries.current_revision() != before


def test_a_company_seen_in_a_transaction_that_failed_is_forgotten(office: Company) -> None:
    with transaction.atomic():
        commands.edit_person(SYSTEM, person=office.alice, last_name="Ненастоящая")
        seen = queries.chart()
        assert seen.name(office.alice).startswith("Ненастоящая")
        transaction.set_rollback(True)
    commands.edit_person(SYSTEM, person=office.boris, last_name="Настоящий")
    now = queries.chart()
    assert now.revision != seen.revision, "a number is never used twice"
    assert now.name(office.alice).startswith("Андреева")


def test_reading_starts_on_an_empty_database(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM org_revision")
    assert queries.chart().people == {}
    revision.bump()
    assert queries.current_revision() > 0


def test_five_thousand_people_are_no_burden(office: Company, django_assert_num_queries: Any) -> None:
    Person.objects.bulk_create(
        Person(email=f"p{n}@example.org", last_name="Х", first_name="Х", department_id=office.sales)
        for n in range(5000)
    )
    revision.bump()
    with django_assert_num_queries(ROUND_TRIPS):
        chart = queries.chart()
    assert len(chart.people) == 5005


#: the revision (asked, before and after loading), people, roles, departments, absences; hours, calendar if still kept
ROUND_TRIPS = 9


def test_a_person_card(office: Company) -> None:
    role("secretary", office.boris)
    card = queries.person_card(acting(office.victor), office.boris)
    assert (card.line.full_name, card.line.department, card.line.initials) == (
        "Белов Борис Олегович",
        "Маркетинг",
        "ББ",
    )
    assert card.head is not None
    assert card.head.id == office.director
    assert card.heads == ((office.marketing, "Маркетинг"),)
    assert card.roles == (("secretary", "secretary"),)
    assert queries.person_card(acting(office.victor), office.director).head is None
    with pytest.raises(NotFound):
        queries.person_card(acting(office.victor), 10**9)


def test_people_by_number(office: Company, django_assert_num_queries: Any) -> None:
    commands.dismiss_person(SYSTEM, person=office.victor)
    with django_assert_num_queries(1):
        found = queries.describe([office.alice, office.victor, 10**9, office.alice])
    assert {key: line.is_active for key, line in found.items()} == {office.alice: True, office.victor: False}


def test_our_programs_read_the_company(office: Company) -> None:
    for actor in (SYSTEM, Actor.robot("payments/remind")):
        assert len(queries.people(actor)) == 5


def test_only_working_people_read_the_company(office: Company) -> None:
    commands.dismiss_person(SYSTEM, person=office.victor)
    for viewer in (acting(office.victor), acting(10**9)):
        assert not queries.visible_to(viewer).exists()
        assert queries.people(viewer) == []
        assert queries.search_people(viewer, "а") == []
        assert queries.departments(viewer) == []
        assert queries.roles(viewer) == []
        with pytest.raises(NotFound):
            queries.person_card(viewer, office.alice)
        with pytest.raises(NotFound):
            queries.department_card(viewer, office.top)


def test_lists_of_people(office: Company, django_assert_num_queries: Any) -> None:
    commands.dismiss_person(SYSTEM, person=office.boris)
    queries.chart()
    with django_assert_num_queries(2):
        assert [it.id for it in queries.people(acting(office.alice))] == [
            office.alice,
            office.victor,
            office.director,
            office.admin,
        ]
    assert [it.id for it in queries.people(acting(office.alice), dismissed=True)] == [office.boris]
    assert [it.id for it in queries.people(acting(office.alice), department=office.top)] == [
        office.alice,
        office.victor,
        office.director,
    ], "with everything below"
    assert [it.id for it in queries.people(acting(office.alice), department=office.marketing)] == [office.alice]
    assert [it.id for it in queries.people(acting(office.alice), text="вол")] == [office.victor]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("вол", ["Волков"]),
        ("ВИКТ", ["Волков"]),
        ("олег", ["Белов"]),
        ("алиса анд", ["Андреева"]),
        ("Волков\u00a0В.\u00a0П.", ["Волков"]),
        ("дем", ["Дёмина"]),
        ("ДЁМ", ["Дёмина"]),
        ("щедр", ["Салтыков-Щедрин"]),
        ("олк", []),
        ("%", []),
        ("_", []),
        ("\\", []),
        ("", []),
        (" . ", []),
        ("вол белов", []),
        ("в\x00ол", ["Волков"]),
    ],
)
def test_search_by_the_beginning_of_any_part_of_a_name(office: Company, text: str, found: list[str]) -> None:
    person("s", "Салтыков-Щедрин", "Михаил", "Евграфович")
    assert [it.full_name.split()[0] for it in queries.search_people(acting(office.alice), text)] == found


def test_search_is_short_sorted_and_without_the_dismissed(office: Company) -> None:
    for number in range(5):
        person(f"n{number}", f"Новиков{'аеиоу'[number]}", "Нил")
    found = queries.search_people(acting(office.alice), "новик", 3)
    assert [it.full_name for it in found] == ["Новикова Нил", "Новикове Нил", "Новикови Нил"]
    commands.dismiss_person(SYSTEM, person=found[0].id)
    assert [it.id for it in queries.search_people(acting(office.alice), "новик", 2)] == [found[1].id, found[2].id]


@pytest.mark.django_db(transaction=True)
def test_a_company_read_in_the_middle_of_a_change_is_not_kept() -> None:
    made = company.build()
    assert queries.chart().head_of(made.alice) == made.boris
    with transaction.atomic():
        revision.bump()
        assert queries.chart().head_of(made.alice) == made.boris, "read after the revision moved, before what moved it"
        Department.objects.filter(head=made.boris).update(head=made.director)
    assert queries.chart().head_of(made.alice) == made.director


@pytest.mark.django_db(transaction=True)
def test_hours_read_in_the_middle_of_a_change_are_not_kept() -> None:
    company.build()
    before = queries.chart()
    with transaction.atomic():
        calendar_revision.bump()
        assert queries.chart() is not before
        read = queries.chart()
    after = queries.chart()
    assert after is not read
    assert queries.chart() is after
