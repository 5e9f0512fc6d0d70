"""Handing a task on, asking, undoing: by keyboard and by touch, in a real browser."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Page, expect

from marshrut.cards.models import Card, Task
from marshrut.org import commands as org
from tests.support.office import SYSTEM, MovingClock, Office, build, drain
from tests.support.toy import msk

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Office:
    return build()


def picture(page: Page, name: str) -> None:
    """Kept only for whoever looks: PICTURES_OF_TESTS=folder."""
    folder = os.environ.get("PICTURES_OF_TESTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def choose(page: Page, dialog: str, name: str, note: str) -> None:
    """Fill the dialog of an act by keyboard."""
    box = page.locator(f"dialog#{dialog}")
    expect(box).to_be_visible()
    box.get_by_role("combobox").press_sequentially(name[:5])
    expect(box.get_by_role("option").first).to_contain_text(name)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    box.get_by_role("textbox").last.fill(note)


def test_asking_delegating_and_undoing(office: Office, signed_in: Open) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    page = signed_in(office.people["boris"])
    page.goto(f"/cards/{card}/")
    page.locator(".task-acts summary").click()
    picture(page, "menu")
    page.get_by_role("button", name="Запросить мнение").first.click()
    choose(page, f"ask-opinion-{task}", "Викторов", "Поставщик надёжный?")
    picture(page, "ask")
    page.get_by_role("button", name="Спросить").click()
    expect(page.locator(".opinion")).to_contain_text("Поставщик надёжный?")
    office.complete(card, "opinion", "given", "viktor", reason="Да, работаем три года, срывов не было")
    page.goto(f"/inbox/?task={task}")
    expect(page.locator(".opinion")).to_contain_text("Да, работаем три года")
    picture(page, "opinion")
    page.get_by_role("button", name="Согласовать").first.click()
    toast = page.locator(".toast", has_text="Согласовано: Флаконы 50 мл")
    expect(toast).to_be_visible()
    picture(page, "toast")
    toast.get_by_role("button", name="Отменить").click()
    expect(page.locator(".task-row")).to_contain_text(["Согласуйте заявку на оплату"])
    assert Card.objects.system("test").get(pk=card).stage == "unit_approval"
    again = office.task(card, "approve").pk
    page.goto(f"/cards/{card}/")
    page.locator(".task-acts summary").click()
    page.get_by_role("button", name="Поручить").first.click()
    choose(page, f"delegate-{again}", "Викторов", "Я на складе")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".toast", has_text="Задание поручено")).to_be_visible()
    expect(page.locator(".task-behalf")).to_contain_text("За кого: Борисов")
    picture(page, "delegated")
    page.get_by_role("button", name="Забрать обратно").click()
    expect(page.locator(".toast", has_text="Задание снова у вас")).to_be_visible()
    assert Task.objects.system("test").get(pk=again).assignee_id == office.id("boris")


def test_standing_in_on_the_phone(office: Office, signed_in: Open, now: MovingClock) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    org.set_absence(
        SYSTEM,
        person=office.id("boris"),
        since=msk("2026-07-02 09:00"),
        until=msk("2026-07-08 00:00"),
        substitutes=[{"person": office.id("viktor")}],
    )
    drain(now())
    page = signed_in(office.people["viktor"], phone=True)
    page.goto("/inbox/")
    expect(page.locator(".task-row")).to_contain_text(["за кого: Борисов"])
    page.goto(f"/inbox/?task={task}")
    expect(page.locator(".task-behalf")).to_contain_text("замещение на время отпуска по 7")
    picture(page, "phone-inbox")
    page.get_by_role("button", name="Согласовать").first.click()
    expect(page.locator(".toast", has_text="Согласовано")).to_be_visible()
    page.goto(f"/cards/{card}/")
    expect(page.get_by_text("Его можно отменить до 10:05")).to_be_visible()
    picture(page, "phone-card")
    page.get_by_role("button", name="Отменить решение").click()
    expect(page.get_by_role("button", name="Согласовать").first).to_be_visible()
    page.goto(f"/cards/{card}/sheet/")
    expect(page.get_by_text("решение отменено")).to_be_visible()
    picture(page, "phone-sheet")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
