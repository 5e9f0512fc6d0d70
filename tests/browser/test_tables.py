"""People brought in from a table, lists taken away, and the load, in a real browser on a desk and on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from marshrut.documents import tables
from marshrut.org.models import Person
from tests.support.office import Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TABLE = (
    "E-mail;Фамилия;Имя;Должность;Подразделение\n"
    "oleg@example.ru;Новиков;Олег;Мастер;Компания / Производство / Цех 1\n"
    "alisa@example.ru;Алиева;Алиса;Старший менеджер;Компания / Снабжение\n"
)


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build()


def faults(page: Page) -> list[str]:
    found = [f"{one['id']} {node['target']}" for one in Axe().run(page).response["violations"] for node in one["nodes"]]
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    phone = page.viewport_size is not None and page.viewport_size["width"] <= 390
    return [*found, f"{width} px wide"] if phone and width > 390 else found


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_table_is_shown_and_then_applied(office: Office, signed_in: Open, tmp_path: Path, phone: bool) -> None:
    page = signed_in(office.people["admin"], phone=phone, bypass_csp=True)
    page.goto("/org/")
    page.get_by_role("link", name="Импорт и выгрузка").click()
    assert faults(page) == []
    file = tmp_path / "Сотрудники.csv"
    file.write_text(TABLE, encoding="utf-8")
    page.get_by_label("Файл").set_input_files(file)
    page.get_by_role("button", name="Показать изменения").click()
    expect(page.get_by_role("heading", name="Новые сотрудники")).to_be_visible()
    expect(page.get_by_text("Компания / Производство / Цех 1").first).to_be_visible()
    assert faults(page) == []
    page.get_by_label("Викторов Виктор").check()
    page.get_by_role("button", name="Применить").click()
    page.wait_for_url("**/org/")
    expect(page.locator(".toasts")).to_contain_text("Таблица применена")
    assert Person.objects.get(email="oleg@example.ru").position == "Мастер"
    assert not Person.objects.get(pk=office.id("viktor")).is_active


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_load_leads_to_the_list_and_the_list_goes_away(office: Office, signed_in: Open, phone: bool) -> None:
    for _number in range(3):
        office.request()
    page = signed_in(office.people["director"], phone=phone, bypass_csp=True)
    page.goto("/load/")
    assert faults(page) == []
    page.get_by_role("row", name="Борисов").get_by_role("link", name="3", exact=True).click()
    expect(page.locator("tr[data-row]")).to_have_count(3)
    with page.expect_download() as taken:
        page.get_by_role("button", name="XLSX").click()
    assert len(tables.read(Path(taken.value.path()).read_bytes())) == 4
