"""Several notices in one message: none is lost on the way, whatever happens to the first of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.automation import commands as automation
from marshrut.automation.models import Notification
from marshrut.cards import commands as cards
from marshrut.channels import commands, working
from marshrut.channels.commands import holding
from marshrut.channels.models import Address, Channel, Delivery
from marshrut.channels.queries import standing
from marshrut.channels.wire import WireTrouble
from marshrut.jobs import effects, worker
from tests.support.office import MovingClock, Office, drain
from tests.support.wires import Line


def say(company: Office, card: int, text: str) -> None:
    cards.comment_card(company.actor("boris"), card=card, text=text)


def routed() -> None:
    """Delivered in the portal and given a way, not sent."""
    for lane in ("notify", "notify-bulk", "channels", "channels-bulk"):
        while taken := effects.take(lane):
            effects.perform(taken, strict=True)


def read(company: Office, which: int) -> None:
    told = Notification.objects.filter(person_id=company.id("alisa"), about="comment").order_by("pk")
    automation.read_notices(company.actor("alisa"), notices=[told[which].pk])


def heard(company: Office, *lines: Line) -> str:
    """All that has reached Алиса."""
    person = company.id("alisa")
    return "\n".join(str(one.message) for line in lines for one in line.sent if one.to.person == person)


def later(moment: MovingClock) -> None:
    moment.at += timedelta(minutes=30)
    working.release()
    working.pass_on_late()
    worker.drain(moment.at, retries=True)


@pytest.mark.parametrize("code", ["telegram", "email"])
def test_what_is_said_while_a_message_travels_comes_too(
    company: Office, moment: MovingClock, telegram: Line, mail: Line, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    if code == "email":
        Address.objects.filter(channel="telegram").update(state="off")
    line = telegram if code == "telegram" else mail
    card = company.request()
    drain(moment.at)
    say(company, card, "Почему так дорого?")
    real, meanwhile = line.send, ["И где договор?"]

    def send(account: Any, to: Any, message: Any) -> str:
        number = real(account, to, message)
        if meanwhile and to.person == company.id("alisa"):
            say(company, card, meanwhile.pop())
            routed()
        return number

    monkeypatch.setattr(line, "send", send)
    drain(moment.at)
    later(moment)
    assert "И где договор?" in heard(company, telegram, mail)


def test_reading_the_first_leaves_the_second(company: Office, moment: MovingClock, telegram: Line, mail: Line) -> None:
    card = company.request()
    drain(moment.at)
    telegram.troubles = [WireTrouble("limit", "wait")]
    say(company, card, "Почему так дорого?")
    drain(moment.at)
    say(company, card, "И где договор?")
    routed()
    read(company, 0)
    later(moment)
    assert "И где договор?" in heard(company, telegram, mail)
    assert not Delivery.objects.filter(state__in=("queued", "held", "retry")).exists()


def test_reading_the_first_of_what_is_held_leaves_the_second(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    telegram.edits = False
    card = company.request()
    drain(moment.at)
    for text in ("Почему так дорого?", "И где договор?", "Жду ответа"):
        say(company, card, text)
        drain(moment.at)
    read(company, 1)
    later(moment)
    assert "Жду ответа" in heard(company, telegram, mail)


def test_one_digest_for_one_person(
    company: Office, moment: MovingClock, telegram: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holding, "MOST", 2)
    monkeypatch.setattr(commands, "MOST", 2)
    moment.at += timedelta(hours=13)
    for n in range(3):
        card = company.request(purpose=f"p{n}")
        drain(moment.at)
        say(company, card, f"Вопрос {n}")
        drain(moment.at)
    moment.at += timedelta(hours=11)
    working.release()
    drain(moment.at)
    assert len(telegram.titles(company.id("alisa"))) == 1


def test_what_can_never_be_sent_is_over(
    company: Office, moment: MovingClock, telegram: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_row: Delivery) -> str | None:
        raise RuntimeError("nobody foresaw this")

    Address.objects.exclude(channel="telegram").delete()
    Channel.objects.filter(code="email").update(active=False)
    company.request()
    monkeypatch.setattr(standing, "obstacle", broken)
    for _try in range(8):
        worker.drain(moment.at, retries=True, strict=False)
    row = Delivery.objects.get(person_id=company.id("boris"))
    assert (row.state, row.why) == ("failed", "unsaid")
