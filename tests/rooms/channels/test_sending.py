"""A notice goes out: once, to whom it concerns, by the channel they chose, and every attempt is on record."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.automation.models import Notification
from marshrut.cards import commands as cards
from marshrut.channels import sending, working
from marshrut.channels.models import Address, Bucket, Channel, Delivery
from marshrut.channels.wire import Message, WireTrouble
from marshrut.history import queries as history
from marshrut.jobs import effects, worker
from marshrut.jobs.models import Effect
from tests.support.office import MovingClock, Office, drain
from tests.support.wires import Line


def rows(person: int, about: str = "task_opened") -> list[tuple[str, str, str]]:
    """(channel, state, why) of a person's deliveries, in their order."""
    found = Delivery.objects.filter(person_id=person, about=about).order_by("pk")
    return [(one.channel, one.state, one.why) for one in found]


def read_all(office: Office, person: str) -> None:
    from marshrut.automation import commands

    commands.read_notices(office.actor(person))


def test_a_task_comes_to_the_first_channel_and_to_no_other(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    company.request()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "sent", "")]
    assert [one.to.address for one in telegram.sent] == ["telegram:boris"]
    assert mail.sent == []
    made = Delivery.objects.get()
    assert made.outside == "telegram-1"
    assert len(made.number) == 4
    events = history.timeline(f"notice:{made.notice}", limit=10)
    assert [one.kind for one in events] == ["channel.sent"]


def test_the_portal_alone_costs_nothing(db: None, moment: MovingClock, plugged: None, telegram: Line) -> None:
    from tests.support.office import build

    build().request()
    drain(moment.at)
    assert Notification.objects.exists()
    assert not Delivery.objects.exists()
    assert not Effect.objects.filter(kind__startswith="channel_").exists()


def test_a_delivered_notice_is_not_sent_twice(company: Office, moment: MovingClock, telegram: Line) -> None:
    company.request()
    drain(moment.at)
    made = Delivery.objects.get()
    Effect.objects.filter(kind="send_telegram").update(state="todo", ended_at=None)
    working.route({"notice": made.notice}, Any)  # type: ignore[arg-type]
    drain(moment.at)
    assert len(telegram.sent) == 1


def test_what_was_decided_meanwhile_is_not_sent(company: Office, moment: MovingClock, telegram: Line) -> None:
    moment.at += timedelta(hours=13)
    card = company.request()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "held", "quiet")]
    company.complete(card, "approve", "approved", "boris")
    moment.at += timedelta(hours=11)
    working.release()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "suppressed", "closed")]
    assert telegram.titles(company.id("boris")) == []


def test_an_evening_is_not_a_night(company: Office, moment: MovingClock, telegram: Line) -> None:
    """S0.23, S4.4: what can be decided at home comes at once."""
    moment.at += timedelta(hours=10)
    company.request()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "sent", "")]


def test_what_was_read_in_the_portal_is_not_sent(company: Office, moment: MovingClock, telegram: Line) -> None:
    moment.at += timedelta(hours=13)
    company.request()
    drain(moment.at)
    read_all(company, "boris")
    moment.at += timedelta(hours=11)
    working.release()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "suppressed", "read")]
    assert telegram.sent == []


def test_a_stranger_hears_nothing_of_a_card_closed_to_them(
    company: Office, moment: MovingClock, telegram: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    from marshrut.cards import queries

    card = company.request()
    cards.comment_card(company.actor("boris"), card=card, text="Почему так дорого?")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("marshrut.channels.queries.standing.cards.may_see", lambda actor, card: False)
        drain(moment.at)
    assert queries.may_see(company.actor("alisa"), card)
    assert rows(company.id("alisa"), "comment") == [("telegram", "suppressed", "hidden")]


@pytest.mark.parametrize("code", ["no_host", "silent", "broken"])
def test_a_late_message_goes_the_next_way(
    company: Office, moment: MovingClock, telegram: Line, mail: Line, code: Any
) -> None:
    telegram.troubles = [WireTrouble(code, "away")]
    company.request()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "retry", code)]
    moment.at += timedelta(minutes=6)
    working.pass_on_late()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "retry", code), ("email", "sent", "")]
    worker.drain(moment.at, retries=True)
    assert rows(company.id("boris"))[0] == ("telegram", "suppressed", "elsewhere")
    assert telegram.sent == []
    assert len(mail.titles(company.id("boris"))) == 1
    told = [one.kind for one in history.timeline(f"notice:{Delivery.objects.all()[0].notice}", limit=10)]
    assert sorted(told) == ["channel.failed", "channel.sent", "channel.suppressed"]


