"""A loop of the worker: a thread that turns, sleeps, survives every error and is started anew should it die."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

from django.db import InterfaceError, OperationalError, connection

log = logging.getLogger(__name__)
#: seconds: the longest sleep of an idle loop, the longest wait for a lost database
CAP, BACK_OFF = 0.5, 5.0


@dataclass(slots=True)
class Loop:
    """`turn` does what is due and returns how many seconds it may sleep; `patience` is how long a turn may take."""

    name: str
    turn: Callable[[], float]
    patience: float
    turned: float = field(default_factory=monotonic)
    thread: Thread | None = None


def keep_alive(loop: Loop, stop: Event) -> None:
    if loop.thread is None or not loop.thread.is_alive():
        loop.turned = monotonic()
        loop.thread = Thread(target=_spin, args=(loop, stop), name=f"jobs {loop.name}", daemon=True)
        loop.thread.start()


def _spin(loop: Loop, stop: Event) -> None:
    failures = 0
    try:
        while not stop.is_set():
            try:
                wait = loop.turn()
                failures = 0
            except Exception as error:
                if isinstance(error, OperationalError | InterfaceError):
                    log.warning("the loop %s has no database: %s", loop.name, error)
                else:
                    log.exception("the loop %s stumbled and goes on", loop.name)
                connection.close()
                failures += 1
                wait = min(CAP * 2.0 ** min(failures - 1, 8), BACK_OFF)
            loop.turned = monotonic()
            if wait:
                stop.wait(wait)
    finally:
        connection.close()
