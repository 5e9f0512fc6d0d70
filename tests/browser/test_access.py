"""«Доступ» in a real browser: a row is given on a desk and on a phone, and somebody sees a card by it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.support.office import Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build()


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_colleague_is_let_in_and_learns_why(office: Office, signed_in: Open, phone: bool) -> None:
    card = office.request()
    page, viktor = signed_in(office.people["admin"], phone=phone), signed_in(office.people["viktor"], phone=phone)
    page.goto("/access/")
    assert width(page) <= (390 if phone else 1440)
    expect(page.get_by_text("Каждый сотрудник может создавать карточки.")).to_be_visible()
    page.get_by_role("link", name="Добавить строку").click()
    page.get_by_label("Кто").select_option(label="Один сотрудник, по имени")
    page.get_by_role("combobox", name="Сотрудник").press_sequentially("Викт")
    page.get_by_role("option", name="Викторов").click()
    page.get_by_label("Комментировать").check()
    page.get_by_label("Все карточки").check()
    page.get_by_label("Согласование руководителем").check()
    assert width(page) <= (390 if phone else 1440)
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Викторов\u00a0В. может видеть, комментировать")).to_be_visible()
    viktor.goto(f"/cards/{card}/access/")
    expect(viktor.get_by_text("все карточки; пока карточка на этой стадии")).to_be_visible()
    assert width(viktor) <= (390 if phone else 1440)
    page.goto(f"/access/who/?card={card}&person={office.id('viktor')}")
    expect(page.get_by_text("видит карточку")).to_be_visible()
    assert width(page) <= (390 if phone else 1440)


def test_the_rows_of_the_process_come_back(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["admin"])
    page.goto("/access/payment_request/4/")
    page.get_by_role("button", name="Убрать строку").click()
    page.get_by_role("dialog").get_by_role("button", name="Убрать строку").click()
    expect(page.get_by_text("Это ваши строки")).to_be_visible()
    page.get_by_role("button", name="Вернуть как в поставке").click()
    page.get_by_role("dialog").get_by_role("button", name="Вернуть").click()
    expect(page.get_by_text("Эти строки пришли вместе с процессом")).to_be_visible()
