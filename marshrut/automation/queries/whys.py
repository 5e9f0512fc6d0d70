"""«Почему я это получил»: one sentence for each kind of notice, the same in the portal and in messages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_WHYS: Mapping[str, Any] = {
    "task_opened": _("The task was given to you."),
    "reminder": _("Your task waits longer than agreed."),
    "nudge": _("You have not taken the task yet."),
    "escalation": _("The process names you for tasks that are not done in time."),
    "reaction": _("A reaction to an e-document names you."),
    "comment": _("You filed this card or hold a task on it."),
    "mention": _("A colleague mentioned you."),
    "date_warning": _("You filed this card."),
    "paused_often": _("You are the head of the person who paused the task."),
    "task_redated": _("The task is yours, and its deadline moved."),
    "task_returned": _("The pause is over, the task is yours."),
    "task_passed": _("You stand in for whoever had the task."),
    "task_gone": _("The task was yours."),
    "opinion_asked": _("A colleague asks for your opinion."),
    "opinion_given": _("You asked for this opinion."),
    "task_undone": _("The task is open again and waits for you."),
    "mail_unsorted": _("You look after the letters."),
    "edocs_unmatched": _("You look after a base of 1C."),
    "letter_outside": _("You look after the letters."),
    "proof_failed": _("You look after the routes."),
    "channel_lost": _("Your notices went there."),
    "channel_linked": _("Somebody signed in as you has linked it."),
    "robot": _("The process names you at this step."),
}


def why(about: str) -> str:
    """In the language that is active; "" for a kind that says it itself."""
    return str(_WHYS.get(about, ""))
