"""«Почему я это вижу»: which grants open a card to a person and why, and which do not. No content of the card."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.access import Act, Grant
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org import queries as org
from marshrut.org.rules import OrgChart

from .. import rights
from ..models import Card, Participant, Task
from ..rights import EXPLAIN, Facts, Held
from ..step import no_such_card

#: how somebody came to take part in a card
Part = Literal["author", "task", "escalated", "decided", "substitute", "delegate", "lent", "talk"]
#: why a grant does not open a card
Lack = Literal["who", "stage", "scope"]


@dataclass(frozen=True, slots=True)
class Took:
    """`other` is the colleague stood in for, or who stands in."""

    part: Part
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Missing:
    grant: Grant
    lack: Lack


@dataclass(frozen=True, slots=True)
class Standing:
    """A person before a card. `number` and the type are all that is said of the card itself."""

    card: int
    card_type: CardType
    person: int
    active: bool
    facts: Facts
    held: tuple[Held, ...]
    took: tuple[Took, ...]
    missing: tuple[Missing, ...]

    @property
    def number(self) -> str:
        return f"{self.card_type.prefix}{self.card}"

    def opened_by(self, act: Act) -> tuple[Held, ...]:
        """The grants that allow the act; without `view` nothing is allowed at all."""
        if not rights.reach(self.held, "view", self.person, self.facts):
            return ()
        return rights.reach(self.held, act, self.person, self.facts)

    @property
    def sees(self) -> bool:
        return bool(self.opened_by("view"))


def own_standing(actor: Actor, card: int) -> Standing:
    """Of the reader, on a card they see; raises NotFound."""
    found = _standing(card, actor.person_id) if actor.person_id is not None else None
    if found is None or not found.sees:
        raise no_such_card()
    return found


def standing_of(actor: Actor, card: int, person: int) -> Standing:
    """Of anybody, for those who look after access; raises Forbidden, NotFound."""
    access.require(actor, EXPLAIN)
    found = _standing(card, person)
    if found is None:
        raise no_such_card()
    return found


def _standing(card: int, person: int) -> Standing | None:
    asked = Card.objects.system("says which grant opens it, and shows nothing else of it").filter(pk=card)
    row = asked.values_list("type", "author_id", "department_id", "stage", "definition_id").first()
    if row is None:
        return None
    kind, author, department, stage, version = row
    about = definitions.installed(version).pack.card_type(kind)
    assert about is not None
    chart, grants = org.chart(), definitions.current().access(kind, about.access)
    part = Participant.objects.system("of the card asked about").filter(card_id=card, person_id=person).exists()
    facts = Facts(author, department, part, stage)
    held = rights.held(grants, person, chart)
    return Standing(
        card,
        about,
        person,
        chart.active(person),
        facts,
        held,
        tuple(_took(card, person, facts)),
        tuple(_missing(grants, held, person, facts, chart)),
    )


def _missing(
    grants: Iterable[Grant], held: tuple[Held, ...], person: int, facts: Facts, chart: OrgChart
) -> Iterable[Missing]:
    """Rows that let somebody see the card, but not this person."""
    mine = {id(one.grant): one for one in held}
    for grant in grants:
        if "view" not in grant.may:
            continue
        one = mine.get(id(grant))
        if one is None:
            yield Missing(grant, "who")
        elif grant.stages and facts.stage not in grant.stages:
            yield Missing(grant, "stage")
        elif not one.reaches(person, facts):
            yield Missing(grant, "scope")


def _took(card: int, person: int, facts: Facts) -> Iterable[Took]:
    found: dict[Took, None] = {}
    if facts.author == person:
        found[Took("author")] = None
    tasks = Task.objects.system("of the card asked about").filter(card_id=card).order_by("id")
    for row in tasks.values("assignee_id", "also", "decided_by_id", "detail"):
        found.update(dict.fromkeys(_in_task(row, person)))
    if facts.participant and not found:
        found[Took("talk")] = None
    return found


def _in_task(row: Mapping[str, Any], person: int) -> Iterable[Took]:
    detail = row["detail"]
    behalf: dict[str, list[dict[str, Any]]] = detail.get("behalf", {})
    holders = {row["assignee_id"], *detail.get("co", ())}
    links = behalf.get(str(person), [])
    if links:
        yield Took("delegate" if links[-1]["because"] == "delegation" else "substitute", links[0]["of"])
    elif person in holders:
        yield Took("task")
    elif person in row["also"]:
        yield Took("escalated")
    for holder, way in behalf.items():
        if int(holder) != person and any(link["of"] == person for link in way):
            yield Took("lent", int(holder))
    if row["decided_by_id"] == person:
        yield Took("decided")
