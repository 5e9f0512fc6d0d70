"""A task as a box with its buttons, and the reasons for its person and its deadline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, Change, OpenTask, sheet
from marshrut.cards.queries.explain import Because, why_due, why_mine
from marshrut.cards.queries.timeline import Wording, value_text
from marshrut.definitions.schema.base import Text
from marshrut.doors.web import formats
from marshrut.doors.web.screens.tasks import Remark, Subtask, TaskBox, TaskState, Why, WhyDay
from marshrut.engine.people import HOLDING
from marshrut.kernel.errors import Refused

from . import acts, changes, letters, task_links
from .outcomes import outcomes
from .viewer import Viewer


@dataclass(frozen=True)
class Refusal:
    """A refused decision: shown at its task, with everything that was typed."""

    task: int = 0
    outcome: str = ""
    message: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)
    typed: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    #: key of the listed reason
    because: str = ""
    #: what became of the content since it was shown
    changes: tuple[Change, ...] = ()

    def of(self, error: Refused) -> Refusal:
        """The same try with what was said against it."""
        changes = getattr(error, "changes", ())
        return replace(self, message=str(error), fields=error.fields, changes=changes)


NONE = Refusal()


def box(
    view: CardView, task: OpenTask, viewer: Viewer, words: Wording, target: str, refusal: Refusal = NONE
) -> TaskBox:
    """The box of one open task."""
    state = task.state
    mine = task.right in HOLDING
    refused = refusal if refusal.task == task.id else NONE
    paused = state.paused is not None
    performers = () if mine and not state.co else tuple(viewer.face(p) for p in (state.assignee, *state.co))
    ways = outcomes(view, task, words, viewer, refused)
    return TaskBox(
        id=task.id,
        title=task.rule.title.say(words.language),
        state=_state(view, task, viewer),
        card_version=view.state.edition,
        target=target,
        text=_fill(view, words, task.rule.text) if task.right else "",
        due=viewer.due(state.due_at, paused=paused),
        asked_by=viewer.face(view.state.author) if mine and view.state.author != viewer.person else None,
        performers=performers,
        status=_status(task, viewer, words),
        remarks=_remarks(view, task, viewer) if task.right else (),
        outcomes=ways,
        links=task_links.links(view, task, viewer) if task.right else None,
        typed_comment=refused.reason,
        can_take="take" in task.may,
        can_pause="pause" in task.may,
        can_resume="resume" in task.may,
        can_take_back="take_back" in task.may,
        acts=acts.person_acts(task.may),
        behalf=acts.behalf(task, viewer, words),
        question=state.question,
        opinions=acts.opinions(view, task, viewer),
        pause_hint=_pause_hint(task),
        pause_days=_pause_days(task, viewer),
        subtasks=_subtasks(view, task, viewer, words),
        why=_why(task, words),
        elsewhere=letters.elsewhere(view, task) if target != "mail" else None,
        edit_url=_edit_url(view, task) if mine and target != "card" else "",
        error="" if refused.outcome in {one.key for one in ways if one.asks} else refused.message,
        changes=changes.refused(refused.changes, viewer, view.id),
        changed_since=changes.since_decision(view, task, viewer, words),
    )


def _edit_url(view: CardView, task: OpenTask) -> str:
    """Where the card that came back is corrected: its fields and papers stand on its own page."""
    return f"/cards/{view.id}/#card-fields" if "edit" in view.may and reworked(view, task) else ""


def reworked(view: CardView, task: OpenTask) -> bool:
    """The card came back and begins anew after this task."""
    stage = view.card_type.by_stage.get(task.state.stage)
    return stage is not None and stage.anew


def _remarks(view: CardView, task: OpenTask, viewer: Viewer) -> tuple[Remark, ...]:
    """What was said in the round before: the author need not look for it in the journal."""
    if not reworked(view, task):
        return ()
    rounds = sheet.sheet(view, Wording(view.definition, viewer.chart, viewer.zone)).rounds
    before = [one for one in rounds if one.n < task.state.round]
    said = [line for line in before[-1].lines if line.reason and not line.undone and not line.opinion] if before else []
    return tuple(Remark(viewer.face(line.person), line.reason, line.outcome) for line in said)


def _state(view: CardView, task: OpenTask, viewer: Viewer) -> TaskState:
    if task.state.state != "open":
        return TaskState.DONE
    if task.state.paused is not None:
        return TaskState.PAUSED
    if task.right is None:
        return TaskState.OTHER
    return TaskState.LATE if task.state.due_at and task.state.due_at < viewer.now else TaskState.MINE


def _status(task: OpenTask, viewer: Viewer, words: Wording) -> str:
    state = task.state
    if state.paused is not None:
        return _("Paused until {at}").format(at=formats.moment(state.paused.until, viewer.zone))
    if task.right in ("escalated", "instead", "granted"):
        return _("You may decide instead of {person}").format(person=words.person(state.assignee))
    if state.taken_at is not None:
        at = formats.ago(state.taken_at, viewer.now, viewer.zone)
        if state.taken_by == viewer.person:
            return _("You took it {at}").format(at=at)
        return _("Taken by {person} {at}").format(person=words.person(state.taken_by), at=at)
    return "" if task.right in HOLDING else _("Not taken yet")


def _fill(view: CardView, words: Wording, text: Text | None) -> str:
    if text is None:
        return ""
    known = view.card_type.fields
    words.learn([(key, view.state.fields.get(key)) for key in text.names() if key in known])
    values = {key: value_text(words, known[key], view.state.fields.get(key)) for key in text.names() if key in known}
    return cards.fill(text.say(words.language), values)


def _pause_hint(task: OpenTask) -> str:
    if task.rule.pause is None:
        return ""
    return _("No longer than {days} days. The deadline keeps its remaining working time.").format(
        days=task.rule.pause.max_days
    )


def _pause_days(task: OpenTask, viewer: Viewer) -> tuple[str, str] | None:
    if task.rule.pause is None:
        return None
    today = viewer.now.astimezone(viewer.zone).date()
    first, last = today + timedelta(days=1), today + timedelta(days=task.rule.pause.max_days)
    return first.isoformat(), last.isoformat()


def _subtasks(view: CardView, task: OpenTask, viewer: Viewer, words: Wording) -> tuple[Subtask, ...]:
    beside = [other for other in view.tasks if other.state.parent == task.state.n and other.state.asked_by is None]
    own = [other for other in beside if other.state.state != "cancelled"]
    return tuple(
        Subtask(
            other.rule.title.say(words.language),
            viewer.face(other.state.decided_by or other.state.assignee),
            done=other.state.state == "done",
            due=viewer.due(other.state.due_at, done=other.state.state == "done"),
        )
        for other in own
    )


def _why(task: OpenTask, words: Wording) -> tuple[Why, ...]:
    found = []
    due = why_due(task.state, words)
    if due is not None:
        found.append(_reason(_("Why this deadline?"), due))
    title = _("Why is this task mine?") if task.right in HOLDING else _("Why is this task theirs?")
    found.append(_reason(title, why_mine(task.state, words)))
    return tuple(found)


def _reason(title: str, because: Because) -> Why:
    days = tuple(
        WhyDay(f"{formats.weekday(one.day)}, {formats.day(one.day)}", one.why, one.counted, one.off)
        for one in because.days
    )
    return Why(title, because.lines, days)
