"""What comes in: called by MAX or asked for, twice, by strangers, by two workers; and that MAX goes on calling."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from marshrut.channels import commands, knocking, polling, queries
from marshrut.channels.models import Channel, Inbound
from marshrut.doors.web.views import hooks
from marshrut.integrations.max import names
from marshrut.integrations.max.messenger import Max
from marshrut.jobs import effects
from marshrut.kernel.throttle import Throttle
from tests.support import wires
from tests.support.messengers import Messenger, Messengers
from tests.support.office import MovingClock, Office, build

BORIS = "Борис Петров"


@pytest.fixture
def messenger(settings: Settings, moment: MovingClock) -> Iterator[Messenger]:
    names.forget()
    with Messengers() as both, wires.plugged(Max()):
        settings.EGRESS_ALLOW = frozenset({both.place})
        yield both.max


@pytest.fixture
def office(db: None, messenger: Messenger) -> Office:
    """MAX is connected, and calls us."""
    made = build()
    connect(made, messenger)
    return made


@pytest.fixture
def stranger(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(hooks, "guesses", Throttle(60))
    monkeypatch.setattr(hooks, "calls", Throttle(6000))
    return Client(enforce_csrf_checks=True)


def connect(office: Office, messenger: Messenger, *, hook: bool = True, **more: Any) -> None:
    about = {"address": messenger.url, "hook": hook}
    wires.connect(office, "max", settings=about, secrets={"token": messenger.token}, **more)


def worker(office: Office) -> None:
    """What the duties ask for, and the lane of what comes in."""
    knocking.duty()
    effects.perform(effects.take(polling.lane("max")), strict=True)


def post(stranger: Client, where: str, body: bytes, headers: dict[str, str]) -> int:
    told = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    path = "/" + where.partition("//")[2].partition("/")[2] if "//" in where else where
    return stranger.post(path, body, content_type="application/json", headers=told).status_code


def call(stranger: Client, messenger: Messenger) -> int:
    return messenger.deliver(lambda where, body, headers: post(stranger, where, body, dict(headers)))


def kept() -> list[tuple[str, str]]:
    return [(row.said["heard"], row.said.get("text", "")) for row in Inbound.objects.order_by("pk")]


def test_max_is_asked_to_call_us_and_does(office: Office, messenger: Messenger, stranger: Client) -> None:
    worker(office)
    assert messenger.hook is not None
    assert messenger.hook.address.startswith("https://docs.company.ru/hooks/max/")
    messenger.start(BORIS, "token")
    messenger.say(BORIS, "привет")
    assert call(stranger, messenger) == 2
    assert kept() == [("start", ""), ("words", "привет")]
    assert [one.kind for one in effects.take("channels-heard")] == ["channel_heard", "channel_heard"]


def test_told_twice_is_kept_once(office: Office, messenger: Messenger, stranger: Client) -> None:
    worker(office)
    happened = messenger.say(BORIS, "раз")
    assert messenger.hook is not None
    for _ in range(3):
        assert post(stranger, messenger.hook.address, messenger.body(happened), messenger.headers()) == 200
    assert kept() == [("words", "раз")]
    assert len(effects.take("channels-heard")) == 1


def test_a_call_asks_the_database_little(
    office: Office, messenger: Messenger, stranger: Client, django_assert_max_num_queries: Any
) -> None:
    worker(office)
    messenger.say(BORIS, "раз")
    with django_assert_max_num_queries(10):
        assert call(stranger, messenger) == 1


def test_nothing_is_believed_without_the_secret(office: Office, messenger: Messenger, stranger: Client) -> None:
    worker(office)
    body = messenger.body(messenger.say(BORIS, "раз"))
    assert messenger.hook is not None
    where, secret = messenger.hook.address, messenger.headers()
    wrong = {"X-Max-Bot-Api-Secret": "0" * 64}
    guessed = where[:-3] + ("aa/" if not where.endswith("aa/") else "bb/")
    other = where.replace("/max/", "/telegram/")
    for place, headers in ((where, {}), (where, wrong), (guessed, secret), (other, secret), ("/hooks/max/x/", secret)):
        assert post(stranger, place, body, dict(headers)) == 404
    assert kept() == []


def test_guesses_are_slowed_down(office: Office, messenger: Messenger, stranger: Client) -> None:
    found = [post(stranger, f"/hooks/max/guess-{number}/", b"{}", {}) for number in range(70)]
    assert (found[0], found[-1]) == (404, 429)


def test_only_calls_of_a_sane_size_and_kind(office: Office, messenger: Messenger, stranger: Client) -> None:
    worker(office)
    assert messenger.hook is not None
    where = "/" + messenger.hook.address.split("/", 3)[3]
    assert stranger.get(where).status_code == 405
    assert post(stranger, where, b"x" * (257 << 10), messenger.headers()) == 413
    long = messenger.body(messenger.say(BORIS, "я" * 60_000))
    assert post(stranger, where, json.dumps(json.loads(long), ensure_ascii=False).encode(), messenger.headers()) == 200
    assert len(Inbound.objects.get().said["text"]) <= 20_000


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"update_type": "message_edited"}', b"[" * 50_000])
def test_nonsense_is_not_told_again(office: Office, messenger: Messenger, stranger: Client, body: bytes) -> None:
    worker(office)
    assert messenger.hook is not None
    assert post(stranger, messenger.hook.address, body, messenger.headers()) == 200
    assert kept() == []


def test_switched_off_nobody_is_heard(office: Office, messenger: Messenger, stranger: Client) -> None:
    worker(office)
    commands.switch_channel(office.actor("admin"), channel="max", on=False)
    messenger.say(BORIS, "раз")
    assert call(stranger, messenger) == 0
    assert queries.account("max") is None


def test_an_account_that_cannot_be_read_is_told_again(
    office: Office, messenger: Messenger, stranger: Client, settings: Settings
) -> None:
    worker(office)
    messenger.say(BORIS, "раз")
    Channel.objects.update(secrets="broken")
    assert call(stranger, messenger) == 0
    assert messenger.hook is not None
    assert messenger.hook.said.endswith("429")


def test_max_is_asked_again_before_it_gives_us_up(office: Office, messenger: Messenger, moment: MovingClock) -> None:
    worker(office)
    messenger.network.hook = None  # eight hours without an answer
    _move(moment, timedelta(hours=5))
    worker(office)
    assert messenger.hook is None
    _move(moment, timedelta(hours=2))
    worker(office)
    assert messenger.hook is not None


def _move(moment: MovingClock, by: timedelta) -> None:
    moment.at += by


def test_a_changed_channel_is_asked_anew(office: Office, messenger: Messenger) -> None:
    worker(office)
    connect(office, messenger, hook=False)
    assert Channel.objects.get().listening_at is None


def test_one_that_does_not_answer_is_asked_later(office: Office, messenger: Messenger, moment: MovingClock) -> None:
    messenger.fault("500", times=2)
    worker(office)
    assert (messenger.hook, Channel.objects.get().listening_at) == (None, None)
    worker(office)
    assert messenger.hook is None  # not at every look
    _move(moment, timedelta(minutes=11))
    messenger.network.weather.faults.clear()
    worker(office)
    assert messenger.hook is not None


def test_without_an_address_of_its_own_the_portal_is_not_called(
    office: Office, messenger: Messenger, settings: Settings
) -> None:
    settings.PUBLIC_ADDRESS = ""
    worker(office)
    assert messenger.hook is None


def asking(office: Office, messenger: Messenger) -> None:
    worker(office)
    connect(office, messenger, hook=False)
    Channel.objects.update(listening_at=None)
    assert knocking.listen("max")


def test_where_nobody_calls_we_ask(office: Office, messenger: Messenger) -> None:
    asking(office, messenger)
    assert messenger.hook is None
    messenger.say(BORIS, "раз")
    assert polling.poll("max", 0) is True
    messenger.say(BORIS, "два")
    polling.poll("max", 0)
    polling.poll("max", 0)
    assert kept() == [("words", "раз"), ("words", "два")]


def test_one_asks_at_a_time(office: Office, messenger: Messenger) -> None:
    asking(office, messenger)
    taken = commands.take_poll(polling.ACTOR, channel="max", seconds=60)
    assert taken is not None
    assert polling.poll("max", 0) is False
    asked = len(messenger.asked("GET /updates"))
    Channel.objects.update(poll_until=Now() - timedelta(seconds=1))
    assert polling.poll("max", 0) is True
    assert len(messenger.asked("GET /updates")) == asked + 1
    late = {"channel": "max", "epoch": taken["epoch"], "updates": [], "marker": "stale"}
    assert commands.record_poll(polling.ACTOR, **late) is False
    assert Channel.objects.get().marker != "stale"


def test_whoever_died_before_the_record_lost_nothing(office: Office, messenger: Messenger) -> None:
    asking(office, messenger)
    polling.poll("max", 0)
    messenger.say(BORIS, "раз")
    taken = commands.take_poll(polling.ACTOR, channel="max", seconds=60)
    account = queries.account("max")
    assert taken is not None
    assert account is not None
    told, _marker = Max().poll(account, taken["marker"], 0)
    assert [one.text for one in told] == ["раз"]  # and the worker is killed
    Channel.objects.update(poll_until=None)
    polling.poll("max", 0)
    assert kept() == [("words", "раз")]


def test_the_duty_begins_once(office: Office, messenger: Messenger) -> None:
    asking(office, messenger)
    for _ in range(3):
        polling.duty()
    (effect,) = effects.take(polling.lane("max"))
    assert effect.payload == {"channel": "max"}
    commands.take_poll(polling.ACTOR, channel="max", seconds=60)
    polling.duty()
    assert effects.take(polling.lane("max")) == []


def test_a_call_that_came_to_nothing_is_followed_by_a_pause(office: Office, messenger: Messenger) -> None:
    asking(office, messenger)
    messenger.fault("502")
    assert polling.poll("max", 0) is False
    row = Channel.objects.get()
    assert (row.last_error, row.failures) == ("broken", 0)
    assert polling.poll("max", 0) is False  # in the pause
    Channel.objects.update(poll_until=None)
    assert polling.poll("max", 0) is True
    assert Channel.objects.get().last_error == ""


def test_a_wire_that_breaks_does_not_break_the_lane(
    office: Office, messenger: Messenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking(office, messenger)

    def broken(*_args: Any) -> Any:
        raise KeyError("unforeseen")

    monkeypatch.setattr(Max, "poll", broken)
    assert polling.poll("max", 0) is False
    assert Channel.objects.get().last_error == "protocol"


def test_called_nobody_asks(office: Office, messenger: Messenger) -> None:
    worker(office)
    polling.duty()
    assert effects.take(polling.lane("max")) == []
    assert polling.poll("max", 0) is False