def test_who_shuts_us_out_gets_mail_and_is_told(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    telegram.troubles = [WireTrouble("blocked", "Forbidden: bot was blocked by the user")]
    company.request()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "failed", "blocked"), ("email", "sent", "")]
    assert Address.objects.get(person_id=company.id("boris"), channel="telegram").state == "blocked"
    assert Notification.objects.get(about="channel_lost").title == "Уведомления больше не доходят до вас: Telegram"


def test_asked_to_wait_everything_waits(company: Office, moment: MovingClock, telegram: Line) -> None:
    telegram.troubles = [WireTrouble("limit", "Too Many Requests", retry_after=timedelta(seconds=30))]
    company.request()
    company.request()
    drain(moment.at)
    worker.drain(moment.at)
    assert telegram.sent == []
    assert Bucket.objects.get(key="telegram").blocked_until is not None
    Bucket.objects.update(blocked_until=None)
    effects.hurry()
    drain(moment.at)
    assert len(telegram.sent) == 2


def test_a_decision_that_may_have_arrived_goes_once_more_with_its_number(
    company: Office, moment: MovingClock, telegram: Line
) -> None:
    telegram.troubles = [WireTrouble("unsure", "read time-out", certain=False)]
    company.request()
    drain(moment.at)
    assert rows(company.id("boris")) == [("telegram", "retry", "unsure")]
    worker.drain(moment.at, retries=True)
    assert rows(company.id("boris")) == [("telegram", "sent", "")]
    assert telegram.sent[0].message.number == Delivery.objects.get().number


def test_a_comment_that_may_have_arrived_is_not_repeated(company: Office, moment: MovingClock, telegram: Line) -> None:
    card = company.request()
    drain(moment.at)
    telegram.troubles = [WireTrouble("unsure", "read time-out", certain=False)]
    cards.comment_card(company.actor("boris"), card=card, text="Почему так дорого?")
    drain(moment.at)
    worker.drain(moment.at, retries=True)
    assert rows(company.id("alisa"), "comment") == [("telegram", "failed", "unsure")]


def test_a_worker_that_died_in_the_middle_sends_the_decision_again(
    company: Office, moment: MovingClock, telegram: Line
) -> None:
    company.request()
    worker.drain(moment.at, outside=True)
    Delivery.objects.update(state="sending", outside="")
    Effect.objects.filter(kind="send_telegram").update(state="todo", ended_at=None)
    drain(moment.at)
    assert len(telegram.sent) == 2
    assert rows(company.id("boris")) == [("telegram", "sent", "")]
    Delivery.objects.update(state="sending", why="unsure")
    Effect.objects.filter(kind="send_telegram").update(state="todo", ended_at=None)
    drain(moment.at)
    assert len(telegram.sent) == 2, "a third time would be spam"


