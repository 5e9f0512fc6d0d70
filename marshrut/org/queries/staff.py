"""The table of people: the preview of an import, an example, and which tables left the company."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from marshrut.history import queries as history
from marshrut.kernel.actor import Actor

from .. import access, exports, staff
from ..staff import Change, Line, Missing, NewUnit, Plan, headings

__all__ = ["Change", "Export", "Line", "Missing", "NewUnit", "Plan", "example", "exports_made", "headings", "preview"]


def preview(actor: Actor, rows: Sequence[Sequence[str]]) -> Plan:
    """What `import_people` would change now. Raises Invalid, code "table", when the heading is not understood."""
    access.require(actor, "org.import_people")
    return staff.plan(rows, staff.load())


def example(actor: Actor) -> list[list[str]]:
    access.require(actor, "org.import_people")
    return staff.example(staff.load())


@dataclass(frozen=True, slots=True)
class Export:
    """One table that left. `what` is "people" or the key of a card type."""

    at: datetime
    person: int | None
    via: str
    what: str
    rows: int
    form: str
    query: str
    cut: bool


def exports_made(actor: Actor, limit: int = 200) -> list[Export]:
    """Newest first; for administrators."""
    access.require(actor, "org.see_exports")
    made = history.latest(exports.SUBJECT, limit=limit, kinds=[exports.KIND])
    return [
        Export(
            at=one.at,
            person=one.actor_id,
            via=one.via,
            what=str(one.body.get("what", "")),
            rows=int(one.body.get("rows", 0)),
            form=str(one.body.get("form", "")),
            query=str(one.values.get("query", "")),
            cut=bool(one.body.get("cut")),
        )
        for one in reversed(made)
    ]
