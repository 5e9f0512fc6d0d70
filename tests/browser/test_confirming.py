"""The head opens the link of a mail on a phone, sees what it is about, says why and decides."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from marshrut.cards.models import Task
from marshrut.kernel import clock
from tests.support import wires
from tests.support.office import MovingClock, Office, build, drain
from tests.support.presses import Phone
from tests.support.wires import Line

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOST = "https://docs.company.ru"


@pytest.fixture
def mail() -> Iterator[Line]:
    line = Line("email", "Почта", presses=False, edits=False, links=False, hears="never", form=())
    with wires.plugged(line), clock.running(MovingClock("2026-07-02 10:00")):
        yield line


@pytest.fixture
def office(transactional_db: None, mail: Line, settings: Settings) -> Office:
    settings.PUBLIC_ADDRESS = HOST
    made = build()
    wires.connect(made, "email")
    return made


def link(mail: Line, button: str) -> str:
    return Phone(mail, "boris@example.ru").find(button)[1].url.removeprefix(HOST)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_rejected_with_a_reason(office: Office, mail: Line, signed_in: Open, phone: bool) -> None:
    card = office.request()
    drain(clock.now())
    page = signed_in(office.people["boris"], phone=phone)
    page.goto(link(mail, "Отклонить"))
    _fits(page)
    expect(page.get_by_text("Флаконы 50 мл").first).to_be_visible()
    press = page.get_by_role("button", name="Отклонить")
    expect(press).to_be_in_viewport()
    reason = page.get_by_label("Причина")
    reason.fill("   ")
    press.click()
    assert Task.objects.system("test").get(card_id=card, key="approve").state == "open"
    reason.fill("Нет второго предложения")
    press.click()
    expect(page.get_by_text("вы, 10:00")).to_be_visible()
    _fits(page)
    assert Task.objects.system("test").get(card_id=card, key="approve").reason == "Нет второго предложения"
    page.goto(link(mail, "Согласовать"))
    expect(page.get_by_role("button", name="Согласовать")).to_have_count(0)


def test_a_forwarded_mail(office: Office, mail: Line, signed_in: Open) -> None:
    office.request()
    drain(clock.now())
    page = signed_in(office.people["viktor"], phone=True)
    page.goto(link(mail, "Согласовать"))
    expect(page.get_by_text("другому сотруднику")).to_be_visible()
    _fits(page)


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
