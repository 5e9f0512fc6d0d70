"""What stands in the fields: put there by people and by programs, within what the stages of the round demand."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from . import following, stages
from .deadlines import trouble
from .decision import Refusal
from .fields import clean_all, missing, out_of_bounds
from .happenings import Edit, Note
from .opening import readdress, redate
from .run import Run


def edit(run: Run, what: Edit) -> None:
    stage = run.definition.stages[run.stage]
    if stage.kind == "success" and run.definition.card_type.edoc is None:
        raise Refusal("conflict", "card_finished")
    if what.edition is not None and what.edition != run.edition:
        raise Refusal("conflict", "changed_since_seen")
    only_own(run, what.fields)
    changed = _put(run, what.fields)
    if stage.kind == "work":
        warn_about_dates(run, changed)


def note(run: Run, what: Note) -> None:
    """A program writes; what was approved stays as it was approved, for programs as well (A4.13)."""
    _put(run, what.fields, automatic=True)


def _put(run: Run, raw: Mapping[str, Any], *, automatic: bool = False) -> set[str]:
    """People and deadlines follow the new content. Returns what changed."""
    changes = _changes(run, raw)
    if changes:
        run.write(changes, automatic=automatic)
        if run.definition.stages[run.stage].kind == "work":
            _still_demanded(run)
        readdress(run, set(changes))
        redate(run, set(changes))
    return set(changes)


def _changes(run: Run, raw: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Key -> [old, new] of what differs; refuses what is locked."""
    card_type = run.definition.card_type
    values = clean_all(card_type, raw)
    check_days(run, values)
    values |= following.numbers(run, values)
    changes = {key: [run.fields.get(key), value] for key, value in values.items() if run.fields.get(key) != value}
    # after a refusal they may change: the next round approves them anew
    frozen = run.locked and run.definition.stages[run.stage].kind in ("work", "success")
    locked = {key: "locked" for key in changes if frozen and card_type.fields[key].locked_by_approval}
    if locked:
        raise Refusal("conflict", "locked", fields=locked)
    return changes


def only_own(run: Run, given: Mapping[str, Any]) -> None:
    """People do not fill in what the system does, nor beforehand and for others what a task asks for (S4.23)."""
    if run.actor is None:
        return
    card_type = run.definition.card_type
    troubles = dict.fromkeys(sorted(card_type.only_in_tasks & set(given)), "only_in_task")
    troubles |= {key: "by_system" for key in given if key in card_type.fields and card_type.fields[key].by_system}
    if troubles:
        raise Refusal("invalid", "bad_fields", fields=troubles)


def check_days(run: Run, values: Mapping[str, Any]) -> None:
    """Days that people put on the wrong side of today are refused; what programs read elsewhere is as it is."""
    if run.actor is None:
        return
    fields, today = run.definition.card_type.fields, run.today
    new = {key: value for key, value in values.items() if value != run.before.fields.get(key)}
    troubles = {key: code for key, value in new.items() if (code := out_of_bounds(fields[key], value, today))}
    if troubles:
        raise Refusal("invalid", "bad_fields", fields=troubles)


def _still_demanded(run: Run) -> None:
    """Refuse when what any stage of this round demands does not hold any more."""
    seen = {run.stage, *(task.stage for task in run.tasks.values() if task.round == run.round)}
    known = run.definition.stages  # a card that was moved to another version may have been on stages of the former one
    stages_seen = [known[stage] for stage in seen if stage in known]
    unmet = {key: said for stage in stages_seen for key, said in stages.unmet_demands(run, stage).items()}
    card_type = run.definition.card_type
    required = {key for stage in stages_seen for key in stage.require if missing(card_type, key, run.fields)}
    if unmet or required:
        fields = {**dict.fromkeys(unmet, "demanded"), **dict.fromkeys(required, "required")}
        raise Refusal("invalid", "bad_fields", fields=fields, demands=unmet)


def warn_about_dates(run: Run, changed: set[str]) -> None:
    """A date that sets a deadline is over or a day off: accepted, and the author is told at once (A4.7)."""
    asked = {due.field for s in run.definition.card_type.stages for t in s.tasks for due in t.due if due.field}
    work_time = run.company.work_time(None)
    for key in sorted(asked & changed):
        value = run.fields.get(key)
        wrong = trouble(work_time, date.fromisoformat(value), run.now) if value else {}
        if wrong:
            run.say("card.date_warned", {"field": key, "date": value, **wrong}, automatic=True)
            run.tell("date_warning", run.author, f"e{run.edition}.v{run.visit}.{key}", field=key)
