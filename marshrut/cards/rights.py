"""Who may do what with a card: the grants of its type, read for a person. Registered with `org.access`.

`reach` is the pure rule; `gate` makes the same rule of a query. Rights that belong to a task (assignee, escalation,
duty separation) are the engine's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marshrut.definitions.rights import process_admin
from marshrut.definitions.schema.access import Act, Grant
from marshrut.kernel.actor import Actor, Kind
from marshrut.org import access
from marshrut.org.rules import OrgChart


@dataclass(frozen=True, slots=True)
class Facts:
    """What a grant may depend on. `department` is that of the author when the card was made."""

    author: int | None = None
    department: int | None = None
    participant: bool = False
    stage: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A grant that a person holds, with the departments it reaches today."""

    grant: Grant
    departments: frozenset[int] = frozenset()

    def reaches(self, person: int, facts: Facts) -> bool:
        if self.grant.stages and facts.stage not in self.grant.stages:
            return False
        if self.grant.scope == "all":
            return True
        if self.grant.scope == "own":
            return facts.author == person
        if self.grant.scope == "participant":
            return facts.participant
        return facts.department is not None and facts.department in self.departments


#: asking who sees a card, without seeing it
EXPLAIN = "access.explain"
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


def held(grants: Iterable[Grant], person: int, chart: OrgChart) -> tuple[Held, ...]:
    """The grants that are this person's, with their scopes resolved; a dismissed person has none."""
    return tuple(Held(one, _departments(one, person, chart)) for one in _given(grants, person, chart))


def _given(grants: Iterable[Grant], person: int, chart: OrgChart) -> Iterator[Grant]:
    if chart.active(person):
        roles = chart.roles_of(person)
        yield from (one for one in grants if one.who == "everyone" or one.role in roles or one.person == person)


def _departments(grant: Grant, person: int, chart: OrgChart) -> frozenset[int]:
    if grant.scope == "headed":
        return chart.headed_departments(person)
    if grant.scope == "departments":
        return frozenset[int]().union(*map(chart.with_below, grant.departments))
    own = chart.department_of(person)
    if own is None or grant.scope not in ("department", "branch"):
        return frozenset()
    return chart.with_below(own) if grant.scope == "branch" else frozenset({own})


def reach(grants: Iterable[Held], act: Act, person: int, facts: Facts) -> tuple[Held, ...]:
    """Those of a person's grants that allow the act on a card with these facts."""
    return tuple(one for one in grants if act in one.grant.may and one.reaches(person, facts))


def allowed(grants: Iterable[Grant], act: Act, person: int, chart: OrgChart, facts: Facts) -> bool:
    """Whether some grant gives the person the act on a card with these facts. Departments are looked up last."""
    mine = [one for one in _given(grants, person, chart) if act in one.may]
    near = [one for one in mine if one.scope in ("all", "own", "participant")]
    if any(Held(one).reaches(person, facts) for one in near):
        return True
    far = (one for one in mine if one not in near)
    return any(Held(one, _departments(one, person, chart)).reaches(person, facts) for one in far)


def editable(grants: Iterable[Grant], person: int, chart: OrgChart, facts: Facts) -> frozenset[str] | None:
    """Fields the person may edit here; None: every field."""
    found = reach(held(grants, person, chart), "edit", person, facts)
    if any(not one.grant.fields for one in found):
        return None
    return frozenset(name for one in found for name in one.grant.fields)


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
    for command in ("view.save", "view.remove"):
        access.register(command, access.everyone)
