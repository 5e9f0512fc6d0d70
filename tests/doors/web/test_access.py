"""«Доступ»: rows read, changed, refused and returned; «Почему я это вижу» tells grounds and no content."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from marshrut.definitions import queries
from marshrut.history import queries as history
from marshrut.org import revision
from marshrut.org.models import CompanyRole, RoleHolder
from tests.support.office import Office, build

PAGE = "/access/payment_request/"


@pytest.fixture
def office(db: None) -> Office:
    return build()


def client(office: Office, name: str) -> Client:
    made = Client()
    made.force_login(office.people[name])
    return made


def keeper(office: Office) -> Client:
    """Виктор looks after the processes; he is no administrator."""
    titles = {"title_ru": "Администратор процессов", "title_en": "Process administrator"}
    role, _made = CompanyRole.objects.get_or_create(key="process_admin", defaults=titles)
    RoleHolder.objects.create(role=role, person=office.people["viktor"])
    revision.bump()
    return client(office, "viktor")


def row(**changes: Any) -> dict[str, Any]:
    seen = queries.access_table("payment_request").seen
    base = {"who": "role:finance_manager", "may": ["view"], "scope": "all", "person": "", "person_text": ""}
    return {**base, "seen": seen, **changes}


@pytest.mark.parametrize("name", ["alisa", "boris", "finance", "ops"])
def test_only_those_who_look_after_processes_come_in(office: Office, name: str) -> None:
    reader = client(office, name)
    for url in ("/access/", PAGE, f"{PAGE}0/", f"{PAGE}new/", "/access/who/"):
        assert reader.get(url).status_code == 403, url
    for url in (f"{PAGE}0/", f"{PAGE}new/", f"{PAGE}0/remove", f"{PAGE}reset"):
        assert reader.post(url, row()).status_code == 403, url
    assert 'href="/access/"' not in reader.get("/inbox/").content.decode()


def test_the_table_says_each_row_in_words(office: Office) -> None:
    reader = keeper(office)
    assert reader.get("/access/").headers["Location"] == PAGE
    text = reader.get(PAGE).content.decode()
    assert "Каждый сотрудник может создавать карточки." in text
    assert "Эти строки пришли вместе с процессом" in text
    assert text.count("<tr>") == 10
    assert 'href="/access/"' in text
    english = Client(headers={"accept-language": "en"})
    office.people["viktor"].language = "en"
    office.people["viktor"].save()
    english.force_login(office.people["viktor"])
    assert "Everyone may create cards." in english.get(PAGE).content.decode()


def test_a_row_is_added_changed_and_taken_away(office: Office) -> None:
    admin = client(office, "admin")
    sent = row(who="person", person=str(office.id("viktor")), person_text="Викторов", stages=["finance"])
    assert admin.post(f"{PAGE}new/", sent).status_code == 302
    text = admin.get(PAGE).content.decode()
    assert "Викторов" in text
    assert "пока они на стадиях: «Проверка финансовым менеджером»" in text
    n = len(queries.access_table("payment_request").grants) - 1
    form = admin.get(f"{PAGE}{n}/").content.decode()
    assert f'value="{office.id("viktor")}"' in form
    assert admin.post(f"{PAGE}{n}/", row(who="role:director", may=["view", "comment"])).status_code == 302
    grant = queries.access_table("payment_request").grants[n]
    assert (grant.who, grant.may, grant.stages) == ("role:director", ("view", "comment"), ())
    assert admin.post(f"{PAGE}{n}/remove", row()).status_code == 302
    assert len(queries.access_table("payment_request").grants) == n
    assert admin.post(f"{PAGE}reset", {}).status_code == 302
    assert not queries.access_table("payment_request").own
    kinds = [event.kind for event in history.timeline("pack:payments")]
    assert kinds[-4:] == ["pack.access_changed"] * 3 + ["pack.access_reset"]


def test_nobody_gives_rights_to_themselves(office: Office) -> None:
    reader = keeper(office)
    answer = reader.post(f"{PAGE}new/", row(who="person", person=str(office.id("viktor")), person_text="Викторов"))
    assert answer.status_code == 422
    assert "Себе права не дают" in answer.content.decode()
    assert not queries.access_table("payment_request").own
    office.people["viktor"].language = "en"
    office.people["viktor"].save()
    english = client(office, "viktor")
    answer = english.post(f"{PAGE}new/", row(who="everyone"))
    assert "Nobody gives rights to themselves" in answer.content.decode()
    assert english.post(f"{PAGE}new/", row(who="role:director", may=["view", "edit"])).status_code == 302


def test_history_keeps_before_and_after(office: Office) -> None:
    client(office, "admin").post(f"{PAGE}0/remove", row())
    client(office, "admin").post(f"{PAGE}1/remove", row())
    body = history.timeline("pack:payments")[-1].body
    assert len(body["before"]) == len(body["after"]) + 1
    assert body["before"][1]["scope"] == "own"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"may": []}, "Укажите, что разрешено"),
        ({"scope": ""}, "Укажите, о каких карточках речь"),
        ({"who": ""}, "Выберите из списка"),
        ({"who": "role:nobody"}, "Такой роли нет"),
        ({"who": "person"}, "Выберите из списка"),
        ({"scope": "departments"}, "Укажите отделы"),
        ({"scope": "departments", "departments": ["999999"]}, "Такого отдела нет"),
        ({"stages": ["nowhere"]}, "стадии"),
        ({"fields": ["amount"]}, "Поля перечислены"),
        ({"may": ["create", "view"], "stages": ["finance"]}, "ещё не стоит ни на одной стадии"),
    ],
)
def test_a_wrong_row_is_refused_and_kept_as_typed(office: Office, changes: dict[str, Any], said: str) -> None:
    admin, before = client(office, "admin"), queries.access_table("payment_request")
    answer = admin.post(f"{PAGE}new/", row(**changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    if "comment" not in changes.get("may", ["comment"]) and changes.get("may"):
        assert 'value="create" checked' in text
    assert queries.access_table("payment_request") == before


def test_nobody_is_locked_out_by_mistake(office: Office) -> None:
    admin = client(office, "admin")
    answer = admin.post(f"{PAGE}0/remove", row(), follow=True)
    assert "Создавать карточки не смог бы никто" in answer.content.decode()
    assert not queries.access_table("payment_request").own
    admin.post(f"{PAGE}1/remove", row())
    assert "Авторы не увидят собственных карточек" in admin.get(PAGE).content.decode()


def test_two_who_change_at_once_do_not_overwrite_each_other(office: Office) -> None:
    admin, old = client(office, "admin"), row(who="role:director", may=["comment"])
    assert admin.post(f"{PAGE}new/", row()).status_code == 302
    answer = admin.post(f"{PAGE}new/", old)
    assert answer.status_code == 409
    assert "Доступ тем временем изменили" in answer.content.decode()


def test_what_a_row_gives_acts_at_once(office: Office) -> None:
    card = office.request()
    reader = client(office, "viktor")
    assert reader.get(f"/cards/{card}/").status_code == 404
    sent = row(who="person", person=str(office.id("viktor")), person_text="Викторов")
    client(office, "admin").post(f"{PAGE}new/", sent)
    assert reader.get(f"/cards/{card}/").status_code == 200


def test_everybody_learns_why_they_see_a_card(office: Office) -> None:
    card = office.request()
    text = client(office, "boris").get(f"/cards/{card}/access/").content.decode()
    assert "руководит отделом, из которого карточка" in text
    assert "участвует: есть или было задание" in text
    assert "автор карточки" in client(office, "alisa").get(f"/cards/{card}/access/").content.decode()
    assert "operations_manager" in client(office, "ops").get(f"/cards/{card}/access/").content.decode()


def test_a_foreign_card_and_a_missing_one_answer_alike(office: Office) -> None:
    card = office.request()
    reader = client(office, "viktor")
    foreign, missing = reader.get(f"/cards/{card}/access/"), reader.get("/cards/999999/access/")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content


def test_the_tool_tells_what_opens_and_what_is_missing_but_nothing_of_the_card(office: Office) -> None:
    card, reader = office.request(purpose="Тайный заказ"), keeper(office)
    assert reader.get(f"/cards/{card}/").status_code == 404
    sees = reader.get("/access/who/", {"card": f"ЗО-{card}", "person": str(office.id("ops"))}).content.decode()
    assert "видит карточку" in sees
    assert "operations_manager" in sees
    blind = reader.get("/access/who/", {"card": str(card), "person": str(office.id("viktor"))}).content.decode()
    assert "не видит карточку" in blind
    assert "эти строки даны не этому сотруднику" in blind
    for text in (sees, blind):
        assert "Тайный" not in text
        assert "125\u00a0000" not in text
    assert "Карточки с таким номером нет" in reader.get("/access/who/?card=77777&person=1").content.decode()
    moved = reader.get(f"/cards/{card}/access/?person={office.id('ops')}")
    assert moved.headers["Location"] == f"/access/who/?card={card}&person={office.id('ops')}"


@pytest.mark.parametrize("query", ["card=", "card=x&person=1", "card=1&person=x", "card=99999999999999999999&person=1"])
def test_odd_questions_are_answered(office: Office, query: str) -> None:
    assert client(office, "admin").get(f"/access/who/?{query}").status_code == 200


def test_fields_one_may_not_edit_are_shown_read_only(office: Office) -> None:
    card = office.request()
    admin, alisa = client(office, "admin"), client(office, "alisa")
    assert admin.post(f"{PAGE}1/", row(who="everyone", scope="own", may=["view", "comment"])).status_code == 302
    assert 'name="purpose"' not in alisa.get(f"/cards/{card}/").content.decode()
    assert alisa.get(f"/cards/{card}/edit").status_code == 403
    sent = row(who="everyone", scope="own", may=["edit"], fields=["note"])
    assert admin.post(f"{PAGE}new/", sent).status_code == 302
    form = alisa.get(f"/cards/{card}/edit").content.decode()
    assert form.count("readonly") >= 3
    shown = {"purpose": "Флаконы 50 мл", "amount": "125 000,50", "note": "Срочно"}
    assert alisa.post(f"/cards/{card}/edit", shown).status_code in (200, 302)
    assert "Срочно" in alisa.get(f"/cards/{card}/").content.decode()
    assert alisa.post(f"/cards/{card}/edit", {**shown, "purpose": "Другое"}).status_code == 403
