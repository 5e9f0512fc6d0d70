"""Settings of the shared disk: kinds, their statuses and numbers, folders; and the registration book."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from marshrut.documents import commands, tables
from marshrut.documents.models import Counter, Folder, Kind, NumberRule
from marshrut.kernel.actor import Actor
from tests.support.kinds import shipped
from tests.support.office import Office
from tests.support.shelf import paper

from .conftest import signed_in

SYSTEM = Actor.system()
SHEET = {"hx-request": "true"}
KINDS = "/documents/kinds/"
CONTRACT = f"{KINDS}contract/"


@pytest.fixture(autouse=True)
def kinds(office: Office) -> None:
    shipped()


def get(browser: Client, address: str, **how: str) -> str:
    answer = browser.get(address, headers=how)
    assert answer.status_code == 200
    return answer.content.decode()


def inputs(text: str) -> dict[str, str]:
    """What a form would send as it stands."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]+>", text):
        said = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if said.get("type") in ("radio", "checkbox") and " checked" not in tag:
            continue
        if "name" in said:
            found[said["name"]] = said.get("value", "")
    return found


@pytest.mark.parametrize(
    "address",
    [KINDS, f"{KINDS}new/", CONTRACT, f"{CONTRACT}statuses/", f"{CONTRACT}numbers/", f"{CONTRACT}numbers/new/",
     f"{CONTRACT}archive/", "/documents/folders/", "/documents/folders/1/"],
)  # fmt: skip
def test_only_administrators_shape_the_disk(office: Office, address: str) -> None:
    for name in ("alisa", "director"):
        browser = signed_in(office, name)
        assert browser.get(address).status_code in (403, 405)
        assert browser.post(address, {"title": "Моё", "name": "Моё"}).status_code in (403, 405)
    assert "Виды документов" not in get(signed_in(office, "alisa"), "/documents/")


def test_kinds_are_listed_with_statuses_and_the_next_number(admin: Client) -> None:
    text = get(admin, KINDS)
    assert "На согласовании" in text
    assert re.search(r"номера вида 01-05/001-\d{4}", text)


def test_a_kind_is_added_and_opened_to_chosen_people(admin: Client, office: Office) -> None:
    sent = {
        "title": "Доверенность", "kind": "proxy", "family": "other", "filing": "year", "folder": "",
        "readers": ["role:director", "everyone"], "adders": ["role:director"],
        "keepers_person": str(office.id("alisa")), "keepers_person_text": "Алиева А.", "gapless": "1",
    }  # fmt: skip
    answer = admin.post(f"{KINDS}new/", sent)
    assert answer.headers["Location"] == f"{KINDS}proxy/statuses/"
    made = Kind.objects.get(key="proxy")
    assert made.keepers == [f"person:{office.id('alisa')}"]
    assert "Доверенность" in get(signed_in(office, "director"), "/documents/new/")
    assert "Доверенность" not in get(signed_in(office, "viktor"), "/documents/new/")


