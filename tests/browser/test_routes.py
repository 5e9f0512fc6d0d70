"""Routes in a real browser: the drawing on a desk, the words on a phone, both on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.office import Office, build

from .conftest import Open
from .test_reports import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROUTE = "/routes/payments/payment_request/"
BESIDE = (
    "/rehearsals/",
    "/rehearsals/new/?type=payment_request",
    "/rehearsals/whatif/?type=payment_request",
    "/routes/publish/",
    "/routes/payments/moving/",
)


@pytest.fixture
def office(transactional_db: None) -> Office:
    made = build()
    for number in range(2):
        made.request(purpose=f"Партия {number}")
    return made


@pytest.mark.parametrize(("phone", "scheme"), [(False, "dark"), (True, "light")], ids=["desk, dark", "phone, light"])
def test_from_the_list_to_the_cards_of_a_stage(office: Office, signed_in: Open, phone: bool, scheme: str) -> None:
    page = signed_in(office.people["director"], phone=phone, bypass_csp=True, color_scheme=scheme)
    page.goto("/routes/")
    assert faults(page) == []
    page.get_by_role("link", name="Заявки на оплату").last.click()
    page.wait_for_url(f"**{ROUTE}")
    assert faults(page) == []
    expect(page.locator(".route-drawing")).to_be_visible(visible=not phone)
    page.locator("#route-words").get_by_role("link", name="2", exact=True).click()
    expect(page.locator("[data-row]")).to_have_count(2)


def test_on_paper_there_are_the_drawing_and_the_words(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["director"])
    page.goto(ROUTE)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.locator(".route-drawing svg")).to_be_visible()
    expect(page.locator("#route-words")).to_be_visible()
    expect(page.get_by_role("heading", level=1, name="Заявки на оплату")).to_be_visible()
    expect(page.locator(".skip")).to_be_hidden()
    expect(page.locator(".page-tools")).to_be_hidden()


@pytest.mark.parametrize(("phone", "scheme"), [(False, "dark"), (True, "light")], ids=["desk, dark", "phone, light"])
def test_pages_beside_a_route_have_no_faults(office: Office, signed_in: Open, phone: bool, scheme: str) -> None:
    page = signed_in(office.people["admin"], phone=phone, bypass_csp=True, color_scheme=scheme)
    found = {}
    for address in BESIDE:
        page.goto(address)
        expect(page.locator("main")).to_be_visible()
        found[address] = faults(page)
    page.goto("/rehearsals/new/?type=payment_request")
    page.get_by_role("button", name="Сыграть").click()
    page.wait_for_url("**/rehearsals/*/")
    found["a rehearsal"] = faults(page)
    assert {address: said for address, said in found.items() if said} == {}
