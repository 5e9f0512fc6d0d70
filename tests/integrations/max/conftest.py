"""The wire of MAX before a training messenger on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from marshrut.channels.wire import Account
from marshrut.integrations.max import messenger, names
from tests.support.messengers import Messengers
from tests.support.messengers.wires import Line


@pytest.fixture
def messengers(settings: Settings) -> Iterator[Messengers]:
    with Messengers() as both:
        settings.EGRESS_ALLOW = frozenset({both.place})
        yield both


@pytest.fixture
def line(messengers: Messengers, monkeypatch: pytest.MonkeyPatch) -> Line:
    names.forget()
    monkeypatch.setattr(messenger, "pause", lambda _seconds: None)
    there = messengers.max
    there.start("Борис Петров")
    settings = {"address": there.url, "hook": True, "proxy": "", "proxy_login": "", "authorities": "", "bot": ""}
    return Line(messenger.Max(), there, Account("max", settings, {"token": there.token}))
