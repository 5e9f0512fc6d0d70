"""What the reader may do with a task besides deciding it, and what was asked of colleagues about it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, OpenTask
from marshrut.cards.queries.explain import behalf_of, principal
from marshrut.cards.queries.timeline import Wording
from marshrut.doors.web import formats
from marshrut.doors.web.screens.tasks import Opinion, PersonAct, UndoBox

from .viewer import Viewer


def person_acts(may: frozenset[str]) -> tuple[PersonAct, ...]:
    """Those of «Ещё» that name a colleague, as far as the reader may."""
    acts = {
        "delegate": PersonAct(
            key="delegate",
            text=_("Delegate"),
            title=_("Delegate the task"),
            hint=_("The colleague decides in your name. Until then you may take the task back."),
            icon="user-share",
            note=_("Comment"),
            submit=_("Delegate"),
        ),
        "forward": PersonAct(
            key="forward",
            text=_("Forward"),
            title=_("Forward the task"),
            hint=_("The task will be the colleague's for good."),
            icon="send",
            note=_("Comment"),
            submit=_("Forward"),
        ),
        "ask_opinion": PersonAct(
            key="ask-opinion",
            text=_("Ask for an opinion"),
            title=_("Ask for an opinion"),
            hint=_("The answer will stand beside the decision. You may decide without waiting for it."),
            icon="help",
            note=_("Question"),
            submit=_("Ask"),
            needs_note=True,
        ),
        "add_approver": PersonAct(
            key="add-approver",
            text=_("Add an approver"),
            title=_("Add an approver"),
            hint=_("The round will also need the decision of this person."),
            icon="user-plus",
            note=_("Why they are needed"),
            submit=_("Add"),
        ),
    }
    return tuple(act for name, act in acts.items() if name in may)


def behalf(task: OpenTask, viewer: Viewer, words: Wording) -> str:
    """«За кого: Иванова А. П., замещение на время отпуска по 7 декабря», for the reader or else for the assignee."""
    state = task.state
    holder = viewer.person if principal(state, viewer.person) else state.assignee
    said = behalf_of(state, holder, words)
    return _("For: {person}").format(person=said) if said else ""


def opinions(view: CardView, task: OpenTask, viewer: Viewer) -> tuple[Opinion, ...]:
    """Questions asked about the task, oldest first."""
    return tuple(_opinion(one, viewer) for one in view.opinions_on(task))


def _opinion(one: OpenTask, viewer: Viewer) -> Opinion:
    state = one.state
    asker = viewer.chart.name(state.asked_by) if state.asked_by else ""
    when = formats.ago(state.decided_at, viewer.now, viewer.zone) if state.decided_at else ""
    return Opinion(
        face=viewer.face(state.decided_by or state.assignee),
        asked=_("asked by {person}, {at}").format(
            person=asker, at=formats.ago(state.opened_at, viewer.now, viewer.zone)
        ),
        question=state.question,
        answer=state.reason if state.state == "done" else "",
        when=when,
    )


def undo(view: CardView, viewer: Viewer) -> UndoBox | None:
    """The reader's decision that may still be undone."""
    for one in view.tasks:
        if "undo" in one.may and one.undo_until is not None:
            outcome = one.rule.outcome(one.state.outcome or "")
            said = (outcome.done or outcome.title).say(viewer.language) if outcome else ""
            text = _("Your decision: {decision}. It may be undone until {at}, while nobody has acted on it.").format(
                decision=said, at=formats.clock(one.undo_until, viewer.zone)
            )
            return UndoBox(task_id=one.id, text=text, card_version=view.state.edition)
    return None
