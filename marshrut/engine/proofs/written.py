"""What can be said without playing: fields that are used before they are filled in, children that fail unheard,
tasks that sleep for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from marshrut.definitions.schema.base import Text
from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import CardType, Robot, Stage, Task

from .acts import makers
from .flaw import Flaw
from .reading import after, people_of, robots_of

#: calendar days that a task may sleep before anybody hears of it
LONG_SLEEP = 90


def check(card_type: CardType, siblings: Mapping[str, CardType]) -> Iterator[Flaw]:
    """`siblings`: the card types of the pack."""
    later = {stage.key: after(card_type, stage.key) for stage in card_type.stages}
    filled = {key: {s.key for s in card_type.stages if _fills(s, key)} for key in card_type.only_in_tasks}
    for index, stage in enumerate(card_type.stages):
        if stage.reserved:
            continue
        for key in sorted(_used(stage) & filled.keys()):
            if not any(stage.key == one or stage.key in later[one] for one in filled[key]):
                yield Flaw("never_filled", ("stages", index), names={"stage": stage.key, "field": key})
        yield from _children(stage, index, siblings)
        for t, task in enumerate(stage.tasks):
            yield from _skipped(card_type, stage, task, ("stages", index, "tasks", t, "when"))
            yield from _sleeps(stage, task, ("stages", index, "tasks", t, "pause"))


def _fills(stage: Stage, key: str) -> bool:
    forms = any(entry.field == key for task in stage.tasks for entry in task.form)
    mails = any(signal.mail is not None and signal.mail.files == key for signal in stage.signals)
    notes = any(signal.note_field == key for signal in stage.signals)
    return forms or mails or notes or any(_writes(robot, key) for robot in robots_of(stage))


def _writes(robot: Robot, key: str) -> bool:
    return (robot.do == "set" and key in robot.fields) or key in (robot.number_field, robot.date_field)


def _used(stage: Stage) -> set[str]:
    """Fields that texts, conditions, values, deadlines and people of the stage rest on."""
    texts: list[Text | None] = [robot.text for robot in robots_of(stage)]
    for task in stage.tasks:
        texts += [task.title, task.text, task.notice, *(rung.text for rung in task.ladder)]
    found = {name for text in texts if text is not None for name in text.names()} | people_of(stage)
    found |= {due.field for task in stage.tasks for due in task.due if due.field is not None}
    makes = (robot for robot in robots_of(stage) if robot.do == "create_card")
    return found | {name for robot in makes for source in robot.fields.values() for name in parse(source).names}


def _children(stage: Stage, index: int, siblings: Mapping[str, CardType]) -> Iterator[Flaw]:
    """A new card that fails is as good as one that succeeds, where nothing is said of it."""
    for robot in makers(stage):
        child = siblings.get(robot.card_type or "")
        fails = child is None or any(one.kind == "failure" and not one.reserved for one in child.stages)
        if fails and stage.child_failed is None:
            names: dict[str, Any] = {"stage": stage.key, "child": robot.key, "card_type": robot.card_type}
            yield Flaw("child_ignored", ("stages", index), names=names, warning=True)


def _sleeps(stage: Stage, task: Task, steps: tuple[str | int, ...]) -> Iterator[Flaw]:
    if task.pause is not None and (days := task.pause.max_days * (task.pause.tell_head_from - 1)) > LONG_SLEEP:
        yield Flaw("long_sleep", steps, names={"stage": stage.key, "task": task.key, "days": days}, warning=True)


def _skipped(card_type: CardType, stage: Stage, task: Task, steps: tuple[str | int, ...]) -> Iterator[Flaw]:
    """An empty value is neither more nor less than anything: an approval above a sum is not asked for without one."""
    if task.kind != "approve" or task.when is None or "filled(" in task.when:
        return
    sure = {*card_type.by_stage[card_type.first].require, *stage.require}
    for key in sorted(weighed(parse(task.when).tree) & card_type.fields.keys() - sure):
        yield Flaw("empty_skips", steps, names={"stage": stage.key, "task": task.key, "field": key}, warning=True)


def weighed(tree: tuple[Any, ...]) -> set[str]:
    """Names that are asked whether they are more or less."""
    if tree[0] in ("<", "<=", ">", ">="):
        return _names(tree)
    return {name for part in tree[1:] if isinstance(part, tuple) for name in weighed(part)}


def _names(tree: tuple[Any, ...]) -> set[str]:
    if tree[0] == "name":
        return {tree[1]}
    return {name for part in tree[1:] if isinstance(part, tuple) for name in _names(part)}
