"""The seam to carriers: this room keeps settings and schedules, rooms that talk to carriers register here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from marshrut.kernel.outside import Registry, SettingField, Step

from .rules.schedule import Pace
from .rules.statuses import Leg, Said

#: what can be wrong with a carrier; sentences for people are in `carrier_sentences`
TroubleCode = Literal[
    "no_host", "closed", "silent", "cut", "certificate", "forbidden", "refused", "limit", "broken", "protocol",
    "sealed", "settings",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """How a carrier is reached; secrets are open here, so it is never kept, shown or logged."""

    carrier: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str] = field(repr=False)

    def __repr__(self) -> str:
        return f"Account({self.carrier})"


@dataclass(frozen=True, slots=True)
class TrackEvent:
    """What a carrier said of a number. `uid` is the same whenever it says it again.

    `status`: see `rules.statuses.Said`. `leg`: "" when the carrier does not say. `alert`: code of
    `sentences.TROUBLES` that a person must look at ("storage", "docs_returning", …). `void`: taken back by the carrier.
    """

    uid: str
    at: datetime
    code: str
    text: str
    status: Said
    place: str = ""
    leg: Leg | Literal[""] = ""
    alert: str = ""
    void: bool = False
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FetchResult:
    """What a carrier answered: the whole history of each number, in any order.

    `not_found`: numbers it does not know (yet). `failed`: numbers whose answer could not be understood, with the
    reason; others are not held by it. Numbers in none of the three were not asked about: they stay due.
    `retry_after`: the carrier asks to be left alone so long.
    """

    events: Mapping[str, Sequence[TrackEvent]] = field(default_factory=dict)
    not_found: Sequence[str] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    retry_after: timedelta | None = None


class CarrierTrouble(Exception):
    """A carrier did not answer as a whole. `said`: its own words, never a secret."""

    def __init__(self, code: TroubleCode, said: str = "", *, retry_after: timedelta | None = None) -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said, self.retry_after = code, said, retry_after


class Provider(Protocol):
    """A carrier that can be asked. Attributes are constants; nothing here touches the database."""

    #: equals `provider` of its ways in `definitions.schema.tracks.WAYS`
    @property
    def code(self) -> str: ...
    @property
    def title(self) -> Any: ...
    @property
    def form(self) -> tuple[SettingField, ...]: ...
    #: numbers asked about at once, and how many of them one request carries
    @property
    def batch(self) -> int: ...
    @property
    def per_call(self) -> int: ...
    #: requests a day that it allows, unless the contract says otherwise; None: no limit
    @property
    def quota(self) -> int | None: ...
    @property
    def pace(self) -> Pace: ...
    #: shows the way of carriers that are not connected (training)
    @property
    def stands_in(self) -> bool: ...

    def fetch(self, numbers: Sequence[str], account: Account) -> FetchResult:
        """Ask. Takes as long as the network does. Raises CarrierTrouble."""

    def check(self, account: Account) -> list[Step]:
        """Try the account step by step, changing nothing there."""

    def public_url(self, number: str) -> str:
        """The carrier's page on the number for people, "" when there is none."""


@dataclass(slots=True)
class Spent:
    """Requests that went out."""

    requests: int = 0


_spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


def spend() -> None:
    """For providers: one request goes out now, a token or a second try as well."""
    if (counter := _spent.get()) is not None:
        counter.requests += 1


@contextmanager
def counting() -> Iterator[Spent]:
    """Counts what providers spend inside."""
    counter = Spent()
    before = _spent.set(counter)
    try:
        yield counter
    finally:
        _spent.reset(before)


#: asks a carrier about what is due; returns how many shipments were asked about
Poller = Callable[[str], int]
_providers: Registry[Provider] = Registry()
register, provider, providers = _providers.register, _providers.get, _providers.all
_pollers: list[Poller] = []


def register_poller(poll: Poller) -> None:
    _pollers[:] = [poll]


def poller() -> Poller | None:
    return _pollers[0] if _pollers else None
