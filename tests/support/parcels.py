"""A small office that follows parcels, and a carrier made of answers: nothing here talks to a network."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

from marshrut.cards import commands as cards
from marshrut.cards import queries as card_queries
from marshrut.cards.models import Card
from marshrut.definitions.schema.pack import Pack
from marshrut.history.models import Event
from marshrut.kernel.actor import Actor
from marshrut.kernel.outside import SettingField, Step
from marshrut.shipments import commands, queries, tracking
from marshrut.shipments.models import Carrier, Shipment
from marshrut.shipments.rules.schedule import Pace
from marshrut.shipments.rules.statuses import STATUSES, Said
from marshrut.shipments.tracking import Account, CarrierTrouble, FetchResult, TrackEvent
from tests.support.office import MovingClock, Office, drain, install_pack
from tests.support.office import build as build_office

ROBOT = Actor.robot("shipments")
NUMBER, OTHER = "1023456789", "1098765432"
_GRANTS = ["view", "edit", "comment", "attach", "start"]
_HEARS: list[dict[str, Any]] = [
    {"key": "moved", "done": "Движется"},
    {"key": "arrived", "done": "Прибыло", "to": "arrived"},
    {"key": "delivered", "done": "Вручено", "to": "delivered"},
    {"key": "trouble", "done": "Что-то не так", "to": "problem", "note_field": "trouble"},
]
_BY_HAND: list[dict[str, Any]] = [
    {"to": to, "by": [{"author": True}]} for to in ("tracking", "problem", "delivered", "stopped")
]


def _moves(stage: str) -> list[dict[str, Any]]:
    return [one for one in _BY_HAND if one["to"] != stage]


def pack() -> Pack:
    """`tracking` hears everything, `quiet` nothing but that it is delivered."""
    way = {"kind": "choice", "required": True, "title": "Как", "choices": []}
    way["choices"] = [{"key": key, "title": key} for key in ("post", "cdek", "dellin", "pek", "by_hand")]
    return Pack.model_validate({
        "key": "parcels", "version": "1.0.0", "title": "Посылки", "settings": {},
        "card_types": [
            {
                "key": "errand_note", "title": "Записки", "create": "Записка", "prefix": "ЗП-", "name": "{{ what }}",
                "first": "work", "fields": {"what": {"kind": "text", "title": "Что"}},
                "access": [
                    {"who": "everyone", "may": ["create"]}, {"who": "everyone", "scope": "own", "may": _GRANTS},
                ],
                "stages": [
                    {"key": "draft", "kind": "start", "title": "Черновик"},
                    {"key": "work", "title": "Работа", "moves": [{"to": "done", "by": [{"author": True}]}]},
                    {"key": "done", "kind": "success", "title": "Готово"},
                ],
            },
            {
                "key": "parcel", "title": "Посылки", "create": "Посылка", "prefix": "ПС-", "name": "{{ what }}",
                "first": "tracking", "company_field": "firm",
                "shipment": {
                    "way": "way", "number": "track", "status": "status", "direction": "direction",
                    "last_event": "last_event", "last_at": "last_at", "delivered_on": "delivered_on",
                    "trouble": "trouble",
                },
                "restart": {"from": ["delivered", "stopped"], "to": "tracking"},
                "fields": {
                    "what": {"kind": "text", "title": "Что"},
                    "firm": {"kind": "company", "title": "Контрагент"},
                    "about": {"kind": "card", "title": "По карточке", "shares": True},
                    "direction": {
                        "kind": "choice", "title": "Куда",
                        "choices": [{"key": "to_us", "title": "К нам"}, {"key": "from_us", "title": "От нас"}],
                    },
                    "way": way,
                    "track": {"kind": "track_number", "way": "way", "title": "Трек-номер"},
                    "status": {
                        "kind": "choice", "by_system": True, "title": "Где",
                        "choices": [{"key": key, "title": key} for key in STATUSES],
                    },
                    "last_event": {"kind": "text", "max_length": 60, "by_system": True, "title": "Последнее событие"},
                    "last_at": {"kind": "date", "by_system": True, "title": "Когда"},
                    "delivered_on": {"kind": "date", "by_system": True, "title": "Вручено"},
                    "trouble": {"kind": "long_text", "by_system": True, "title": "Что случилось"},
                },
                "access": [
                    {"who": "everyone", "may": ["create"]},
                    {"who": "everyone", "scope": "own", "may": [*_GRANTS, "restart"]},
                    {"who": "role:director", "scope": "all", "may": ["view"]},
                ],
                "stages": [
                    {"key": "draft", "kind": "start", "title": "Черновик"},
                    {
                        "key": "tracking", "title": "В пути", "require": ["way"], "signals": _HEARS,
                        "moves": [*_moves("tracking"), {"to": "quiet", "by": [{"author": True}]}],
                    },
                    {"key": "quiet", "title": "Тишина", "moves": _moves("quiet")},
                    {
                        "key": "arrived", "title": "Прибыло", "signals": [_HEARS[0], *_HEARS[2:]],
                        "moves": _moves("arrived"),
                    },
                    {
                        "key": "problem", "title": "Нужна проверка", "signals": _HEARS[:3], "moves": _moves("problem"),
                    },
                    {"key": "delivered", "kind": "success", "title": "Получено"},
                    {"key": "stopped", "kind": "failure", "title": "Не отслеживается"},
                ],
            },
        ],
    })  # fmt: skip


@dataclass
class Answers:
    """A carrier whose answers the test writes."""

    code: str = "cdek"
    title: str = "СДЭК"
    batch: int = 10
    per_call: int = 1
    quota: int | None = None
    pace: Pace = field(default_factory=Pace)
    stands_in: bool = False
    form: tuple[SettingField, ...] = (
        SettingField("url", "Адрес", "url", default="https://api.cdek.example", place=True),
        SettingField("login", "Идентификатор", required=True),
        SettingField("secret", "Пароль", "secret", required=True),
    )
    said: dict[str, list[TrackEvent]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    trouble: CarrierTrouble | None = None
    retry_after: timedelta | None = None
    asked: list[list[str]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def fetch(self, numbers: Sequence[str], account: Account) -> FetchResult:
        self.asked.append(list(numbers))
        if self.trouble is not None:
            raise self.trouble
        known = {one: self.said[one] for one in numbers if one in self.said and one not in self.failed}
        failed = {one: self.failed[one] for one in numbers if one in self.failed}
        return FetchResult(known, [one for one in numbers if one not in {*known, *failed}], failed, self.retry_after)

    def check(self, account: Account) -> list[Step]:
        if self.trouble is not None:
            raise self.trouble
        return self.steps

    def public_url(self, number: str) -> str:
        return f"https://{self.code}.example/{number}"


def event(at: datetime, status: Said, text: str = "", **more: Any) -> TrackEvent:
    words = {"place": "Казань", "code": status.upper(), **more}
    return TrackEvent(
        uid=words.pop("uid", f"{at.isoformat()}/{status}"), at=at, text=text or status, status=status, **words
    )


@dataclass
class Parcels:
    office: Office
    now: MovingClock
    cdek: Answers

    def note(self, by: str = "alisa") -> int:
        fields = {"what": "Заявка 5"}
        return int(cards.create_card(self.office.actor(by), card_type="errand_note", fields=fields)["card"])

    def parcel(self, by: str = "alisa", *, start: bool = True, **changes: Any) -> int:
        fields = {"what": "Акты", "way": "cdek", "track": NUMBER, **changes}
        made = cards.create_card(self.office.actor(by), card_type="parcel", fields=fields, start=start)
        self.settle()
        return int(made["card"])

    def settle(self) -> None:
        drain(self.now.at)

    def later(self, **much: float) -> None:
        self.now.at += timedelta(**much)
        self.settle()

    def say(self, status: Said, *, number: str = NUMBER, ago: float = 1, **more: Any) -> TrackEvent:
        """The carrier knows one event more, so many minutes old."""
        made = event(self.now.at - timedelta(minutes=ago), status, **more)
        self.cdek.said.setdefault(number, []).append(made)
        return made

    def poll(self, carrier: str = "cdek") -> int:
        """As the room that talks to carriers does it. Returns how many shipments were asked about."""
        asked = 0
        while (taken := commands.take_due(ROBOT, carrier=carrier))["numbers"]:
            asked += len(taken["numbers"])
            self.answer(taken, carrier)
        self.settle()
        return asked

    def answer(self, taken: dict[str, Any], carrier: str = "cdek") -> dict[str, Any]:
        how: dict[str, Any] = {"carrier": carrier, "lease": taken["lease"]}
        provider, account = tracking.provider(carrier), queries.account(carrier)
        assert provider is not None
        assert account is not None
        try:
            how["result"] = provider.fetch(sorted(set(taken["numbers"].values())), account)
        except CarrierTrouble as trouble:
            how["trouble"] = trouble
        return commands.record_poll(ROBOT, **how)

    def row(self, card: int) -> Shipment:
        return Shipment.objects.get(card=card)

    def carrier(self) -> Carrier:
        return Carrier.objects.get(key="cdek")

    def stage(self, card: int) -> str:
        return Card.objects.system("test").get(pk=card).stage

    def fields(self, card: int) -> dict[str, Any]:
        return dict(card_queries.raw(ROBOT, [card])[card].fields)

    def move(self, card: int, to: str, by: str = "alisa") -> None:
        cards.move_card(self.office.actor(by), card=card, to=to)
        self.settle()

    def edit(self, card: int, by: str = "alisa", **fields: Any) -> None:
        cards.edit_card(self.office.actor(by), card=card, fields=fields)
        self.settle()

    def heard(self, card: int) -> list[str]:
        """Signals the card heard, in order."""
        found = Event.objects.filter(subject=f"card:{card}", kind="card.signalled").order_by("seq")
        return [one.body["key"] for one in found]


SECRET = "тайный-ключ-сдэк"


@contextmanager
def answering(*providers: Answers) -> Iterator[None]:
    """Only these carriers are there."""
    with patch.dict(tracking._providers._kept, {one.code: one for one in providers}, clear=True):
        yield


def connect(office: Office, carrier: str = "cdek", **changes: Any) -> None:
    fields: dict[str, Any] = {"settings": {"login": "ours"}, "secrets": {"secret": SECRET}, **changes}
    commands.set_carrier(office.actor("admin"), carrier=carrier, **fields)


def build(now: MovingClock, cdek: Answers) -> Parcels:
    office = build_office("payments")
    install_pack(pack())
    return Parcels(office, now, cdek)


@contextmanager
def connected(now: MovingClock) -> Iterator[Parcels]:
    """The office with СДЭК connected to answers of our own."""
    cdek = Answers()
    with answering(cdek):
        made = build(now, cdek)
        connect(made.office)
        yield made
