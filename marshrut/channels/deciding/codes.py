"""Why what was pressed or written did nothing: each reason has a code for programs and a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

UNKNOWN: Final = "unknown"
EXPIRED: Final = "expired"
NOT_LINKED: Final = "not_linked"
ANOTHER: Final = "another"
DISMISSED: Final = "dismissed"
VOID: Final = "void"
USED: Final = "used"
CLOSED: Final = "closed"
STALE: Final = "stale"
NOT_YOURS: Final = "not_yours"
STEP_UP: Final = "step_up"
LIMIT: Final = "limit"
TOO_MANY: Final = "too_many"
UNPROVEN: Final = "unproven"
UNCLEAR: Final = "unclear"

#: how a decision looks to its own repeat: the task is over, and the card perhaps out of sight
DONE_PERHAPS: Final = frozenset({CLOSED, NOT_YOURS})

SENTENCES: Final[Mapping[str, Any]] = {
    UNKNOWN: _("This button is not known here. Decide in the portal, or write “tasks”."),
    EXPIRED: _("This button is too old. Decide in the portal, or write “tasks”."),
    NOT_LINKED: _(
        "This account is not linked to the portal. Link it there: “Profile”, “Notifications”. Nothing was decided."
    ),
    ANOTHER: _("This message was sent to another person: only they can decide by it. Nothing was decided."),
    DISMISSED: _("Your account in the portal is closed. Nothing was decided."),
    VOID: _("Since this message you have unlinked this account and linked it again. Decide in the portal."),
    USED: _("This was decided already."),
    CLOSED: _("There is nothing to decide here any more."),
    STALE: _("The card was changed since this message. Look at what is new, then decide."),
    NOT_YOURS: _("This task is no longer yours to decide."),
    STEP_UP: _("For such a sum the process asks who you are once more: decide it in the portal."),
    LIMIT: _("Such a sum is confirmed in the portal."),
    TOO_MANY: _("Too many tries. Wait a quarter of an hour."),
    UNPROVEN: _("It is not certain that this mail is from you. Decide in the portal."),
    UNCLEAR: _("The mail does not say clearly what is decided. Decide in the portal."),
}

#: what the history of the person says it was refused for
JOURNAL: Final[Mapping[str, Any]] = {
    UNKNOWN: _("an unknown button or link"),
    EXPIRED: _("a button that is too old"),
    NOT_LINKED: _("an account that is not linked"),
    ANOTHER: _("another account than the message was sent to"),
    DISMISSED: _("the account in the portal is closed"),
    VOID: _("a button from before the account was linked again"),
    USED: _("a button that was used"),
    CLOSED: _("the task is over"),
    STALE: _("the card was changed meanwhile"),
    NOT_YOURS: _("the task is no longer theirs"),
    STEP_UP: _("the sum asks for a proof of identity"),
    LIMIT: _("a sum above the limit of the channel"),
    TOO_MANY: _("too many tries"),
    UNPROVEN: _("a mail whose sender is not certain"),
    UNCLEAR: _("a mail that decides nothing clearly"),
}
