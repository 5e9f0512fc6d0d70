"""At every minute every open task has a living owner who has the right.

Random companies, absences (overlapping, in circles, to strangers) and dismissals; cards of the shipped process and of
random routes. The company is read by an oracle of its own: who is there, and who sits above whom.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marshrut.calendars.rules import Calendar, Schedule, WorkTime
from marshrut.engine.decide import decide
from marshrut.engine.decision import Refusal
from marshrut.engine.definition import OPINION, Definition
from marshrut.engine.doubts import doubtful
from marshrut.engine.happenings import AddApprover, Ask, Complete, Cover, Create, Delegate, Forward, Happening, Undo
from marshrut.engine.people import right
from marshrut.engine.run import Run
from marshrut.engine.state import CardState, TaskState
from marshrut.org.rules import Away, Deputy, OrgChart, Seat, Unit
from tests.support import definitions, parts
from tests.support.packs import definition, pack

LONG = bool(os.environ.get("MARSHRUT_LONG"))
START = datetime(2026, 7, 2, 7, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
PEOPLE = tuple(range(1, 10))
OFFICE = WorkTime(Calendar(), Schedule())
PAYMENTS, CONTRACTS = pack("payments"), pack("contracts")
PAYMENT, CONTRACT = definition("payments", "payment_request"), definition("contracts", "contract")
ASKED = {
    "counterparty": 1,
    "amount": "1000.00",
    "expense_item": "office",
    "purpose": "Бумага",
    "invoice": [1],
    "payment_order": [2],
}
AGREED = {"contract": [1], "subject": "Флаконы", "counterparty": 1, "organisation": 2, "annexes": [3, 4]}
#: also what tasks ask for
GIVEN = {**ASKED, "sent_on": "2026-07-03", "signed_on": "2026-07-06", "signed_copy": [5]}


@dataclass(frozen=True)
class Life:
    """What happens in the company while the card travels."""

    chart: OrgChart
    #: person -> when they are dismissed
    leaving: Mapping[int, datetime]

    def at(self, now: datetime) -> OrgChart:
        people = {
            one: replace(seat, active=not (one in self.leaving and self.leaving[one] <= now))
            for one, seat in self.chart.people.items()
        }
        return replace(self.chart, people=people)


deputies = st.builds(
    Deputy,
    person=st.sampled_from((*PEOPLE, 99)),
    card_types=st.sampled_from((frozenset(), frozenset(), frozenset({"paper"}), frozenset({"payment_request"}))),
    above=st.sampled_from((None, None, Decimal(700))),
    up_to=st.sampled_from((None, None, Decimal(700))),
)
aways = st.builds(
    lambda since, hours, named: Away(since, START + HOUR * since, START + HOUR * (since + hours), "vacation", named),
    st.integers(-5, 60),
    st.integers(1, 40),
    st.lists(deputies, max_size=3).map(tuple),
)


@st.composite
def lives(draw: st.DrawFn) -> Life:
    size = draw(st.integers(1, 4))
    departments = {
        key: Unit(
            f"D{key}", None if key == 1 else draw(st.integers(1, key - 1)), draw(st.sampled_from((None, *PEOPLE)))
        )
        for key in range(1, size + 1)
    }
    people = {key: Seat(f"P{key}", draw(st.integers(1, size))) for key in PEOPLE}
    role = st.lists(st.sampled_from(PEOPLE), unique=True, min_size=1, max_size=3).map(tuple)
    roles = {key: draw(role) for key in (*parts.ROLES, *PAYMENTS.roles, *CONTRACTS.roles)}
    absences = draw(st.dictionaries(st.sampled_from(PEOPLE), st.lists(aways, min_size=1, max_size=3).map(tuple)))
    leaving = draw(st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 60), max_size=3))
    chart = OrgChart(1, people, departments, roles, OFFICE, absences=absences)
    return Life(chart, {one: START + HOUR * hours for one, hours in leaving.items()})


# -- the oracle --------------------------------------------------------------------------------------------------------


def there(company: OrgChart, person: int, now: datetime) -> bool:
    seat = company.people.get(person)
    gone = any(one.since <= now < one.until for one in company.absences.get(person, ()))
    return seat is not None and seat.active and not gone


def above(company: OrgChart, person: int) -> set[int]:
    found: set[int] = set()
    unit = company.people[person].department
    while unit is not None:
        head = company.departments[unit].head
        found |= {head} if head is not None else set()
        unit = company.departments[unit].parent
    return found - {person}


def principals(task: TaskState) -> dict[int, int]:
    """Holder -> for whom."""
    return {one: task.behalf[one][0].of if one in task.behalf else one for one in (task.assignee, *task.co)}


def not_allowed(definition: Definition, card: CardState, task: TaskState) -> set[int]:
    """Who may have no (second) voice in this task, told from the card alone."""
    rule = definition.task(task.stage, task.key)
    done = [other for other in card.tasks if other.state == "done"]
    people = {other.decided_by for other in done if other.group == task.group and other.n != task.n}
    for other in done:
        if other.key in rule.not_decided_by:
            assert other.decided_by is not None
            way = other.behalf.get(other.decided_by)
            people |= {other.decided_by, way[0].of if way else other.decided_by}
    if "author" in rule.not_decided_by:
        people.add(card.author)
    if not rule.chain:
        voices = [other for other in (*card.open_tasks, *done) if other.group == task.group and other.n != task.n]
        people |= {person for other in voices for pair in principals(other).items() for person in pair}
    return {person for person in people if person is not None}


def look(definition: Definition, card: CardState, company: OrgChart, now: datetime) -> None:
    """What must hold at this minute."""
    run = Run(definition, card, now, company, None)
    for task in card.open_tasks:
        held, out = principals(task), not_allowed(definition, card, task)
        for holder, whose in held.items():
            if holder != whose:
                assert there(company, holder, now)
                assert holder not in out
                lent = task.behalf[holder][-1].because == "delegation"
                named = task.behalf[holder][-1].by == "otherwise"
                assert task.key == OPINION or holder != card.author or lent or named
                assert lent or not there(company, whose, now)
                assert not named or not company.people[whose].active
        living = [one for one in held if there(company, one, now) and right(run, task, one) is not None]
        upward = {head for whose in held.values() for head in above(company, whose)} | set(held.values())
        if any(not company.people[whose].active for whose in held.values()):
            upward |= {one for r in run.rule_of(task).otherwise for one in company.roles.get(r.role or "", ())}
        out |= ({card.author} - set(held.values())) if task.key != OPINION else {task.asked_by or 0}
        eligible = {one for one in upward if there(company, one, now)} - out
        assert living or not eligible, f"{eligible} could hold {task}"


# -- the card ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Act:
    after: int
    task: int
    what: str
    person: int
    outcome: int


acts = st.lists(
    st.builds(
        Act,
        after=st.sampled_from((0, 1, 45, 180, 600)),
        task=st.integers(0, 3),
        what=st.sampled_from(("complete", "complete", "complete", "delegate", "forward", "ask", "add", "undo", "wait")),
        person=st.sampled_from(PEOPLE),
        outcome=st.integers(0, 3),
    ),
    max_size=14,
)


def happening(definition: Definition, card: CardState, act: Act) -> tuple[Happening, int] | None:
    """The act of a holder on a task of the card."""
    if act.what == "undo":
        done = [task for task in card.tasks if task.state == "done" and task.decided_by]
        return (Undo(done[-1].n), done[-1].decided_by or 0) if done else None
    if not card.open_tasks:
        return None
    task = card.open_tasks[act.task % len(card.open_tasks)]
    rule = definition.task(task.stage, task.key)
    outcome = rule.outcomes[act.outcome % len(rule.outcomes)]
    fields = {entry.field: GIVEN.get(entry.field, parts.VALUES.get(entry.field, (None,))[0]) for entry in rule.form}
    ways: dict[str, Happening] = {
        "complete": Complete(task.n, outcome.key, "Так надо", fields),
        "delegate": Delegate(task.n, act.person),
        "forward": Forward(task.n, act.person),
        "ask": Ask(task.n, act.person, "Как?"),
        "add": AddApprover(task.n, act.person),
        "wait": Cover(),
    }
    return ways[act.what], task.assignee


def travel(definition: Definition, life: Life, author: int, fields: dict[str, Any], story: list[Act]) -> None:
    now, card = START, CardState(author=author)
    try:
        card = decide(definition, card, Create(fields), now, life.at(now), author).card
    except Refusal:
        return
    for act in story:
        for minute in sorted({0, act.after // 3, act.after}):
            seen = now + timedelta(minutes=minute)
            look(definition, covered(definition, card, life.at(seen), seen), life.at(seen), seen)
        now += timedelta(minutes=act.after)
        card = covered(definition, card, life.at(now), now) if act.person % 2 else card
        asked = happening(definition, card, act)
        if asked is None:
            continue
        try:
            card = decide(definition, card, asked[0], now, life.at(now), asked[1]).card
        except Refusal:
            continue
        look(definition, covered(definition, card, life.at(now), now), life.at(now), now)
        separated(definition, card)


def covered(definition: Definition, card: CardState, company: OrgChart, now: datetime) -> CardState:
    """The card after `Cover`. Whoever moved by it was seen in the stored card before: the worker would have come."""
    after = decide(definition, card, Cover(), now, company).card
    matter = Run(definition, card, now, company, None).matter()
    if list(map(principals, after.open_tasks)) != list(map(principals, card.open_tasks)):
        assert doubtful(company, now, matter, card.author, card.tasks)
    return after


def separated(definition: Definition, card: CardState) -> None:
    """One person never decides two control points, nor their own request in somebody's stead."""
    for task in card.tasks:
        if task.state != "done" or task.key == OPINION:
            continue
        # a route may come back to an earlier stage in one round: what is decided there later bars nobody before
        before = replace(card, tasks=tuple(other for other in card.tasks if other.visit <= task.visit))
        assert task.decided_by not in not_allowed(definition, before, replace(task, group=-task.n))
        rule = definition.task(task.stage, task.key)
        way = task.behalf.get(card.author, ()) if task.decided_by == card.author else ()
        own = bool(way) and way[-1].by != "otherwise"  # there the route names him
        assert not own or way[-1].because == "delegation"
        assert not (own and rule.kind == "approve")
        votes = [one.decided_by for one in card.tasks if one.group == task.group and one.state == "done"]
        assert rule.chain or len(votes) == len(set(votes))


