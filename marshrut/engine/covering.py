"""Nobody is waited for who is not there: open tasks go to who stands in, and come back.

Every decision begins with `cover`, so that rights are those of this very minute.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from marshrut.definitions.schema.pack import Task
from marshrut.org.rules.absence import Link

from . import ladders
from .definition import OPINION
from .people import barred, holders, named, owner, owners
from .run import Run
from .state import TaskState

Way = tuple[Link, ...]
#: who holds a task, in order -> the steps from the person it is of; () for one's own
Seats = dict[int, Way]


def cover(run: Run) -> None:
    """Give open tasks to those who hold them at this minute."""
    tasks = run.open_tasks()
    held = any(task.behalf for task in tasks)
    if not held and run.company.calm({person for task in tasks for person in holders(task)}, run.now):
        return
    for task in (*tasks, *tasks):  # who comes back sets free who stood in for them, and may be needed elsewhere
        pass_on(run, run.tasks[task.n])


def settled(run: Run, task: TaskState, beside: frozenset[int] = frozenset()) -> TaskState:
    """A task about to open, given to those who hold it at this minute. `beside`: who gets a task of the group, too."""
    if not task.behalf and run.company.calm(holders(task), run.now):
        return task
    after = seats(run, task, beside)
    return task if after.keys() == _seats_now(task).keys() else _seated(task, after)


def pass_on(run: Run, task: TaskState) -> None:
    """Move the task when others hold it now, tell everybody, and begin the ladder of a new first holder anew."""
    before, after = _seats_now(task), seats(run, task)
    if before.keys() == after.keys():
        return
    new = replace(_seated(task, after), escalated=tuple(one for one in task.escalated if one not in after))
    lost = task.taken_by in before and task.taken_by not in after
    anew = new.assignee != task.assignee or lost
    if lost:
        new = replace(new, taken_at=None, taken_by=None)
    times = task.why.get("passed", 0) + 1
    run.put(replace(new, why={**task.why, "passed": times}))
    for person in before:
        if person not in after:
            _say(run, task, person, owner(task, person), after)
    _tell(run, task, before, after, f"t{task.n}.h{times}")
    if anew:
        ladders.begin_anew(run, task.n)


def _say(run: Run, task: TaskState, gone: int, whose: int, after: Seats) -> None:
    """One line for each who holds it no longer."""
    heir = next((one for one, way in after.items() if (way[0].of if way else one) == whose), next(iter(after)))
    body: dict[str, Any] = {"task": task.n, "key": task.key, "from": gone, "to": heir, "holders": list(after)}
    if heir == whose:
        run.say("task.returned", body, automatic=True)
    else:
        run.say("task.passed", {**body, "links": told(after[heir])}, automatic=True)


def _tell(run: Run, task: TaskState, before: Seats, after: Seats, about: str) -> None:
    for person, way in after.items():
        if person not in before and person != run.actor:
            run.tell("task_passed" if way else "task_opened", person, about, task=task.n)
    for person in before:
        if person not in after and person != run.actor and run.company.active(person):
            run.tell("task_gone", person, about, task=task.n)


def told(way: Iterable[Link]) -> list[dict[str, Any]]:
    """The steps as history keeps them."""
    keys = ("of", "to", "because", "by", "absence")
    return [{key: value for key in keys if (value := getattr(link, key)) is not None} for link in way]


def _seats_now(task: TaskState) -> Seats:
    return {person: task.behalf.get(person, ()) for person in holders(task)}


def _seated(task: TaskState, seats: Seats) -> TaskState:
    first, *others = seats
    behalf = {person: way for person, way in seats.items() if way}
    return replace(task, assignee=first, co=tuple(others), behalf=behalf)


def seats(run: Run, task: TaskState, beside: frozenset[int] = frozenset()) -> Seats:
    """Who holds it now. Of several, an absent one is replaced by whom he named; by anybody else only if none is there.

    `beside`: who gets a task of the group, too.
    """
    before = _seats_now(task)
    several = len(before) > 1
    found: Seats = {}
    for person, held in before.items():
        whose = held[0].of if held else person
        way = _way(run, task, whose, person, held, _voices(run, task, whose) | found.keys() | beside, several)
        found[way[-1].to if way else whose] = way
    if not several:
        return found
    if not any(_present(run, person) for person in found):
        return _one_stands_in(run, task, found)
    return {person: way for person, way in found.items() if way or run.company.active(person)}


def _one_stands_in(run: Run, task: TaskState, found: Seats) -> Seats:
    """None of several is there: a head stands in for the first who has one; without any, whom the route names."""
    ways = {person: _stand_in(run, task, person, _voices(run, task, person) | found.keys()) for person in found}
    able = sorted((person for person in found if ways[person]), key=lambda one: ways[one][0].by == "otherwise")
    for person in able[:1]:
        return {(ways[one][-1].to if one == person else one): (ways[one] if one == person else ()) for one in found}
    return found


def _present(run: Run, person: int) -> bool:
    return run.company.calm((person,), run.now)


def _way(run: Run, task: TaskState, whose: int, holder: int, way: Way, voices: frozenset[int], several: bool) -> Way:
    """What was delegated stays with the colleague while he is there, and while it is of whoever delegated it.

    A substitute lends only what he stands in for: with the absence, or his limit, it ends for the colleague, too.
    """
    today = _stand_in(run, task, whose, voices)
    if way and way[-1].because == "delegation" and _present(run, holder):
        stands = len(way) == 1 or (bool(today) and today[-1].to == way[-1].of)
        if stands and holder not in barred(run, run.rule_of(task)):
            return way
    return () if several and today and today[0].by != "substitute" else today


def _stand_in(run: Run, task: TaskState, whose: int, voices: frozenset[int]) -> Way:
    """Who stands in today. Of who was dismissed and has nobody above, the route says who gets it, as of a new task.

    On his own card the author stands in for nobody; the route may name him.
    """
    out = voices if task.key == OPINION else voices | {run.author}
    way = tuple(run.company.stand_in(whose, run.now, run.matter(), out))
    if way or run.company.active(whose):
        return way
    rule = run.rule_of(task)
    for one in named(run, rule, rule.otherwise):
        rest = run.company.stand_in(one.person, run.now, run.matter(), out)
        if one.person not in voices and (rest or _present(run, one.person)):
            return (Link(whose, one.person, "dismissal", "otherwise"), *rest)
    return ()


def _voices(run: Run, task: TaskState, whose: int) -> frozenset[int]:
    """Who may have no (second) voice here: the barred, who has decided in the group or has a seat of his own."""
    if task.key == OPINION:
        return frozenset({task.asked_by} if task.asked_by else ())
    rule: Task = run.rule_of(task)
    group = run.beside(task)
    people = {*barred(run, rule), *(other.decided_by for other in group if other.decided_by)}
    beside = group if not rule.chain else []
    for other in (*(one for one in beside if one.n != task.n), task):
        people.update(holders(other) if other.n != task.n else (), owners(other))
    return frozenset(people - {whose})
