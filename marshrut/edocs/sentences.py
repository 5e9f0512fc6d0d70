"""What this room says to people: statuses, whose turn it is, the way of signing, troubles, refusals."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

#: status -> (title, tone)
STATUSES: Final[dict[str, tuple[Any, str]]] = {
    "not_started": (_("Not sent yet"), "plain"),
    "draft": (_("Being prepared"), "plain"),
    "needs_our_sign": (_("Waits for our signature"), "warn"),
    "ready_to_send": (_("Signed by us, waits to be sent"), "warn"),
    "sent": (pgettext_lazy("e-document", "Sent"), "moving"),
    "delivered": (pgettext_lazy("e-document", "Delivered"), "moving"),
    "viewed": (_("Received, not signed yet"), "moving"),
    "signed": (_("Signed by both sides"), "good"),
    "signed_partially": (_("Signed with remarks"), "warn"),
    "completed": (_("Complete, no signature needed"), "good"),
    "rejected": (pgettext_lazy("e-document", "Rejected"), "bad"),
    "correction_requested": (_("A correction is asked for"), "warn"),
    "corrected": (_("Complete, with a correction"), "good"),
    "revocation_requested": (_("Revocation is asked for"), "warn"),
    "revoked": (pgettext_lazy("e-document", "Revoked"), "bad"),
    "delivery_error": (_("Could not be delivered"), "bad"),
    "invite_pending": (_("Waits for the invitation to be accepted"), "moving"),
    "force_closed": (_("Closed without signatures"), "plain"),
    "unknown": (_("Status unknown"), "warn"),
}
DIRECTIONS: Final[dict[str, Any]] = {
    "out": pgettext_lazy("e-document", "Outgoing"),
    "in": pgettext_lazy("e-document", "Incoming"),
}
ACTORS: Final[dict[str, Any]] = {
    "us": _("Our turn"),
    "counterparty": _("The other side's turn"),
    "operator": _("The operator's turn"),
    "none": _("Nobody's turn"),
}
KINDS: Final[dict[str, Any]] = {
    "contract": pgettext_lazy("e-document", "Contract"),
    "act": pgettext_lazy("e-document", "Act"),
    "upd": pgettext_lazy("e-document", "UPD"),
    "invoice_factura": pgettext_lazy("e-document", "VAT invoice"),
    "ukd": pgettext_lazy("e-document", "UKD"),
    "waybill": pgettext_lazy("e-document", "Waybill"),
    "invoice": pgettext_lazy("e-document", "Invoice"),
    "other": pgettext_lazy("e-document", "Document"),
}
#: kind of act -> (title, tone)
ACTS: Final[dict[str, tuple[Any, str]]] = {
    "created": (pgettext_lazy("act", "Created"), "plain"),
    "signed_ours": (_("Signed by us"), "good"),
    "sent": (pgettext_lazy("act", "Sent"), "moving"),
    "operator": (_("Accepted by the operator"), "moving"),
    "delivered": (_("Handed over to the other side"), "moving"),
    "viewed": (_("Receipt confirmed"), "moving"),
    "signed_theirs": (_("Signed by the other side"), "good"),
    "rejected": (_("Signature refused"), "bad"),
    "clarify": (_("Correction asked for"), "warn"),
    "revocation_asked": (_("Revocation asked for"), "warn"),
    "revocation_refused": (_("Revocation refused"), "plain"),
    "revoked": (pgettext_lazy("act", "Revoked"), "bad"),
    "error": (_("Delivery failed"), "bad"),
    "closed": (_("Closed by hand"), "plain"),
    "note": (pgettext_lazy("act", "Note"), "plain"),
}
#: events of turns beside statuses
EVENTS: Final[dict[str, Any]] = {
    "overdue": _("Not signed in time"),
    "critical": _("Waits critically long"),
    "gone": _("Not in the base any more"),
    "back": _("In the base again"),
    "returned": _("Stands as before"),
}
LANES: Final[dict[str, Any]] = {
    "changes": pgettext_lazy("reading", "Changes"),
    "open": _("Unfinished documents"),
    "reconcile": _("Nightly comparison"),
    "first": _("First filling"),
    "asked": _("On request"),
}
#: why a party matches no company -> (what, what to do)
UNMATCHED: Final[dict[str, Any]] = {
    "no_inn": _("There is no INN in the base."),
    "bad_inn": _("The INN in the base has a mistake: its check digits are wrong."),
    "no_company": _("There is no company with this INN here yet."),
    "several": _("Several companies have this INN, and none this KPP."),
    "put_aside": _("Somebody took the link away."),
}

#: what went wrong with a base: code -> (what happened, what to do)
TROUBLES: Final[dict[str, tuple[Any, Any]]] = {
    "no_host": (_("There is no server of that name."), _("Check the address of the base.")),
    "closed": (_("The server is there but takes no connections."), _("Check the address, and that the web server of 1C runs.")),  # noqa: E501
    "silent": (_("The base does not answer."), _("It is tried again by itself. Check that the server of 1C is on.")),
    "cut": (_("The connection was cut off."), _("Nothing is to be done: it is tried again by itself.")),
    "certificate": (_("The certificate of the server is not to be trusted, so nothing was sent."), _("Install a valid certificate on the web server of 1C.")),  # noqa: E501
    "forbidden": (_("Requests to this address are not allowed from here."), _("Whoever runs the installation names it in MARSHRUT_EGRESS_ALLOW.")),  # noqa: E501
    "refused": (_("1C does not accept the login and password."), _("Check them, and that this user may work in the base.")),  # noqa: E501
    "rights": (_("The user of 1C lacks rights."), _("Give it the right to read what the check names.")),
    "not_published": (_("OData is not published at this address."), _("Publish the standard OData interface, see the check.")),  # noqa: E501
    "not_odata": (_("Something else than 1C answers at this address."), _("Check the address: it ends with /odata/standard.odata/.")),  # noqa: E501
    "no_profile": (_("Where this configuration keeps e-documents is not known."), _("Switch on what the check names, or write a mapping of your own.")),  # noqa: E501
    "ignored": (_("The server ignores what is asked, so nothing was believed."), _("Look for a proxy that drops parts of the address.")),  # noqa: E501
    "limit": (_("The base is busy or asks for fewer requests."), _("Nothing is to be done: it goes on by itself.")),
    "broken": (_("The base has a failure of its own."), _("It is tried again by itself. Does it last, look into the journal of 1C.")),  # noqa: E501
    "protocol": (_("The base answers something that cannot be understood."), _("Run the check: it names the place.")),
    "too_large": (_("The answer of the base is too large."), _("Make the page in the settings smaller.")),
    "html": (_("A page for people answers instead of 1C."), _("Look for a sign-in page or a notice in front of the base.")),  # noqa: E501
    "busy": (_("The base is busy or asks for fewer requests."), _("Nothing is to be done: it goes on by itself.")),
    "gateway": (_("The web server in front of 1C does not get an answer from it."), _("It is tried again by itself. Check that the server of 1C is on.")),  # noqa: E501
    "field": (_("A field that the mapping names is not in the base."), _("Run the check: it names the field.")),
    "no_set": (_("An object of 1C is not open for reading."), _("Switch on what the check names in the settings of the standard OData interface.")),  # noqa: E501
    "nothing_published": (_("No object of 1C is open for reading."), _("Switch on what the check names in the settings of the standard OData interface.")),  # noqa: E501
    "filter": (_("The base does not understand what it is asked."), _("Run the check: it names the place.")),
    "format": (_("The base does not answer in JSON."), _("A platform of 8.3.6 or newer is needed.")),
    "too_long": (_("The server takes no addresses so long."), _("Raise the limit of the web server in front of 1C.")),
    "window": (_("A stretch of time could not be read, so what changed since is not known."), _("It is tried again by itself. Does it last, look into the journal of 1C.")),  # noqa: E501
    "restless": (_("The base changes faster than it can be read."), _("It is tried again by itself.")),
    "profile_changed": (_("The configuration of 1C was changed, so reading was stopped."), _("Run the check, then read it again.")),  # noqa: E501
    "sealed": (_("The password cannot be read: the secret key of the installation has changed."), _("Type it again and save.")),  # noqa: E501
    "settings": (_("The settings are not complete."), _("Fill in what is marked.")),
    "no_pack": (_("No pack with e-documents is installed."), _("Install the pack edocs.")),
    "lost": (_("Whoever read it was stopped in the middle."), _("Nothing is to be done: it is read again.")),
    "failed": (_("The program stumbled over what the base said."), _("Tell whoever runs the installation.")),
}  # fmt: skip

NO_SUCH_EDOC: Final = _("There is no such e-document, or you have no access to it.")
NO_SUCH_BASE: Final = _("There is no such base, or you have no access to it.")
NO_SUCH_PARTY: Final = _("There is no such counterparty in the base, or you have no access to it.")
NO_SUCH_FILE: Final = _("There is no such file, or you have no access to it.")
NO_PACK: Final = _("No pack with e-documents is installed: install the pack edocs first.")
NO_OWNER: Final = _("Nobody looks after the base: name an employee in its settings.")
FENCED: Final = _("Somebody else reads this base by now.")
STALE_BASE: Final = _("Somebody changed this base while you were editing it. Open it again and repeat.")
REFRESHED_LATELY: Final = _("1C has just been asked. You may ask again in half a minute.")
NOT_ASKED: Final = _("The base of this document is put aside: nobody asks it.")
NEED_CORRECTION: Final = _("Some fields need correction.")
REQUIRED: Final = _("Fill in this field.")
NOT_URL: Final = _("Write the whole address, like https://1c.example.ru/base/.")
NOT_NUMBER: Final = _("Write a whole number from 1 to 1 000 000.")
TOO_LONG: Final = _("This is too long.")
NO_SUCH_SETTING: Final = _("This base has no such setting.")
NEW_PLACE: Final = _("The address has changed: type the login and password again.")
BAD_KEY: Final = _("Small Latin letters, digits and dashes, at most 40, beginning with a letter.")
NO_SUCH_SOURCE: Final = _("There is no such program to ask.")
NO_SUCH_PERSON: Final = _("There is no such employee, or they do not work here any more.")
BAD_EVERY: Final = _("Minutes from 1 to 1440.")
BAD_SILENCE: Final = _("Minutes from 5 to 10 080.")
BAD_DAYS: Final = _("Working days from 0 to 365, the critical ones not fewer; 0: never.")
NO_SUCH_COMPANY: Final = _("There is no such company.")
NO_SUCH_DEAL: Final = _("There is no such deal, or it is another company's.")
NO_SUCH_CONTACT: Final = _("There is no such contact.")
CONTACT_OF_OTHERS: Final = _("This contact is of another company: add them to the company of the document first.")
NO_SUCH_CARD: Final = _("There is no such card, or you have no access to it.")
NOT_YOURS: Final = _("You may not change this.")
BAD_LANE: Final = _("There is no such way of reading.")


def happened(code: str) -> str:
    return str(TROUBLES.get(code, TROUBLES["protocol"])[0])


def advice(code: str) -> str:
    return str(TROUBLES.get(code, TROUBLES["protocol"])[1])
