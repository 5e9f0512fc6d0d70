"""A УПД dropped on a payment request, at the desk and on a phone: fields fill themselves in, the paper can be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from marshrut.cards import queries
from marshrut.cards.models import Card
from marshrut.crm.models import Company
from tests.support import fns
from tests.support.office import MovingClock, Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Office:
    return build()


@pytest.fixture
def upd(tmp_path: Path) -> Path:
    path = tmp_path / "УПД 215.xml"
    path.write_bytes(fns.upd_501())
    return path


def values(office: Office) -> dict[str, Any]:
    """Of the only card there is."""
    card = Card.objects.system("of a test").get().pk
    return dict(queries.card(office.actor("alisa"), card).state.fields)


def check(page: Page) -> None:
    """Nothing sticks out sideways, nothing is closed to who cannot see."""
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def sized(page: Page, phone: bool) -> None:
    if not phone:
        page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_dropped_upd_fills_the_request_in(office: Office, signed_in: Open, upd: Path, phone: bool) -> None:
    page = signed_in(office.people["alisa"], phone=phone)
    sized(page, phone)
    page.goto("/cards/payment_request/new/")
    page.get_by_label("Сумма").fill("100")
    page.get_by_label("Счёт на оплату").set_input_files(upd)
    form = page.locator("#create")
    said = "Прочитан документ: УПД № 215 от 12.11.2026. За что платим: заполнено из файла"
    expect(form.get_by_text(said)).to_be_visible()
    expect(page.get_by_label("За что платим")).to_have_value("Флакон ПЭТ 50 мл и ещё 1, УПД № 215 от 12.11.2026")
    expect(page.get_by_label("Сумма")).to_have_value("100")  # what was typed stays
    if not phone:
        expect(page.locator(".create-paper").get_by_text("Универсальный передаточный документ")).to_be_visible()
    check(page)

    # the side nobody knows yet is added by what the document says
    form.get_by_role("link", name="Добавить по этим реквизитам").click()
    sheet = page.locator("dialog[open]")
    expect(sheet.get_by_label("ИНН")).to_have_value(fns.SELLER_INN)
    expect(sheet.get_by_label("КПП")).to_have_value("770001001")
    sheet.get_by_role("button", name="Добавить и выбрать").click()
    expect(page.get_by_role("combobox", name="Контрагент")).to_have_value('ООО "Ромашка"')
    expect(form.get_by_text("Такой компании ещё нет")).to_have_count(0)

    page.get_by_label("Статья затрат").select_option("packaging")
    page.get_by_role("button", name="Создать и отправить").click()
    page.wait_for_url("**/cards/*/")
    made = values(office)
    assert made["amount"] == "100.00"
    assert made["counterparty"] == Company.objects.get(inn=fns.SELLER_INN).pk

    page.get_by_role("link", name="Посмотреть: УПД 215.xml").first.click()
    paper = page.locator("dialog[open] .formal")
    expect(paper.get_by_text("Шестьдесят три тысячи рублей 00 копеек")).to_be_visible()
    check(page)
    file = made["invoice"][0]
    page.goto(f"/files/{file}/document/")
    expect(page.get_by_role("heading", name="УПД № 215 от 12.11.2026")).to_be_visible()
    check(page)
    page.emulate_media(media="print")
    expect(page.locator(".rail")).to_be_hidden()
    expect(page.locator(".formal")).to_be_visible()


def test_another_file_takes_back_what_the_first_filled_in(office: Office, signed_in: Open, upd: Path) -> None:
    page = signed_in(office.people["alisa"])
    page.goto("/cards/payment_request/new/")
    page.get_by_label("Счёт на оплату").set_input_files(upd)
    expect(page.get_by_label("Сумма")).to_have_value("63\u202f000,00")
    page.get_by_label("За что платим").fill("Флаконы")
    page.get_by_role("button", name="Убрать: УПД 215.xml").click()
    expect(page.get_by_label("Сумма")).to_have_value("")
    expect(page.get_by_label("За что платим")).to_have_value("Флаконы")
    other = upd.with_name("ИП.zip")
    other.write_bytes(fns.archive({"1.xml": fns.upd_503(), "1.xml.sgn": b"0"}))
    page.get_by_label("Счёт на оплату").set_input_files(other)
    expect(page.get_by_label("Сумма")).to_have_value("30\u202f000,00")
    expect(page.get_by_label("За что платим")).to_have_value("Флаконы")


def test_a_file_that_is_no_document_says_so(office: Office, signed_in: Open, upd: Path) -> None:
    upd.write_bytes(fns.upd_501()[:700])
    page = signed_in(office.people["alisa"])
    page.goto("/cards/payment_request/new/")
    page.get_by_label("Счёт на оплату").set_input_files(upd)
    expect(page.locator("#create").get_by_text("прочитать его как документ не удалось")).to_be_visible()
    expect(page.get_by_label("Сумма")).to_have_value("")
