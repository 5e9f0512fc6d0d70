"""Reactions in words: what happens, what is done, why nothing was, and the texts that come with the product."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from marshrut.kernel.wording import russian

from . import rules

NO_SUCH_REACTION: Any = _("There is no such reaction.")
#: what happened, as «Когда …» goes on
EVENTS: Final[dict[str, Any]] = {
    "signed": pgettext_lazy("when", "the document is signed by both sides"),
    "rejected": pgettext_lazy("when", "the other side refuses to sign"),
    "overdue": pgettext_lazy("when", "the signature is overdue"),
    "critical": pgettext_lazy("when", "the signature is critically overdue"),
    "sent": pgettext_lazy("when", "the document is sent"),
    "delivered": pgettext_lazy("when", "the document is delivered"),
    "viewed": pgettext_lazy("when", "the document is received"),
    "needs_our_sign": pgettext_lazy("when", "the document waits for our signature"),
    "signed_partially": pgettext_lazy("when", "the other side has signed with remarks"),
    "correction_requested": pgettext_lazy("when", "the other side asks for a correction"),
    "delivery_error": pgettext_lazy("when", "the document could not be delivered"),
    "invite_pending": pgettext_lazy("when", "the other side has not accepted the invitation"),
    "completed": pgettext_lazy("when", "the document is complete without a signature"),
    "corrected": pgettext_lazy("when", "the document is corrected by another one"),
    "revocation_requested": pgettext_lazy("when", "somebody asks to revoke the document"),
    "revoked": pgettext_lazy("when", "the document is revoked"),
    "force_closed": pgettext_lazy("when", "the document is closed without signatures"),
    "returned": pgettext_lazy("when", "the document stands as before after a dispute"),
    "gone": pgettext_lazy("when", "the document is gone from 1C"),
}
ACTS: Final[dict[str, Any]] = {
    "notify": pgettext_lazy("do", "Tell in the chat"),
    "task": pgettext_lazy("do", "Give a task"),
    "mail": pgettext_lazy("do", "Write an e-mail to colleagues"),
    "remind_client": pgettext_lazy("do", "Remind the client by e-mail"),
    "move_deal": pgettext_lazy("do", "Move the deal to a stage"),
    "invoice": pgettext_lazy("do", "Ask accounting for an invoice"),
    "payment": pgettext_lazy("do", "Draft a payment request"),
}
WHOM: Final[dict[str, Any]] = {
    "manager": pgettext_lazy("whom", "the responsible manager"),
    "head": pgettext_lazy("whom", "the manager's head"),
    "owner": pgettext_lazy("whom", "whoever looks after the 1C base"),
    "accounting": pgettext_lazy("whom", "accounting"),
    "logistics": pgettext_lazy("whom", "logistics"),
}
DIRECTIONS: Final[dict[str, Any]] = {
    "out": pgettext_lazy("reaction", "Outgoing"),
    "in": pgettext_lazy("reaction", "Incoming"),
}
KINDS: Final[dict[str, Any]] = {
    "contract": pgettext_lazy("kind of paper", "Contract"),
    "act": pgettext_lazy("kind of paper", "Act"),
    "upd": pgettext_lazy("kind of paper", "UPD"),
    "invoice_factura": pgettext_lazy("kind of paper", "VAT invoice"),
    "ukd": pgettext_lazy("kind of paper", "UKD"),
    "waybill": pgettext_lazy("kind of paper", "Waybill"),
    "invoice": pgettext_lazy("kind of paper", "Invoice"),
    "other": pgettext_lazy("kind of paper", "Other"),
}
STATES: Final[dict[str, Any]] = {
    "doing": pgettext_lazy("fired", "Going on"),
    "sending": pgettext_lazy("fired", "On its way"),
    "done": pgettext_lazy("fired", "Done"),
    "skipped": pgettext_lazy("fired", "Not needed"),
    "failed": pgettext_lazy("fired", "Could not be done"),
}
#: why a reaction has nothing to do with what happened
WHY_NOT: Final[dict[str, Any]] = {
    "event": _("Something else happened."),
    "kind": _("It is for other kinds of documents."),
    "direction": _("It is for the other direction."),
    "base": _("It is for another 1C base."),
    "amount": _("The sum is below the limit."),
    "deal": _("The document has no deal."),
    "off": _("It is switched off."),
    "once": _("It was done for this document before."),
    "answered": _("The other side answered meanwhile."),
    "moved_on": _("The document went on meanwhile, so there is no use in it."),
    "silent": _("The 1C base is silent: nobody knows whether the other side has answered."),
}
#: code -> what came of it; places are filled from what was noted
OUTCOMES: Final[dict[str, Any]] = {
    **WHY_NOT,
    "told": _("Told: {people}."),
    "mailed": _("The e-mail went to {to}."),
    "mailed_again": _("The e-mail went to {to}. The server broke off once, so it may have come twice."),
    "mailing": _("The e-mail to {to} is on its way."),
    "made": _("Made: {what}."),
    "moved": _("The deal “{deal}” went to the stage “{stage}”."),
    "stays": _("The deal “{deal}” is not on a stage before “{stage}”: it stays where it is."),
    "nobody": _("There is nobody to turn to: the document has no responsible manager, or they have left."),
    "closed": _("Nobody of them may see the document: nobody was told."),
    "no_deal": _("The document has no deal."),
    "no_company": _("The document is matched with no company."),
    "no_stage": _("There is no such stage of deals any more."),
    "no_address": _("No contact of the company has an e-mail: there is nobody to write to."),
    "no_server": _("The portal has no mail server: nothing could be sent."),
    "not_taken": _("The mail server does not take it: {why}"),
    "refused": _("It was refused: {why}"),
    "no_pack": _("There is no such process here: {why}"),
}
ANY: Any = _("{{ document }}, {{ party }}: {{ status }}")
#: event -> the first line of a message
SUBJECTS: Final[dict[str, Any]] = {
    "signed": _("Signed: {{ document }}, {{ party }}"),
    "rejected": _("Refused: {{ document }}, {{ party }}"),
    "overdue": _("Not signed in time: {{ document }}, {{ party }}"),
    "critical": _("Critically overdue: {{ document }}, {{ party }}"),
    "gone": _("Gone from 1C: {{ document }}, {{ party }}"),
}
TEXTS: Final[dict[str, Any]] = {
    "rejected": _("The reason: {{ reason }}"),
    "correction_requested": _("What they ask for: {{ reason }}"),
    "delivery_error": _("What happened: {{ reason }}"),
    "overdue": _("No signature for {{ days }}. Get in touch with the client."),
    "critical": _("No signature for {{ days }}. Responsible: {{ manager }}."),
}
#: event -> what is to be done
TASKS: Final[dict[str, Any]] = {
    "overdue": _("Get in touch with the client: {{ document }} is not signed"),
    "critical": _("Get the signature: {{ document }} is critically overdue"),
    "rejected": _("Sort out the refusal: {{ document }}"),
    "delivery_error": _("Sort out the delivery: {{ document }}"),
    "correction_requested": _("Correct the document: {{ document }}"),
}
TASK: Any = _("See to the document: {{ document }}")
CLIENT_SUBJECT: Any = _("Please sign: {{ document }}")
CLIENT_TEXT: Any = _(
    "Good day!\n\n{{ organisation }} has sent you an electronic document: {{ document }}.\n"
    "It has been waiting for your signature for {{ days }}.\n"
    "Please sign it in your system of electronic documents. If anything is wrong with it, answer this letter.\n\n"
    "{{ manager }}\n{{ organisation }}"
)
BASIS: Any = "{{ document }}"


def usual(do: str, event: str) -> tuple[str, str]:
    """(first line, the rest) of what is said when nobody wrote it differently, in the active language."""
    if do == "remind_client":
        return str(CLIENT_SUBJECT), str(CLIENT_TEXT)
    if do in ("invoice", "payment"):
        return "", str(BASIS)
    if do == "task":
        return str(TASKS.get(event, TASK)), str(TEXTS.get(event, "")) if event in ("rejected", *_ASKS) else ""
    return str(SUBJECTS.get(event, ANY)), str(TEXTS.get(event, ""))


_ASKS: Final = ("correction_requested", "delivery_error")


def names() -> list[str]:
    """What texts may name, in the language of the reader."""
    return [rules.RUSSIAN[name] for name in rules.WORDS] if russian() else list(rules.WORDS)


def shown(text: str) -> str:
    """A text as a form shows it."""
    return rules.in_russian(text) if russian() else text


def failed_title(act: str) -> str:
    return gettext("A reaction could not be done: {act}").format(act=act)


def came(code: str, said: Mapping[str, Any]) -> str:
    """What came of it, in the active language; names of people, cards and deals are filled in by whoever reads."""
    return str(OUTCOMES.get(code, code)).format_map(_Known(said)).replace("..", ".")


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "—"
