"""Periodic duties, done by one worker of the installation at a time: the one that holds the lock.

The lock belongs to a database session and is free the moment its holder dies. Duties may be cut off or repeated at any
moment, so each must be harmless to repeat.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from django.db import connection

from marshrut.kernel.sql import prepared

from . import registry

log = logging.getLogger(__name__)
#: any number of our own, the same in every worker
LOCK = 0x4D52_5348
#: seconds between attempts to become the leader
WAIT = 2.0


@dataclass(slots=True)
class Leader:
    """The housekeeping loop of one worker; it leads while `session` is the connection it took the lock on."""

    session: Any = None
    next_at: dict[str, float] = field(default_factory=dict)

    def leads(self) -> bool:
        if self.session is None or self.session is not connection.connection:
            self.session = None
            if prepared("SELECT pg_try_advisory_lock(%s)", [LOCK])[0][0]:
                self.session = connection.connection
        return self.session is not None

    def turn(self) -> float:
        """Do what is due if this worker leads; returns how many seconds it may sleep."""
        if not self.leads():
            return WAIT
        for duty in list(registry.duties.values()):
            if self.next_at.get(duty.name, 0) <= monotonic():
                self.next_at[duty.name] = monotonic() + duty.every
                perform(duty)
        return min([WAIT, *(at - monotonic() for at in self.next_at.values() if at > monotonic())])


def perform(duty: registry.Duty) -> bool:
    """Do one duty; its failure is logged and touches no other. False when it failed."""
    try:
        duty.run()
    except Exception:
        log.exception("the duty %s failed", duty.name)
        if connection.connection and not connection.is_usable():
            connection.close()
        return False
    return True
