"""The administrator connects a channel, tries it, sets rules for everybody, sends again what was not delivered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from marshrut.channels.models import Channel, Defaults, Delivery
from marshrut.kernel import clock
from tests.support import pigeons as support
from tests.support.office import Office, build
from tests.support.pigeons import SECRET, Pigeons

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    with support.flying(Pigeons("telegram", "Telegram"), Pigeons("email", "Почта", form=(), links=False)):
        yield build()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_connected_tried_and_switched(office: Office, signed_in: Open, phone: bool) -> None:
    page = signed_in(office.people["admin"], phone=phone)
    page.goto("/channels/")
    page.get_by_role("link", name="Telegram").click()
    page.get_by_role("link", name="Подключить").click()
    page.get_by_label("Токен").fill(SECRET)
    page.get_by_label("Решения свыше суммы").fill("1000000")
    page.get_by_role("button", name="Подключить").click()
    page.get_by_role("button", name="Проверить").click()
    expect(page.get_by_text("Всё работает")).to_be_visible()
    _fits(page)
    page.get_by_role("button", name="Выключить").click()
    expect(page.get_by_role("button", name="Включить")).to_be_visible()
    assert not Channel.objects.get().active


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_rules_for_everybody(office: Office, signed_in: Open, phone: bool) -> None:
    support.connect(office, "telegram")
    support.connect(office, "email", secrets={})
    page = signed_in(office.people["admin"], phone=phone)
    page.goto("/channels/rules/")
    _fits(page)
    page.get_by_label("Общение: Telegram").or_(page.locator("#f-goes-talk-telegram")).first.select_option("digest")
    page.locator("#f-goes-decisions-telegram").select_option("none")
    page.locator("#f-goes-decisions-email").select_option("none")
    page.get_by_label("Минут до следующего канала").fill("12")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("хотя бы один канал").first).to_be_visible()
    expect(page.get_by_label("Минут до следующего канала")).to_have_value("12")
    page.locator("#f-goes-decisions-email").select_option("now")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Сохранено")).to_be_visible()
    assert Defaults.objects.get().minutes == 12


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_what_was_not_delivered_is_sent_again(office: Office, signed_in: Open, phone: bool) -> None:
    support.connect(office, "telegram")
    for state, why in (("sent", ""), ("failed", "silent"), ("suppressed", "read")):
        Delivery.objects.create(
            notice=Delivery.objects.count() + 1, person_id=office.id("alisa"), channel="telegram", state=state, why=why,
            address=support.found(office, "alisa", "telegram"), group="decisions", at=clock.now(), number="7F3K",
        )  # fmt: skip
    page = signed_in(office.people["admin"], phone=phone)
    page.goto("/channels/log/")
    _fits(page)
    page.get_by_role("link", name="Не доставлено").click()
    expect(page.locator("tr[data-row]")).to_have_count(1)
    page.get_by_role("button", name="Отправить ещё раз").click()
    expect(page.get_by_text("Отправляется ещё раз")).to_be_visible()
    assert Delivery.objects.filter(n=2).count() == 1


def _fits(page: Page) -> None:
    """Nothing reaches over the edge."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
