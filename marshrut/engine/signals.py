"""What the outside tells a card: the stage says what it listens to, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshrut.definitions.schema.stages import Signal as Rule

from . import content, robots, stages
from .decision import Refusal
from .happenings import Note, Signal
from .run import Run
from .words import MAX_REASON, said


def signal(run: Run, what: Signal) -> None:
    """Heard only on the stage that declares it, and only in the visit it belongs to. Nobody decides past it unseen:
    each is a new edition."""
    if what.visit not in (None, run.visit):
        raise Refusal("conflict", "signal_stale")
    rule = run.definition.stages[run.stage].signal(what.key)
    if rule is None:
        raise Refusal("conflict", "signal_unknown")
    note = said(what.note)[:MAX_REASON]
    run.say("card.signalled", {"key": rule.key, "stage": run.stage}, {"note": note} if note else {}, automatic=True)
    run.edition += 1
    content.note(run, Note({**what.fields, **_added(run, rule, what.fields), **_noted(run, rule, note)}))
    visit, place = run.visit, f"signal/{run.stage}/{rule.key}"
    robots.work(run, rule.robots, place, stages.enter, run.edition)
    if rule.to is not None and run.visit == visit:
        run.same_term = rule.same_term
        stages.enter(run, rule.to, {"rule": "signal", "signal": rule.key})
        run.same_term = False


def _added(run: Run, rule: Rule, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a mail brings comes beside what lies there: people and other mails put files there meanwhile."""
    key = rule.mail.files if rule.mail is not None else ""
    brought = given.get(key)
    if not isinstance(brought, list | tuple):
        return {}
    return {key: list(dict.fromkeys([*(run.fields.get(key) or ()), *brought]))}


def _noted(run: Run, rule: Rule, note: str) -> dict[str, str]:
    if rule.note_field is None:
        return {}
    return {rule.note_field: note[: run.definition.card_type.fields[rule.note_field].max_length]}
