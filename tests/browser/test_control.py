"""Control, promises and journals of letters in a real browser on a desk and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.mailroom import Mailroom, mailroom

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def room(transactional_db: None) -> Mailroom:
    return mailroom()


def faults(page: Page) -> list[str]:
    found = [f"{one['id']} {node['target']}" for one in Axe().run(page).response["violations"] for node in one["nodes"]]
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    phone = page.viewport_size is not None and page.viewport_size["width"] <= 390
    return [*found, f"{width} px wide"] if phone and width > 390 else found


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_director_looks_after_letters(room: Mailroom, signed_in: Open, phone: bool) -> None:
    """From a figure to its list to the letter; the proof is made by a press; the journal is seen and printed."""
    card = room.incoming("О переносе срока поставки флаконов")
    room.assign(card)
    room.answer(card)
    room.incoming("О сертификатах")
    page = signed_in(room.office.people["director"], phone=phone, bypass_csp=True)
    page.goto("/control/")
    assert faults(page) == []
    page.get_by_role("link", name="Обработано, но ответ не ушёл").click()
    expect(page.get_by_role("heading", name="Обработано, но ответ не ушёл")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="О переносе срока поставки флаконов").click()
    page.wait_for_url(f"**/cards/{card}/")

    page.goto("/promises/")
    page.get_by_role("button", name="Сверить сейчас").click()
    expect(page.locator(".toasts")).to_contain_text("Сверка выполнена")
    expect(page.locator("#proof")).to_contain_text("Зарегистрировано")
    assert faults(page) == []

    page.goto("/journals/")
    expect(page.get_by_text("ВХ-0001/26")).to_be_visible()
    assert faults(page) == []
    page.goto("/journals/letter_in/print/")
    expect(page.get_by_role("heading", name="Журнал регистрации входящих писем")).to_be_visible()
    assert faults(page) == []
