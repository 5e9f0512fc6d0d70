"""Deciding in a chat, as the head does it on the way home: press, say why, send the file, see how it ended."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from marshrut.cards import commands as cards
from marshrut.cards.models import Task
from marshrut.channels.deciding import closing
from marshrut.channels.models import Action, Asking, Delivery, Inbound
from marshrut.history.queries import timeline
from marshrut.kernel import clock
from tests.support.office import MovingClock, Office, build, drain
from tests.support.presses import Phone, said
from tests.support.wires import Line, connect, link, plugged


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    with plugged(made):
        yield made


@pytest.fixture
def office(db: None, now: MovingClock, line: Line, settings: Settings, tmp_path: Any) -> Office:
    settings.FILES = tmp_path / "files"
    settings.PUBLIC_ADDRESS = "https://docs.company.ru"
    made = build()
    connect(made, "telegram")
    link(made, "boris")
    return made


@pytest.fixture
def boris(office: Office, line: Line) -> Phone:
    return Phone(line, "telegram:boris")


@pytest.fixture
def card(office: Office, now: MovingClock) -> int:
    made = office.request()
    drain(now.at)
    return made


def task(card: int, key: str = "approve") -> Task:
    return Task.objects.system("test").filter(card_id=card, key=key).latest("pk")


def refusals(office: Office, name: str) -> list[str]:
    found = timeline(f"person:{office.id(name)}", limit=100)
    return [str(one.body["code"]) for one in found if one.kind == "channel.refused"]


def test_the_head_approves_without_opening_the_portal(office: Office, boris: Phone, card: int) -> None:
    shown = boris.press("Согласовать")
    assert task(card).state == "done"
    assert task(card).decided_by_id == office.id("boris")
    assert "вы, 10:00" in shown
    message, _number = boris.chat[0].message, boris.chat[0].number
    assert message.settled
    assert not message.rows
    assert Delivery.objects.get(person_id=office.id("boris"), about="task_opened").state == "acknowledged"
    assert timeline(f"card:{card}", limit=100)[-1].via in ("telegram", "system", "robot", "timer")
    done = [one for one in timeline(f"card:{card}", limit=100) if one.kind == "task.completed"]
    assert [one.via for one in done] == ["telegram"]


def test_a_reason_is_asked_for_and_given_in_words(office: Office, boris: Phone, card: int) -> None:
    boris.press("Отклонить")
    assert task(card).state == "open"
    assert boris.last.message.asks
    boris.say("Нет второго коммерческого предложения", boris.last.number)
    assert (task(card).state, task(card).reason) == ("done", "Нет второго коммерческого предложения")
    assert Asking.objects.get().ended == "answered"
    assert "Нет второго" in said(boris.chat[0].message)


def test_an_empty_reason_is_asked_for_again(office: Office, boris: Phone, card: int) -> None:
    boris.press("Отклонить")
    boris.say("\u200b \u202e")
    assert task(card).state == "open"
    assert boris.last.message.asks
    boris.say("Дорого")
    assert task(card).reason == "Дорого"


def test_cancel_drops_the_question(office: Office, boris: Phone, card: int) -> None:
    boris.press("Отклонить")
    boris.say("отмена")
    assert Asking.objects.get().ended == "dropped"
    boris.say("Дорого")
    assert task(card).state == "open"


def test_words_long_after_the_question_decide_nothing(
    office: Office, boris: Phone, card: int, now: MovingClock
) -> None:
    boris.press("Отклонить")
    now.to("2026-07-02 10:16")
    boris.say("Буду через час")
    assert task(card).state == "open"
    assert Asking.objects.get().ended == "over"


def test_too_long_words_are_asked_for_again(office: Office, boris: Phone, card: int) -> None:
    boris.press("Отклонить")
    boris.say("д" * 4000)
    assert task(card).state == "open"
    assert boris.last.message.asks


def test_the_message_of_a_task_decided_in_the_portal_is_settled(office: Office, boris: Phone, card: int) -> None:
    office.complete(card, "approve", "approved", "boris")
    assert closing.close() == 1
    drain(clock.now())
    assert boris.chat[0].message.settled
    assert closing.close() == 0


def test_pressed_after_the_portal_it_says_how_it_ended(office: Office, boris: Phone, card: int) -> None:
    _message, button = boris.find("Согласовать")
    office.complete(card, "approve", "approved", "boris")
    shown = boris.send_data(button.data)
    assert "вы, 10:00" in shown
    assert refusals(office, "boris") == ["closed"]


def test_a_lost_worker_decides_once_and_says_so(office: Office, boris: Phone, card: int) -> None:
    """It was killed after the decision and before anything was noted: the key of the action gives the answer again."""
    _message, button = boris.find("Согласовать")
    action = Action.objects.get(outcome="approved")
    from marshrut.channels.deciding import doing, pressing

    doing.do(action, pressing.actor_of(office.id("boris"), "telegram"), "")
    assert boris.put(boris.update("press", data=button.data, callback="cb")) == 1
    from marshrut.jobs.models import Effect

    Effect.objects.filter(kind="channel_heard").update(attempts=1, state="retry")
    drain(clock.now())
    row = Inbound.objects.latest("pk")
    assert row.state == "done"
    assert "вы, 10:00" in boris.line.answers[-1]


def test_a_stale_press_is_refused_and_the_message_comes_anew(office: Office, boris: Phone, card: int) -> None:
    _message, button = boris.find("Согласовать")
    cards.edit_card(office.actor("alisa"), card=card, fields={"purpose": "Флаконы 100 мл"})
    shown = boris.send_data(button.data)
    assert "изменилась" in shown
    assert task(card).state == "open"
    assert any("100 мл" in one for one in boris.texts)
    boris.press("Согласовать")
    assert task(card).state == "done"


def test_open_tasks_are_listed(office: Office, boris: Phone, card: int) -> None:
    assert "1" in boris.say("задания")
    assert "понял" in boris.say("как дела?")


def test_stop_unlinks(office: Office, boris: Phone, card: int) -> None:
    boris.say("/stop")
    shown = boris.press("Согласовать")
    assert "не привязан" in shown
    assert task(card).state == "open"
