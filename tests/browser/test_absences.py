"""Going on holiday in a real browser: the form says what passes to whom before it is saved."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from marshrut.kernel import clock
from marshrut.org import queries
from tests.support.office import SYSTEM, Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build()


def choose(page: Page, label: str, letters: str, name: str) -> None:
    page.get_by_role("combobox", name=label, exact=True).first.press_sequentially(letters)
    page.get_by_role("option", name=name).click()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_form_foresees_and_sets(office: Office, signed_in: Open, phone: bool) -> None:
    office.request()
    page = signed_in(office.people["boris"], phone=phone)
    page.goto("/absences/")
    page.get_by_role("link", name="Оформить отсутствие").first.click()
    first = clock.now().date() + timedelta(days=3)
    page.get_by_role("textbox", name="Первый день").fill(first.isoformat())
    page.get_by_role("textbox", name="Последний день").fill((first + timedelta(days=13)).isoformat())
    foreseen = page.locator("#forecast")
    expect(foreseen).to_contain_text("Громова")  # nobody is named yet: the head
    choose(page, "Заместитель", "Орл", "Орлова")
    expect(foreseen).to_contain_text("Перейдёт 1 задание")
    expect(foreseen).to_contain_text("Орлова")
    assert queries.absences(SYSTEM) == []
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Замещает: Орлова")).to_be_visible()
    [line] = queries.absences(SYSTEM)
    assert [one.person for one in line.substitutes] == [office.id("ops")]
    page.get_by_role("link", name="Изменить").click()
    page.get_by_role("button", name="Отменить отсутствие").click()
    page.get_by_role("dialog").get_by_role("button", name="Отменить отсутствие").click()
    expect(page.get_by_text("Отсутствий нет")).to_be_visible()
