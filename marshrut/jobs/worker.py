"""The worker process: one loop for timers, one per lane of effects, one for housekeeping; any number of processes.

Nothing here decides anything; losing a worker at any moment loses no row and doubles none. It never gives up: without a
database it waits and tries again.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from time import monotonic

from django.db import connection

from marshrut.kernel import clock
from marshrut.kernel.sql import prepared

from . import effects, housekeeping, registry, timers
from .loops import CAP, Loop, keep_alive

log = logging.getLogger(__name__)
BATCH = 100
#: seconds: between heartbeats; for what is begun to end when the worker stops
HEARTBEAT, GRACE = 2.0, 10.0


def run(stop: Event, *, lanes: list[str] | None = None) -> None:
    """Work until `stop` is set: all lanes or only some. Finishes what is begun, hands back what is not."""
    loops = _loops(stop, lanes)
    row: int | None = None
    while not stop.is_set():
        for loop in loops:
            keep_alive(loop, stop)
        try:
            row = _heartbeat(row, loops)
        except Exception:
            log.exception("no heartbeat")
            connection.close()
        stop.wait(HEARTBEAT)
    until = monotonic() + GRACE
    for loop in loops:
        if loop.thread:
            loop.thread.join(timeout=max(until - monotonic(), 0))
    _sign_off(row)


def _loops(stop: Event, lanes: list[str] | None) -> list[Loop]:
    leader = housekeeping.Leader()
    chosen = lanes if lanes is not None else sorted({kind.lane for kind in registry.effects.values()})
    loops = [Loop("timers", lambda: _turn_timers(stop.is_set), 60), Loop("housekeeping", leader.turn, 300)]
    for lane in chosen:
        kinds = [kind for kind in registry.effects.values() if kind.lane == lane]
        patience = 60 + 2 * max((kind.lease for kind in kinds), default=10)
        hands = max((kind.hands for kind in kinds), default=1)
        loops.append(Loop(lane, _lane_turn(lane, stop.is_set), patience))
        # more hands are for a rush: they look for work less often
        turn, more = _lane_turn(lane, stop.is_set, 4 * CAP), range(2, hands + 1)
        loops += [Loop(f"{lane} {hand}", turn, patience) for hand in more]
    return loops


def _lane_turn(lane: str, stopped: Callable[[], bool], idle: float = CAP) -> Callable[[], float]:
    def turn() -> float:
        done = effects.perform(effects.take(lane, BATCH), stopped=stopped)
        if done < BATCH:
            done += effects.perform(effects.take_again(lane), stopped=stopped)
        return 0 if done else idle

    return turn


def _turn_timers(stopped: Callable[[], bool]) -> float:
    if not registry.timer_handler():
        return CAP
    fired = timers.fire(timers.due(clock.now(), BATCH), stopped=stopped)
    if fired < BATCH:
        fired += timers.fire(timers.due_again(clock.now()), stopped=stopped)
    if fired:
        return 0
    coming = timers.next_due()
    # the business clock may be a file that somebody changes: look again soon, whatever it says now
    return CAP if coming is None else min(max((coming - clock.now()).total_seconds(), 0.001), CAP)


def _heartbeat(row: int | None, loops: list[Loop]) -> int:
    now = monotonic()
    stuck = ", ".join(loop.name for loop in loops if now - loop.turned > loop.patience)
    if row is not None and prepared(_SEEN, [stuck, row]):
        return row
    return int(prepared(_STARTED, [socket.gethostname(), os.getpid()])[0][0])


def _sign_off(row: int | None) -> None:
    try:
        if row is not None:
            prepared("DELETE FROM jobs_worker WHERE id = %s", [row])
    except Exception:
        log.exception("the heartbeat row stays behind")
    finally:
        connection.close()


_STARTED = """
    INSERT INTO jobs_worker (host, pid, started_at, seen_at, stuck)
    VALUES (%s, %s, clock_timestamp(), clock_timestamp(), '') RETURNING id
"""
_SEEN = "UPDATE jobs_worker SET seen_at = clock_timestamp(), stuck = %s WHERE id = %s RETURNING id"


@dataclass(frozen=True, slots=True)
class Drained:
    timers: int
    effects: int


def drain(
    now: datetime | None = None, *, batch: int = 1, retries: bool = False, strict: bool = True, outside: bool = True
) -> Drained:
    """Do everything due at `now` (the kernel's clock) until nothing is left: timers first, then effects, in due order.

    For tests and the demo. `retries` also repeats effects that wait for their next try, `strict` raises unforeseen
    errors, `outside=False` leaves effects alone. With `batch=1` a timer armed by another is fired in its place.
    """
    at = now or clock.now()
    fired = done = 0
    with clock.running(lambda: at):
        while True:
            if count := timers.fire(timers.due(at, batch), strict=strict):
                fired += count
                continue
            if retries:
                effects.hurry()
            count = effects.perform(effects.take_next(batch), strict=strict) if outside else 0
            if not count:
                return Drained(fired, done)
            done += count


def play(until: datetime, **options: bool) -> Drained:
    """Move the clock from one due timer to the next up to `until`, draining at each: a stretch of time in one call."""
    fired = done = 0
    while (coming := timers.next_due()) is not None and coming <= until:
        at = drain(max(coming, clock.now()), **options)
        fired, done = fired + at.timers, done + at.effects
        if not at.timers:
            break
    end = drain(until, **options)
    return Drained(fired + end.timers, done + end.effects)
