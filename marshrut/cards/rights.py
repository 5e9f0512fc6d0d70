"""Who may do what with a card: the grants of its type, read for a person. Registered with `org.access`.

`engine.granting` is the pure rule; `gate` makes the same rule of a query. Rights that belong to a task (assignee,
escalation, duty separation) are the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.definitions.rights import process_admin
from marshrut.definitions.schema.access import Act
from marshrut.engine.granting import Facts, Held, allowed, editable, held, reach
from marshrut.kernel.actor import Actor, Kind
from marshrut.org import access
from marshrut.org.rules import OrgChart

__all__ = ["EXPLAIN", "NEEDED", "Facts", "Held", "allowed", "editable", "held", "reach", "register"]

#: asking who sees a card, without seeing it
EXPLAIN = "access.explain"
#: running cards go over to another version of their route, and back
MOVE_VERSION = "card.move_version"
REVERT_VERSION = "card.revert_version"
PROGRAMS: tuple[Kind, ...] = ("system", "robot")
OPEN_TO_PROGRAMS = ("card.create", "card.view", "card.comment")
PROGRAMS_ONLY = (
    *("timer.fire", "card.cover", "card.create_child"),
    *("card.child_finished", "card.child_left", "card.child_corrected"),
    *("card.signal", "card.note", "card.share"),
    *("card.adopt", "card.place"),
)
#: command -> what the grants must allow: one of these
NEEDED: Mapping[str, tuple[Act, ...]] = {
    "card.create": ("create",),
    "card.view": ("view",),
    "card.edit": ("edit",),
    "card.start": ("start",),
    "card.restart": ("restart",),
    "card.withdraw": ("withdraw", "manage"),
    "card.move": ("view",),
    "card.comment": ("comment",),
    "card.attach": ("attach",),
    "card.export": ("export",),
    "card.print": ("print",),
    "card.manage": ("manage",),
    "task.take": ("view",),
    "task.complete": ("view",),
    "task.delegate": ("view",),
    "task.take_back": ("view",),
    "task.forward": ("view",),
    "task.ask_opinion": ("view",),
    "task.add_approver": ("view",),
    "task.undo": ("view",),
    "task.pause": ("view",),
    "task.resume": ("view",),
}


def _rule(acts: tuple[Act, ...]) -> access.Rule:
    def rule(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
        if actor.person_id is None or "grants" not in about:
            return False
        facts = about.get("facts") or Facts()
        return any(allowed(about["grants"], act, actor.person_id, chart, facts) for act in acts)

    return rule


def register() -> None:
    """Put this room's actions into the one table."""
    for command, acts in NEEDED.items():
        access.register(command, _rule(acts), programs=PROGRAMS if command in OPEN_TO_PROGRAMS else ())
    access.register(EXPLAIN, process_admin)
    for command in PROGRAMS_ONLY:
        access.register(command, access.nobody, programs=PROGRAMS)
    access.register("cards.broken_routes", process_admin, programs=["system"])
    for command in (MOVE_VERSION, REVERT_VERSION):
        access.register(command, process_admin, programs=["system"])
    for command in ("view.save", "view.remove"):
        access.register(command, access.everyone)
