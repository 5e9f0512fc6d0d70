"""The route: stages, moves by hand, withdrawal, restart, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from django.utils.translation import gettext as _

from ...loading import Steps
from ...schema.pack import CardType, FromMail, Grant, Move, Restart, Robot, Signal, Stage, StepUp, Withdraw
from .. import grants
from ..problem import Finding
from . import conditions, known
from .walk import At


def card_type(at: At) -> Iterator[Finding]:
    about = cast("CardType", at.thing)
    yield from at.twice("stages", [one.key for one in about.stages])
    starts = [index for index, one in enumerate(about.stages) if one.kind == "start"]
    if len(starts) != 1:
        said = _("A card type has exactly one stage of kind start, where drafts are; here there are %(number)s.")
        yield at.wrong("stages", *starts[1:2], said=said % {"number": len(starts)})
    if not any(one.kind == "success" for one in about.stages):
        yield at.wrong("stages", said=_("There is no stage of kind success: the card could never be finished."))
    yield from known.stage(at, "first", key=about.first)
    first = about.by_stage.get(about.first)
    if first is not None and first.kind != "work":
        yield at.wrong("first", said=_("The first stage after the draft must be of kind work."))


def stage(at: At) -> Iterator[Finding]:
    about = cast("Stage", at.thing)
    yield from at.twice("tasks", [one.key for one in about.tasks])
    yield from at.twice("timers", [one.key for one in about.timers])
    yield from at.twice("signals", [one.key for one in about.signals])
    yield from known.fields(at, "require", about.require)
    for index, demand in enumerate(about.require_that):
        yield from conditions.condition(at, "require_that", index, "holds", source=demand.holds)
        yield from known.field(at, "require_that", index, "field", key=demand.field)
    if about.next is not None:
        yield from known.stage(at, "next", key=about.next)
    if about.child_failed is not None:
        yield from _child_failed(at, about)
    if about.anew:
        yield from _anew(at, about)
    yield from _children_twice(at, about)
    yield from _statuses_twice(at, about)


def _child_failed(at: At, about: Stage) -> Iterator[Finding]:
    yield from known.stage(at, "child_failed", key=str(about.child_failed))
    robots = (*about.on_enter, *(robot for timer in about.timers for robot in timer.robots))
    if not any(robot.wait for robot in robots):
        said = _("“%(name)s” works only where a robot waits for the card that it makes.")
        yield at.wrong("child_failed", said=said % {"name": "child_failed"})


def _anew(at: At, about: Stage) -> Iterator[Finding]:
    if about.kind != "work":
        yield at.wrong("anew", said=_("Only a stage of kind work begins a new round."))
    elif about.key == at.card_type.first:
        said = _("The first round begins here by itself: “%(name)s” is first.")
        yield at.wrong("anew", said=said % {"name": about.key})


def _statuses_twice(at: At, about: Stage) -> Iterator[Finding]:
    """Of two statuses the paper would have one, and nobody would know which."""
    seen: set[str | None] = set()
    for index, robot in enumerate(about.on_enter):
        if robot.do == "document_status" and robot.when is None:
            if robot.field in seen:
                said = _("These papers are given a status here already: “%(name)s”.")
                yield at.wrong("on_enter", index, "field", said=said % {"name": robot.field})
            seen.add(robot.field)


def _children_twice(at: At, about: Stage) -> Iterator[Finding]:
    """Cards created on one visit are told apart by their keys."""
    places: list[tuple[Steps, tuple[Robot, ...]]] = [(("on_enter",), about.on_enter)]
    places += [(("timers", n, "robots"), timer.robots) for n, timer in enumerate(about.timers)]
    places += [(("signals", n, "robots"), signal.robots) for n, signal in enumerate(about.signals)]
    seen: set[str] = set()
    for steps, robots in places:
        for index, robot in enumerate(robots):
            if robot.key in seen:
                yield at.wrong(*steps, index, "key", said=_("“%(name)s” is here already.") % {"name": robot.key})
            seen |= {robot.key} if robot.key else set()


def move(at: At) -> Iterator[Finding]:
    about = cast("Move", at.thing)
    yield from known.stage(at, "to", key=about.to)
    yield from conditions.condition(at, "when", source=about.when)
    if not about.by:
        yield at.wrong("by", said=_("Say who may carry the card: by."))


def signal(at: At) -> Iterator[Finding]:
    about = cast("Signal", at.thing)
    if about.to is not None:
        yield from known.stage(at, "to", key=about.to)
    if about.note_field is not None:
        yield from known.field(at, "note_field", key=about.note_field, kinds=("text", "long_text"))
    if about.same_term and about.to is None:
        said = _("“%(name)s” works only together with to.") % {"name": "same_term"}
        yield at.wrong("same_term", said=said)


def from_mail(at: At) -> Iterator[Finding]:
    about, fields = cast("FromMail", at.thing), at.card_type.fields
    yield from known.field(at, "files", key=about.files, kinds=("file",))
    if (found := fields.get(about.files)) and found.document is not None and not found.several:
        said = _("A mail may bring several files: give the field “%(name)s” several.")
        yield at.wrong("files", said=said % {"name": about.files})
    if about.number is not None:
        yield from known.field(at, "number", key=about.number, kinds=("text",))
    if about.partner is not None:
        yield from known.field(at, "partner", key=about.partner, kinds=("company",))
        if (found := fields.get(about.partner)) and found.ours:
            yield at.wrong("partner", said=_("Mail comes from a counterparty, not from an organisation of ours."))


def withdraw(at: At) -> Iterator[Finding]:
    about = cast("Withdraw", at.thing)
    yield from known.stage(at, "to", key=about.to)
    found = at.card_type.by_stage.get(about.to)
    if found is not None and found.kind != "failure":
        yield at.wrong("to", said=_("A card is withdrawn to a stage of kind failure."))
    for index, key in enumerate(about.late):
        yield from known.stage(at, "late", index, key=key)
        stage = at.card_type.by_stage.get(key)
        if stage is not None and stage.kind != "work":
            yield at.wrong("late", index, said=_("A card is withdrawn from stages of kind work."))


def restart(at: At) -> Iterator[Finding]:
    about = cast("Restart", at.thing)
    for index, key in enumerate(about.from_):
        yield from known.stage(at, "from", index, key=key)
        found = at.card_type.by_stage.get(key)
        if found is not None and not found.final:
            yield at.wrong("from", index, said=_("A card is started anew from a stage where it had stopped."))
    if not about.from_:
        yield at.wrong("from", said=_("Say from which stages the card may be started anew: from."))
    yield from known.stage(at, "to", key=about.to)
    found = at.card_type.by_stage.get(about.to)
    if found is not None and found.kind != "work":
        yield at.wrong("to", said=_("A card is started anew on a stage of kind work."))


def step_up(at: At) -> Iterator[Finding]:
    about = cast("StepUp", at.thing)
    yield from known.field(at, "field", key=about.field, kinds=("money",))
    yield from known.amount(at, "above", value=about.above, kind="money", least=0, most=1_000_000_000_000)


def grant(at: At) -> Iterator[Finding]:
    about = cast("Grant", at.thing)
    if about.role:
        yield from known.role(at, "who", key=about.role)
    if about.person is not None:
        yield at.wrong("who", said=_("A pack knows nobody by name: give rights to people on the page “Access”."))
    if about.scope == "departments":
        yield at.wrong("scope", said=_("A pack knows no departments: choose them on the page “Access”."))
        return
    for trouble in grants.troubles(about, at.card_type):
        yield at.wrong(*trouble.steps, said=trouble.said, hint=trouble.hint)