PLAN = settings(
    max_examples=5_000 if LONG else 250, deadline=None, print_blob=True, suppress_health_check=list(HealthCheck)
)


@PLAN
@given(lives(), st.sampled_from(PEOPLE), st.sampled_from(("500.00", "1000.00", "900000.00")), acts)
def test_requests_for_payment_always_have_somebody(life: Life, author: int, amount: str, story: list[Act]) -> None:
    fields = {key: value for key, value in {**ASKED, "amount": amount}.items() if key != "payment_order"}
    travel(PAYMENT, life, author, fields, story)


@PLAN
@given(lives(), st.sampled_from(PEOPLE), st.sampled_from((None, "500.00", "9000000.00")), acts)
def test_contracts_always_have_somebody(life: Life, author: int, amount: str | None, story: list[Act]) -> None:
    travel(CONTRACT, life, author, {**AGREED, "amount": amount}, story)


@PLAN
@given(definitions.papers(), lives(), st.sampled_from(PEOPLE), acts)
def test_papers_of_any_route_always_have_somebody(paper: Any, life: Life, author: int, story: list[Act]) -> None:
    route = definitions.definition(paper)
    asked = {entry.field for stage in route.card_type.stages for one in stage.tasks for entry in one.form}
    fields = {key: values[0] for key, values in parts.VALUES.items() if key not in asked}
    travel(route, life, author, fields, story)
