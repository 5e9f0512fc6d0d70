"""A wire in the hands of a test, before the training messengers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshrut.channels.wire import Account, Message, To, Wire

from . import Messenger


@dataclass
class Line:
    """What a test holds in its hands: the wire, an account of it, and the messenger behind."""

    wire: Wire
    messenger: Messenger
    account: Account

    def to(self, who: str, language: str = "ru") -> To:
        return To(str(self.messenger.user(who).id), 1, language)

    def send(self, who: str, title: str = "Счёт № 5", **more: Any) -> str:
        return self.wire.send(self.account, self.to(who), Message("7F3K", title, **more))

    def with_settings(self, **more: Any) -> Account:
        return Account(self.account.channel, {**self.account.settings, **more}, self.account.secrets)
