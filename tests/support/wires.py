"""A wire in memory: what was sent stays here, and it fails as it is told. Its lanes exist while it is plugged in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from unittest.mock import patch

from marshrut.channels import commands, wire
from marshrut.channels.models import Address
from marshrut.channels.wire import Account, FileRef, Message, Pace, To, Update, Wire, WireTrouble
from marshrut.jobs import registry
from marshrut.kernel import clock
from marshrut.kernel.outside import SettingField, Step
from tests.support.office import Office


@dataclass
class Sent:
    to: To
    message: Message
    number: str
    edits: int = 0


@dataclass
class Line:
    """A wire. `troubles`: what the next calls come to, in their order."""

    code: str = "telegram"
    title: str = "Telegram"
    presses: bool = True
    edits: bool = True
    links: bool = True
    hears: Literal["hook", "poll", "both", "never"] = "hook"
    pace: Pace = field(default_factory=lambda: Pace(10_000.0))
    form: tuple[SettingField, ...] = (
        SettingField("token", "Токен", "secret", required=True),
        SettingField("url", "Адрес", "url", default="https://api.example", place=True),
    )
    sent: list[Sent] = field(default_factory=list)
    troubles: list[WireTrouble | Exception] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)

    def send(self, account: Account, to: To, message: Message) -> str:
        self._perhaps()
        self.accounts.append(account)
        self.sent.append(Sent(to, message, f"{self.code}-{len(self.sent) + 1}"))
        return self.sent[-1].number

    def edit(self, account: Account, to: To, number: str, message: Message) -> None:
        self._perhaps()
        found = next(one for one in self.sent if one.number == number)
        found.message, found.edits = message, found.edits + 1

    def answer(self, account: Account, callback: str, text: str, *, alert: bool = False) -> None:
        self._perhaps()
        self.answers.append(text)

    def fetch(self, account: Account, file: FileRef, most: int) -> bytes:
        return b""

    def link(self, account: Account, token: str) -> str:
        return f"https://example/?start={token}"

    def proves(self, account: Account, headers: Mapping[str, str]) -> bool:
        return headers.get("x-secret") == "right"

    def read(self, account: Account, body: bytes) -> Sequence[Update]:
        return ()

    def poll(self, account: Account, after: str, wait: float) -> tuple[Sequence[Update], str]:
        return (), after

    def listen(self, account: Account, address: str) -> None:
        self._perhaps()

    def check(self, account: Account) -> list[Step]:
        self._perhaps()
        return [Step("account", "Вход", "ok")]

    def titles(self, person: int | None = None) -> list[str]:
        return [one.message.title for one in self.sent if person in (None, one.to.person)]

    def _perhaps(self) -> None:
        if self.troubles:
            raise self.troubles.pop(0)


@contextmanager
def plugged(*lines: Wire) -> Iterator[None]:
    """Only these wires are there."""
    with patch.dict(wire._wires._kept, {}, clear=True), patch.dict(registry.effects):
        for one in lines:
            for name in [name for name in registry.effects if name.startswith((f"{one.code}-", f"send_{one.code}"))]:
                del registry.effects[name]
            wire.register(one)
        yield


def connect(office: Office, *codes: str, **fields: Any) -> None:
    for code in codes:
        there = wire.wire(code)
        asked = [one.key for one in there.form if one.kind == "secret"] if there is not None else []
        given: dict[str, Any] = {"secrets": dict.fromkeys(asked, "7001:perfectly-secret-token"), **fields}
        commands.set_channel(office.actor("admin"), channel=code, **given)


def link(office: Office, person: str, code: str = "telegram", address: str = "") -> int:
    made = Address.objects.create(
        person_id=office.id(person), channel=code, address=address or f"{code}:{person}", label=f"@{person}",
        linked_at=clock.now(),
    )  # fmt: skip
    return int(made.pk)
