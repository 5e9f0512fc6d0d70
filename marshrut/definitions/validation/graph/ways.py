"""Every stage can be got to, and from every stage the card can be finished."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ...loading import Steps
from ...schema.pack import CardType, Stage
from ..problem import Finding
from .edges import Edge, heard, reached


def check(card_type: CardType, ways: list[Edge]) -> Iterator[Finding]:
    yield from _reserved(card_type, ways)
    if card_type.edoc is not None:
        yield from _led(ways)
    seen = reached([card_type.start.key], ways)
    onward_ways = onward(card_type, ways)
    for index, stage in enumerate(card_type.stages):
        steps: Steps = ("stages", index)
        if stage.reserved:
            yield from _idle(stage, steps)
        elif stage.key not in seen:
            said = _("No way leads to the stage “%(name)s”. If it is for later, mark it “reserved: true”.")
            yield Finding(steps, said % {"name": stage.key})
        elif stage.final:
            yield from _ends(stage, steps)
        else:
            yield from _goes_on(card_type, stage, onward_ways, steps)


def onward(card_type: CardType, ways: list[Edge]) -> list[Edge]:
    """Withdrawing is a right and no way on; what the outside may tell is one only where it surely does."""
    found = [edge for edge in ways if edge.by not in ("withdraw", "restart", "signal", "child")]
    return found + [edge for edge in ways if edge.by == "signal" and heard(card_type.by_stage[edge.source])]


def _reserved(card_type: CardType, ways: list[Edge]) -> Iterator[Finding]:
    """Reserved stages are declared for later: nothing leads there (S4.27, A4.14)."""
    said: set[Steps] = set()
    for edge in ways:
        if card_type.by_stage[edge.to].reserved and edge.steps not in said:
            said.add(edge.steps)
            message = _("The stage “%(name)s” is reserved for later: nothing may lead there yet.")
            yield Finding(edge.steps, message % {"name": edge.to})
    if card_type.restart is not None:
        for index, key in enumerate(card_type.restart.from_):
            if card_type.by_stage[key].reserved:
                message = _("The stage “%(name)s” is reserved for later: no card is ever there.")
                yield Finding(("restart", "from", index), message % {"name": key})


def _led(ways: list[Edge]) -> Iterator[Finding]:
    """What the source says and where the card stands are the same."""
    for edge in ways:
        if edge.by not in ("start", "source"):
            said = _("The source alone says where this card is: nothing else may lead to “%(name)s”.")
            yield Finding(edge.steps, said % {"name": edge.to})


def _idle(stage: Stage, steps: Steps) -> Iterator[Finding]:
    if stage.kind != "work":
        yield Finding((*steps, "reserved"), _("Only a stage of kind work can be reserved for later."))


def _ends(stage: Stage, steps: Steps) -> Iterator[Finding]:
    if stage.next is not None:
        yield Finding((*steps, "next"), _("The card ends here: a final stage has no “next”."))
    if stage.child_failed is not None:
        yield Finding((*steps, "child_failed"), _("The card ends here: it does not wait for others any more."))
    for t, task in enumerate(stage.tasks):
        if stage.kind == "failure":
            said = _("A card that failed asks nobody for anything: a task may follow only on a stage of kind success.")
            yield Finding((*steps, "tasks", t), said)
        for o, outcome in enumerate(task.outcomes):
            if outcome.to is not None or any(robot.stage for robot in outcome.robots):
                said = _("The card ends here: a task may follow, but its buttons lead nowhere.")
                yield Finding((*steps, "tasks", t, "outcomes", o), said)


def _goes_on(card_type: CardType, stage: Stage, onward: list[Edge], steps: Steps) -> Iterator[Finding]:
    out = [edge for edge in onward if edge.source == stage.key]
    if not out:
        said = _("The card would stay on “%(name)s” for ever: give it next, a button with “to”, a move or a timer.")
        yield Finding(steps, said % {"name": stage.key})
        return
    final = {one.key for one in card_type.stages if one.final}
    if not reached([stage.key], onward) & final:
        said = _("From “%(name)s” the card can never be finished: no way leads to a final stage.")
        yield Finding(steps, said % {"name": stage.key})
    yield from _waits_for_nothing(stage, steps)
    if not any(edge.by in ("next", "move", "timer", "start", "source") for edge in out):
        yield from _dead_buttons(stage, steps)


def _dead_buttons(stage: Stage, steps: Steps) -> Iterator[Finding]:
    """Without “next” each button of each task must lead somewhere itself."""
    for t, task in enumerate(stage.tasks):
        for o, outcome in enumerate(task.outcomes):
            if outcome.to is None and not any(robot.stage for robot in outcome.robots):
                said = _(
                    "After this button the card would stay on “%(name)s” for ever: give it “to”, or the stage “next”."
                )
                yield Finding((*steps, "tasks", t, "outcomes", o), said % {"name": stage.key})
    moved = any(robot.stage and not robot.when for robot in stage.on_enter)
    if stage.next is None and not stage.tasks and not moved and not heard(stage):
        said = _("The card would stay on “%(name)s” for ever: nobody has a task here and nothing moves it.")
        yield Finding(steps, said % {"name": stage.key})


def _waits_for_nothing(stage: Stage, steps: Steps) -> Iterator[Finding]:
    """A robot waits for the new card, but the stage never looks whether it is done."""
    robots = [*stage.on_enter, *(robot for timer in stage.timers for robot in timer.robots)]
    if stage.next is None and any(robot.wait for robot in robots):
        yield Finding(
            steps, _("A robot here waits for the new card to be finished, but there is no “next” to go on to.")
        )
