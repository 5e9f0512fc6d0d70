"""S4.4, S0.23: the head links the own Telegram and decides there, without opening the portal, the reason included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from marshrut.cards.models import Card
from marshrut.channels import commands as channels
from marshrut.channels import polling, working
from marshrut.jobs import worker
from marshrut.kernel import clock
from tests.support.messengers import Messengers
from tests.support.office import MovingClock, Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: the head as Telegram knows him
PHONE = "Борисов Борис"


@dataclass
class Evening:
    """An office and the messengers beside it, on one clock."""

    office: Office
    messengers: Messengers
    now: MovingClock

    def later(self) -> None:
        """The bot asks what is new, and what follows is done."""
        working.release()
        worker.drain(self.now(), retries=True)
        polling.poll("telegram", wait=0)
        worker.drain(self.now(), retries=True)

    def press(self, button: str) -> None:
        self.messengers.telegram.press(PHONE, self.messengers.telegram.last(PHONE), button)
        self.later()

    def say(self, words: str) -> None:
        self.messengers.telegram.say(PHONE, words)
        self.later()

    def last(self) -> str:
        return self.messengers.telegram.last(PHONE).text

    def asked(self) -> Any:
        """The newest message that can be decided."""
        said = reversed(self.messengers.telegram.messages(PHONE))
        return next(one for one in said if "Согласовать" in one.buttons)


@pytest.fixture
def evening(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Evening]:
    settings.FILES, settings.PUBLIC_ADDRESS = tmp_path / "files", "https://docs.company.ru"
    now = MovingClock("2026-07-02 17:30")
    with clock.running(now), Messengers(now=now) as messengers:
        settings.EGRESS_ALLOW = [*settings.EGRESS_ALLOW, messengers.place]
        office = build()
        channels.set_channel(
            office.actor("admin"),
            channel="telegram",
            settings={"address": messengers.telegram.url, "links": "https://t.me"},
            secrets={"token": messengers.telegram.token},
        )
        yield Evening(office, messengers, now)


def link(page: Page, evening: Evening) -> None:
    page.goto("/profile/notifications/")
    page.get_by_role("button", name="Привязать").first.click()
    opened = page.locator("a[href*='t.me/']").first.get_attribute("href")
    assert opened is not None
    assert evening.messengers.telegram.bot in opened
    evening.messengers.telegram.start(PHONE, opened.partition("start=")[2])
    evening.later()
    assert "Борисов" not in evening.last()  # whoever got hold of the link learns no name
    evening.press("Это я")
    page.get_by_role("button", name="Да, это я").click()  # it appears by itself
    expect(page.locator("main")).to_contain_text("Б****ов")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_head_decides_on_the_way_home(evening: Evening, signed_in: Open, phone: bool) -> None:
    head, author = (signed_in(evening.office.people[one], phone=phone) for one in ("boris", "alisa"))
    link(head, evening)
    card = evening.office.request()
    evening.later()

    # what is needed to decide is in the message itself
    asked = evening.asked()
    for words in ("Флаконы 50 мл", "Стеклозавод", "125\u202f000,50", "Алиева"):
        assert words in asked.text
    assert {"Согласовать", "Отклонить"} <= set(asked.buttons)

    # S4.6: a refusal says why; white space is no reason
    evening.messengers.telegram.press(PHONE, asked, "Отклонить")
    evening.later()
    evening.say("   ")
    assert evening.office.task(card, "approve").state == "open"
    evening.say("Дорого, спросите Вектор")
    assert "Отклонено" in asked.text
    assert not asked.buttons
    author.goto(f"/cards/{card}/")
    expect(author.locator("main")).to_contain_text("Дорого, спросите Вектор")
    expect(author.locator("main")).to_contain_text("Отклонено · Telegram")

    # again, for less; pressed twice and once more on the old screen: decided once
    with author.expect_response(lambda answer: answer.request.method == "POST"):
        author.get_by_role("button", name="Запустить заново").first.click()
    evening.later()
    again = evening.asked()
    for _ in range(2):
        evening.messengers.telegram.press(PHONE, again, "Согласовать")
    evening.later()
    evening.messengers.telegram.press(PHONE, asked, "Согласовать")
    evening.later()
    assert "Согласовано" in again.text
    assert not again.buttons
    author.reload()
    expect(author.locator("main")).to_contain_text("Согласовано · Telegram")
    assert Card.objects.system("test").get(pk=card).stage == "finance"


def test_it_was_decided_in_the_portal_meanwhile(evening: Evening, signed_in: Open) -> None:
    head = signed_in(evening.office.people["boris"])
    link(head, evening)
    card = evening.office.request()
    evening.later()
    asked = evening.asked()
    head.goto(f"/cards/{card}/")
    # the name of the next stage is on the page before the decision, too: wait for its answer
    with head.expect_response(lambda answer: answer.request.method == "POST"):
        head.get_by_role("button", name="Согласовать", exact=True).first.click()
    evening.messengers.telegram.press(PHONE, asked, "Отклонить")
    evening.later()
    assert not asked.buttons
    assert Card.objects.system("test").get(pk=card).stage == "finance"


def test_a_lost_phone_decides_nothing(evening: Evening, signed_in: Open) -> None:
    head = signed_in(evening.office.people["boris"])
    link(head, evening)
    card = evening.office.request()
    evening.later()
    asked = evening.asked()
    admin = signed_in(evening.office.people["admin"])
    admin.goto(f"/org/people/{evening.office.id('boris')}/channels/")
    admin.get_by_role("button", name="Отвязать").first.click()
    if admin.locator("dialog[open]").count():
        admin.locator("dialog[open]").get_by_role("button", name="Отвязать").first.click()
    expect(admin.locator("main")).not_to_contain_text("Б****ов")
    evening.messengers.telegram.press(PHONE, asked, "Согласовать")
    evening.later()
    assert evening.office.task(card, "approve").state == "open"
