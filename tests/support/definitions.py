"""Random routes, as a pack's author may write them.

A route is made of stages `w1`, `w2`, … between `draft` and `done`, with `refused` beside them. Every stage can be got
to and left again, so that our own validation takes the pack. Parts are drawn from lists of ready ones: few draws, and a
failure shrinks to the first of each list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from hypothesis import strategies as st

from marshrut.definitions.schema.pack import CardType
from marshrut.engine.definition import Definition
from tests.support.parts import (
    ANYONE,
    BY,
    CONDITIONS,
    DUES,
    FIELDS,
    FORMS,
    KINDS,
    LETTER,
    MOVE,
    NOTIFY,
    OUTCOMES,
    PAUSES,
    PERHAPS,
    RARELY,
    RESCUE,
    RIGHTS,
    ROLES,
    RUNGS,
    SELF,
    SELF_APPROVALS,
    SEND,
    SETTINGS,
    SHIPMENT,
    SPANS,
    SUM,
    VALUES,
    WORK,
    WORK_OF_OUTCOMES,
    WORK_OF_TIMERS,
    WORK_ON_ENTERING,
    Part,
)
from tests.support.reference.page import WRONG_TRACK

T = TypeVar("T")


def choose(draw: st.DrawFn, options: Sequence[T]) -> T:
    """One of them; a failure shrinks to the first."""
    return options[draw(st.integers(0, len(options) - 1))]


@dataclass(frozen=True)
class Place:
    """Where a stage stands: what lies ahead, what lies behind."""

    number: int
    ahead: tuple[str, ...]
    behind: tuple[str, ...]
    earlier_tasks: tuple[str, ...]


def ladder(draw: st.DrawFn, kind: Part) -> list[Part]:
    rungs: list[Part] = []
    for number in range(1, 1 + choose(draw, (0, 2, 3, 1))):
        rung = {"key": f"r{number}", **choose(draw, RUNGS)}
        if rung["since"] == "last":
            before = rungs[-1] if rungs else {"key": "opened", "while": "untaken"}
            rung |= {"since": before["key"]} | ({"while": before["while"]} if rung["while"] == "last" else {})
        rungs.append(rung)
    return [*rungs, RESCUE] if kind["kind"] == "approve" and not kind["chain"] else rungs


def robots(draw: st.DrawFn, place: Place, kinds: tuple[list[Part], ...] = WORK) -> list[Part]:
    work = choose(draw, kinds)
    if MOVE not in work:
        return list(work)
    move = {**MOVE, "stage": choose(draw, place.ahead), "when": choose(draw, CONDITIONS)}
    return [move if robot is MOVE else robot for robot in work]


def outcomes(draw: st.DrawFn, place: Place, form: list[Part]) -> list[Part]:
    leads = (None, place.ahead[0], "done", *place.ahead, *place.behind, "refused")
    found = [dict(one) for one in choose(draw, OUTCOMES)]
    for one in found:
        if one["style"] != "negative":
            one["to"] = choose(draw, leads)
    found[0]["needs"] = [entry["field"] for entry in form if entry.get("required")]
    if choose(draw, RARELY):
        found[0]["robots"] = robots(draw, place, WORK_OF_OUTCOMES)
    if found[-1].get("skip") and choose(draw, RARELY):
        found[-1]["robots"] = robots(draw, place, WORK_OF_OUTCOMES)
    return found


def task(draw: st.DrawFn, place: Place, number: int) -> Part:
    kind = choose(draw, KINDS)
    decided = tuple([{"decided": key}] for key in place.earlier_tasks)
    people = choose(draw, (*ANYONE, *decided))
    form = SUM if people == [SELF] else choose(draw, (FORMS[0], *FORMS))
    apart = ([], ["author"], *([key] for key in place.earlier_tasks), [])
    return {
        "key": f"t{place.number}{number}",
        "title": f"Задание {number}",
        "assignee": people,
        "not_decided_by": choose(draw, apart),
        "form": form,
        "outcomes": outcomes(draw, place, form),
        "due": choose(draw, DUES),
        "ladder": ladder(draw, kind),
        "pause": choose(draw, PAUSES),
        **kind,
        **choose(draw, RIGHTS),
        **({"otherwise": []} if place.number == 4 else {}),
    }


def stage(draw: st.DrawFn, place: Place) -> Part:
    tasks = [task(draw, place, number) for number in range(1, 1 + choose(draw, (1, 2, 3, 0, 2, 1)))]
    for extra in tasks[1:]:
        extra["when"] = choose(draw, PERHAPS)
        extra["parent"] = tasks[0]["key"] if choose(draw, RARELY) else None
    made: Part = {"key": f"w{place.number}", "title": f"Шаг {place.number}", "tasks": tasks, "next": place.ahead[0]}
    if tasks and all(one["to"] for task in tasks for one in task["outcomes"]) and draw(st.booleans()):
        made["next"] = None
        tasks[0]["outcomes"][0]["to"] = place.ahead[0]  # so that every stage can be got to
    made["anew"] = place.number > 1 and choose(draw, RARELY)
    made["require"] = choose(draw, ([], [], ["amount"], ["title", "amount"], ["owner"]))
    made["on_enter"] = robots(draw, place, WORK_ON_ENTERING if made["next"] else WORK)
    if draw(st.booleans()):
        span, repeat = choose(draw, SPANS), choose(draw, ("after", "every", "every"))
        work = robots(draw, place, WORK_OF_TIMERS if made["next"] else WORK)
        made["timers"] = [{"key": "clock", repeat: span, "robots": work}]
    if choose(draw, RARELY):
        made["moves"] = [move(draw, (*place.ahead, *place.behind, "refused"))]
    if any(robot.get("wait") for robot in made["on_enter"]):
        made["child_failed"] = choose(draw, (None, place.ahead[0], "refused", *place.behind))
    if choose(draw, RARELY):
        made["signals"] = signals(draw, place)
        if len(made["signals"]) == len(SENDING):
            made["on_enter"].insert(0, dict(SEND))
    return made


#: what the outside may tell: how sending a letter ended, or whatever rings
SENDING = ("sent", "send_failed", "send_unknown")


def signals(draw: st.DrawFn, place: Place) -> list[Part]:
    keys = choose(draw, (SENDING, ("bell",), SENDING))
    behind = () if keys == SENDING else place.behind  # the letter would go out again and again
    leads = (None, *place.ahead, *behind, "refused")
    return [{"key": one, "done": "Звонок", "to": choose(draw, leads), "robots": heard(draw, place)} for one in keys]


def heard(draw: st.DrawFn, place: Place) -> list[Part]:
    return robots(draw, place, (*WORK, [MOVE], [MOVE], [MOVE])) if draw(st.booleans()) else []


def follow_up(draw: st.DrawFn) -> list[Part]:
    """Tasks on the final stage: their buttons lead nowhere."""
    found = [task(draw, Place(9, ("done",), (), ()), n) for n in range(1, 1 + choose(draw, (0, 0, 1, 2)))]
    for one in found:
        for button in one["outcomes"]:
            button["to"] = None
            button["robots"] = [robot for robot in button.get("robots", ()) if robot["do"] != "move"]
    return found


def move(draw: st.DrawFn, leads: tuple[str, ...]) -> Part:
    return {"to": choose(draw, leads), "by": choose(draw, BY), "when": choose(draw, PERHAPS)}


# -- routes ------------------------------------------------------------------------------------------------------------


@st.composite
def papers(draw: st.DrawFn) -> Part:
    """A card type as the YAML of a pack says it."""
    names = [f"w{number}" for number in range(1, 1 + choose(draw, (2, 1, 3, 4)))]
    work: list[Part] = []
    known: tuple[str, ...] = ()
    for number in range(1, 1 + len(names)):
        place = Place(number, (*names[number:], "done"), tuple(names[: number - 1]), known)
        work.append(stage(draw, place))
        known += tuple(one["key"] for one in work[-1]["tasks"])
    draft: Part = {"key": "draft", "kind": "start", "title": "Черновик", "moves": [{"to": "w1", "by": BY[0]}]}
    done: Part = {"key": "done", "kind": "success", "title": "Готово", "on_enter": [NOTIFY], "tasks": follow_up(draw)}
    for end in (draft, done):
        if choose(draw, RARELY):
            bell = {"key": "bell", "done": "Звонок", "to": choose(draw, (None, *names))}
            end["signals"] = [{**bell, "robots": heard(draw, Place(9, tuple(names), (), ()))}]
    refused: Part = {"key": "refused", "kind": "failure", "title": "Отказ"}
    if choose(draw, RARELY):
        refused["moves"] = [move(draw, tuple(names))]
    made: Part = {
        "key": "paper",
        "title": "Бумаги",
        "create": "Бумага",
        "name": "{{ title }}",
        "amount_field": "amount",
        "fields": FIELDS,
        "letter": LETTER,
        "shipment": SHIPMENT,
        "first": "w1",
        "stages": [draft, *work, {"key": "later", "title": "Заморозка", "reserved": True}, done, refused],
        "withdraw": {"to": "refused", "late": choose(draw, ([], [], names[-1:]))},
        "self_approval": choose(draw, SELF_APPROVALS),
        "undo_minutes": choose(draw, (5, 5, 90, 0)),
    }
    _tidy([draft, *work, done])
    if choose(draw, (True, True, False)):
        made["restart"] = {"from": ["refused"], "to": choose(draw, names)}
    return made


def _tidy(stages: list[Part]) -> None:
    """No stage demands what a task may ask for only later, and none creates one card twice."""
    asked = {entry["field"] for stage in stages for task in stage.get("tasks", ()) for entry in task["form"]}
    for stage in stages:
        stage["require"] = [key for key in stage.get("require", ()) if key not in asked]
        seen: set[str] = set()
        later = [part["robots"] for word in ("timers", "signals") for part in stage.get(word, ())]
        for place in (stage.get("on_enter", ()), *later):
            for robot in [robot for robot in place if robot.get("key") in seen]:
                place.remove(robot)
            seen |= {robot["key"] for robot in place if "key" in robot}


def definition(paper: Part, **settings: int | str) -> Definition:
    return Definition("model", "1.0.0", CardType.model_validate(paper), {**SETTINGS, **settings})


def pack(paper: Part) -> Part:
    """The head of the pack the card type lies in."""
    kinds = {"wait": "work_hours", "nudge": "work_hours", "limit": "money", "cutoff": "time"}
    return {
        "key": "model",
        "version": "1.0.0",
        "title": "Проба",
        "roles": dict.fromkeys(ROLES, "Роль"),
        "settings": {
            key: {"kind": kinds[key], "title": key, "default": value, "min": int(key != "nudge")}
            for key, value in SETTINGS.items()
        },
        "card_types": [paper],
    }


def contents() -> st.SearchStrategy[dict[str, Any]]:
    """Values of a new card: mostly all of them."""
    values = {key: [one for one in known if one != WRONG_TRACK] for key, known in VALUES.items()}
    return st.fixed_dictionaries({key: st.sampled_from((*known[:-1], *known)) for key, known in values.items()})


def changed(definition: Definition, **settings: int | str) -> Definition:
    """The definition after an administrator changed settings."""
    return replace(definition, settings={**definition.settings, **settings})
