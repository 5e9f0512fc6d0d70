"""Ways of breaking a pack, and what notices: the validation, the stories, or the proofs.

A mutant is a pack with one thing taken away or turned round. It is caught when it is refused, or when a story of the
pack goes otherwise than it is written.

    python -m tests.support.mutants [--pack payments] [--every 1]

Prints each survivor, and how many were caught by what.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import ValidationError

from marshrut.calendars.decrees import russia
from marshrut.definitions import loading
from marshrut.definitions.schema.pack import Pack, Story
from marshrut.definitions.validation import fit, graph, names
from marshrut.definitions.validation.problem import Finding
from marshrut.engine.definition import Definition
from marshrut.engine.play.stories import tell
from marshrut.engine.proofs import prove
from marshrut.engine.proofs.prove import modes
from marshrut.org.rules import OrgChart, Seat, Unit
from tests.support.packs import PACKS
from tests.support.toy import office

KEYS = ("payments", "contracts", "letters", "logistics", "edocs", "errands")
Data = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """`name` says what is broken: "payments/payment_request/finance/finance: no ladder"."""

    name: str
    pack: str
    #: index of the card type that is broken
    card_type: int
    broken: Callable[[Data], None]

    def data(self) -> Data:
        whole: Data = json.loads(_text(self.pack))
        self.broken(whole["card_types"][self.card_type])
        return whole


@cache
def raw(key: str) -> Data:
    """The texts of a shipped pack, its stories included."""
    found: Data = dict(loading.source(loading.folder(PACKS / key)).data)
    return found


@cache
def _text(key: str) -> str:
    """Without stories; so that what is written once and used twice is broken in one place only."""
    return json.dumps({part: value for part, value in raw(key).items() if part != "stories"})


@cache
def sound(key: str) -> Pack:
    return Pack.model_validate(raw(key))


@cache
def others(key: str) -> tuple[Pack, ...]:
    return tuple(sound(one) for one in KEYS if one != key)


@cache
def green(key: str) -> tuple[Story, ...]:
    """Stories that go as they are written."""
    pack = sound(key)
    return tuple(story for story in pack.stories if _goes(pack, story))


def _goes(pack: Pack, story: Story) -> bool:
    try:
        return tell(pack, story, others=others(pack.key), calendar=russia()).ok
    except Exception:  # noqa: BLE001 - whatever a broken pack does to it, it does not go as it is written
        return False


@cache
def company() -> OrgChart:
    """Everybody there is one of: a director over a head over somebody, and one person for each role."""
    people = {1: Seat("Директор", 1), 2: Seat("Начальник", 2), 3: Seat("Алиса", 2)}
    held = {}
    for person, role in enumerate(sorted({role for key in KEYS for role in sound(key).roles}), start=10):
        people[person] = Seat(role, 2)
        held[role] = (person,)
    departments = {1: Unit("Компания", None, 1), 2: Unit("Отдел", 1, 2)}
    return OrgChart(revision=1, people=people, departments=departments, roles=held, company_time=office())


# -- what notices ------------------------------------------------------------------------------------------------------


def fate(mutant: Mutant) -> str:
    """Who catches it: "shape", "names", "graph", "fit", "story …", "proof …"; "" for a survivor."""
    try:
        pack = Pack.model_validate(mutant.data())
    except ValidationError:
        return "shape"
    known = frozenset(one.key for pack_ in others(mutant.pack) for one in pack_.card_types)
    checks: dict[str, Callable[[], Iterable[Finding]]] = {
        "names": lambda: names.check(pack, known),
        "graph": lambda: graph.check(pack),
        "fit": lambda: fit.check(pack, company()),
    }
    for level, check in checks.items():
        if next(iter(check()), None) is not None:
            return level
    return _story(mutant, pack) or _proof(mutant, pack)


def _story(mutant: Mutant, pack: Pack) -> str:
    about = pack.card_types[mutant.card_type].key
    words = mutant.name.partition(":")[0].split("/")[2:]
    said = _said(mutant.pack)
    near = {key: sum(f'"{word}"' in text for word in words) for key, text in said.items()}  # these are told first
    ordered = sorted(green(mutant.pack), key=lambda story: (story.card != about, -near[story.key]))
    return next((f"story {story.key}" for story in ordered if not _goes(pack, story)), "")


@cache
def _said(key: str) -> dict[str, str]:
    return {story.key: story.model_dump_json(exclude_unset=True) for story in green(key)}


def _proof(mutant: Mutant, pack: Pack) -> str:
    card_type = pack.card_types[mutant.card_type]
    settings = {key: setting.default for key, setting in pack.settings.items()}
    definition = Definition(pack.key, pack.version, card_type, settings)
    siblings = {one.key: one for one in pack.card_types}
    found = prove(definition, modes=modes(pack, card_type), siblings=siblings)
    return next((f"proof {flaw.code}" for flaw in found if not flaw.warning), "")


# -- ways of breaking --------------------------------------------------------------------------------------------------


def mutants(key: str) -> Iterator[Mutant]:
    """Every mutant of a pack, in the order of its texts."""
    for index, card_type in enumerate(raw(key)["card_types"]):
        for place, broken in _of_card_type(card_type):
            yield Mutant(f"{key}/{card_type['key']}{place}", key, index, broken)


Broken = tuple[str, Callable[[Data], None]]


def _of_card_type(card_type: Data) -> Iterator[Broken]:
    for part in ("withdraw", "restart", "self_approval", "step_up"):
        if part in card_type:
            yield f": no {part}", _without(part)
    for field, about in card_type["fields"].items():
        if about.get("locked_by_approval"):
            yield f": {field} is not locked", _at(["fields", field], _without("locked_by_approval"))
        for bound in ("not_after", "not_before"):
            if bound in about:
                yield f": {field} has no {bound}", _at(["fields", field], _without(bound))
    for s, stage in enumerate(card_type["stages"]):
        for place, broken in _of_stage(stage):
            yield f"/{stage['key']}{place}", _at(["stages", s], broken)


def _of_stage(stage: Data) -> Iterator[Broken]:
    for part in ("next", "child_failed", "anew"):
        if part in stage:
            yield f": no {part}", _without(part)
    for part in ("require", "require_that", "moves", "signals", "timers"):
        for n in range(len(stage.get(part, ()))):
            yield f": no {part}[{n}]", _at([part], _drop(n))
    for n, move in enumerate(stage.get("moves", ())):
        if "when" in move:
            yield f": moves[{n}] always", _at(["moves", n], _without("when"))
    yield from _robots(stage, "on_enter", [])
    yield from _outside(stage)
    for t, task in enumerate(stage.get("tasks", ())):
        yield f": no task {task['key']}", _at(["tasks"], _drop(t))
        for place, broken in _of_task(task):
            yield f"/{task['key']}{place}", _at(["tasks", t], broken)


def _outside(stage: Data) -> Iterator[Broken]:
    for n, signal in enumerate(stage.get("signals", ())):
        yield from _robots(signal, "robots", ["signals", n])
        for part in ("to", "same_term", "mail", "note_field"):
            if part in signal:
                yield f": signal {signal['key']} without {part}", _at(["signals", n], _without(part))
    for n, timer in enumerate(stage.get("timers", ())):
        yield from _robots(timer, "robots", ["timers", n])


def _robots(about: Data, part: str, steps: list[str | int]) -> Iterator[Broken]:
    for n, robot in enumerate(about.get(part, ())):
        place = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in [*steps, part, n])
        yield f": no robot {place} ({robot['do']})", _at([*steps, part], _drop(n))
        for inner in ("when", "wait", "once", "left"):
            if inner in robot:
                yield f": robot {place} without {inner}", _at([*steps, part, n], _without(inner))
        for field in robot.get("fields", {}) if len(robot.get("fields", {})) > 1 else ():
            yield f": robot {place} without {field}", _at([*steps, part, n, "fields"], _without(field))


def _of_task(task: Data) -> Iterator[Broken]:
    for part in ("may_also", "otherwise", "not_decided_by", "due", "ladder", "when", "pause", "decide", "chain"):
        if part in task:
            yield f": no {part}", _without(part)
    for part in ("otherwise", "not_decided_by", "due", "form", "may_also", "assignee"):
        many = task.get(part, ())
        for n in range(len(many)) if len(many) > 1 or part == "form" else ():
            yield f": no {part}[{n}]", _at([part], _drop(n))
    for n, entry in enumerate(task.get("form", ())):
        if entry.get("required"):
            yield f": {entry['field']} may stay empty", _at(["form", n], _without("required"))
    yield from _ladder(task)
    for o, outcome in enumerate(task["outcomes"]):
        if len(task["outcomes"]) > 1:
            yield f": no outcome {outcome['key']}", _at(["outcomes"], _drop(o))
        for place, broken in _of_outcome(outcome, several="decide" in task):
            yield f"/{outcome['key']}{place}", _at(["outcomes", o], broken)


def _ladder(task: Data) -> Iterator[Broken]:
    for n, rung in enumerate(task.get("ladder", ())):
        yield f": no rung {rung['key']}", _at(["ladder"], _drop(n))
        known = all(one in task.get("may_also", ()) for one in rung.get("to", ()))
        if rung["do"] == "escalate" and rung.get("may_decide", True) and not known:
            yield f": rung {rung['key']} only tells", _at(["ladder", n], _set("may_decide", False))
        for r in range(len(rung.get("to", ()))) if len(rung.get("to", ())) > 1 else ():
            yield f": rung {rung['key']} without to[{r}]", _at(["ladder", n, "to"], _drop(r))


def _of_outcome(outcome: Data, *, several: bool) -> Iterator[Broken]:
    for part in ("to", "when", "skip", "reasons", *(("decisive",) if several else ())):
        if part in outcome:
            yield f": no {part}", _without(part)
    if outcome.get("reason") == "required":
        yield ": no reason is asked", _without("reason")
    for n, key in enumerate(outcome.get("needs", ())):
        yield f": {key} is not needed", _at(["needs"], _drop(n))
    yield from _robots(outcome, "robots", [])


def _without(part: str) -> Callable[[Any], None]:
    return lambda about: about.pop(part)


def _set(part: str, value: Any) -> Callable[[Any], None]:
    return lambda about: about.__setitem__(part, value)


def _drop(n: int) -> Callable[[Any], None]:
    return lambda listed: listed.pop(n)


def _at(steps: list[str | int], broken: Callable[[Any], None]) -> Callable[[Any], None]:
    def break_there(about: Any) -> None:
        for step in steps:
            about = about[step]
        broken(about)

    return break_there


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--pack", action="append", default=[])
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    fates: Counter[str] = Counter()
    for key in asked.pack or KEYS:
        for mutant in list(mutants(key))[:: asked.every]:
            caught = fate(mutant)
            fates[caught.partition(" ")[0] or "survived"] += 1
            if not caught:
                sys.stdout.write(f"{mutant.name}\n")
                sys.stdout.flush()
    sys.stdout.write(f"{dict(fates)}\n")


if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marshrut.config.settings")
    import django

    django.setup()
    main()
