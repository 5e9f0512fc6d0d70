"""Who may do what with shipments. They are read by whoever sees their cards; nothing here widens that."""

from __future__ import annotations

from marshrut.kernel.actor import Kind
from marshrut.org import access

FOLLOW = "shipments.follow"
TAKE_DUE = "shipments.take_due"
RECORD_POLL = "shipments.record_poll"
TAKE_NEWS = "shipments.take_news"
SETTLE_NEWS = "shipments.settle_news"
HINT = "shipments.hint"
POLL_NOW = "shipments.poll_now"
SEE_CARRIERS = "shipments.see_carriers"
SET_CARRIER = "shipments.set_carrier"
CHECK_CARRIER = "shipments.check_carrier"
REMOVE_CARRIER = "shipments.remove_carrier"

PROGRAMS: tuple[Kind, ...] = ("system", "robot", "integration")


def register() -> None:
    """Administrators connect carriers; shipments they see no more of than anybody else."""
    for right in (FOLLOW, TAKE_DUE, RECORD_POLL, TAKE_NEWS, SETTLE_NEWS, HINT):
        access.register(right, access.nobody, programs=PROGRAMS)
    access.register(POLL_NOW, access.everyone, programs=PROGRAMS)
    for right in (SEE_CARRIERS, SET_CARRIER, CHECK_CARRIER, REMOVE_CARRIER):
        access.register(right, access.admin, programs=["system"])
