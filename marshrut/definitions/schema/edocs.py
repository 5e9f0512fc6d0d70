"""E-documents: what the fields of a card mean, and on which stage it stands, while a source outside leads it."""

from __future__ import annotations

from .base import Key, Model

#: canonical states of an exchange (A2.1); each is a choice of the status field
STATUSES = (
    "not_started",
    "draft",
    "needs_our_sign",
    "ready_to_send",
    "sent",
    "delivered",
    "viewed",
    "signed",
    "signed_partially",
    "completed",
    "rejected",
    "correction_requested",
    "corrected",
    "revocation_requested",
    "revoked",
    "delivery_error",
    "invite_pending",
    "force_closed",
    "unknown",
)
DIRECTIONS = ("out", "in")
#: who is awaited
ACTORS = ("us", "counterparty", "operator", "none")
#: kinds of paper (S2.2): договор, акт, УПД, счёт-фактура, УКД, накладная, счёт
KINDS = ("contract", "act", "upd", "invoice_factura", "ukd", "waybill", "invoice", "other")


class EDoc(Model):
    """Makes cards of the type e-documents: the source says what stands in these fields and where the card is."""

    kind: Key
    direction: Key
    number: Key
    date: Key
    amount: Key
    organisation: Key
    counterparty: Key
    #: as the source writes it: a company or a sole trader (S2.7)
    counterparty_name: Key
    status: Key
    #: the word of the source (A2.1)
    raw_status: Key
    #: a choice of ACTORS
    actor: Key
    #: why it was refused, returned or stopped
    reason: Key
    sent_on: Key
    answered_on: Key
    signed_ours_on: Key
    signed_ours_by: Key
    signed_theirs_on: Key
    signed_theirs_by: Key
    revoked_on: Key
    #: put there by people as well
    deal: Key
    contact: Key
    manager: Key
    #: the paperwork that waits for this signature (A0.6)
    about: Key
    #: status -> stage; each of STATUSES has one
    stages: dict[Key, Key]
