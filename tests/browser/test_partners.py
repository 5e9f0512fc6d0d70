"""Companies with their people, tabs, deals and tables, as a clerk and an accountant use them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marshrut.crm import commands
from tests.support.office import Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build()


def firm(office: Office) -> int:
    assert office.company is not None
    return int(office.company.pk)


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("phone", [False, True])
def test_tabs_open_without_leaving_the_page(signed_in: Open, office: Office, phone: bool) -> None:
    office.request(purpose="Флаконы 50 мл")
    page = signed_in(office.people["alisa"], phone=phone)
    page.goto(f"/companies/{firm(office)}/")
    page.evaluate("window.stays = true")
    for tab, address, words in (
        ("Карточки", "cards", "Флаконы 50 мл"),
        ("Платежи", "payments", "Флаконы 50 мл"),
        ("Электронные документы", "e-documents", "1С не подключена"),
        ("История", "history", "История"),
    ):
        page.get_by_role("navigation", name="О контрагенте").get_by_role("link", name=tab, exact=True).click()
        expect(page.locator("#company-tab")).to_contain_text(words)
        expect(page).to_have_url(f"{page.url.split('/companies/')[0]}/companies/{firm(office)}/{address}/")
    assert page.evaluate("window.stays")
    assert fits(page)
    page.reload()
    expect(page.locator("#company-tab .tab[aria-current]")).to_have_text("История")


def test_a_new_person_is_written_into_the_field_that_finds_the_known(signed_in: Open, office: Office) -> None:
    commands.add_contact(office.actor("boris"), name="Петров Иван", phone="+7 900 000-00-00")
    page = signed_in(office.people["alisa"])
    page.goto(f"/companies/{firm(office)}/contacts/new/")
    page.get_by_label("ФИО").fill("Смирнова Ольга")
    page.get_by_label("Бухгалтерия").check()
    page.get_by_role("button", name="Добавить").click()
    expect(page.locator(".company-payer")).to_contain_text("Смирнова Ольга")
    page.get_by_role("region", name="Контактные лица").get_by_role("link", name="Добавить").click()
    page.get_by_label("ФИО").press_sequentially("Пет")
    page.get_by_role("option", name="Петров Иван").click()
    page.get_by_label("Подписывает документы").check()
    page.get_by_label("Действует на основании").fill("Устава")
    page.get_by_role("button", name="Добавить").click()
    expect(page.locator(".contacts")).to_contain_text("Петров Иван")
    expect(page.locator(".contacts")).to_contain_text("Подписывает")


@pytest.mark.parametrize("phone", [False, True])
def test_a_deal_from_the_list_to_its_end(signed_in: Open, office: Office, phone: bool) -> None:
    page = signed_in(office.people["alisa"], phone=phone)
    page.goto("/deals/")
    page.get_by_role("link", name="Добавить сделку").first.click()
    page.get_by_label("О чём сделка").fill("Флаконы на год")
    page.get_by_role("combobox", name="Контрагент").press_sequentially("Стек")
    page.get_by_role("option", name="Стеклозавод").click()
    page.get_by_label("Сумма").fill("125000,50")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Флаконы на год")
    assert fits(page)
    page.get_by_role("link", name="Изменить состояние").click()
    page.get_by_label("Успешна").check()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".page-title")).to_contain_text("Успешна")
    page.goto("/deals/?state=won")
    expect(page.locator("#list")).to_contain_text("Флаконы на год")
    assert fits(page)


def test_a_table_of_companies_is_looked_at_and_brought_in(signed_in: Open, office: Office, tmp_path: Path) -> None:
    file = tmp_path / "контрагенты.csv"
    file.write_text("Название;ИНН;Контактное лицо\nЯблоко;7702000004;Пётр\nОшибка;7702000005;\n", encoding="utf-8")
    page = signed_in(office.people["chief"])
    page.goto("/companies/")
    page.get_by_role("link", name="Загрузка", exact=True).click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Показать изменения").click()
    expect(page.get_by_role("main")).to_contain_text("Контрольная цифра ИНН не сходится")
    page.get_by_role("button", name="Применить").click()
    expect(page).to_have_url(page.url.split("/companies/")[0] + "/companies/")
    expect(page.locator("#list")).to_contain_text("Яблоко")
