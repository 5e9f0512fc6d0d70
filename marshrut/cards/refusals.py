"""Sentences for the engine's refusals: what, why, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from marshrut.definitions.schema.pack import CardType
from marshrut.engine.decision import Refusal
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from marshrut.org.rules import OrgChart

from .rules import rule_of

STALE = "changed_since_seen"


class ChangedSince(Conflict):
    """The content is not the one that was on the screen. `changes` are those of `queries.changes`."""

    def __init__(self, message: Any, *, code: str, changes: Sequence[Any] = ()) -> None:
        super().__init__(message, code=code)
        self.changes = tuple(changes)


KINDS: Mapping[str, type[Refused]] = {
    "invalid": Invalid,
    "forbidden": Forbidden,
    "conflict": Conflict,
    "not_found": NotFound,
}

#: sentences of whole refusals; `{…}` is filled from the refusal's details
SENTENCES: Mapping[str, Any] = {
    "already_decided": lazy("{person} decided this already at {at}: {outcome}. Nothing was changed."),
    "already_taken": lazy("{person} has taken this task already."),
    "already_paused": lazy("The task is paused already."),
    "already_started": lazy("The card is on its route already."),
    "already_there": lazy("The card is on this stage already."),
    "already_voted": lazy("You have decided in this group already; one person has one vote."),
    "bad_fields": lazy("Some fields need correction."),
    "because_missing": lazy("Choose a reason from the list."),
    "because_unknown": lazy("This decision has no such reason. Choose one from the list."),
    "cannot_restart": lazy("Only a rejected or withdrawn card can be started again."),
    "cannot_withdraw": lazy("Only a card that is on its route can be withdrawn."),
    "card_finished": lazy("The card is finished and cannot be changed any more."),
    "changed_since_seen": lazy("The card was changed while you were looking at it. Check what is new, then decide."),
    "child_unknown": lazy("The card does not wait for this child card."),
    "led_by_source": lazy("Such cards come from the source by themselves and stand where it has them."),
    "locked": lazy("These fields are locked since the first approval. To change them the card must start again."),
    "may_not_decide": lazy("This colleague may not decide this task. Choose somebody else."),
    "missing_fields": lazy("Fill in what stage “{stage}” needs."),
    "move_not_allowed": lazy("The card cannot be carried there by hand: it moves on by decisions of people."),
    "not_led": lazy("No source leads cards of this kind."),
    "no_such_outcome": lazy("This task has no such decision."),
    "no_such_person": lazy("Choose a colleague from the list."),
    "no_such_stage": lazy("There is no such stage."),
    "no_such_task": lazy("There is no such task."),
    "nobody": lazy("There is nobody to give the task “{task}” to. Ask an administrator to fill the role or the seat."),
    "not_of_the_route": lazy(
        "The route does not know this colleague for this approval. Choose a head or who may decide."
    ),
    "not_on_own_card": lazy("On your own card you may not hand on tasks of others. Ask a colleague."),
    "not_to_yourself": lazy("You may not hand the task of others to yourself. Choose somebody else."),
    "not_delegable": lazy("This task cannot be handed over."),
    "not_pausable": lazy("This task cannot be paused."),
    "not_paused": lazy("The task is not paused."),
    "not_your_task": lazy("This task is not yours, so you cannot decide it."),
    "nothing_to_take": lazy("This task does not need to be taken."),
    "already_theirs": lazy("The task is with this colleague already."),
    "outcome_unavailable": lazy("This decision is not possible for this card."),
    "over_self_limit": lazy("You may not approve your own card here: the next head up decides."),
    "pause_length": lazy("Choose a date within {days} days from now."),
    "reason_required": lazy("Give a reason: the author will see it at once."),
    "robot_value": lazy("A rule of the route could not fill the field. Tell the administrator."),
    "robots_in_circle": lazy("The rules of the route run in a circle. Tell the administrator."),
    "signal_stale": lazy("The card has moved on: this belongs to an earlier stage of its route."),
    "signal_unknown": lazy("The card does not wait for this on its present stage."),
    "stage_reserved": lazy("Stage “{stage}” is reserved for later and not in use yet."),
    "task_closed": lazy("This task is closed already: the card has moved on."),
    "already_asked": lazy("This colleague has been asked already."),
    "ask_yourself": lazy("Choose somebody else: it is your own opinion that is waited for."),
    "colleague_away": lazy("{person} is away now. Choose somebody else."),
    "not_an_approval": lazy("Approvers can be added only where something is approved."),
    "not_askable": lazy("An opinion cannot be asked about a question."),
    "not_your_decision": lazy("This decision is not yours, so you cannot undo it."),
    "not_yours_to_hand_on": lazy("The task was delegated to you: only whoever delegated it may hand it on."),
    "nothing_to_undo": lazy("There is no decision here that could be undone."),
    "question_required": lazy("Write what you want to know."),
    "undo_acted": lazy("Somebody has acted on the decision already, so it cannot be undone any more."),
    "undo_late": lazy("A decision can be undone for {minutes} minutes only."),
    "undo_round": lazy("A return for rework cannot be undone: a new round of approval has begun with it."),
    "undo_robots": lazy("The process has acted on the decision already, so it cannot be undone any more."),
    "version_acted": lazy("Somebody has acted on the card since it was moved, so it stays where it is."),
    "version_busy": lazy("Robots of the card are still at work. Move it a minute later."),
    "version_field": lazy("The field “{field}” is filled in, and the new version cannot hold what stands there."),
    "version_finished": lazy("The card is finished: it keeps the version it finished with."),
    "version_flawed": lazy("The proofs found that cards may stop for ever on the stage “{stage}” of the new version."),
    "version_goes_on": lazy(
        "On the stage “{stage}” of the new version nothing would be waited for: the card would go on by itself at once."
        " Choose another stage for it."
    ),
    "version_led": lazy("Cards of this kind are led by a source outside, which says where they stand."),
    "version_no_stage": lazy("The new version has no stage “{stage}”: choose another one for these cards."),
    "version_no_type": lazy("The new version has no cards of this kind."),
    "version_other_kind": lazy("The stage “{stage}” of the new version is of another kind: an end, or a draft."),
    "version_same": lazy("The card goes by this version already."),
    "version_stuck": lazy("On the stage “{stage}” of the new version nothing would ever move the card."),
    "version_waits": lazy(
        "On the stage “{stage}” the card waits for another card, and the new version does not there."
    ),
    "withdraw_too_late": lazy("Somebody has decided already, so the card cannot be withdrawn any more."),
}

#: sentences beside one input
FIELD_SENTENCES: Mapping[str, Any] = {
    "required": lazy("Fill this in."),
    "reason_required": lazy("Give a reason."),
    "because_missing": lazy("Choose a reason from the list."),
    "because_unknown": lazy("Choose a reason from the list."),
    "locked": lazy("Locked since the first approval."),
    "track_check": lazy("Check the number: one of its digits is wrong."),
    "track_missing": lazy("This way of sending has a track number: give it."),
    "too_long": lazy("This is too long."),
    "not_text": lazy("This is not text."),
    "not_number": lazy("This is not a number."),
    "not_positive": lazy("The sum must be above zero."),
    "kopecks": lazy("No more than two digits after the comma."),
    "not_date": lazy("This is not a date. Write it like 21.11.2026."),
    "after_today": lazy("This day has not come yet: today or an earlier day belongs here."),
    "before_today": lazy("This day is over already: today or a later day belongs here."),
    "not_choice": lazy("Choose from the list."),
    "not_id": lazy("Choose from the list."),
    "not_yes_no": lazy("Choose yes or no."),
    "one_file": lazy("Only one file belongs here: it is one document. Other files go into their own field."),
    "not_in_form": lazy("This field does not belong to the task."),
    "by_system": lazy("This is filled in by the system."),
    "too_many": lazy("There are too many people here."),
    "only_in_task": lazy("This is given in its own task, by whose task it is."),
    "no_such_field": lazy("The card has no such field."),
    "no_such_person": lazy("Choose a colleague from the list."),
    "no_such_company": lazy("Choose a company from the list."),
    "no_such_contact": lazy("Choose a contact from the list."),
    "no_such_deal": lazy("Choose a deal from the list."),
    "no_such_project": lazy("Choose a project from the list."),
    "not_ours": lazy("Choose one of our organisations."),
    "no_such_file": lazy("The file is gone. Attach it again."),
    "foreign_paper": lazy(
        "A process may not lead this document: it is registered or signed, a colleague’s, or led by another card. Put"
        " it beside the fields: “Attach from the library”, “Beside the fields, as a link”."
    ),
    "no_such_card": lazy("There is no such card."),
    "other_card_type": lazy("A card of another kind belongs here."),
    "not_to_share": lazy("You may not show this card to others."),
    "already_theirs": lazy("The task is with this colleague already."),
    "may_not_decide": lazy("This colleague may not decide this task."),
    "not_of_the_route": lazy("The route does not know this colleague for this approval."),
    "not_to_yourself": lazy("Choose somebody else."),
    "already_asked": lazy("This colleague has been asked already."),
    "ask_yourself": lazy("Choose somebody else."),
    "colleague_away": lazy("This colleague is away now."),
    "pause_length": lazy("Choose a nearer date."),
    "not_yours": lazy("You may not change this field."),
}


def translate(refusal: Refusal, card_type: CardType, chart: OrgChart) -> Refused:
    """The engine's refusal as an error for doors, in the reader's language."""
    details = {**refusal.details}
    english = get_language() == "en"
    for key in ("stage", "task", "field"):
        if english and f"{key}_en" in details:
            details[key] = details[f"{key}_en"]
    if refusal.code == "already_decided":
        details.update(_who_was_first(details, card_type, chart))
    elif "person" in details:
        details["person"] = chart.name(details["person"]) or _("A colleague")
    sentence = str(SENTENCES[refusal.code]).format_map(details)
    demands = refusal.details.get("demands", {})
    said = {key: text.say(get_language() or "ru") for key, text in demands.items()}
    fields = {
        key: said[key] if code == "demanded" else str(FIELD_SENTENCES[code]) for key, code in refusal.fields.items()
    }
    return KINDS[refusal.kind](sentence, code=refusal.code, fields=fields)


def _who_was_first(details: Mapping[str, Any], card_type: CardType, chart: OrgChart) -> dict[str, str]:
    rule = rule_of(card_type, str(details.get("task")))
    outcome = rule.outcome(str(details.get("outcome"))) if rule else None
    words = (outcome.done or outcome.title).say(get_language() or "ru") if outcome else ""
    at = timezone.localtime(datetime.fromisoformat(details["at"])) if details.get("at") else None
    return {
        "person": chart.name(details["person"]) or _("A colleague"),
        "at": at.strftime("%H:%M") if at else "",
        "outcome": words,
    }
