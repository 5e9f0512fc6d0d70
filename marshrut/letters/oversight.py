"""Who looks after all letters: the daily proof, the promises, journals that are taken away.

Whoever the grants let see every letter of a type, on every stage; an administrator as well, who reads no letter by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.cards import gate
from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org.rules import OrgChart

from . import rights
from .types import letter_types

BASELINE = "letters.set_baseline"
EXPORT = "letters.export_journal"
SEE_PROMISES = "letters.see_promises"


def sees_all(actor: Actor, chart: OrgChart) -> bool:
    """Whether some grant shows the actor every letter of a type."""
    if actor.person_id is None or not chart.active(actor.person_id):
        return False
    types, scopes = letter_types(), gate.scopes(actor.person_id, chart)
    held = (one.grant for key in types for one in scopes.get(key, ()))
    return any(grant.scope == "all" and "view" in grant.may and not grant.stages for grant in held)


def may_export(actor: Actor, types: tuple[str, ...], chart: OrgChart) -> bool:
    """Whether some grant lets the actor take letters of one of the types away."""
    if actor.person_id is None or not chart.active(actor.person_id):
        return False
    scopes = gate.scopes(actor.person_id, chart)
    return any("export" in one.grant.may for key in types for one in scopes.get(key, ()))


def overseer(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    return access.admin(actor, chart, about) or sees_all(actor, chart)


def sorter(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """What came by mail and is no card yet is nobody's: only whoever may see every letter."""
    return sees_all(actor, chart)


def exporter(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
    """`about["types"]`: the card types whose letters stand in the journal."""
    return may_export(actor, about.get("types", ()), chart)


def register() -> None:
    for right in (rights.PROVE, SEE_PROMISES):
        access.register(right, overseer, programs=["system"])
    access.register(BASELINE, access.admin, programs=["system"])
    access.register(rights.TAKE_MAIL, sorter)
    access.register(EXPORT, exporter, programs=["system"])
