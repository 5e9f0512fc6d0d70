"""Who may do what with a card: the grants of its card type, read for a person. Registered with `org.access`.

Rights that belong to a task (assignee, escalation, duty separation) are the engine's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshrut.definitions.schema.pack import CardType, Grant
from marshrut.kernel.actor import Actor, Kind
from marshrut.org import access
from marshrut.org.rules import OrgChart


@dataclass(frozen=True, slots=True)
class Facts:
    """What a grant may depend on."""

    author: int | None = None
    department: int | None = None
    participant: bool = False


PROGRAMS: tuple[Kind, ...] = ("system", "robot")
#: command -> what the grants of the card type must say
NEEDED: Mapping[str, str] = {
    "card.create": "create",
    "card.view": "view",
    "card.edit": "edit",
    "card.start": "start",
    "card.restart": "restart",
    "card.withdraw": "withdraw",
    "card.move": "view",
    "card.comment": "comment",
    "card.attach": "attach",
    "task.take": "view",
    "task.complete": "view",
    "task.delegate": "view",
    "task.take_back": "view",
    "task.forward": "view",
    "task.ask_opinion": "view",
    "task.add_approver": "view",
    "task.undo": "view",
    "task.pause": "view",
    "task.resume": "view",
}


def matches(grant: Grant, person: int, chart: OrgChart, facts: Facts) -> bool:
    if grant.who == "everyone":
        return True
    if grant.who == "author":
        return facts.author == person
    if grant.who == "participant":
        return facts.participant
    if grant.who == "head":
        return facts.department is not None and facts.department in chart.headed_departments(person)
    return grant.who.removeprefix("role:") in chart.roles_of(person)


def allowed(card_type: CardType, action: str, person: int, chart: OrgChart, facts: Facts) -> bool:
    """Whether some grant of the card type gives the person the action on a card with these facts."""
    return any(action in grant.may and matches(grant, person, chart, facts) for grant in card_type.access)


def _rule(action: str) -> access.Rule:
    def rule(actor: Actor, chart: OrgChart, about: Mapping[str, Any]) -> bool:
        if actor.person_id is None or "card_type" not in about:
            return False
        return allowed(about["card_type"], action, actor.person_id, chart, about.get("facts") or Facts())

    return rule


def register() -> None:
    """Put this room's actions into the one table."""
    for command, action in NEEDED.items():
        access.register(command, _rule(action), programs=PROGRAMS if command in ("card.create", "card.view") else ())
    for command in ("timer.fire", "card.cover", "card.child_finished", "card.create_child"):
        access.register(command, access.nobody, programs=PROGRAMS)
    for command in ("view.save", "view.remove"):
        access.register(command, access.everyone)
