"""Mutants of shipped packs that nothing here notices, each with the reason. See `test_mutants.py`."""

from __future__ import annotations

_DOOR = "the door asks for it, not the route: tests/doors/web/test_second_factor.py"
_TWICE = "demanded twice, by the form and by the button: either is enough"

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
}
