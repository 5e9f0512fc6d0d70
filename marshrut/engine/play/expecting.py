"""What a story expects, compared with how its world stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, Literal

from marshrut.definitions.schema.base import PLACEHOLDER, Text
from marshrut.definitions.schema.stories import Expect, Names, Notice

from ..decision import Effect
from ..fields import BadValue, clean
from ..people import everyone, holders, right
from ..robots import robot_at
from ..run import Run
from ..state import TaskState
from .cast import MOSCOW, Untold
from .played import Moment, Played
from .scene import Scene
from .told import Failure

#: what any value at all is expected by
ANYTHING: Final = "*"
CLOCK: Final = "%Y-%m-%d %H:%M"


def differences(scene: Scene, wanted: Expect, step: int) -> list[Failure]:
    """Everything that is otherwise than expected. Raises Untold where the story names what is not there."""
    card = scene.card(wanted.card)
    found: list[Failure] = []
    for word in sorted(wanted.model_fields_set & _LOOKS.keys()):
        for what, expected, is_so in _LOOKS[word](scene, card, getattr(wanted, word)):
            found.append(Failure(step, word, expected, is_so, what))
    return found


Looked = Iterator[tuple[str, Any, Any]]


def _listed(names: Names) -> list[str]:
    return sorted([names] if isinstance(names, str) else names)


def _stage(_scene: Scene, card: Played, wanted: str) -> Looked:
    if card.state.stage != wanted:
        yield "", wanted, card.state.stage


def _open(scene: Scene, card: Played, wanted: Mapping[str, Names]) -> Looked:
    found: dict[str, set[int]] = {}
    for task in card.state.open_tasks:
        found.setdefault(task.key, set()).update(holders(task))
    expected = {key: _listed(names) for key, names in wanted.items()}
    is_so = {key: scene.cast.names(people) for key, people in found.items()}
    if expected != is_so:
        yield "", expected, is_so


def _may(scene: Scene, card: Played, wanted: Mapping[str, Names]) -> Looked:
    for key, names in wanted.items():
        people = {one for task in _tasks(card, key) for one in _deciders(scene, card, task)}
        if scene.cast.names(people) != _listed(names):
            yield key, _listed(names), scene.cast.names(people)


def _tasks(card: Played, key: str) -> list[TaskState]:
    found = [task for task in card.state.open_tasks if task.key == key]
    if not found:
        raise Untold("no_task", key)
    return found


def _deciders(scene: Scene, card: Played, task: TaskState) -> set[int]:
    """By the route, and by being asked; not by grants of the company."""
    run = Run(card.definition, card.state, scene.world.now, scene.world.company, None)
    instead = {one.person for one in everyone(run, run.rule_of(task).may_also, task)}
    return {one for one in {*holders(task), *task.escalated, *instead} if right(run, task, one) is not None}


def _due(_scene: Scene, card: Played, wanted: Mapping[str, str | bool]) -> Looked:
    for key, expected in wanted.items():
        found = sorted({task.due_at.astimezone(MOSCOW).strftime(CLOCK) for task in _tasks(card, key) if task.due_at})
        if found != ([expected] if expected else []):
            yield key, expected or None, ", ".join(found) or None


def _fields(scene: Scene, card: Played, wanted: Mapping[str, Any]) -> Looked:
    kind = card.definition.card_type
    for key, told in wanted.items():
        if key not in kind.fields:
            raise Untold("unknown_field", key)
        found = card.state.fields.get(key)
        if told == ANYTHING:
            if found in (None, "", []):
                yield key, ANYTHING, None
            continue
        raw = scene.cast.raw(kind, key, told, scene.today)
        try:
            expected = clean(kind.fields[key], raw)
        except BadValue:
            expected = raw
        if expected != found and not (expected is None and found in ("", [])):
            yield key, told, _spoken(scene, card, key, found)


def _spoken(scene: Scene, card: Played, key: str, value: Any) -> Any:
    """A value as the story would name it."""
    if isinstance(value, list):
        return [_spoken(scene, card, key, one) for one in value]
    kind = card.definition.card_type.fields[key].kind
    if kind == "person" and isinstance(value, int):
        return scene.cast.name(value)
    things = {number: name for name, number in scene.cast.things.items()}
    return things.get(value, value) if isinstance(value, int) and not isinstance(value, bool) else value


def _notices(scene: Scene) -> list[tuple[Moment, Mapping[str, Any]]]:
    told = ((moment, effect) for moment in scene.recent() for effect in moment.decision.effects)
    return [(moment, effect.payload) for moment, effect in told if effect.kind == "notify"]


def _told(scene: Scene, _card: Played, wanted: tuple[Notice, ...]) -> Looked:
    notices = _notices(scene)
    for one in wanted:
        who = scene.cast.person(one.who)
        mine = [(moment, payload) for moment, payload in notices if payload["person"] == who]
        if not any(_is(scene, one, moment, payload) for moment, payload in mine):
            said = " ".join(filter(None, (one.notice, one.text and f"«{one.text}»")))
            yield one.who, said or ANYTHING, [say(scene.world.cards, *notice) for notice in mine]


def _is(scene: Scene, wanted: Notice, moment: Moment, payload: Mapping[str, Any]) -> bool:
    if wanted.notice not in (None, payload["notice"], payload.get("rung")):
        return False
    return wanted.text is None or wanted.text in text_of(scene.world.cards, moment, payload)


def say(cards: Mapping[int, Played], moment: Moment, payload: Mapping[str, Any]) -> str:
    """A notice in one line: its kind, and what the pack says in it."""
    kind = "/".join(filter(None, (payload["notice"], payload.get("rung"))))
    text = text_of(cards, moment, payload)
    return f"{kind} «{text}»" if text else str(kind)


def text_of(cards: Mapping[int, Played], moment: Moment, payload: Mapping[str, Any]) -> str:
    """What the pack says in a notice, in Russian, with the fields as they were then."""
    card, state = cards[moment.card], moment.decision.card
    kind = card.definition.card_type
    text: Text | None = None
    if "place" in payload:
        text = robot_at(kind, payload["place"], payload["index"]).text
    elif "task" in payload and (task := state.task(payload["task"])) is not None:
        rule = card.definition.task(task.stage, task.key)
        rung = next((one for one in rule.ladder if one.key == payload.get("rung")), None)
        text = rung.text if rung is not None else rule.notice or rule.title
    if text is None:
        return ""
    known = {f"${key}": value for key, value in card.definition.settings.items()} | dict(state.fields)
    return PLACEHOLDER.sub(lambda match: _written(card, match.group(1), known.get(match.group(1))), text.ru)


def _written(card: Played, key: str, value: Any) -> str:
    """A choice by its title, a day as people write it."""
    if value is None:
        return ""
    field = card.definition.card_type.fields.get(key)
    if field is not None and field.kind == "date":
        return ".".join(reversed(str(value).split("-")))
    return card.definition.card_type.choice_titles.get(key, {}).get(str(value), str(value))


def _untold(scene: Scene, _card: Played, wanted: tuple[str, ...]) -> Looked:
    notices = _notices(scene)
    for name in wanted:
        who = scene.cast.person(name)
        heard = [say(scene.world.cards, *one) for one in notices if one[1]["person"] == who]
        if heard:
            yield name, None, heard


def _ended(_scene: Scene, card: Played, wanted: str | bool) -> Looked:
    stage = card.definition.stages[card.state.stage]
    found = stage.kind if stage.final else False
    if found != wanted:
        yield "", wanted, found


def _round(_scene: Scene, card: Played, wanted: int) -> Looked:
    if card.state.round != wanted:
        yield "", wanted, card.state.round


def _made(scene: Scene, card: Played, wanted: Mapping[str, str | Literal[False]]) -> Looked:
    asked = [effect.payload["key"] for effect in _since(scene, card) if effect.kind == "create_card"]
    for key, stage in wanted.items():
        made = [number for origin, number in scene.world.made.items() if origin[2] == key]
        found = scene.world.cards[made[-1]].state.stage if made else None
        if found != stage if stage is not False else key in asked:
            yield key, stage, found


def _since(scene: Scene, card: Played) -> list[Effect]:
    """What came of the card since the expectation before."""
    return [one for moment in scene.recent() if moment.card == card.id for one in moment.decision.effects]


def _effects(scene: Scene, card: Played, wanted: tuple[str | dict[str, Any], ...]) -> Looked:
    there = _since(scene, card)
    for one in wanted:
        told = {"kind": one} if isinstance(one, str) else one
        if not any(_carries(card, effect, told) for effect in there):
            yield str(told.get("kind", "")), one, sorted({effect.kind for effect in there})


def _carries(card: Played, effect: Effect, told: Mapping[str, Any]) -> bool:
    """What it carries, and what the robot that asked for it says."""
    known: dict[str, Any] = {}
    if "place" in effect.payload:
        robot = robot_at(card.definition.card_type, effect.payload["place"], effect.payload["index"])
        known |= robot.model_dump(exclude_unset=True)
    known |= {**effect.payload, "kind": effect.kind}
    return all(known.get(key) == value for key, value in told.items())


def _history(scene: Scene, card: Played, wanted: tuple[str, ...]) -> Looked:
    there = [line.kind for moment in scene.recent() if moment.card == card.id for line in moment.decision.lines]
    for kind in wanted:
        if kind not in there:
            yield kind, kind, list(dict.fromkeys(there))


def _unsaid(scene: Scene, card: Played, wanted: tuple[str, ...]) -> Looked:
    there = [line.kind for moment in scene.recent() if moment.card == card.id for line in moment.decision.lines]
    for kind in wanted:
        if kind in there:
            yield kind, None, there.count(kind)


_LOOKS: Final[Mapping[str, Callable[[Scene, Played, Any], Looked]]] = {
    "stage": _stage,
    "open": _open,
    "may": _may,
    "due": _due,
    "fields": _fields,
    "told": _told,
    "untold": _untold,
    "ended": _ended,
    "round": _round,
    "made": _made,
    "effects": _effects,
    "history": _history,
    "unsaid": _unsaid,
}
