"""The room of a person: what is in it, which message carries a task, what was erased, and who is told what."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, transaction

from marshrut.automation import commands as automation
from marshrut.automation import queries
from marshrut.automation.notices import Message
from marshrut.cards import commands
from marshrut.history import commands as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support.office import SYSTEM, MovingClock, Office, build, drain


@pytest.fixture
def office(db: None, now: MovingClock) -> Office:
    return build()


def say(office: Office, card: int, by: str, text: str, *to: str) -> int:
    mentions = [office.id(one) for one in to]
    said = commands.comment_card(office.actor(by), card=card, text=text, mentions=mentions)
    drain(clock.now())
    return int(said["comment"])


def texts(room: queries.Room) -> list[str]:
    return [one.text for one in room.messages if one.comment]


def test_a_long_comment_is_whole(office: Office) -> None:
    card = office.request()
    say(office, card, "alisa", "слово " * 300, "boris")
    [said] = texts(queries.room(office.actor("boris")))
    assert said == ("слово " * 300).strip()


def test_what_was_erased_is_erased_here(office: Office) -> None:
    card = office.request()
    number = say(office, card, "alisa", "Паспорт 4509 123456", "boris")
    history.erase(SYSTEM, subject=f"card:{card}", seq=number, fields=["text"], reason="Заявление")
    for name in ("alisa", "boris"):
        [said] = [one for one in queries.room(office.actor(name)).messages if one.comment]
        assert (said.text, said.erased) == ("", True)


def test_own_words_of_long_ago_are_there(office: Office, now: MovingClock) -> None:
    """Without notices nothing bounds how far back one looks."""
    card = office.request()
    say(office, card, "alisa", "Первое слово")
    now.at = now.at.replace(year=2027)
    assert texts(queries.room(office.actor("alisa"))) == ["Первое слово"]


def test_words_of_others_that_do_not_concern_are_not_there(office: Office) -> None:
    card = office.request()
    say(office, card, "boris", "Вам, Алиса")
    assert texts(queries.room(office.actor("alisa"))) == ["Вам, Алиса"]
    assert texts(queries.room(office.actor("director"))) == []
    assert queries.room(office.actor("viktor")).messages == ()
    assert queries.room(Actor.system()).messages == ()


def test_the_newest_message_carries_the_task_on_whatever_page(office: Office, now: MovingClock) -> None:
    card = office.request()
    drain(now())
    task = office.task(card, "approve")
    actor, boris = Actor.robot("notices"), office.id("boris")
    for number in range(5):
        note = Message(f"Напоминание {number}", "", card, task.n)
        automation.deliver_notice(actor, person=boris, about="reminder", message=note, dedup=f"test:{number}")
    me = office.actor("boris")
    room, live = queries.room(me, limit=2), []
    while True:
        live += [one.title for one in room.messages if one.live]
        if room.older is None:
            break
        room = queries.room(me, room.older, limit=2)
    assert live == ["Напоминание 4"]


def test_what_comes_live_does_not_draw_a_task_twice(office: Office, now: MovingClock) -> None:
    card = office.request()
    drain(now())
    me, task = office.actor("boris"), office.task(card, "approve")
    room = queries.room(me)
    note = Message("Напоминание", "", card, task.n)
    automation.deliver_notice(
        Actor.robot("notices"), person=office.id("boris"), about="reminder", message=note, dedup="test:live"
    )
    [came] = queries.fresh(me, room.newest, room.since).messages
    assert (came.title, came.live) == ("Напоминание", False)
    office.request()
    drain(now())
    assert [one.live for one in queries.fresh(me, room.newest, room.since).messages] == [False, True]


def test_a_task_of_another_carries_nothing(office: Office, now: MovingClock) -> None:
    office.request()
    now.to("2026-07-15 12:00")  # the ladder tells others, too
    for name in ("boris", "ops"):
        for one in queries.room(office.actor(name)).messages:
            held = one.task is not None and office.id(name) in (one.task.assignee, *one.task.also)
            assert not one.live or held


@pytest.mark.django_db(transaction=True)
def test_what_came_later_never_shows_before_what_came_earlier() -> None:
    """Several workers deliver: the later id might be committed first, and the earlier never asked for."""
    office = build()
    boris, viktor = office.id("boris"), office.id("viktor")

    def deliver(person: int, dedup: str) -> None:
        told = Message(title="Слово", text=dedup, card=0, task=None)
        automation.deliver_notice(Actor.robot("notices"), person=person, about="robot", message=told, dedup=dedup)

    def elsewhere(person: int, dedup: str) -> threading.Thread:
        def run() -> None:
            try:
                deliver(person, dedup)
            finally:
                connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    with transaction.atomic():
        deliver(boris, "one")
        later, other = elsewhere(boris, "two"), elsewhere(viktor, "three")
        other.join(timeout=10)
        later.join(timeout=0.3)
        assert (later.is_alive(), other.is_alive()) == (True, False)
    later.join(timeout=10)
    assert [one.text for one in queries.room(office.actor("boris")).messages] == ["one", "two"]
