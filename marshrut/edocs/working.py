"""What the worker does for e-documents: tells cards their news, asks bases when they are due, watches the clock."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from marshrut.calendars.queries import company_schedule
from marshrut.jobs import effects
from marshrut.jobs.registry import Busy, TakenEffect, Temporary, on_effect, on_housekeeping
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Invalid

from . import commands, queries
from . import source as sources
from .commands.steps import ASK, RUN, SIGNAL, TELL
from .models import Base
from .queries import programs, readers
from .rules import pace

log = logging.getLogger(__name__)
ROBOT: Final = Actor.robot("edocs")
#: what the engine says of a card that a person has changed
CHANGED: Final = "edoc_changed"
#: sources are asked in a lane of their own: a slow 1C holds no cards up. Bases take turns in it, one reading after
#: another, so a slow one does hold up the others of the same worker: for several bases start as many workers
LANE: Final = "edocs"
#: seconds a reading may take: the lease of the base, renewed with every page, tells who is alive
HOURS: Final = 7200
#: seconds until a base that somebody reads may be free
BUSY: Final = 15
SOMEBODY: Final = "the base is read or left alone"
#: documents of one question to a base
TOGETHER: Final = 20


@on_effect(TELL, lease=60, inside=True)
def tell(payload: dict[str, Any], effect: TakenEffect) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        done = commands.tell(ROBOT, documents=payload.get("cards") or [effect.subject or 0])
    if done["refused"]:
        raise Temporary(f"cards could not be placed: {done['refused']}"[:500])


@on_effect(CHANGED, lease=60, inside=True)
def changed(_payload: dict[str, Any], effect: TakenEffect) -> None:
    commands.follow(ROBOT, card=effect.subject or 0)


@on_effect(SIGNAL, lease=60, inside=True)
def signal(_payload: dict[str, Any], effect: TakenEffect) -> None:
    _signal(effect.subject or 0)


@on_effect(RUN, lane=LANE, lease=HOURS, max_attempts=2, inside=True)
def run(payload: dict[str, Any], _effect: TakenEffect) -> None:
    """A lane. What a person pressed waits until the base is free; what was only due will be due again."""
    base, lane = str(payload["base"]), payload["lane"]
    before = readers.epoch(base)
    if before is None:
        return
    _read(base, lane, (), payload.get("by"))
    if "by" in payload and not readers.has_read(base, before, lane, "first"):
        raise Busy(SOMEBODY, after=BUSY)


@on_effect(ASK, lane=LANE, lease=600, max_attempts=8, inside=True)
def ask(payload: dict[str, Any], effect: TakenEffect) -> None:
    """Read what somebody asked about, with whatever else is asked of the base by now: one reading for up to 20.

    What only somebody said is new is looked for until it is. While the base is read or left alone, all of it waits.
    """
    base = str(payload["base"])
    before = readers.epoch(base)
    if before is None or not effects.is_mine(effect):
        return
    asked, others = list(_refs(payload)), []
    hints = _hints(payload)
    for pk, more in effects.along(effect, "base", TOGETHER):
        if len({*asked, *_refs(more)}) <= TOGETHER:
            others.append(pk)
            asked += _refs(more)
            hints |= _hints(more)
    _read(base, "asked", list(dict.fromkeys(asked)), payload.get("by"))
    if not readers.has_read(base, before, "asked"):
        raise Busy(SOMEBODY, after=BUSY)
    if hints:
        commands.hinted(ROBOT, base=base, hints=[(place, ref, *how) for (place, ref), how in hints.items()])
    effects.settle(others)


def _refs(payload: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(place), str(ref)) for place, ref in payload["refs"]]


def _hints(payload: dict[str, Any]) -> dict[tuple[str, str], tuple[str, int]]:
    """(place, ref) -> version when it was hinted at, tries so far. Of what people ask: nothing."""
    return dict.fromkeys(_refs(payload), (payload["was"], payload["tries"])) if "tries" in payload else {}


def _read(base: str, lane: sources.Lane, wanted: Sequence[tuple[str, str]], by: int | None) -> None:
    row = Base.objects.filter(key=base, active=True).first()
    found = sources.source(row.source) if row is not None else None
    if found is not None:
        with translation.override(settings.LANGUAGE_CODE):
            found.run(base, lane, wanted, by)


@on_housekeeping("edocs.due", 60)
def due() -> None:
    """Bases are asked when their time has come. One that is left alone or being read is not."""
    now, zone = clock.now(), company_schedule().tz
    rows = []
    for base in programs.askable(now):
        lane = pace.due(
            programs.lanes_of(base), now, base.every, first_done=base.first_done_at is not None, zone=zone,
            failures=base.failures if base.last_error == pace.WINDOW else 0,
        )  # fmt: skip
        if lane is not None:
            rows.append(run_row(base, lane, now))
    effects.enqueue(rows)


def run_row(base: Base, lane: str, now: datetime) -> effects.Row:
    """One for each reader of the base: what is waiting already is not asked for twice."""
    minutes = int(now.timestamp()) // (60 * max(base.every, 1))
    return effects.row(RUN, f"edoc_run:{base.pk}:{lane}:{base.lease_epoch}:{minutes}", payload={
        "base": base.key, "lane": lane,
    })  # fmt: skip


@on_housekeeping("edocs.clock", 60)
def watch() -> None:
    while commands.tick_overdue(ROBOT)["more"]:
        pass


@on_housekeeping("edocs.reconcile", 600)
def reconcile() -> None:
    """What no effect told is told after all; parties that a company has come for are matched; clocks are right."""
    if cards := queries.untold():
        log.warning("reconcile: %s documents had not told their cards", len(cards))
        for at in range(0, len(cards), 40):
            commands.tell(ROBOT, documents=cards[at : at + 40])
    for card in programs.unsignalled():
        _signal(card)
    commands.rematch(ROBOT)


def _signal(card: int) -> None:
    """A card that moved on this very moment, or lacks something, hears it later: the next look tries again."""
    try:
        commands.signal(ROBOT, card=card)
    except (Conflict, Invalid) as why:
        log.warning("card %s cannot hear that its documents are signed: %s %s", card, why.code, dict(why.fields))
