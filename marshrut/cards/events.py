"""The kinds of history this room writes. Pages about one card say them in full (`queries.timeline`)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from marshrut.history import kinds

#: kind -> (plain sentence, icon)
KINDS = {
    "card.created": (_("Card created"), "file-plus"),
    "card.adopted": (_("Came from the source"), "file-download"),
    "card.edited": (_("Fields changed: {fields}"), "pencil"),
    "card.moved": (_("Stage changed: {from} → {to}"), "arrow-right"),
    "card.version_moved": (_("Moved to version {to} of the route"), "git-branch"),
    "card.version_reverted": (_("Returned to version {to} of the route"), "arrow-back-up"),
    "card.withdrawn": (_("Withdrawn by the author"), "arrow-back-up"),
    "card.date_warned": (_("The asked date {date} is over or a day off"), "alert-triangle"),
    "card.child_finished": (_("Child card “{key}” is finished"), "subtask"),
    "card.signalled": (_("Learned from outside"), "mail"),
    "card.commented": ("{text}", "message"),
    "file.attached": (_("Files attached: {names}"), "paperclip"),
    "stage.timer": (_("Timer of the stage: {timer}"), "clock"),
    "stage.told": (_("Reminder sent"), "bell"),
    "task.opened": (_("Task given"), "clipboard-list"),
    "task.taken": (_("Task taken"), "hand-grab"),
    "task.completed": (_("Task decided: {outcome}"), "check"),
    "task.cancelled": (_("Task closed without a decision"), "x"),
    "task.delegated": (_("Task delegated"), "user-share"),
    "task.taken_back": (_("Delegated task taken back"), "arrow-back-up"),
    "task.forwarded": (_("Task forwarded"), "send"),
    "task.passed": (_("Task passed to who stands in"), "user-share"),
    "task.returned": (_("Task returned"), "arrow-back-up"),
    "task.asked": (_("Opinion asked"), "help"),
    "task.approver_added": (_("Approver added"), "user-plus"),
    "task.undone": (_("Decision undone"), "arrow-back-up"),
    "task.redated": (_("Deadline of a task moved"), "calendar-event"),
    "task.paused": (_("Task paused until {until}"), "player-pause"),
    "task.resumed": (_("Task resumed"), "player-play"),
    "task.checked": (_("Checked whether the task was taken"), "eye-check"),
    "task.reminded": (_("Reminder sent"), "bell"),
    "task.escalated": (_("Escalation"), "arrow-up-circle"),
}


def register() -> None:
    for kind, (sentence, icon) in KINDS.items():
        kinds.register(kind, sentence, icon=icon, group="comment" if kind == "card.commented" else "history")
