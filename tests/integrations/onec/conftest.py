"""A training 1C on loopback, and a keeper that remembers what a reading hands over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from marshrut.edocs.source import Account, Found
from marshrut.integrations.onec import probe, settings, transport
from marshrut.integrations.onec.asking import Asking
from marshrut.integrations.onec.comparing import Comparing
from marshrut.integrations.onec.lanes import Outcome
from marshrut.integrations.onec.profile import Probed
from marshrut.integrations.onec.transport import Line
from marshrut.kernel import clock
from tests.support.onec import OneC

NOON = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)


@dataclass
class Memory:
    """Instead of the room of e-documents."""

    documents: dict[tuple[str, str], Found] = field(default_factory=dict)
    cursor: datetime | None = None
    cursors: list[datetime] = field(default_factory=list)
    batches: list[int] = field(default_factory=list)
    presences: list[tuple[str, list[str], bool]] = field(default_factory=list)
    outlyings: list[tuple[str, list[str], list[str], bool]] = field(default_factory=list)

    def record(self, documents: Sequence[Found], cursor: datetime | None = None) -> None:
        self.documents |= {(one.place, one.ref): one for one in documents}
        if documents:
            self.batches.append(len(documents))
        if cursor is not None:
            self.cursor = cursor
            self.cursors.append(cursor)

    def presence(self, place: str, since: datetime, until: datetime, refs: Sequence[str], complete: bool) -> None:
        self.presences.append((place, list(refs), complete))

    def known(self, place: str, refs: Sequence[str]) -> dict[str, str]:
        return {ref: self.documents[place, ref].version for ref in refs if (place, ref) in self.documents}

    def dated(self, place: str, since: datetime, until: datetime) -> dict[str, str]:
        return {
            one.ref: one.version
            for one in self.documents.values()
            if one.place == place and one.date and since.date() <= one.date < until.date()
        }

    def presence_of(self, place: str, known: Sequence[str], refs: Sequence[str], complete: bool) -> None:
        self.outlyings.append((place, list(known), list(refs), complete))

    def outlying(self, place: str, since: datetime, until: datetime) -> Iterator[dict[str, str]]:
        yield {
            one.ref: one.version
            for one in self.documents.values()
            if one.place == place and not (one.date and since.date() <= one.date < until.date())
        }

    def open(self) -> Iterator[list[tuple[str, str, str]]]:
        yield [(one.place, one.ref, one.version) for one in self.documents.values() if one.actor != "none"]

    def of(self, ref: str) -> Found:
        return next(one for (_place, key), one in self.documents.items() if key == ref)


@dataclass
class Office:
    """A base and who reads it."""

    onec: OneC
    memory: Memory = field(default_factory=Memory)
    settings: dict[str, Any] = field(default_factory=dict)
    kept: Probed = field(default_factory=Probed)
    requests: int = 0
    began: date | None = None

    def account(self) -> Account:
        told = {"address": self.onec.url, "from_date": "2026-01-01", **self.settings}
        return Account("main", told, {"login": self.onec.login, "password": self.onec.password})

    def read(self, lane: str = "changes", *asked: tuple[str, str]) -> Outcome:
        told = settings.read(self.account())
        before = len(self.onec.requests)
        try:
            with Line(told) as line:
                base = probe.look(line, told, self.kept)
                self.kept = base.probed
                asking = Asking(line, told, base.profile, base.probed)
                reading = Comparing(asking, base, self.memory, self.memory.cursor, began=self.began)
                if lane == "asked":
                    reading.asked(asked)
                else:
                    getattr(reading, lane)()
                reading.outcome.words += sorted(asking.oddities)
                return reading.outcome
        finally:
            self.requests = len(self.onec.requests) - before

    def later(self, **delta: float) -> None:
        self.onec.at(self.onec._utc() + timedelta(**delta))


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that would have been waited for."""
    found: list[float] = []
    monkeypatch.setattr(transport, "pause", found.append)
    return found


@pytest.fixture
def onec(settings: Any, waits: list[float]) -> Iterator[OneC]:
    with OneC(now=NOON) as made, clock.running(made.base.utc):
        settings.EGRESS_ALLOW = [*settings.EGRESS_ALLOW, made.place]
        yield made


@pytest.fixture
def office(onec: OneC) -> Office:
    return Office(onec)