def test_a_channel_that_fails_is_left_alone_and_comes_back(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    telegram.troubles = [WireTrouble("closed", "refused")] * 5
    for _one in range(5):
        company.request()
    drain(moment.at)
    channel = Channel.objects.get(code="telegram")
    assert channel.failures == 5
    assert channel.closed_until == moment.at + timedelta(minutes=1)
    company.request()
    drain(moment.at)
    assert mail.titles(company.id("boris")), "while it is shut the next channel is asked at once"
    moment.at += timedelta(minutes=2)
    worker.drain(moment.at, retries=True)
    healed = Channel.objects.get(code="telegram")
    assert (healed.failures, healed.last_error, healed.closed_until) == (0, "", None)


def test_a_wrong_token_shuts_the_channel_at_once(
    company: Office, moment: MovingClock, telegram: Line, mail: Line
) -> None:
    telegram.troubles = [WireTrouble("refused", "Unauthorized")]
    company.request()
    drain(moment.at)
    assert Channel.objects.get(code="telegram").closed_until == moment.at + timedelta(minutes=10)
    assert rows(company.id("boris")) == [("telegram", "retry", "refused"), ("email", "sent", "")]


def test_several_words_of_one_card_are_one_message(company: Office, moment: MovingClock, telegram: Line) -> None:
    card = company.request()
    for text in ("Почему так дорого?", "И где договор?", "Жду ответа"):
        cards.comment_card(company.actor("boris"), card=card, text=text)
        drain(moment.at)
    talk = [one for one in telegram.sent if one.to.person == company.id("alisa")]
    assert len(talk) == 1
    assert talk[0].edits == 2
    assert rows(company.id("alisa"), "comment") == [
        ("telegram", "sent", ""), ("telegram", "sent", "together"), ("telegram", "sent", "together"),
    ]  # fmt: skip


def test_where_nothing_can_be_changed_they_wait_for_each_other(
    company: Office, moment: MovingClock, telegram: Line
) -> None:
    telegram.edits = False
    card = company.request()
    for text in ("Почему так дорого?", "И где договор?", "Жду ответа"):
        cards.comment_card(company.actor("boris"), card=card, text=text)
        drain(moment.at)
    assert len(telegram.titles(company.id("alisa"))) == 1
    moment.at += timedelta(minutes=2, seconds=1)
    working.release()
    drain(moment.at)
    assert len(telegram.titles(company.id("alisa"))) == 2


def test_a_message_costs_few_queries(company: Office, moment: MovingClock, telegram: Line) -> None:
    """Besides what it says: read, ask whether it should still go and may, note that it goes, that it went."""
    company.request()
    drain(moment.at)
    Delivery.objects.update(state="queued")
    effect = SimpleNamespace(lane="telegram", attempts=1)
    said = Message("7F3K", "Новое задание")
    with patch("marshrut.channels.messages.compose", lambda _row: said), CaptureQueriesContext(connection) as spent:
        sending.send({"delivery": Delivery.objects.get().pk}, effect)  # type: ignore[arg-type]
    asked = [one["sql"] for one in spent.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(telegram.sent) == 2
    assert len(asked) <= 13, "\n".join(asked)


def test_one_full_mailbox_keeps_mail_from_nobody_else(company: Office, moment: MovingClock, mail: Line) -> None:
    Address.objects.filter(channel="telegram").delete()
    mail.troubles = [WireTrouble("unwelcome", "552 5.2.2 Mailbox full")]
    company.request()
    drain(moment.at)
    assert ("email", "failed", "unwelcome") in rows(company.id("boris"))
    channel = Channel.objects.get(code="email")
    assert (channel.closed_until, channel.failures) == (None, 0)
    assert Address.objects.get(person_id=company.id("boris"), channel="email").live


def test_who_is_not_ready_is_asked_ever_more_seldom(company: Office, moment: MovingClock, mail: Line) -> None:
    """A server that lets strangers wait must not be asked thousands of times, nor told of in history each time."""
    Address.objects.filter(channel="telegram").delete()
    mail.troubles = [WireTrouble("not_ready", "450 4.7.1 Greylisted") for _ in range(100)]
    company.request()
    drain(moment.at)
    made, waits = Delivery.objects.get(), []
    while made.state == "retry":
        assert made.next_at is not None
        waits.append((made.next_at - moment.at).total_seconds())
        moment.at = made.next_at
        effects.hurry()
        drain(moment.at)
        made.refresh_from_db()
    assert waits[:4] == [3.0, 3.0, 40.0, 80.0]
    assert len(waits) < 20
    assert (made.state, made.why) == ("failed", "late")
    events = history.timeline(f"notice:{made.notice}", limit=100)
    assert [one.kind for one in events] == ["channel.failed"] * 2
    assert Channel.objects.get(code="email").failures == 0
