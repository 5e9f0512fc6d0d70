"""What must hold after every step while people come and go. Each check raises AssertionError."""

from __future__ import annotations

from typing import TYPE_CHECKING

from marshrut.engine.decide import decide
from marshrut.engine.definition import OPINION
from marshrut.engine.happenings import Cover
from marshrut.engine.people import barred, holders, named, owner
from marshrut.engine.run import Run
from tests.support.offices import PEOPLE

if TYPE_CHECKING:
    from tests.support.invariants import Life, Step


def nobody_stands_in_where_they_may_not(step: Step, _life: Life) -> None:
    """A substitute is not the author (unless the route names him), is not barred, has no second voice in the group."""
    for task in step.decision.tasks:
        if task.state != "open" or step.rule(task).key == OPINION:
            continue
        stand_ins = {p for p, way in task.behalf.items() if way[-1].because != "delegation"}
        run = Run(step.definition, step.card, step.now, step.company, None)
        group = [other for other in step.card.tasks if other.group == task.group and other.n != task.n]
        by_route = {p for p in stand_ins if task.behalf[p][-1].by == "otherwise"}
        assert step.card.author not in stand_ins - by_route
        assert not stand_ins & barred(run, step.rule(task))
        assert not stand_ins & {other.decided_by for other in group}
        beside = {p for other in group if other.state == "open" and not step.rule(task).chain for p in holders(other)}
        assert not stand_ins & beside
        assert len({owner(task, person) for person in holders(task)}) == len(holders(task))
        for person, way in task.behalf.items():
            assert way[-1].to == person
            assert step.company.calm([person], step.now), "who stands in is there"
            assert [link.of for link in way[1:]] == [link.to for link in way[:-1]]
            assert all(link.by != "otherwise" for link in way[1:]), "the route speaks for its own people only"
            assert way[0].by != "otherwise" or not step.company.active(way[0].of), "who is absent comes back"


def nothing_waits_for_who_is_not_there(step: Step, _life: Life) -> None:
    """An absent or dismissed holder is left only beside one who is there, or when nobody can stand in.

    Whom the step itself made free, like a voter who forwarded his task, is found when the next one begins.
    """
    card = decide(step.definition, step.card, Cover(), step.now, step.company).card
    for task in card.open_tasks:
        there = [person for person in holders(task) if step.company.calm([person], step.now)]
        if there or step.rule(task).key == OPINION:
            continue
        run = Run(step.definition, card, step.now, step.company, None)
        group = [other for other in card.tasks if other.group == task.group and other.state != "cancelled"]
        out = {*barred(run, step.rule(task)), *(other.decided_by for other in group)}
        beside = group if not step.rule(task).chain else [task]
        out |= {person for other in beside for p in holders(other) for person in (p, owner(other, p))}
        rule = step.rule(task)
        for person in holders(task):
            assert not set(step.company.heads_up(person)) - out - away(step) - {step.card.author}
            by_route = () if step.company.active(person) else named(run, rule, rule.otherwise)
            assert not {one.person for one in by_route} - out - away(step)


def away(step: Step) -> set[int]:
    return {person for person in PEOPLE if not step.company.calm([person], step.now)}
