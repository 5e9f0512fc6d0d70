"""Our company: everybody looks, administrators change."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.kernel.actor import Actor
from marshrut.org import commands
from marshrut.org.models import CompanyRole, Department, RoleHolder
from tests.support.office import Office

SYSTEM = Actor.system()


def department(name: str) -> Department:
    return Department.objects.get(name=name)


def test_the_tree_shows_departments_heads_people_and_roles(clerk: Client) -> None:
    text = clerk.get("/org/").content.decode()
    for shown in (
        "Компания",
        "Снабжение",
        "Борисов",
        "Алиева",
        "Роли в процессах",
        "operations_manager",
        "9 сотрудников",
    ):
        assert shown in text
    assert "Добавить сотрудника" not in text
    assert "/org/departments/" not in text


def test_an_administrator_may_change_it(admin: Client) -> None:
    text = admin.get("/org/").content.decode()
    assert "Добавить сотрудника" in text
    assert f"/org/departments/{department('Снабжение').pk}/" in text
    assert "/org/roles/director/" in text


def test_empty_seats_and_vacant_roles_are_warned_about(admin: Client, office: Office) -> None:
    commands.edit_department(SYSTEM, department=department("Лаборатория").pk, head=None)
    commands.revoke_role(SYSTEM, role="director", person=office.id("director"))
    text = admin.get("/org/").content.decode()
    assert "У отдела «Лаборатория» нет руководителя, документы получает Громова" in text
    assert "Роль «director» никому не назначена" in text


def test_a_dismissed_head_is_an_empty_seat(admin: Client, office: Office) -> None:
    commands.dismiss_person(SYSTEM, person=office.id("viktor"))
    text = admin.get("/org/").content.decode()
    assert "У отдела «Лаборатория» нет руководителя" in text
    assert "Викторов" not in text
    assert "Викторов" in admin.get("/org/dismissed/").content.decode()


def test_roles_that_a_process_asks_for_and_nobody_made(admin: Client, office: Office) -> None:
    RoleHolder.objects.filter(role__key="director").delete()
    CompanyRole.objects.filter(key="director").delete()
    commands.edit_department(SYSTEM, department=department("Лаборатория").pk, sort=7)  # moves the revision
    text = admin.get("/org/").content.decode()
    assert "/org/roles/new/?role=director" in text
    assert "нужна процессу «Оплаты»" in text
    assert 'value="Генеральный директор"' in admin.get("/org/roles/new/?role=director").content.decode()


def test_people_outside_of_departments_are_shown(admin: Client, office: Office) -> None:
    commands.edit_person(SYSTEM, person=office.id("viktor"), department=None)
    assert "Вне отделов" in admin.get("/org/").content.decode()


def test_a_department_is_added_under_another(admin: Client, office: Office) -> None:
    top = department("Компания").pk
    form = {"name": "Склад", "parent": top, "head": office.id("viktor"), "head_text": "Викторов В.", "sort": "3"}
    assert admin.post("/org/departments/new/", form).headers["Location"] == "/org/"
    made = department("Склад")
    assert (made.parent_id, made.head_id, made.sort) == (top, office.id("viktor"), 3)
    assert "Отдел добавлен" in admin.get("/org/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "Снабжение"}, "name"),
        ({"parent": "999999"}, "parent"),
        ({"parent": "x"}, "parent"),
        ({"head": "", "head_text": "Борис"}, "head"),
        ({"sort": "много"}, "sort"),
    ],
)
def test_a_refused_department_keeps_what_was_typed(admin: Client, wrong: dict[str, str], field: str) -> None:
    form = {"name": "Склад готовой продукции", "parent": str(department("Компания").pk), "sort": "41", **wrong}
    page = admin.post("/org/departments/new/", form)
    text = page.content.decode()
    assert page.status_code == 422
    assert f"f-{field}-error" in text
    for name in ("name", "sort"):
        assert f'value="{form[name]}"' in text
    if "head_text" in wrong:
        assert 'value="Борис"' in text
    assert Department.objects.count() == 4


def test_a_department_moves_in_the_tree_but_not_into_itself(admin: Client, office: Office) -> None:
    supply, lab, top = department("Снабжение"), department("Лаборатория"), department("Компания")
    form = {"name": "Лаборатория", "parent": str(supply.pk), "head": "", "head_text": "", "sort": "0"}
    assert admin.post(f"/org/departments/{lab.pk}/", form).status_code == 302
    lab.refresh_from_db()
    assert (lab.parent_id, lab.head_id) == (supply.pk, None)
    page = admin.post(f"/org/departments/{top.pk}/", {"name": "Компания", "parent": str(lab.pk), "sort": "0"})
    assert page.status_code == 422
    assert "Отдел не может входить сам в себя" in page.content.decode()
    own = f'<option value="{lab.pk}"'
    assert own not in admin.get(f"/org/departments/{supply.pk}/").content.decode()


def test_a_department_with_people_is_not_removed(admin: Client) -> None:
    supply = department("Снабжение").pk
    answer = admin.post(f"/org/departments/{supply}/remove", follow=True)
    assert "В этом отделе есть сотрудники" in answer.content.decode()
    empty = Department.objects.create(name="Пустой").pk
    assert admin.post(f"/org/departments/{empty}/remove").headers["Location"] == "/org/"
    assert not Department.objects.filter(pk=empty).exists()


def test_a_role_is_added_given_and_taken_back(admin: Client, office: Office) -> None:
    form = {"role": "secretary", "title_ru": "Секретарь", "title_en": "Secretary"}
    assert admin.post("/org/roles/new/", form).headers["Location"] == "/org/roles/secretary/"
    assert "никому не назначена" in admin.get("/org/roles/secretary/").content.decode()
    admin.post("/org/roles/secretary/assign", {"person": office.id("viktor"), "person_text": "Викторов В."})
    assert "Викторов" in admin.get("/org/roles/secretary/").content.decode()
    answer = admin.post("/org/roles/secretary/revoke", {"person": office.id("viktor")}, follow=True)
    text = answer.content.decode()
    assert "Роль «Секретарь» осталась без сотрудников" in text
    assert not RoleHolder.objects.filter(role__key="secretary").exists()


def test_refused_roles_keep_what_was_typed(admin: Client, office: Office) -> None:
    page = admin.post("/org/roles/new/", {"role": "Секретарь", "title_ru": "Секретарь", "title_en": ""})
    text = page.content.decode()
    assert page.status_code == 422
    assert text.count('value="Секретарь"') == 2
    assert "f-role-error" in text
    assert "f-title_en-error" in text
    page = admin.post("/org/roles/director/assign", {"person": "", "person_text": "Викт"})
    assert page.status_code == 422
    assert 'value="Викт"' in page.content.decode()
    page = admin.post("/org/roles/director/", {"title_ru": "", "title_en": "Head of all"})
    assert page.status_code == 422
    assert 'value="Head of all"' in page.content.decode()


def test_a_role_is_renamed(admin: Client) -> None:
    admin.post("/org/roles/director/", {"title_ru": "Директор", "title_en": "Director"})
    assert "Директор" in admin.get("/org/").content.decode()
    assert admin.get("/org/roles/nothing/").status_code == 404


CLOSED = [
    "/org/dismissed/",
    "/org/departments/new/",
    "/org/roles/new/",
    "/org/roles/director/",
    "/org/people/new/",
]


@pytest.mark.parametrize("address", CLOSED)
def test_a_clerk_does_not_get_the_forms(clerk: Client, address: str) -> None:
    page = clerk.get(address)
    assert page.status_code == 403
    assert "У вас нет прав на это действие" in page.content.decode()


def test_a_clerk_changes_nothing_by_sending_forms(clerk: Client, office: Office) -> None:
    supply = department("Снабжение").pk
    assert clerk.post("/org/departments/new/", {"name": "Склад"}).status_code == 403
    assert clerk.post(f"/org/departments/{supply}/", {"name": "Склад"}).status_code == 403
    assert clerk.post(f"/org/departments/{supply}/remove").status_code == 403
    assert clerk.post("/org/roles/new/", {"role": "x", "title_ru": "x", "title_en": "x"}).status_code == 403
    assert (
        clerk.post("/org/roles/director/assign", {"person": office.id("alisa"), "person_text": "x"}).status_code == 403
    )
    assert clerk.post("/org/roles/director/revoke", {"person": office.id("director")}).status_code == 403
    assert not Department.objects.filter(name="Склад").exists()
    assert RoleHolder.objects.get(role__key="director").person_id == office.id("director")


def test_broken_routes_are_for_administrators(clerk: Client, admin: Client, office: Office) -> None:
    assert clerk.get("/org/broken/").status_code == 403
    assert "Всё в порядке" in admin.get("/org/broken/").content.decode()
    commands.revoke_role(SYSTEM, role="finance_manager", person=office.id("finance"))
    commands.edit_department(SYSTEM, department=department("Лаборатория").pk, head=None)
    text = admin.get("/org/broken/").content.decode()
    assert "Где документы остановятся" in text
    assert "/org/roles/finance_manager/" in text
    assert f"/org/departments/{department('Лаборатория').pk}/" in text
    commands.assign_role(SYSTEM, role="process_admin", person=office.id("alisa"))
    assert "/org/broken/" in clerk.get("/org/").content.decode()
    page = clerk.get("/org/broken/")
    assert page.status_code == 200
    assert "/org/roles/" not in page.content.decode()
