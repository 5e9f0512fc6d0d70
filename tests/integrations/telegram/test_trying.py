"""«Проверить» says in words what is wrong, and tells nobody anything."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from operator import add
from typing import Any

import pytest
from django.utils.translation import override
from pytest_django import Settings

from marshrut.channels.wire import Account
from marshrut.integrations.telegram.telegram import Telegram
from marshrut.kernel import clock
from marshrut.kernel.outside import Step
from tests.support.messengers import Messengers
from tests.support.messengers.wires import Line


def check(line: Line, **settings: Any) -> dict[str, Step]:
    with override("ru"):
        return {step.key: step for step in line.wire.check(line.with_settings(**settings))}


def test_a_good_day(line: Line) -> None:
    found = check(line)
    assert list(found) == ["address", "server", "token", "clock", "news"]
    assert {step.outcome for step in found.values()} <= {"ok", "skipped"}
    assert found["token"].said == f"Это бот @{line.messenger.bot}."
    assert line.messenger.messages("Борис") == []


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"address": "http://telegram.example"}, "address"),
        ({"address": "https://no-such-host.invalid"}, "server"),
        ({"proxy": "http://10.0.0.1:3128"}, "server"),
        ({"authorities": "/no/such/file"}, "token"),
    ],
)
def test_what_is_wrong_on_the_way(line: Line, given: dict[str, str], key: str) -> None:
    *before, last = check(line, **given).values()
    assert (last.key, last.outcome) == (key, "bad")
    assert last.said
    assert last.advice
    assert all(step.outcome == "ok" for step in before)


def test_a_wrong_token(line: Line) -> None:
    account = Account("telegram", line.account.settings, {"token": "7001001:" + "a" * 35})
    last = line.wire.check(account)[-1]
    assert (last.key, last.outcome) == ("token", "bad")
    assert "a" * 35 not in last.said


def test_who_else_gets_the_news(line: Line, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://portal.example"
    assert check(line, hook=True)["news"].outcome == "warn"
    line.wire.listen(line.account, "https://portal.example/hooks/telegram/1/")
    assert check(line, hook=True)["news"].outcome == "ok"
    line.messenger.say("Борис", "да")
    line.messenger.deliver(lambda *_call: 502)
    assert "502" in check(line, hook=True)["news"].said
    line.wire.listen(line.account, "https://another.example/bot")
    for hook in (True, False):
        found = check(line, hook=hook)["news"]
        assert (found.outcome, "another.example" in found.said) == ("warn", True)


def test_a_hook_needs_a_portal_that_is_seen(line: Line, settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "http://portal.local"
    assert check(line, hook=True)["news"].outcome == "bad"


def test_clocks_are_compared(settings: Settings) -> None:
    there = clock.now().replace(microsecond=0)
    with Messengers(now=lambda: there) as both:
        settings.EGRESS_ALLOW = frozenset({both.place})
        account = Account("telegram", {"address": both.telegram.url}, {"token": both.telegram.token})
        for minutes, outcome in ((0, "ok"), (-30, "warn"), (30, "warn")):
            with clock.running(partial(add, there, timedelta(minutes=minutes))):
                found = {step.key: step for step in Telegram().check(account)}["clock"]
            assert found.outcome == outcome
            assert ("1800" in found.said) == (outcome == "warn")
