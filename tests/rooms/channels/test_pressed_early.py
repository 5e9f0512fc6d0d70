"""What is pressed, or decided elsewhere, while the message is still on its way; and messages that stand there twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marshrut.cards import commands as cards
from marshrut.channels import commands
from marshrut.channels.deciding import closing, speaking
from marshrut.channels.deciding.commands import decide_action, deciding
from marshrut.channels.models import Action, Address, Delivery
from marshrut.channels.wire import Message, WireTrouble
from marshrut.history.queries import timeline
from marshrut.jobs import effects, worker
from marshrut.jobs.registry import Busy
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict
from tests.support.office import MovingClock, Office, drain
from tests.support.presses import Phone, said
from tests.support.wires import Line, link

ROBOT = Actor.robot("channels")


@pytest.fixture
def boris(company: Office, telegram: Line) -> Phone:
    return Phone(telegram, "telegram:boris")


def meanwhile(line: Line, work: Callable[[Message], Any]) -> None:
    """Once, when the message is there and nobody has noted it."""
    real = line.send
    done: list[int] = []

    def send(account: Any, to: Any, message: Message) -> str:
        number = real(account, to, message)
        if not done and message.rows:
            done.append(1)
            work(message)
        return number

    line.send = send  # type: ignore[method-assign]


def handed(company: Office, name: str = "boris") -> Delivery:
    return Delivery.objects.filter(person_id=company.id(name), about="task_opened").earliest("pk")


def channel_lane() -> None:
    for lane in ("channels", "channels-heard", "channels-said"):
        while taken := effects.take(lane):
            effects.perform(taken)


def shown(line: Line, number: str) -> Message:
    return next(one.message for one in line.sent if one.number == number)


def lines(delivery: Delivery) -> list[str]:
    return [one.kind for one in timeline(f"notice:{delivery.notice}", limit=100)]


def test_decided_in_the_portal_while_the_message_travels(company: Office, moment: MovingClock, telegram: Line) -> None:
    card = company.request()

    def decide(_message: Message) -> None:
        company.complete(card, "approve", "approved", "boris")
        closing.close()
        channel_lane()

    meanwhile(telegram, decide)
    drain(moment.at)
    worker.drain(moment.at, retries=True)
    first = shown(telegram, handed(company).outside)
    assert first.settled
    assert not first.rows


def test_nothing_is_changed_before_it_has_arrived(company: Office, boris: Phone, moment: MovingClock) -> None:
    company.request()
    drain(moment.at)
    row = handed(company)
    Delivery.objects.filter(pk=row.pk).update(state="sending", outside="")
    for work in (speaking.settle, speaking.refresh):
        with pytest.raises(Busy):
            work(row.pk)
    Delivery.objects.filter(pk=row.pk).update(state="failed")
    speaking.settle(row.pk)
    speaking.refresh(row.pk)


def test_pressed_before_it_is_noted_as_sent(company: Office, boris: Phone, moment: MovingClock, telegram: Line) -> None:
    company.request()

    def press(message: Message) -> None:
        (asked,) = [one for row in message.rows for one in row if one.text == "Отклонить"]
        boris.put(boris.update("press", data=asked.data, callback="cb", message=telegram.sent[-1].number))
        channel_lane()

    meanwhile(telegram, press)
    drain(moment.at)
    row = handed(company)
    assert (row.state, row.outside) == ("acknowledged", boris.chat[0].number)
    assert lines(row) == ["channel.sent"]
    boris.say("Дорого")
    assert shown(telegram, row.outside).settled


def test_pressed_and_its_worker_is_lost(company: Office, boris: Phone, moment: MovingClock, telegram: Line) -> None:
    """The press alone tells the number; nothing is sent a second time, and the message locks."""
    card = company.request()
    drain(moment.at)
    row, number = handed(company), boris.chat[0].number
    Delivery.objects.filter(pk=row.pk).update(state="sending", outside="", ended_at=None)
    boris.press("Отклонить")
    row.refresh_from_db()
    assert (row.state, row.outside) == ("acknowledged", number)
    assert not commands.begin(ROBOT, delivery=row.pk)
    company.complete(card, "approve", "approved", "boris")
    closing.close()
    drain(moment.at)
    assert shown(telegram, number).settled


def test_of_a_message_sent_twice_both_are_settled_when_one_is_pressed(
    company: Office, boris: Phone, moment: MovingClock, telegram: Line
) -> None:
    """It arrived, and its answer was lost: so it is there once more."""
    real = telegram.send

    def send(account: Any, to: Any, message: Message) -> str:
        number = real(account, to, message)
        if len(boris.chat) == 1:
            raise WireTrouble("unsure", certain=False)
        return number

    telegram.send = send  # type: ignore[method-assign]
    company.request()
    worker.drain(moment.at, retries=True)
    first, second = boris.chat[0], boris.chat[1]
    button = first.message.rows[0][0]
    assert handed(company).outside == second.number
    assert "вы, 10:00" in boris.send_data(button.data, first.number)
    assert first.message.settled
    assert second.message.settled


def test_a_twin_that_nobody_knows_of_is_settled_when_it_is_pressed(
    company: Office, boris: Phone, moment: MovingClock, telegram: Line
) -> None:
    card = company.request()
    drain(moment.at)
    message = boris.chat[0]
    Delivery.objects.filter(pk=handed(company).pk).update(outside="", state="failed")
    company.complete(card, "approve", "approved", "boris")
    closing.close()
    drain(moment.at)
    assert not message.message.settled
    boris.send_data(message.message.rows[0][0].data, message.number)
    assert message.message.settled


def test_the_message_of_a_task_given_away_is_settled_and_the_new_one_works(
    company: Office, boris: Phone, moment: MovingClock, telegram: Line
) -> None:
    link(company, "finance")
    card = company.request()
    drain(moment.at)
    cards.delegate_task(company.actor("boris"), task=company.task(card, "approve").pk, to=company.id("finance"))
    drain(moment.at)
    other = Phone(telegram, "telegram:finance")
    boris.press("Согласовать")
    assert "не у вас" in said(boris.chat[0].message)
    assert not other.chat[0].message.settled
    assert set(Action.objects.filter(person_id=company.id("finance")).values_list("ended", flat=True)) == {""}
    other.press("Согласовать")
    assert other.chat[0].message.settled


@pytest.fixture
def secret(company: Office, moment: MovingClock, mail: Line) -> str:
    """Of the link that approves, in the mail of Борис."""
    Address.objects.filter(channel="telegram").update(state="off")
    company.request()
    drain(moment.at)
    message = next(one.message for one in mail.sent if one.to.person == company.id("boris"))
    return message.rows[0][0].url.split("/act/")[1].strip("/")


def test_a_link_pressed_twice_gives_the_first_answer(
    company: Office, secret: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the decision and its note the worker was killed; or a double click."""
    with monkeypatch.context() as patched:
        patched.setattr(deciding, "_used", lambda _row: None)
        first = decide_action(company.actor("boris"), action=secret)
    assert decide_action(company.actor("boris"), action=secret) == first
    assert decide_action(company.actor("boris"), action=secret) == first
    assert not [one for one in timeline(f"person:{company.id('boris')}", limit=100) if one.kind == "channel.refused"]
    assert Action.objects.get(used_at__isnull=False).ended == "settled"


def test_a_link_of_what_was_decided_elsewhere_is_refused(company: Office, secret: str) -> None:
    row = Action.objects.get(outcome="approved", person_id=company.id("boris"))
    company.complete(row.card_id, "approve", "approved", "boris")
    with pytest.raises(Conflict) as refused:
        decide_action(company.actor("boris"), action=secret)
    assert refused.value.code == "closed"
