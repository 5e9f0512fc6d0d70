"""Groups of notices: what a person chooses channels for."""

from __future__ import annotations

from typing import Final, Literal

Group = Literal["decisions", "reminders", "escalations", "talk", "news", "house"]
GROUPS: Final[tuple[Group, ...]] = ("decisions", "reminders", "escalations", "talk", "news", "house")
_BY_ABOUT: Final[dict[str, Group]] = {
    **dict.fromkeys(("task_opened", "task_passed", "task_returned", "opinion_asked"), "decisions"),
    **dict.fromkeys(("reminder", "nudge"), "reminders"),
    "escalation": "escalations",
    **dict.fromkeys(("comment", "mention"), "talk"),
    **dict.fromkeys(("mail_unsorted", "edocs_unmatched", "letter_outside", "channel_lost", "channel_linked"), "house"),
    "proof_failed": "house",
}  # fmt: skip
#: some channel must carry them (S4.4, S4.11)
MANDATORY: Final = frozenset({"decisions", "escalations"})
#: neither quiet hours nor a digest holds them
URGENT: Final = frozenset({"escalations"})
#: somebody waits for an answer: they go before the others, and again when nobody knows whether they arrived
PRESSING: Final = frozenset({"decisions", "reminders", "escalations"})
#: only good while the task is open and with the reader
OF_HOLDERS: Final = frozenset({"decisions", "reminders"})


def group_of(about: str) -> Group:
    return _BY_ABOUT.get(about, "news")
