"""People are taken on, changed, dismissed and taken back."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import override_settings

from marshrut.history.queries import timeline
from marshrut.kernel import clock
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from marshrut.org import commands, queries
from marshrut.org.models import Person
from marshrut.org.sign_in import outside
from tests.support.company import SYSTEM, Company, acting, person, role

FRIDAY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def test_a_new_person_is_in_the_chart_and_in_history(office: Company) -> None:
    before = queries.current_revision()
    with clock.running(lambda: FRIDAY):
        added = commands.add_person(
            acting(office.admin),
            email="  New.Person@Example.ORG ",
            last_name=" Ёлкина ",
            first_name="Зоя",
            department=office.sales,
            position="Кладовщик",
        )
    row = Person.objects.get(id=added)
    assert (row.email, row.last_name, row.short_name) == ("new.person@example.org", "Ёлкина", "Ёлкина\u00a0З.")
    assert not row.has_usable_password()
    assert queries.current_revision() != before
    assert queries.chart().department_of(added) == office.sales
    (event,) = timeline(f"person:{added}")
    assert (event.kind, event.actor_id, event.at) == ("org.person_added", office.admin, FRIDAY)
    assert event.body == {"department": office.sales, "is_admin": False}, "what names the person can be erased"
    assert event.values["last_name"] == "Ёлкина"


def test_every_wrong_field_gets_its_sentence(office: Company) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.add_person(
            acting(office.admin),
            email="nobody",
            last_name="  ",
            first_name="Я" * 101,
            department=10**9,
            language="fr",
            time_zone="Moscow",
            schedule={"week": []},
        )
    assert set(refusal.value.fields) == {
        "email",
        "last_name",
        "first_name",
        "department",
        "language",
        "time_zone",
        "schedule",
    }
    assert all(str(sentence) for sentence in refusal.value.fields.values())


@pytest.mark.parametrize("email", ["", "a b@example.org", "a@", "belov@example.org", "BELOV@example.org"])
def test_an_address_is_well_formed_and_of_one_person(office: Company, email: str) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.edit_person(acting(office.admin), person=office.alice, email=email)
    assert set(refusal.value.fields) == {"email"}


def test_own_address_in_other_letters_is_no_change(office: Company) -> None:
    length = len(timeline(f"person:{office.boris}"))
    commands.edit_person(acting(office.admin), person=office.boris, email="Belov@Example.org")
    assert len(timeline(f"person:{office.boris}")) == length


def test_an_edit_that_changes_nothing_makes_nobody_reload_the_company(office: Company) -> None:
    before = queries.current_revision()
    found = Person.objects.get(id=office.alice)
    commands.edit_person(SYSTEM, person=office.alice, email=found.email.upper(), last_name=found.last_name)
    assert queries.current_revision() == before
    commands.edit_person(SYSTEM, person=office.alice, position="Другая")
    assert queries.current_revision() != before


def test_signs_that_cannot_be_stored_are_refused(office: Company) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.edit_person(acting(office.admin), person=office.alice, last_name="Анд\x00реева")
    assert set(refusal.value.fields) == {"last_name"}


def test_an_edit_changes_only_what_it_names(office: Company) -> None:
    commands.edit_person(acting(office.admin), person=office.alice, last_name="Ёжикова", department=office.sales)
    row = Person.objects.get(id=office.alice)
    assert (row.last_name, row.first_name, row.position, row.department_id) == (
        "Ёжикова",
        "Алиса",
        "Менеджер",
        office.sales,
    )
    assert row.sort_key.startswith("ежикова алиса")
    event = timeline(f"person:{office.alice}")[-1]
    assert (event.kind, event.body["changed"], event.values) == (
        "org.person_edited",
        ["department", "last_name"],
        {"last_name": "Ёжикова"},
    )


def test_own_hours_reach_the_chart(office: Company) -> None:
    week = [[["10:00", "14:00"]]] * 5 + [[], []]
    commands.edit_person(
        acting(office.admin), person=office.alice, schedule={"week": week}, time_zone="Asia/Yekaterinburg"
    )
    own = queries.chart().work_time(office.alice).schedule
    assert (own.zone, own.week[0]) == ("Asia/Yekaterinburg", ((600, 840),))
    assert queries.chart().work_time(office.boris).schedule.zone == "Europe/Moscow"
    commands.edit_person(acting(office.admin), person=office.alice, schedule=None, time_zone="")
    assert queries.chart().work_time(office.alice) == queries.chart().work_time(None)


def test_dismissal_closes_the_account_and_says_what_is_left_without_hands(office: Company) -> None:
    role("chief_accountant", office.boris)
    role("secretary", office.boris, office.alice)
    token = commands.create_token(acting(office.boris), name="1С")
    answer = commands.dismiss_person(acting(office.admin), person=office.boris)
    assert len(answer["warnings"]) == 2
    assert "Маркетинг" in answer["warnings"][0]
    assert "chief_accountant" in answer["warnings"][1]
    chart = queries.chart()
    assert not chart.active(office.boris)
    assert chart.head_of(office.alice) == office.director, "papers go to the head above"
    assert chart.holders("secretary") == [office.alice]
    assert queries.authenticate_token(token["token"]) is None
    assert commands.dismiss_person(acting(office.admin), person=office.boris) == {"warnings": []}


def test_a_person_taken_back_has_his_seat_and_roles_but_no_tokens(office: Company) -> None:
    role("secretary", office.boris)
    token = commands.create_token(acting(office.boris), name="1С")
    commands.dismiss_person(acting(office.admin), person=office.boris)
    commands.reinstate_person(acting(office.admin), person=office.boris)
    commands.reinstate_person(acting(office.admin), person=office.boris)
    assert queries.chart().head_of(office.alice) == office.boris
    assert queries.chart().holders("secretary") == [office.boris]
    assert queries.authenticate_token(token["token"]) is None
    kinds = [event.kind for event in timeline(f"person:{office.boris}")]
    assert kinds[-2:] == ["org.person_dismissed", "org.person_reinstated"]


def test_nobody_dismisses_himself(office: Company) -> None:
    with pytest.raises(Invalid):
        commands.dismiss_person(acting(office.admin), person=office.admin)
    assert queries.chart().active(office.admin)


def test_the_last_administrator_stays_one(office: Company) -> None:
    with pytest.raises(Invalid):
        commands.dismiss_person(SYSTEM, person=office.admin)
    with pytest.raises(Invalid) as refusal:
        commands.edit_person(acting(office.admin), person=office.admin, is_admin=False)
    assert set(refusal.value.fields) == {"is_admin"}
    commands.edit_person(acting(office.admin), person=office.boris, is_admin=True)
    commands.edit_person(acting(office.admin), person=office.admin, is_admin=False)
    assert queries.chart().is_admin(office.boris)
    assert not queries.chart().is_admin(office.admin)


def test_a_dismissed_administrator_does_not_count(office: Company) -> None:
    commands.edit_person(SYSTEM, person=office.boris, is_admin=True)
    commands.dismiss_person(SYSTEM, person=office.boris)
    with pytest.raises(Invalid):
        commands.dismiss_person(SYSTEM, person=office.admin)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("add_person", {"email": "x@example.org", "last_name": "Х", "first_name": "Х"}),
        ("edit_person", {"is_admin": True}),
        ("dismiss_person", {}),
        ("reinstate_person", {}),
        ("set_password", {"password": "correct horse battery"}),
    ],
)
def test_only_an_administrator_deals_with_people(office: Company, name: str, arguments: dict[str, Any]) -> None:
    about = {} if name == "add_person" else {"person": office.alice}
    for person_id in (office.alice, office.boris, office.director, office.victor):
        with pytest.raises(Forbidden):
            getattr(commands, name)(acting(person_id), **about, **arguments)
    assert not queries.chart().is_admin(office.alice)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("edit_person", {}),
        ("dismiss_person", {}),
        ("reinstate_person", {}),
        ("set_password", {"password": "correct horse battery"}),
    ],
)
def test_nobody_by_that_number(office: Company, name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        getattr(commands, name)(acting(office.admin), person=10**9, **arguments)


def test_a_refused_command_leaves_nothing(office: Company) -> None:
    before = (queries.current_revision(), Person.objects.count())
    with pytest.raises(Invalid):
        commands.add_person(acting(office.admin), email="nobody", last_name="Х", first_name="Х")
    assert (queries.current_revision(), Person.objects.count()) == before


def test_a_repeated_call_with_its_key_adds_one_person(office: Company) -> None:
    arguments: dict[str, Any] = {"email": "x@example.org", "last_name": "Х", "first_name": "Х", "key": "k1"}
    first = commands.add_person(acting(office.admin), **arguments)
    assert commands.add_person(acting(office.admin), **arguments) == first


def test_the_database_itself_refuses_capitals_in_an_address(office: Company) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(id=office.alice).update(email="Andreeva@example.org")


def test_people_come_in_russian_order(office: Company) -> None:
    for last in ("Жуков", "Ёлкин", "Елкин", "Яшин"):
        person(f"p{ord(last[0])}{ord(last[1])}", last, "Пётр")
    names = [line.full_name.split()[0] for line in queries.people(acting(office.alice))]
    assert names == ["Андреева", "Белов", "Волков", "Громова", "Дёмина", "Елкин", "Ёлкин", "Жуков", "Яшин"]


def test_an_administrator_who_cannot_sign_in_does_not_count(office: Company) -> None:
    commands.set_password(SYSTEM, person=office.admin, password="correct horse battery")
    commands.edit_person(acting(office.admin), person=office.boris, is_admin=True)
    for leave in (
        lambda: commands.edit_person(acting(office.admin), person=office.admin, is_admin=False),
        lambda: commands.dismiss_person(acting(office.boris), person=office.admin),
    ):
        with pytest.raises(Invalid):
            leave()
    commands.edit_person(acting(office.admin), person=office.alice, is_admin=True)
    commands.edit_person(acting(office.admin), person=office.alice, is_admin=False)  # could not get in anyway
    commands.set_password(acting(office.admin), person=office.boris, password="correct horse battery")
    commands.edit_person(acting(office.admin), person=office.admin, is_admin=False)
    assert not queries.chart().is_admin(office.admin)


@pytest.mark.parametrize(("issuer", "counts"), [("https://id.example", True), ("https://former.example", False)])
def test_an_administrator_of_the_identity_server_counts(office: Company, issuer: str, counts: bool) -> None:
    commands.set_password(SYSTEM, person=office.admin, password="correct horse battery")
    commands.edit_person(SYSTEM, person=office.boris, is_admin=True)
    outside.tie(office.boris, issuer, "b-1")
    with override_settings(OIDC_ISSUER="https://id.example"), nullcontext() if counts else pytest.raises(Invalid):
        commands.edit_person(acting(office.boris), person=office.admin, is_admin=False)
    assert queries.chart().is_admin(office.admin) is not counts
