"""A base made of answers: nothing here talks to a network. What it says of documents is handed over by `say`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from unittest.mock import patch

from marshrut.edocs import commands, source
from marshrut.edocs.source import Account, Act, Content, FileRef, Found, Lane, Party, Signer, SourceTrouble
from marshrut.jobs import registry
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.outside import SettingField, Step
from tests.support.desk import Desk
from tests.support.office import Office

ROBOT = Actor.robot("onec")
PASSWORD, EVENT_KEY = "очень-секретно", "0123456789abcdef-events"
OUT, IN = "Document_Исходящий", "Document_Входящий"
OURS = Party("org-1", "ООО «Ромашка»", "7708001237", "770801001")
THEM = Party("party-1", "ООО «Вектор»", "7728168971", "772801001")
FORM = (
    SettingField("address", "Адрес публикации", "url", required=True, place=True),
    SettingField("login", "Пользователь 1С", "secret", required=True),
    SettingField("password", "Пароль", "secret"),
    SettingField("event_key", "Ключ событий", "secret"),
    SettingField("overlap", "Минуты внахлёст", "number", default="30"),
    SettingField("mapping", "Своё соответствие", "long"),
)
FILE = FileRef("Catalog_Файлы", "f1", "УПД.pdf", 9, "pdf")


@dataclass
class Answers:
    """Instead of 1C: says what a test has put into it."""

    code: str = "onec"
    title: str = "1С"
    form: Sequence[SettingField] = FORM
    documents: dict[str, Found] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    trouble: SourceTrouble | None = None
    #: where e-documents lie; None: nobody knows
    follows: frozenset[str] | None = None
    accounts: list[Account] = field(default_factory=list)
    content: Content = field(default_factory=lambda: Content(name="УПД.pdf", mime="text/html", body=b"%PDF-1.4"))
    runs: list[tuple[str, Lane, tuple[tuple[str, str], ...]]] = field(default_factory=list)

    def flaws(self, settings: Mapping[str, Any]) -> dict[str, str]:
        return {"mapping": "Строка 1: непонятно.\nСтрока 2: и это."} if "ерунда" in settings.get("mapping", "") else {}

    def places(self, settings: Mapping[str, Any], profile: Mapping[str, Any]) -> frozenset[str] | None:
        return self.follows

    def check(self, account: Account) -> Sequence[Step]:
        self.accounts.append(account)
        if self.trouble is not None:
            raise self.trouble
        return self.steps

    def run(self, base: str, lane: Lane, asked: Sequence[tuple[str, str]] = (), by: int | None = None) -> None:
        self.runs.append((base, lane, tuple(asked)))
        taken = commands.take_base(ROBOT, base=base, lane=lane, by=by)
        if taken is None:
            return
        if self.trouble is None:
            wanted = {ref for _place, ref in asked}
            said = [one for one in self.documents.values() if not wanted or one.ref in wanted]
            commands.record_documents(ROBOT, base=base, lease=taken["lease"], documents=said)
        commands.end_run(ROBOT, base=base, lease=taken["lease"], trouble=self.trouble)

    def file(self, account: Account, place: str, ref: str) -> Content:
        return self.content


@contextmanager
def answering() -> Iterator[Answers]:
    there = Answers()
    with patch.dict(source._sources._kept, {there.code: there}, clear=True):
        yield there


@contextmanager
def hearing() -> Iterator[list[int]]:
    """Turns that are announced, in order: stands in for whoever reacts to them."""
    heard: list[int] = []

    def hear(payload: dict[str, Any], _effect: registry.TakenEffect) -> None:
        heard.append(int(payload["turn"]))

    kind = registry.EffectKind("edoc_turned", hear, "main", 10, 12, "retry", inside=True)
    with patch.dict(registry.effects, {"edoc_turned": kind}):
        yield heard


def beside() -> str:
    """The code of answers that stay beside the programs of the product, for a run that ends nowhere."""
    code = "answers"
    if source.source(code) is None:
        source.register(Answers(code))
    return code


def connect(office: Office, base: str = "main", **more: Any) -> None:
    """Алиса tends it unless said otherwise."""
    how: dict[str, Any] = {
        "title": "Бухгалтерия", "source": "onec", "owner": office.id("alisa"),
        "settings": {"address": "https://1c.example.ru/bp"}, "secrets": {"login": "Обмен", "password": PASSWORD},
    }  # fmt: skip
    commands.set_base(office.actor("admin"), base=base, **{**how, **more})


def paper(ref: str = "d1", **changes: Any) -> Found:
    """An act that we have just sent and that waits for the other side."""
    at = clock.now()
    usual: dict[str, Any] = {
        "place": OUT, "ref": ref, "version": "1", "direction": "out", "kind": "act", "kind_title": "Акт",
        "number": "15", "date": at.date(), "amount": Decimal("1500.50"), "organisation": OURS, "counterparty": THEM,
        "status": "delivered", "raw_status": "ОжидаетсяПодтверждение", "actor": "counterparty",
        "changed_at": at, "sent_at": at,
    }  # fmt: skip
    return Found(**{**usual, **changes})


def found(number: str = "1", **changes: Any) -> Found:
    """An UPD of this number that was sent on the 30th of June."""
    at = datetime.fromisoformat("2026-06-30T09:00:00+00:00")
    usual: dict[str, Any] = {
        "kind": "upd", "kind_title": "УПД", "number": number, "date": date(2026, 6, 30), "amount": Decimal("1000.50"),
        "status": "sent", "changed_at": at, "sent_at": at,
    }  # fmt: skip
    return paper(f"0000000{number}-0000-4000-8000-000000000000", **{**usual, **changes})


def signed(before: Found, **changes: Any) -> Found:
    """By the other side, now."""
    at = clock.now()
    usual: dict[str, Any] = {
        "version": before.version + "s", "status": "signed", "raw_status": "ОбменЗавершен", "actor": "none",
        "changed_at": at, "answered_at": at,
        "signers": (Signer("theirs", "Иванова Анна, ООО Вектор", "Иванова Анна", at),),
        "acts": (*before.acts, Act("theirs-1", "signed_theirs", at, "theirs", "Иванова Анна", "Принято")),
    }  # fmt: skip
    return replace(before, **{**usual, **changes})


def say(
    *documents: Found,
    base: str = "main",
    lane: Lane = "changes",
    cursor: datetime | None = None,
    desk: Desk | None = None,
) -> dict[str, int]:
    """The base says so, in a reading of this lane from taking it to the end of it."""
    taken = commands.take_base(ROBOT, base=base, lane=lane)
    assert taken is not None
    counts = commands.record_documents(ROBOT, base=base, lease=taken["lease"], documents=documents, cursor=cursor)
    commands.end_run(ROBOT, base=base, lease=taken["lease"], requests=3)
    if desk is not None:
        desk.settle()
    return counts