def test_a_refused_kind_keeps_what_was_typed_and_ticked(admin: Client) -> None:
    sent = {
        "title": "Справка",
        "kind": "Плохой ключ",
        "family": "letter",
        "filing": "year",
        "readers": ["role:director"],
    }
    answer = admin.post(f"{KINDS}new/", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Справка"' in text
    assert 'value="Плохой ключ"' in text
    assert re.search(r'value="role:director" checked', text)
    assert not re.search(r'name="readers" value="everyone" checked', text)


def test_who_came_first_wins_and_the_other_is_told(admin: Client) -> None:
    opened = inputs(get(admin, CONTRACT))
    admin.post(CONTRACT, {**opened, "title": "Договор и соглашение"})
    answer = admin.post(CONTRACT, {**opened, "title": "Моё название", "key": "another-key"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert 'value="Моё название"' in text
    assert "Открыть вид, какой он сейчас" in text
    assert Kind.objects.get(key="contract").title == "Договор и соглашение"


def test_statuses_are_moved_added_and_removed_before_anything_is_written(admin: Client) -> None:
    at = f"{KINDS}other/statuses/"
    form = inputs(get(admin, at))
    moved = admin.post(at, {**form, "row": ["0", "1", "2", "3"], "act": "down-0"}, headers=SHEET).content.decode()
    assert inputs(moved)["title-0"] == "В работе"
    added = admin.post(at, {**inputs(moved), "row": ["0", "1", "2", "3"], "act": "add"}, headers=SHEET).content.decode()
    taken = admin.post(
        at, {**inputs(added), "title-4": "Проверено", "row": list("01234"), "act": "remove-3"}, headers=SHEET
    ).content.decode()
    assert [inputs(taken)[f"title-{n}"] for n in range(4)] == ["В работе", "Черновик", "Готово", "Проверено"]
    assert Kind.objects.get(key="other").statuses.first().title == "Черновик"  # type: ignore[union-attr]
    done = admin.post(at, {**inputs(taken), "row": list("0123"), "act": "save"}, headers=SHEET)
    assert done.headers["HX-Redirect"] == at
    assert list(Kind.objects.get(key="other").statuses.values_list("title", "initial")) == [
        ("В работе", False), ("Черновик", True), ("Готово", False), ("Проверено", False),
    ]  # fmt: skip


def test_a_status_that_papers_have_stays(admin: Client, office: Office) -> None:
    paper(office, kind="other")
    at = f"{KINDS}other/statuses/"
    text = get(admin, at)
    assert "у 1 документа" in text
    assert 'value="remove-0"' not in text
    form = inputs(text)
    answer = admin.post(at, {**form, "row": ["1", "2", "3"], "initial": "1", "act": "save"}, headers=SHEET)
    assert answer.status_code in (409, 422)
    assert "В работе" in answer.content.decode()
    assert Kind.objects.get(key="other").statuses.count() == 4


def test_a_number_template_is_tried_as_it_is_typed(admin: Client) -> None:
    at = f"{CONTRACT}preview/"
    looks = admin.get(at, {"template": "{kind}-{n:5}-{yyyy}"}).content.decode()
    assert re.search(r"Д-00001-\d{4}", looks)
    wrong = admin.get(at, {"template": "без номера"}).content.decode()
    assert "Номера будут" not in wrong
    assert wrong
    assert "<b>" not in admin.get(at, {"template": "<b>{n}-{yyyy}"}).content.decode()


def test_a_rule_is_added_changed_and_removed(admin: Client) -> None:
    at = f"{CONTRACT}numbers/"
    wrong = admin.post(f"{at}new/", {"template": "{x}", "case_index": "01"}, headers=SHEET)
    assert wrong.status_code == 422
    assert 'value="{x}"' in wrong.content.decode()
    admin.post(f"{at}new/", {"template": "Д-{n:4}/{yyyy}", "since_year": "2027"})
    made = NumberRule.objects.get(since_year=2027)
    assert "Д-0001/" in get(admin, at)
    admin.post(f"{at}{made.pk}/", {"template": "ДГ-{n}/{yyyy}"})
    made.refresh_from_db()
    assert (made.template, made.since_year) == ("ДГ-{n}/{yyyy}", 2027)
    admin.post(f"{at}{made.pk}/remove/")
    assert not NumberRule.objects.filter(since_year=2027).exists()
    assert admin.get(f"{at}999999/").status_code == 404


def test_what_would_make_equal_numbers_is_refused_with_a_sentence(admin: Client) -> None:
    at = f"{CONTRACT}numbers/"
    later = commands.set_number_rule(SYSTEM, kind="contract", template="Д-{n}/{yyyy}", since_year=2026)["id"]
    taken = "{case}/{n:3}-{yyyy}"
    commands.set_number_rule(SYSTEM, kind="annex", template=taken, case_index="01-05", since_year=2026)
    refused = admin.post(f"{at}{later}/remove/", headers=SHEET)
    assert refused.status_code == 409
    assert "у двух документов могут совпасть номера" in refused.content.decode()
    assert NumberRule.objects.filter(pk=later).exists()


def test_the_counter_takes_back_a_slip_but_no_number_that_is_given(admin: Client, office: Office) -> None:
    at = f"{CONTRACT}counter/"
    sent = {"organisation": "", "year": "2026", "last": "1200"}
    assert 'name="confirm"' not in get(admin, at)
    far = admin.post(at, sent, headers=SHEET)
    assert far.status_code == 422
    assert 'name="confirm"' in far.content.decode()
    assert admin.post(at, {**sent, "confirm": "1"}).status_code == 302
    assert admin.post(at, {**sent, "last": "120"}).status_code == 302
    number = paper(office)
    signed_in(office, "director").post(f"/documents/{number}/register/", {"on": "2026-03-01"})
    back = admin.post(at, {**sent, "last": "3"}, headers=SHEET)
    assert back.status_code in (409, 422)
    assert 'value="3"' in back.content.decode()
    assert admin.post(at, {**sent, "last": "много"}).status_code == 422
    assert Counter.objects.get(year=2026).last == 121


def test_a_kind_goes_into_the_archive_and_comes_back(admin: Client, clerk: Client) -> None:
    admin.post(f"{KINDS}order/archive/")
    assert "Приказ" not in get(clerk, "/documents/new/")
    assert "В архиве" in get(admin, KINDS)
    admin.post(f"{KINDS}order/archive/")
    assert "Приказ" in get(clerk, "/documents/new/")


def test_folders_are_added_renamed_and_only_empty_ones_removed(admin: Client) -> None:
    at = "/documents/folders/"
    admin.post(at, {"name": "Спорные", "parent": ""})
    made = Folder.objects.get(name="Спорные")
    twice = admin.post(at, {"name": "Спорные", "parent": ""})
    assert twice.status_code == 409
    assert 'value="Спорные"' in twice.content.decode()
    admin.post(f"{at}{made.pk}/", {"name": "Претензии"})
    assert "Претензии" in get(admin, at)
    admin.post(f"{at}{made.pk}/remove/")
    assert not Folder.objects.filter(pk=made.pk).exists()
    used = Kind.objects.get(key="contract").folder_id
    refused = admin.post(f"{at}{used}/remove/", headers=SHEET)
    assert refused.status_code == 409
    assert Folder.objects.filter(pk=used).exists()


def test_the_book_goes_away_as_a_table_with_what_is_void(office: Office) -> None:
    keeper = signed_in(office, "director")
    first, second = (paper(office, f"Договор {n}") for n in range(2))
    for one in (first, second):
        commands.register_document(Actor.system(), document=one)
    commands.void_number(office.actor("director"), document=first, reason="Дубль")
    text = get(keeper, "/documents/book/?kind=contract&organisation=")
    assert "Дубль" in text
    address = re.search(r'href="(/documents/book/export[^"]+)"', text)
    assert address
    answer = keeper.get(address[1].replace("&amp;", "&"))
    rows = tables.read(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert [row[2] for row in rows[1:]] == ["Договор 1", "Договор 0"]
    assert any("Дубль" in str(row[7]) for row in rows[1:])


def test_a_book_of_nobody_is_empty_and_not_an_error(clerk: Client) -> None:
    assert "В этом журнале пока нет номеров" in get(clerk, "/documents/book/?kind=order&organisation=&year=1999")
    Kind.objects.all().delete()
    assert "Вам не открыт ни один вид документов" in get(clerk, "/documents/book/")
