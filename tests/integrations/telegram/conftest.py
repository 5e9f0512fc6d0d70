"""The wire of Telegram before the training messengers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from marshrut.channels.wire import Account
from marshrut.integrations.telegram.telegram import Telegram
from tests.support.messengers import Messengers
from tests.support.messengers.wires import Line


@pytest.fixture
def line(settings: Settings) -> Iterator[Line]:
    """Борис has begun the conversation."""
    with Messengers() as both:
        settings.EGRESS_ALLOW = frozenset({both.place})
        both.telegram.start("Борис")
        account = Account("telegram", {"address": both.telegram.url}, {"token": both.telegram.token})
        yield Line(Telegram(), both.telegram, account)
