"""Who may do what with e-documents. They are read by whoever sees their cards; nothing here widens that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.kernel.actor import Actor, Kind
from marshrut.org import access
from marshrut.org.rules import OrgChart

TAKE_BASE = "edocs.take_base"
RECORD = "edocs.record_documents"
RECORD_PRESENCE = "edocs.record_presence"
REMEMBER = "edocs.remember"
END_RUN = "edocs.end_run"
HINT = "edocs.hint"
HINTED = "edocs.hinted"
TELL = "edocs.tell"
FOLLOW = "edocs.follow"
SIGNAL = "edocs.signal"
TICK = "edocs.tick_overdue"
REMATCH = "edocs.rematch"
TIDY = "edocs.tidy"
REFRESH = "edocs.refresh"
REFRESH_COMPANY = "edocs.refresh_company"
REFRESH_BASE = "edocs.refresh_base"
LINK_EDOC = "edocs.link_edoc"
LINK_PARTY = "edocs.link_party"
SEE_PARTIES = "edocs.see_parties"
SEE_BASES = "edocs.see_bases"
SET_BASE = "edocs.set_base"
CHECK_BASE = "edocs.check_base"
REMOVE_BASE = "edocs.remove_base"

PROGRAMS: tuple[Kind, ...] = ("system", "robot", "integration")
FOR_PROGRAMS = (
    TAKE_BASE, RECORD, RECORD_PRESENCE, REMEMBER, END_RUN, HINT, HINTED, TELL, FOLLOW, SIGNAL, TICK, REMATCH, TIDY,
)  # fmt: skip


#: keys of the roles that answer for papers and requisites
SORTERS = frozenset({"accountant", "chief_accountant", "junior_accountant", "finance_manager", "director"})


def sorting(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """Administrators, accountants, and whoever looks after a base (`about["owners"]`)."""
    person = actor.person_id
    if person is None:
        return False
    return chart.is_admin(person) or bool(chart.roles_of(person) & SORTERS) or person in (about.get("owners") or ())


def register() -> None:
    """Administrators connect bases; documents they see no more of than anybody else."""
    for right in FOR_PROGRAMS:
        access.register(right, access.nobody, programs=PROGRAMS)
    for right in (REFRESH, REFRESH_COMPANY, REFRESH_BASE, LINK_EDOC):
        access.register(right, access.everyone, programs=PROGRAMS)
    for right in (SEE_PARTIES, LINK_PARTY):
        access.register(right, sorting, programs=["system"])
    for right in (SEE_BASES, SET_BASE, CHECK_BASE, REMOVE_BASE):
        access.register(right, access.admin, programs=["system"])
