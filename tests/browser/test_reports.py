"""Reports in a real browser: from a number to its list, on a desk, on a phone, on paper."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.support.office import Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None) -> Office:
    made = build()
    for number in range(3):
        made.request(purpose=f"Партия {number}")
    paid = made.request(purpose="Оплаченная")
    made.to_payment(paid)
    made.pay(paid)
    return made


def faults(page: Page) -> list[str]:
    found = [f"{one['id']} {node['target']}" for one in Axe().run(page).response["violations"] for node in one["nodes"]]
    width = int(page.evaluate("document.documentElement.scrollWidth"))
    phone = page.viewport_size is not None and page.viewport_size["width"] <= 390
    return [*found, f"{width} px wide"] if phone and width > 390 else found


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_head_goes_from_a_number_to_its_cards(office: Office, signed_in: Open, phone: bool) -> None:
    page = signed_in(office.people["boris"], phone=phone, bypass_csp=True)
    page.goto("/dashboards/?days=365")
    assert faults(page) == []
    page.locator("#report-processes").get_by_role("link", name="Заявки на оплату").click()
    page.wait_for_url("**/dashboards/process/payment_request/**")
    assert faults(page) == []
    stage = page.locator("#report-stages tr").filter(has_text="Согласование руководителем")
    stage.get_by_role("link", name="3", exact=True).click()
    expect(page.locator("[data-row]")).to_have_count(3)


def test_on_paper_there_are_figures_and_no_menu(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["boris"])
    page.goto("/dashboards/process/payment_request/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.locator(".report-made")).to_be_visible()
    expect(page.locator("#report-stages thead")).to_be_visible()
    expect(page.locator(".filters")).not_to_be_visible()
