"""What this room says to people: statuses, what must be looked at, why nobody is asked, refusals."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: status -> (title, tone)
STATUSES: Final[dict[str, tuple[Any, str]]] = {
    "unknown": (_("No news yet"), "plain"),
    "registered": (_("Registered"), "plain"),
    "accepted": (_("Accepted by the carrier"), "moving"),
    "in_transit": (_("On its way"), "moving"),
    "arrived": (_("Arrived, waits to be collected"), "warn"),
    "out_for_delivery": (_("With the courier"), "moving"),
    "delivered": (_("Delivered"), "good"),
    "delivery_failed": (_("Not handed over"), "bad"),
    "returning": (_("Going back to the sender"), "bad"),
    "returned": (_("Returned to the sender"), "bad"),
    "lost": (_("Lost"), "bad"),
    "cancelled": (pgettext_lazy("shipment", "Cancelled"), "bad"),
}
ARRIVED_BACK: Final = _("Came back, waits for the sender")

#: code -> what a person must look at
TROUBLES: Final[dict[str, Any]] = {
    "delivery_failed": _("It could not be handed over: find out from the carrier or the recipient why."),
    "returning": _("It goes back to the sender."),
    "returned": _("It was returned to the sender."),
    "arrived_back": _("It came back and waits for the sender."),
    "lost": _("The carrier says that it is lost or destroyed."),
    "cancelled": _("The carrier has cancelled it."),
    "storage": _("It is kept at the carrier's, and the time of keeping it runs out or costs money: collect it."),
    "docs_returning": _("The cargo is handed over, its papers are on their way back."),
    "problem": _("The carrier reports a problem."),
    "taken_back": _("The carrier took its word back that it was delivered."),
    "not_found": _("For three days the carrier does not know this number: check it."),
    "too_long": _(
        "It has been on its way for 60 days: find out from the carrier where it is. It is not asked any more."
    ),
}

WHY_SILENT: Final[dict[str, Any]] = {
    "finished": _("The carrier is not asked any more: this is over."),
    "no_number": _("There is no number to ask by."),
    "by_hand": _("This way is followed by hand: nobody can be asked by a program."),
    "no_account": _("The carrier is not connected. An administrator can connect it; until then follow it by hand."),
    "closed": _("The carrier does not answer. It is tried again by itself."),
    "refused": _("The carrier does not accept our account. Tell an administrator."),
    "quota": _("Today's requests to the carrier are spent. It goes on tomorrow."),
    "too_long": _("The carrier is not asked by itself any more: it has taken too long."),
    "not_found": _("The carrier does not know this number yet. It is asked again by itself."),
}
NO_SUCH_SHIPMENT: Final = _("There is no such shipment, or you have no access to it.")
NO_SUCH_CARRIER: Final = _("There is no such carrier, or you have no access to it.")
STALE_CARRIER: Final = _("Somebody changed this carrier while you were editing it. Open it again and repeat.")
TRAINING_ONLY: Final = _(
    "Made-up deliveries would complete real cards. The carrier for training can be connected only where nobody works:"
    " in a training installation or with the demo company."
)
POLLED_LATELY: Final = _("The carrier was asked less than 10 minutes ago. Wait a little.")
NEED_CORRECTION: Final = _("Some fields need correction.")
REQUIRED: Final = _("Fill in this field.")
NOT_URL: Final = _("Write the whole address, like https://api.carrier.ru.")
NOT_NUMBER: Final = _("Write a whole number from 1 to 1 000 000.")
TOO_LONG: Final = _("This is too long.")
NO_SUCH_SETTING: Final = _("This carrier has no such setting.")
NEW_PLACE: Final = _("The address has changed: type the keys and passwords again.")
