"""Formalised documents on pages: shown as a paper to those who see the file, filled in without any script."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.cards import commands, queries
from marshrut.cards.models import Card
from marshrut.crm import commands as crm
from marshrut.documents import commands as documents
from tests.support import fns
from tests.support.office import SYSTEM, Office

NEW, READ = "/cards/payment_request/new/", "/cards/payment_request/read/?field=invoice"


def as_(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def upload(content: bytes, name: str = "УПД.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored(office: Office, who: str, content: bytes, name: str = "УПД.xml") -> int:
    return int(documents.store_file(office.actor(who), name=name, stream=io.BytesIO(content))["id"])


def fields(office: Office) -> dict[str, Any]:
    card = Card.objects.system("of a test").get().pk
    return dict(queries.card(office.actor("alisa"), card).state.fields)


@pytest.fixture
def romashka(office: Office) -> int:
    told: dict[str, Any] = {"kind": "legal", "name": "ООО Ромашка", "inn": fns.SELLER_INN, "kpp": "770001001"}
    return int(crm.add_company(SYSTEM, **told)["id"])


@pytest.mark.parametrize("make", fns.ALL.values(), ids=fns.ALL)
def test_every_kind_is_shown_as_a_paper(office: Office, make: Any) -> None:
    name = "УПД.zip" if make is fns.archive else "УПД.xml"
    answer = as_(office, "alisa").post("/files/preview/", {"file": upload(make(), name)})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'class="formal"' in page
    assert "None" not in page


def test_the_paper_is_for_those_who_see_the_file(office: Office) -> None:
    file = stored(office, "alisa", fns.upd_501())
    own = as_(office, "alisa").get(f"/files/{file}/document/")
    assert "Шестьдесят три тысячи рублей 00 копеек" in own.content.decode()
    assert as_(office, "viktor").get(f"/files/{file}/document/").status_code == 404
    commands.create_card(
        office.actor("alisa"), card_type="payment_request", fields=office.fields(invoice=[file]), start=True
    )
    assert as_(office, "boris").get(f"/files/{file}/document/").status_code == 200


def test_what_the_file_says_is_text(office: Office) -> None:
    """Markup in names of goods stays text, on the page and in what scripts get."""
    content = fns.upd_501({"Крышка-дозатор": "&lt;script&gt;alert(1)&lt;/script&gt;"})
    file = stored(office, "alisa", content)
    page = as_(office, "alisa").get(f"/files/{file}/document/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_file_itself_goes_out_as_plain_bytes(office: Office) -> None:
    file = stored(office, "alisa", fns.upd_501())
    answer = as_(office, "alisa").get(f"/files/{file}/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content) == fns.upd_501()  # type: ignore[attr-defined]
    answer.close()


@pytest.mark.parametrize(
    ("content", "said"),
    [(fns.upd_501()[:900], "возможно, он повреждён"), (fns.upd_501({"СвСчФакт": "Другое"}), "такой формат пока")],
)
def test_what_cannot_be_read_is_kept_and_said(office: Office, content: bytes, said: str) -> None:
    file = stored(office, "alisa", content)
    page = as_(office, "alisa").get(f"/files/{file}/document/").content.decode()
    assert "Файл сохранён, но прочитать его как документ не удалось" in page
    assert said in page


def test_a_form_without_scripts_is_filled_by_the_server(office: Office, romashka: int) -> None:
    sent = {"invoice_shown": "1", "invoice": upload(fns.upd_501()), "expense_item": "packaging", "key": "k1"}
    empty = {"counterparty": "", "amount": "", "purpose": "", "note": "", "pay_before": ""}
    answer = as_(office, "alisa").post(NEW, {**sent, **empty})
    assert answer.status_code == 302
    found = fields(office)
    assert (found["counterparty"], found["amount"]) == (romashka, "63000.00")


def test_a_refused_form_shows_what_was_read(office: Office, romashka: int) -> None:
    sent = {"invoice_shown": "1", "invoice": upload(fns.upd_501()), "expense_item": "", "amount": "", "key": "k1"}
    page = as_(office, "alisa").post(NEW, sent).content.decode()
    assert "63\u202f000,00" in page
    assert "ООО Ромашка" in page


def test_what_a_person_emptied_stays_empty(office: Office, romashka: int) -> None:
    """They saw it filled in and took it out: the form says so, and the file is asked no more."""
    sent = {"invoice_shown": "1", "invoice": upload(fns.upd_501()), "invoice_read": "1", "draft": "1", "key": "k1"}
    as_(office, "alisa").post(NEW, {**sent, "amount": "", "purpose": "Флаконы", "counterparty": ""})
    found = fields(office)
    assert not found.get("amount")
    assert not found.get("counterparty")


def test_the_form_of_a_card_fills_empty_fields_only(office: Office, romashka: int) -> None:
    made = commands.create_card(
        office.actor("alisa"), card_type="payment_request", fields={"purpose": "Флаконы"}, start=False
    )
    sent = {"invoice_shown": "1", "invoice": upload(fns.upd_501()), "purpose": "Флаконы", "amount": "", "key": "k2"}
    version = queries.card(office.actor("alisa"), made["card"]).state.edition
    as_(office, "alisa").post(f"/cards/{made['card']}/edit", {**sent, "version": version})
    found = fields(office)
    assert (found["purpose"], found["amount"]) == ("Флаконы", "63000.00")


def test_what_the_script_of_the_form_is_told(office: Office, romashka: int) -> None:
    told = as_(office, "alisa").post(READ, {"file": upload(fns.upd_501())}).json()
    assert told["read"] == "Прочитан документ: УПД № 215 от 12.11.2026"
    shown = {one["name"]: (one["value"], one["text"]) for one in told["fields"]}
    assert shown["counterparty"] == (str(romashka), "ООО Ромашка")
    assert shown["amount"][0] == "63\u202f000,00"
    assert told["strangers"] == []


def test_an_unknown_side_is_offered_by_its_requisites(office: Office) -> None:
    told = as_(office, "alisa").post(READ, {"file": upload(fns.upd_503())}).json()
    (one,) = told["strangers"]
    assert one["field"] == "counterparty"
    assert "Такой компании ещё нет" in one["text"]
    page = as_(office, "alisa").get(one["add"]).content.decode()
    assert "500000123430" in page
    assert "ИП Лебедев Пётр Ильич" in page


def test_several_companies_of_one_inn_are_not_guessed(office: Office, romashka: int) -> None:
    crm.add_company(SYSTEM, kind="legal", name="Филиал", inn=fns.SELLER_INN, kpp="770001002")
    content = fns.upd_501({'КПП="770001001"': 'КПП="770001003"'})
    (one,) = as_(office, "alisa").post(READ, {"file": upload(content)}).json()["strangers"]
    assert "несколько" in one["text"]
    assert one["add"] == ""


def test_other_files_and_fields_are_told_nothing(office: Office) -> None:
    client = as_(office, "alisa")
    assert client.post(READ, {"file": upload(b"%PDF-1.4", "a.pdf")}).status_code == 204
    assert client.post(READ, {"file": upload(b"PK\x03\x04", "a.zip")}).status_code == 204
    assert client.post(READ).status_code == 204
    assert client.post("/cards/payment_request/read/?field=note", {"file": upload(b"x")}).status_code == 404
    assert client.get(READ).status_code == 405
    assert (
        "прочитать его как документ не удалось"
        in client.post(READ, {"file": upload(fns.upd_501()[:500])}).json()["note"]
    )
    assert Client().post(READ).status_code in {302, 401, 403}
