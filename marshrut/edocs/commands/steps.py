"""What the commands of this room share. Private: a command never calls a command."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Q
from django.db.models.functions import Now

from marshrut.jobs import effects, registry
from marshrut.kernel.errors import Conflict
from marshrut.org import queries as org

from .. import sentences
from ..models import Base, EDoc, Turn
from ..rules import overdue, turns

#: effects of this room; `TURNED` is heard above
TELL: Final = "edoc_tell"
TURNED: Final = "edoc_turned"
RUN: Final = "edoc_run"
ASK: Final = "edoc_ask"
SIGNAL: Final = "edoc_signal"
#: cards told by one effect: a payload is small
TOGETHER: Final = 40


def locked(card: int) -> EDoc | None:
    return EDoc.objects.select_for_update(of=("self",)).select_related("base").filter(card=card).first()


def fenced(base: str, lease: str) -> Base:
    """The base, locked, when the lease still holds. A late reader that nobody has replaced goes on."""
    row = Base.objects.select_for_update().filter(key=base).first()
    if row is None or not lease or row.lease != lease:
        raise Conflict(sentences.FENCED, code="fenced")
    return row


def free() -> Q:
    """Bases that nobody reads."""
    return Q(lease="") | Q(lease_until=None) | Q(lease_until__lt=Now())


def key_of(row: EDoc) -> str:
    """Of its card: the same whenever the document is told again."""
    name = f"{row.base_id}:{row.place}:{row.ref}".encode()
    return f"edoc:{hashlib.blake2b(name, digest_size=16).hexdigest()}"


@dataclass(frozen=True, slots=True)
class Pace:
    """How long documents of a base may wait, and in whose working time."""

    days: dict[str, Any]
    work: overdue.Work

    @classmethod
    def of(cls, base: Base) -> Pace:
        return cls(base.overdue, org.chart().company_time)

    def terms(self, row: EDoc) -> overdue.Terms:
        return overdue.terms_of(self.days, row.kind)


def clock_of(row: EDoc) -> overdue.Clock:
    return overdue.Clock(
        since=row.waits_since, warn_at=row.warn_at, critical_at=row.critical_at, begun=row.clock_begun,
        reached=row.clock_reached, ended_at=row.clock_ended_at, paused_at=row.clock_paused_at, paused=row.clock_paused,
    )  # fmt: skip


def wind(row: EDoc, clock: overdue.Clock, now: datetime) -> None:
    row.waits_since, row.warn_at, row.critical_at = clock.since, clock.warn_at, clock.critical_at
    row.clock_begun, row.clock_reached, row.clock_ended_at = clock.begun, clock.reached, clock.ended_at
    row.clock_paused_at, row.clock_paused = clock.paused_at, clock.paused
    row.level = overdue.shown(clock, now)


def reclock(row: EDoc, pace: Pace, now: datetime, *, at: datetime, silent: bool) -> None:
    """The clock after what the base said. `silent`: what is late already is shown so, and announced to nobody."""
    facts = overdue.Facts(row.status, row.actor, row.direction, row.sent_at, gone=row.gone_at is not None)
    clock = overdue.tick(clock_of(row), facts, pace.terms(row), pace.work, at, today=now)
    told = overdue.reached(clock, now) if silent else 0
    wind(row, replace(clock, reached=max(clock.reached, told)), now)


def settle_end(row: EDoc, now: datetime) -> None:
    row.final_at = (row.final_at or now) if row.status in turns.FINAL else None


def turn(
    row: EDoc, event: str, before: str, at: datetime, now: datetime, *, suspicious: bool = False, silent: bool = False
) -> Turn:
    """Count the turn; whoever calls writes the row and the turn."""
    row.turns += 1
    return Turn(
        edoc=row, n=row.turns, event=event, before=before, at=at, noticed_at=now, raw=row.raw_status, reason=row.reason,
        suspicious=suspicious, silent=silent,
    )  # fmt: skip


def announce(made: Iterable[Turn]) -> None:
    """Whoever reacts to documents hears of written turns, once each."""
    if TURNED not in registry.effects:
        return
    effects.enqueue(
        [
            effects.row(TURNED, f"edoc_turned:{one.edoc_id}:{one.n}", payload={"turn": one.pk}, subject=one.edoc.card)
            for one in made
            if not one.silent and not one.suspicious
        ]
    )


def tell(rows: Sequence[EDoc]) -> None:
    """Have the cards of written rows say what the rows say."""
    for at in range(0, len(rows), TOGETHER):
        some = rows[at : at + TOGETHER]
        named = ",".join(f"{row.card}.{row.change}" for row in some)
        name = hashlib.blake2b(named.encode(), digest_size=16).hexdigest()
        payload = {"cards": [row.card for row in some]}
        subject = some[0].card if len(some) == 1 else None
        effects.enqueue([effects.row(TELL, f"edoc_tell:{name}", payload=payload, subject=subject)])
