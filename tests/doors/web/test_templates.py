"""Word templates on their pages: added, tried with a card, changed, put away; what was typed survives a refusal."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.documents import commands, queries
from tests.support.kinds import shipped
from tests.support.office import Office
from tests.support.word_files import paper, texts

from .conftest import signed_in

CONTRACT = paper(
    "Договор № {{ card.number }} с {{ counterparty.name }}, ИНН {{ counterparty.inn }}", "Итого {{ amount }}"
)


@pytest.fixture(autouse=True)
def kinds(office: Office) -> None:
    shipped()


def word(content: bytes = CONTRACT, name: str = "Договор.docx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def added(office: Office, content: bytes = CONTRACT, **how: str) -> int:
    actor = office.actor("admin")
    file = commands.store_file(actor, name="Договор.docx", stream=io.BytesIO(content))["id"]
    return int(commands.add_template(actor, title="Договор поставки", file=file, **how)["id"])


def test_the_empty_list_shows_the_way(admin: Client, clerk: Client) -> None:
    page = admin.get("/templates/").content.decode()
    assert "Шаблонов пока нет" in page
    assert 'href="/templates/new/"' in page
    seen = clerk.get("/templates/").content.decode()
    assert 'href="/templates/new/"' not in seen
    assert 'href="/templates/fields/"' in seen


def test_added_shown_and_found_in_the_list(admin: Client, clerk: Client) -> None:
    form = {"title": "Договор поставки", "kind": "contract", "card_type": "payment_request", "file": word()}
    made = admin.post("/templates/new/", form)
    assert made.status_code == 302
    page = clerk.get(made.headers["Location"]).content.decode()
    assert "Договор поставки" in page
    assert "{{ counterparty.inn }}" in page
    assert "Контрагент · ИНН" in page
    assert "/edit/" not in page
    assert "Договор поставки" in clerk.get("/templates/").content.decode()


def test_a_refused_form_keeps_what_was_typed(admin: Client) -> None:
    wrong = word(paper("{{ ''.__class__ }}"))
    answer = admin.post("/templates/new/", {"title": "Мой шаблон", "kind": "order", "card_type": "", "file": wrong})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Мой шаблон" in page
    assert "__class__" in page
    assert '<option value="order" selected' in page
    nothing = admin.post("/templates/new/", {"title": "Без файла", "kind": "", "card_type": ""})
    assert nothing.status_code == 422
    assert "Выберите файл Word." in nothing.content.decode()


def test_only_word_files(admin: Client) -> None:
    answer = admin.post("/templates/new/", {"title": "т", "file": word(b"%PDF-1.4 x", "x.pdf")})
    assert answer.status_code == 422
    assert "сохраните его в формате DOCX" in answer.content.decode()


def test_unknown_fields_are_marked(admin: Client, office: Office) -> None:
    page = admin.get(f"/templates/{added(office, paper('{{ amount }} {{ nothing }}'))}/").content.decode()
    assert "Эти поля не заполнит ни одна карточка: {{ nothing }}" in page
    assert page.count("такого поля нет") == 1


def test_tried_with_a_card(clerk: Client, office: Office) -> None:
    template, card = added(office), office.request()
    answer = clerk.post(f"/templates/{template}/try", {"card": str(card), "card_text": f"ЗО-{card}"})
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    said = texts(b"".join(answer))
    assert said[0] == f"Договор № ЗО-{card} с Стеклозавод, ИНН 7707083893"
    assert said[1] == "Итого 125\u00a0000,50"


def test_a_card_of_others_is_no_card(office: Office) -> None:
    template, card = added(office), office.request()
    stranger = signed_in(office, "viktor")
    hidden = stranger.post(f"/templates/{template}/try", {"card": str(card), "card_text": "x"})
    missing = stranger.post(f"/templates/{template}/try", {"card": "999999", "card_text": "x"})
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content
    typed = stranger.post(f"/templates/{template}/try", {"card": "", "card_text": "ЗО-1"})
    assert typed.status_code == 422


def test_changed_without_the_file_and_with_it(admin: Client, office: Office) -> None:
    template = added(office)
    before = queries.template(office.actor("admin"), template)
    form = {"title": "Договор аренды", "kind": "", "card_type": "", "version": "1"}
    assert admin.post(f"/templates/{template}/edit/", form).status_code == 302
    after = queries.template(office.actor("admin"), template)
    assert (after.title, after.version, after.file.id) == ("Договор аренды", 2, before.file.id)
    stale = admin.post(f"/templates/{template}/edit/", {**form, "title": "Ещё раз", "file": word()})
    assert stale.status_code == 409
    assert "Ещё раз" in stale.content.decode()
    assert admin.post(f"/templates/{template}/edit/", {**form, "version": "2", "file": word()}).status_code == 302
    assert queries.template(office.actor("admin"), template).file.id != before.file.id


def test_put_away_and_offered_again(admin: Client, clerk: Client, office: Office) -> None:
    template = added(office)
    assert admin.post(f"/templates/{template}/archive", {"version": "1"}).status_code == 302
    assert "Договор поставки" not in clerk.get("/templates/").content.decode()
    assert "Договор поставки" in clerk.get("/templates/?archived=1").content.decode()
    assert queries.templates(office.actor("alisa"), card_type="payment_request") == ()
    admin.post(f"/templates/{template}/archive", {"version": "2"})
    assert "Договор поставки" in clerk.get("/templates/").content.decode()


def test_clerks_change_nothing(clerk: Client, office: Office) -> None:
    template = added(office)
    for path in ("new/", f"{template}/edit/"):
        assert clerk.get(f"/templates/{path}").status_code == 403
    assert clerk.post("/templates/new/", {"title": "т", "file": word()}).status_code == 403
    assert clerk.post(f"/templates/{template}/archive", {"version": "1"}).status_code == 403
    assert not queries.template(office.actor("alisa"), template).archived


def test_the_file_goes_out_for_saving(clerk: Client, office: Office) -> None:
    answer = clerk.get(f"/templates/{added(office)}/file")
    assert b"".join(answer) == CONTRACT
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert clerk.get("/templates/999/file").status_code == 404


def test_fields_are_explained_for_each_kind_of_cards(clerk: Client) -> None:
    page = clerk.get("/templates/fields/?type=payment_request").content.decode()
    for words in (
        "{{ amount_words }}",
        "прописью",
        "{{ counterparty.bik }}",
        "{{ author.full_name }}",
        "{{ card.number }}",
    ):
        assert words in page
    assert clerk.get("/templates/fields/?type=nothing").status_code == 200


def test_a_repeated_form_adds_one(admin: Client, office: Office) -> None:
    form = {"title": "Договор", "kind": "", "card_type": "", "key": "template-key-0001"}
    first = admin.post("/templates/new/", {**form, "file": word()})
    second = admin.post("/templates/new/", {**form, "file": word()})
    assert first.headers["Location"] == second.headers["Location"]
    assert len(queries.templates(office.actor("admin"))) == 1
