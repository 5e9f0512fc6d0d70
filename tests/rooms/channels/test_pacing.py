"""How fast a channel is written to: never more than it takes, a chat at a time, and the news leave room."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models import F

from marshrut.channels import commands, pacing
from marshrut.channels.models import Bucket, Channel
from marshrut.channels.wire import Pace
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

pytestmark = pytest.mark.django_db
TELEGRAM = Pace(30.0, 1.0)


def ask(chat: str, pace: Pace = TELEGRAM, *, bulk: bool = False) -> float:
    return pacing._ask("telegram", chat, pace, bulk=bulk)


def pass_by(seconds: float) -> None:
    """The clock is the database's: what happened there moves back instead."""
    Bucket.objects.update(at=F("at") - timedelta(seconds=seconds))


def test_a_chat_is_written_to_once_a_second() -> None:
    assert ask("boris") == 0
    assert 0.9 < ask("boris") <= 1
    assert ask("alisa") == 0, "others do not wait for it"
    pass_by(1)
    assert ask("boris") == 0


def test_no_second_has_more_than_the_other_side_takes() -> None:
    """What may go at once and what comes in a second after are together what is allowed."""
    at_once = sum(ask(f"chat {n}") == 0 for n in range(40))
    assert at_once <= 5
    pass_by(10)
    assert sum(ask(f"later {n}") == 0 for n in range(40)) <= 5, "an idle channel saves up no flood"


def test_the_news_leave_room_for_decisions() -> None:
    slow = Pace(0.5)
    while ask("news", slow, bulk=True) == 0:
        pass
    assert ask("news", slow, bulk=True) > 0
    assert ask("decision", slow) == 0


def test_what_is_long_past_is_forgotten() -> None:
    Channel.objects.create(code="telegram", added_at=clock.now())
    assert ask("boris") == 0
    commands.tidy(Actor.robot("test"))
    assert Bucket.objects.count() == 2
    pass_by(90_000)
    commands.tidy(Actor.robot("test"))
    assert [one.key for one in Bucket.objects.all()] == ["telegram"]


def test_asked_to_wait_nobody_is_written_to() -> None:
    assert ask("boris") == 0
    Bucket.objects.filter(key="telegram").update(blocked_until=F("at") + timedelta(seconds=30))
    assert 29 < ask("alisa") <= 30
    assert pacing.take("telegram", "alisa", TELEGRAM, bulk=False) > 29, "that is not waited for here"
    Bucket.objects.filter(key="telegram").update(blocked_until=F("at"))
    assert ask("alisa") == 0
