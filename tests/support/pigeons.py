"""A channel of administrators' tests: a wire in memory whose check says what it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from marshrut.channels.models import Address
from marshrut.channels.wire import Account
from marshrut.kernel.outside import SettingField, Step
from tests.support import wires
from tests.support.office import Office
from tests.support.wires import Line, plugged

__all__ = ["SECRET", "Pigeons", "connect", "flying", "found"]

SECRET = "7001:perfectly-secret-token"
FORM = (
    SettingField("token", "Токен", "secret", required=True),
    SettingField("url", "Адрес сервиса", "url", default="https://pigeons.example", place=True),
    SettingField("how", "Как приходят ответы", default="poll"),
)
flying = plugged


@dataclass
class Pigeons(Line):
    code: str = "pigeon"
    title: str = "Голубь"
    hears: Literal["hook", "poll", "both", "never"] = "poll"
    form: tuple[SettingField, ...] = FORM
    steps: list[Step] = field(default_factory=lambda: [Step("account", "Вход", "ok")])

    def check(self, account: Account) -> list[Step]:
        self._perhaps()
        return self.steps


def connect(office: Office, channel: str = "pigeon", **fields: Any) -> None:
    wires.connect(office, channel, **fields)


def found(office: Office, person: str, channel: str = "pigeon") -> Address:
    """Where a person is found there, as if linked."""
    known = Address.objects.filter(channel=channel, person_id=office.id(person)).first()
    return known or Address.objects.get(pk=wires.link(office, person, channel))
