"""The company, its counterparties and calendar in a real browser, on a desk and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from marshrut.crm.models import Company
from marshrut.kernel import clock
from marshrut.org.models import Person
from tests.support.office import Office, build, drain

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/org/",
    "/org/people/new/",
    "/companies/",
    "/companies/new/",
    "/packs/payments/settings/",
    "/calendar/",
    "/absences/",
    "/absences/new/?whose=others",
    "/absences/calendar/",
    "/absences/import/",
    "/org/broken/",
    "/notifications/",
    "/profile/",
]


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build()


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def test_no_page_is_wider_than_a_phone(office: Office, signed_in: Open) -> None:
    assert office.company is not None
    page = signed_in(office.people["admin"], phone=True)
    for address in (*PAGES, f"/companies/{office.company.pk}/", f"/org/people/{office.id('boris')}/?password=1"):
        page.goto(address)
        assert width(page) <= 390, address


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_counterparty_is_added_without_losing_the_request(office: Office, signed_in: Open, phone: bool) -> None:
    page = signed_in(office.people["alisa"], phone=phone)
    page.goto("/cards/payment_request/new/")
    page.get_by_label("За что платим").fill("Коробки под флаконы")
    page.get_by_label("Контрагент").press_sequentially("Вектор")
    page.get_by_role("option", name="Ничего не нашлось. Добавить контрагента").click()
    sheet = page.get_by_role("dialog", name="Новый контрагент")
    expect(sheet.get_by_label("Название")).to_have_value("Вектор")
    sheet.get_by_label("ИНН").fill("7736050004")
    sheet.get_by_role("button", name="Добавить и выбрать").click()
    expect(sheet.get_by_role("alert")).to_be_visible()
    expect(sheet.get_by_label("Название")).to_have_value("Вектор")
    sheet.get_by_label("ИНН").fill("7736050003")
    sheet.get_by_role("button", name="Добавить и выбрать").click()
    expect(sheet).to_be_hidden()
    expect(page.get_by_role("combobox", name="Контрагент")).to_have_value("Вектор")
    made = Company.objects.get(inn="7736050003")
    assert page.locator("input[name=counterparty]").input_value() == str(made.pk)
    expect(page.get_by_label("За что платим")).to_have_value("Коробки под флаконы")


def test_one_that_is_there_already_is_chosen(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["alisa"])
    page.goto("/cards/payment_request/new/")
    page.get_by_role("link", name="Нет в списке? Добавить").click()
    sheet = page.get_by_role("dialog", name="Новый контрагент")
    sheet.get_by_label("Название").fill("Стекло")
    sheet.get_by_label("ИНН").fill("7707083893")
    sheet.get_by_role("button", name="Добавить и выбрать").click()
    sheet.get_by_role("button", name="Выбрать: Стеклозавод").click()
    expect(page.get_by_role("combobox", name="Контрагент")).to_have_value("Стеклозавод")


def test_a_notification_opens_its_task_and_the_bell_falls_silent(office: Office, signed_in: Open) -> None:
    office.request(purpose="Флаконы")
    drain(clock.now())
    page = signed_in(office.people["boris"])
    page.goto("/profile/")
    page.get_by_role("link", name="Уведомления: 1").click()
    page.get_by_role("link", name="Новое задание").click()
    expect(page.get_by_role("heading", name="Согласуйте заявку на оплату: Флаконы")).to_be_visible()
    expect(page.get_by_role("link", name="Уведомления", exact=True)).to_be_visible()


def test_a_person_is_taken_on_and_seated_as_a_head(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["admin"])
    page.goto("/org/")
    page.get_by_role("link", name="Добавить сотрудника").click()
    page.get_by_label("Фамилия").fill("Зайцева")
    page.get_by_label("Имя", exact=False).first.fill("Зоя")
    page.get_by_label("Электронная почта").fill("zoya@example.ru")
    page.get_by_role("button", name="Добавить", exact=True).click()
    page.get_by_role("button", name="Задать пароль").click()
    expect(page.get_by_text("Пароль задан")).to_be_visible()
    page.goto("/org/")
    page.get_by_role("link", name="Лаборатория").click()
    head = page.get_by_label("Руководитель")
    head.fill("")
    head.press_sequentially("зай")
    page.get_by_role("option", name="Зайцева").click()
    page.get_by_role("button", name="Сохранить").click()
    zoya = Person.objects.get(email="zoya@example.ru")
    expect(page.locator(".unit", has_text="Лаборатория").get_by_role("link", name="Зайцева")).to_be_visible()
    assert list(zoya.headed.values_list("name", flat=True)) == ["Лаборатория"]
