"""Colleagues' pages, and what administrators do about people."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from marshrut.org.models import Department, Person
from tests.support.office import PASSWORD, Office

from .conftest import signed_in

FORM = {
    "last_name": "Зайцева",
    "first_name": "Зоя",
    "middle_name": "Ильинична",
    "email": "zoya@example.ru",
    "position": "Кладовщик",
    "language": "ru",
}


def test_a_colleague_has_a_page(clerk: Client, office: Office) -> None:
    text = clerk.get(f"/org/people/{office.id('boris')}/").content.decode()
    for shown in ("Борисов Борис", "Снабжение", "boris@example.ru", "Громова", "09:00–13:00, 14:00–18:00", "Москва"):
        assert shown in text
    assert "Уволить" not in text
    assert clerk.get("/org/people/999999/").status_code == 404


def test_the_form_is_the_administrators(clerk: Client, admin: Client, office: Office) -> None:
    address = f"/org/people/{office.id('boris')}/?edit=1"
    assert 'name="last_name"' not in clerk.get(address).content.decode()
    assert 'value="Борисов"' in admin.get(address).content.decode()


def test_a_person_is_added_and_gets_a_password(admin: Client, office: Office) -> None:
    supply = Department.objects.get(name="Снабжение").pk
    answer = admin.post("/org/people/new/", {**FORM, "department": supply})
    made = Person.objects.get(email="zoya@example.ru")
    assert answer.headers["Location"] == f"/org/people/{made.pk}/?password=1"
    assert (made.department_id, made.is_admin, made.has_usable_password()) == (supply, False, False)
    page = admin.get(answer.headers["Location"]).content.decode()
    proposed = re.search(r'name="password" value="([a-z0-9-]{19})"', page)
    assert proposed
    admin.post(f"/org/people/{made.pk}/password", {"password": proposed[1]})
    form = {"username": "zoya@example.ru", "password": proposed[1]}
    assert Client().post("/login/", form).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"last_name": " "}, "last_name"),
        ({"email": "boris@example.ru"}, "email"),
        ({"email": "не почта"}, "email"),
        ({"language": "fr"}, "language"),
        ({"time_zone": "Mars/Phobos"}, "time_zone"),
        ({"department": "777"}, "department"),
        ({"department": "нет"}, "department"),
    ],
)
def test_a_refused_person_keeps_what_was_typed(admin: Client, wrong: dict[str, str], field: str) -> None:
    sent = {**FORM, "is_admin": "1", **wrong}
    page = admin.post("/org/people/new/", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert f"f-{field}-error" in text or 'class="error"' in text
    for name in ("first_name", "middle_name", "position"):
        assert f'value="{sent[name]}"' in text
    assert re.search(r'name="is_admin"[^>]*checked', text)
    assert Person.objects.count() == 9


def test_details_are_changed(admin: Client, office: Office) -> None:
    viktor = office.id("viktor")
    form = {**FORM, "last_name": "Викторова-Нова", "email": "VIKTOR@example.ru", "time_zone": "Asia/Omsk"}
    assert admin.post(f"/org/people/{viktor}/edit", form).headers["Location"] == f"/org/people/{viktor}/"
    found = Person.objects.get(pk=viktor)
    assert (found.last_name, found.email, found.time_zone) == ("Викторова-Нова", "viktor@example.ru", "Asia/Omsk")
    page = admin.post(f"/org/people/{viktor}/edit", {**FORM, "last_name": "", "email": "boris@example.ru"})
    assert page.status_code == 422
    assert 'value="Зоя"' in page.content.decode()


def test_the_last_administrator_stays_one(admin: Client, office: Office) -> None:
    page = admin.post(f"/org/people/{office.id('admin')}/edit", {**FORM, "email": "admin@example.ru"})
    assert page.status_code == 422
    assert "Это последний администратор" in page.content.decode()


def test_a_weak_password_is_refused_and_stays_to_be_corrected(admin: Client, office: Office) -> None:
    page = admin.post(f"/org/people/{office.id('alisa')}/password", {"password": "123"})
    assert page.status_code == 422
    assert 'name="password" value="123"' in page.content.decode()
    office.people["alisa"].refresh_from_db()
    assert office.people["alisa"].check_password(PASSWORD)


def test_a_new_password_ends_the_sessions(admin: Client, clerk: Client, office: Office) -> None:
    admin.post(f"/org/people/{office.id('alisa')}/password", {"password": "новый-пароль-для-Алисы"})
    assert clerk.get("/inbox/").headers["Location"].startswith("/login/")


def test_dismissal_closes_the_door_and_says_what_is_left(admin: Client, office: Office) -> None:
    chief = office.id("chief")
    person = signed_in(office, "chief")
    text = admin.post(f"/org/people/{chief}/dismiss", follow=True).content.decode()
    assert "Сотрудник уволен, вход закрыт" in text
    assert "Роль «chief_accountant» осталась без сотрудников" in text
    assert "«Бухгалтерия»" in text
    assert "Вернуть на работу" in text
    assert person.get("/inbox/").headers["Location"].startswith("/login/")
    admin.post(f"/org/people/{chief}/reinstate")
    assert Person.objects.get(pk=chief).is_active


def test_nobody_dismisses_himself(admin: Client, office: Office) -> None:
    own = office.id("admin")
    assert "Уволить" not in admin.get(f"/org/people/{own}/").content.decode()
    text = admin.post(f"/org/people/{own}/dismiss", follow=True).content.decode()
    assert "Уволить самого себя нельзя" in text
    assert Person.objects.get(pk=own).is_active


HOURS = {f"day_{number}": "10-14, 15.00 – 19:00" for number in range(5)}


def test_own_hours_are_typed_as_people_write_them(admin: Client, office: Office) -> None:
    viktor = office.id("viktor")
    assert admin.post(f"/org/people/{viktor}/hours/", {**HOURS, "own": "1"}).status_code == 302
    stored = Person.objects.get(pk=viktor).schedule
    assert stored is not None
    assert stored["week"][0] == [["10:00", "14:00"], ["15:00", "19:00"]]
    assert stored["week"][6] == []
    assert "10:00–14:00, 15:00–19:00" in admin.get(f"/org/people/{viktor}/").content.decode()
    admin.post(f"/org/people/{viktor}/hours/", HOURS)
    assert Person.objects.get(pk=viktor).schedule is None


@pytest.mark.parametrize("text", ["с утра", "10:00", "18:00–9:00", "9–12, 11–18", "10-99"])
def test_refused_hours_stay_to_be_corrected(admin: Client, office: Office, text: str) -> None:
    page = admin.post(f"/org/people/{office.id('viktor')}/hours/", {**HOURS, "own": "1", "day_2": text})
    assert page.status_code == 422
    assert f'value="{text}"' in page.content.decode()
    assert Person.objects.get(pk=office.id("viktor")).schedule is None


def test_a_clerk_does_none_of_it(clerk: Client, office: Office) -> None:
    viktor = office.id("viktor")
    assert clerk.get(f"/org/people/{viktor}/hours/").status_code == 403
    for act, form in (
        ("edit", FORM),
        ("password", {"password": "новый-пароль-Виктора"}),
        ("dismiss", {}),
        ("reinstate", {}),
        ("hours/", {"own": "1", **HOURS}),
    ):
        assert clerk.post(f"/org/people/{viktor}/{act}", form).status_code == 403, act
    assert clerk.post("/org/people/new/", FORM).status_code == 403
    found = Person.objects.get(pk=viktor)
    assert found.is_active
    assert found.check_password(PASSWORD)
    assert found.schedule is None


def test_what_goes_to_whom_is_said_before_a_dismissal(admin: Client, office: Office) -> None:
    office.request()
    office.request()
    text = admin.get(f"/org/people/{office.id('boris')}/").content.decode()
    assert "Перейдут 2 задания" in text
    assert "Громова" in text.split('id="dismiss"')[1]


def test_a_dismissal_that_breaks_routes_says_so(admin: Client, office: Office) -> None:
    admin.post(f"/org/people/{office.id('finance')}/dismiss")
    assert "Сломанные маршруты" in admin.get(f"/org/people/{office.id('finance')}/").content.decode()
