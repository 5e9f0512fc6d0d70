"""Mutants of shipped packs that nothing here notices, each with the reason. See `test_mutants.py`."""

from __future__ import annotations

_DOOR = "the door asks for it, not the route: tests/doors/web/test_second_factor.py"
_TWICE = "demanded twice, by the form and by the button: either is enough"
_STARTED = "the author has just begun it and has it, unless gone in that moment"
_COVERED = "whoever heads a person has their tasks anyway when they are gone"
_SAME = "the operations manager is who has it"
_STAGE = "demanded twice, by the button and by the stage it leads to"
_MAKERS = "only the secretary and the operations manager make such cards"

UNSEEN = {
    "payments/payment_request: no step_up": _DOOR,
    "payments/payment_request/payment/payment_order: payment_order may stay empty": (
        "demanded twice: the button needs the file by itself"
    ),
    "payments/payment_request/payment/payment_order/finished: payment_order is not needed": (
        "demanded twice: the form demands the file by itself"
    ),
    "contracts/contract: no step_up": _DOOR,
    "contracts/contract/countersigning/countersign: signed_copy may stay empty": _TWICE,
    "contracts/contract/countersigning/countersign: signed_on may stay empty": _TWICE,
    "contracts/contract/countersigning/countersign/signed: signed_copy is not needed": _TWICE,
    "contracts/contract/countersigning/countersign/signed: signed_on is not needed": _TWICE,
    "letters/incoming_letter/intake/register: no otherwise[0]": _MAKERS,
    "letters/incoming_letter/work/execute: no otherwise[0]": _COVERED,
    "letters/outgoing_letter/rework/revise/sent: letter is not needed": _STAGE,
    "letters/outgoing_letter/rework/revise/sent: recipient is not needed": _STAGE,
    "letters/outgoing_letter/rework/revise/sent: subject is not needed": _STAGE,
    "letters/outgoing_letter/rework/revise/sent: organisation is not needed": _STAGE,
    "edocs/followup/assigned/manager: no otherwise[0]": _COVERED,
    "edocs/followup/assigned/manager: no otherwise[2]": _STARTED,
    "edocs/followup/assigned/manager: no otherwise[3]": _STARTED,
    "edocs/followup/assigned/manager: no otherwise[4]": _STARTED,
    "edocs/followup/assigned/logistics: no otherwise[2]": _STARTED,
    "edocs/followup/assigned/logistics: no otherwise[3]": _STARTED,
    "edocs/followup/assigned/logistics: no otherwise[4]": _STARTED,
    "edocs/followup/assigned/logistics: rung escalate without to[1]": _SAME,
    "edocs/followup/assigned/logistics: rung repeat without to[0]": _SAME,
    "edocs/followup/assigned/logistics: rung repeat without to[1]": _SAME,
    "edocs/followup/assigned/person: no otherwise[2]": _STARTED,
    "edocs/followup/assigned/person: no otherwise[3]": _STARTED,
    "edocs/followup/assigned/person: no otherwise[4]": _STARTED,
    "edocs/invoice/issuing/issue: number may stay empty": _TWICE,
    "edocs/invoice/issuing/issue: date may stay empty": _TWICE,
    "edocs/invoice/issuing/issue: file may stay empty": _TWICE,
    "edocs/invoice/issuing/issue/issued: number is not needed": _TWICE,
    "edocs/invoice/issuing/issue/issued: date is not needed": _TWICE,
    "edocs/invoice/issuing/issue/issued: file is not needed": _TWICE,
    "edocs/invoice/sending/send: no otherwise[1]": _COVERED,
}
