"""A Word template from its upload to a paper made with a card, on a desk and on a phone."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from marshrut.documents import commands
from tests.support.kinds import shipped
from tests.support.office import Office, build
from tests.support.word_files import paper, texts

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CONTRACT = paper(
    "Договор № {{ card.number }} с {{ counterparty.full_name }}",
    "На сумму {{ amount }} ({{ amount_words }})",
    "Исполнитель: {{ nobody }}",
)


@pytest.fixture
def office(transactional_db: None) -> Office:
    made = build()
    shipped()
    return made


def look(page: Page, name: str) -> None:
    """A picture for whoever asks for one: LOOK=folder."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_from_upload_to_paper(office: Office, signed_in: Open, phone: bool) -> None:
    card, shape = office.request(), "phone" if phone else "desk"
    page = signed_in(office.people["admin"], phone=phone)
    page.goto("/templates/")
    look(page, f"empty-{shape}")
    page.get_by_role("link", name="Добавить шаблон").first.click()
    page.get_by_label("Название").fill("Договор поставки")
    page.locator("input[type=file]").set_input_files(
        {"name": "Договор.docx", "mimeType": "application/octet-stream", "buffer": CONTRACT}
    )
    look(page, f"new-{shape}")
    page.get_by_label("Заполненный файл становится").select_option(label="Договор")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", name="Договор поставки")).to_be_visible()
    expect(page.get_by_text("Эти поля не заполнит ни одна карточка: {{ nobody }}")).to_be_visible()
    look(page, f"one-{shape}")
    page.goto("/templates/")
    look(page, f"list-{shape}")
    author = signed_in(office.people["alisa"], phone=phone)
    author.goto("/templates/")
    author.get_by_role("link", name="Договор поставки").click()
    author.get_by_label("Карточка").press_sequentially(str(card))
    author.get_by_role("option").first.click()
    with author.expect_download() as caught:
        author.get_by_role("button", name="Заполнить и скачать").click()
    said = texts(Path(caught.value.path()).read_bytes())
    assert said[0].startswith(f"Договор № ЗО-{card} с ")
    assert "Сто двадцать пять тысяч рублей 50 копеек" in said[1]
    assert said[2] == "Исполнитель: «нет поля: nobody»"


def test_pages_fit_a_phone_and_are_accessible(office: Office, signed_in: Open) -> None:
    admin = office.actor("admin")
    file = commands.store_file(admin, name="Договор.docx", stream=io.BytesIO(CONTRACT))["id"]
    made = commands.add_template(admin, title="Договор поставки с очень длинным названием", file=file)["id"]
    for phone in (True, False):
        page = signed_in(office.people["admin"], phone=phone)
        for address in ("", "new/", "fields/?type=payment_request", f"{made}/", f"{made}/edit/"):
            page.goto(f"/templates/{address}")
            look(page, f"page-{address.strip('/').split('?')[0].replace('/', '-') or 'list'}-{phone}")
            if phone:
                assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
            else:
                assert Axe().run(page).response["violations"] == [], address
