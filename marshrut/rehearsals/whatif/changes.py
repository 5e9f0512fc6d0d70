"""Other rules: thresholds, one more approver, who stands in, another version of the pack. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from marshrut.definitions.schema.pack import CardType, Outcome, Stage
from marshrut.engine.definition import Definition
from marshrut.org.rules import Away, Deputy, OrgChart

#: key of the stage, of its task, and of the role whose holder is the person that was named
EXTRA: Final = "what_if_approver"
#: absences that nobody entered have ids below nothing
INVENTED: Final = -1


class BadChange(ValueError):
    """The message is the code of a sentence: no_such_stage, no_task, no_way_on."""


@dataclass(frozen=True, slots=True)
class Approver:
    """Whoever leaves the stage for a good end is approved by them first: the holders of a role, or a person."""

    stage: str
    role: str = ""
    person: int | None = None


@dataclass(frozen=True, slots=True)
class StandIn:
    """Tasks of `person` go to `deputy` in their absences; between `since` and `until` they are away, entered or not."""

    person: int
    deputy: int
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """`version`: id of another installed version of the pack; None: the active one."""

    settings: Mapping[str, int | str] = field(default_factory=dict)
    approver: Approver | None = None
    stand_ins: tuple[StandIn, ...] = ()
    version: int | None = None


def rules(definitions: Mapping[str, Definition], card_type: str, changes: Changes) -> dict[str, Definition]:
    """The definitions with other thresholds for all types of the pack, and the approver. Raises BadChange."""
    own = definitions[card_type]
    found = {
        key: replace(one, settings={**one.settings, **changes.settings}) if one.pack == own.pack else one
        for key, one in definitions.items()
    }
    if changes.approver is not None:
        one = found[card_type]
        found[card_type] = replace(one, card_type=with_approver(one.card_type, changes.approver))
    return found


def company(chart: OrgChart, changes: Changes) -> OrgChart:
    """The company with who stands in, and the role of the approver."""
    absences = dict(chart.absences)
    for number, one in enumerate(changes.stand_ins):
        absences[one.person] = tuple(_away(absences.get(one.person, ()), one, INVENTED - number))
    roles = dict(chart.roles)
    if changes.approver is not None and changes.approver.person is not None:
        roles[EXTRA] = (changes.approver.person,)
    return replace(chart, absences=absences, roles=roles)


def _away(known: Iterable[Away], one: StandIn, number: int) -> Iterable[Away]:
    deputy = (Deputy(one.deputy),)
    if one.since is None or one.until is None:
        yield from (replace(away, deputies=deputy) for away in known)
        return
    yield from known
    yield Away(number, one.since, one.until, "other", deputy)


def edges(chart: OrgChart) -> list[tuple[datetime, int]]:
    """When somebody goes or comes back."""
    return [(at, who) for who, every in chart.absences.items() for one in every for at in (one.since, one.until)]


def stages_to_approve(card_type: CardType) -> tuple[Stage, ...]:
    """Stages after which one more approver can stand: people work there, and it leads on."""
    return tuple(
        stage
        for stage in card_type.stages
        if stage.kind == "work" and stage.tasks and _on(card_type, stage) is not None
    )


def with_approver(card_type: CardType, approver: Approver) -> CardType:
    """A stage of its own after the one named: what would have gone on goes there first."""
    stage = card_type.by_stage.get(approver.stage)
    if stage is None:
        raise BadChange("no_such_stage")
    if not stage.tasks:
        raise BadChange("no_task")
    to = _on(card_type, stage)
    if to is None:
        raise BadChange("no_way_on")
    stages = []
    for one in card_type.stages:
        if one.key == stage.key:
            stages += [_led(one, to), _extra(card_type, stage, to, approver)]
        else:
            stages.append(one)
    changed: CardType = card_type.model_copy(update={"stages": tuple(stages)})
    changed.__dict__.pop("by_stage", None)
    return changed


def _on(card_type: CardType, stage: Stage) -> str | None:
    """Where the stage leads when all goes well."""
    ways = [stage.next, *(outcome.to for outcome in _outcomes(stage) if outcome.style == "positive")]
    good = (way for way in ways if way is not None and card_type.by_stage[way].kind != "failure")
    return next(good, None)


def _outcomes(stage: Stage) -> list[Outcome]:
    return [outcome for task in stage.tasks for outcome in task.outcomes]


def _led(stage: Stage, to: str) -> Stage:
    """The stage whose ways to `to` lead to the approver."""
    tasks = tuple(
        task.model_copy(update={"outcomes": tuple(_turned(outcome, to) for outcome in task.outcomes)})
        for task in stage.tasks
    )
    return stage.model_copy(update={"tasks": tasks, "next": EXTRA if stage.next == to else stage.next})


def _turned(outcome: Outcome, to: str) -> Outcome:
    return outcome.model_copy(update={"to": EXTRA}) if outcome.to == to else outcome


def _extra(card_type: CardType, stage: Stage, to: str, approver: Approver) -> Stage:
    """Deadline and ladder are those of the first task of the stage before; a refusal leads where one led there."""
    like = stage.tasks[0]
    refusals = [one for one in _outcomes(stage) if one.style == "negative" and one.to]
    outcomes: list[dict[str, Any]] = [
        {"key": "approved", "title": {"ru": "Согласовать", "en": "Approve"}, "style": "positive", "to": to}
    ]
    if refusals:
        back = {"ru": "Отклонить", "en": "Reject"}
        outcomes.append({"key": "rejected", "title": back, "style": "negative", "to": refusals[0].to})
    title = {"ru": "Ещё один согласующий", "en": "One more approver"}
    task = {
        "key": EXTRA,
        "title": title,
        "kind": "approve",
        "assignee": [{"role": approver.role or EXTRA}],
        "due": [one.model_dump(by_alias=True, exclude_none=True) for one in like.due],
        "ladder": [one.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True) for one in like.ladder],
        "outcomes": outcomes,
    }
    return Stage.model_validate({"key": EXTRA, "title": title, "tasks": [task]})
