"""Who does what: handlers of effects by kind, the one handler of timers, periodic duties. Filled once, at start-up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

#: what to do when nobody knows whether the outside call happened (the worker died, the answer never came)
Unknown = Literal["retry", "ask"]


class Permanent(Exception):
    """The effect can never succeed (address refused, thing gone): it is dead at once."""


class Temporary(Exception):
    """Certainly not done, worth another try; `after` is how many seconds the other side asked us to wait."""

    def __init__(self, message: str = "", *, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


class Busy(Temporary):
    """Nothing was tried, for something else has to end first: no try is counted, however often it is so."""


@dataclass(frozen=True, slots=True)
class TakenEffect:
    """An effect leased to this worker. `dedup` is the key to send to receivers that fold repeats."""

    id: int
    kind: str
    lane: str
    dedup: str
    subject: int | None
    payload: dict[str, Any]
    epoch: int
    attempts: int
    max_attempts: int


@dataclass(frozen=True, slots=True)
class DueTimer:
    """An armed timer leased to this worker. Its handler settles the row in the transaction of what it causes."""

    id: int
    subject: int
    visit: int
    task: int | None
    key: str
    ordinal: int
    due_at: datetime
    payload: dict[str, Any]
    attempts: int


EffectHandler = Callable[[dict[str, Any], TakenEffect], str | None]
TimerHandler = Callable[[DueTimer], None]
GroupHandler = Callable[[list[DueTimer]], None]


@dataclass(frozen=True, slots=True)
class EffectKind:
    name: str
    run: EffectHandler
    lane: str
    #: seconds one call may take; after twice that another worker may take the effect
    lease: float
    max_attempts: int
    unknown: Unknown
    #: it ends in our own database: after a restore it simply goes on
    inside: bool = False
    #: loops of one worker that do it at the same time
    hands: int = 1


@dataclass(frozen=True, slots=True)
class Duty:
    name: str
    every: float
    run: Callable[[], object]


effects: dict[str, EffectKind] = {}
duties: dict[str, Duty] = {}
_timer_handler: list[TimerHandler] = []
_group_handler: list[GroupHandler] = []


def on_effect(
    name: str,
    *,
    lane: str = "main",
    lease: float = 10,
    max_attempts: int = 12,
    unknown: Unknown = "retry",
    inside: bool = False,
    hands: int = 1,
) -> Callable[[EffectHandler], EffectHandler]:
    """Register the handler of an effect kind: `function(payload, effect) -> id on the other side or None`.

    Lanes never wait for each other: give every outside system its own. With `unknown="ask"` an effect whose outcome is
    unknown stops as `ambiguous` and is never repeated by itself. `inside`: nothing leaves the house, or nothing but a
    question that may be asked again, so that after a restore it goes on without a person. `hands`: how many of the lane
    one worker does at a time, for those that mostly wait for an answer.
    """

    def register(function: EffectHandler) -> EffectHandler:
        if name in effects:
            raise RuntimeError(f"two handlers for the effect {name}")
        effects[name] = EffectKind(name, function, lane, lease, max_attempts, unknown, inside, hands)
        return function

    return register


def on_timer(function: TimerHandler) -> TimerHandler:
    """Register the one handler of due timers. One that is no longer current is settled as stale and does nothing."""
    if _timer_handler and _timer_handler[0] is not function:
        raise RuntimeError("timers have a handler already")
    _timer_handler[:] = [function]
    return function


def on_timers(function: GroupHandler) -> GroupHandler:
    """Register a handler that fires several timers of different subjects in one transaction: all of them or none.

    Thousands of timers due at one moment cost a commit per group, not per timer. When it raises, the same timers go one
    by one to the handler of `on_timer`.
    """
    if _group_handler and _group_handler[0] is not function:
        raise RuntimeError("groups of timers have a handler already")
    _group_handler[:] = [function]
    return function


def group_handler() -> GroupHandler | None:
    return _group_handler[0] if _group_handler else None


def timer_handler() -> TimerHandler | None:
    return _timer_handler[0] if _timer_handler else None


def on_housekeeping(name: str, every_seconds: float) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a duty repeated about every so many seconds by one worker of the installation."""

    def register(function: Callable[[], object]) -> Callable[[], object]:
        if name in duties:
            raise RuntimeError(f"two duties are called {name}")
        duties[name] = Duty(name, every_seconds, function)
        return function

    return register
