"""Reactions that come with the product: those most need are on, the others are examples (S2.11-S2.14, S2.17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

#: (key, event, what is done, is it on, what else is said of it)
SHIPPED: Final[tuple[tuple[str, str, str, bool, dict[str, Any]], ...]] = (
    ("signed_notify", "signed", "notify", True, {"settings": {"whom": "manager"}}),
    ("overdue_notify", "overdue", "notify", True, {"settings": {"whom": "manager"}}),
    ("overdue_task", "overdue", "task", True, {"settings": {"whom": "manager", "days": 1}, "direction": "out"}),
    ("critical_notify", "critical", "notify", True, {"settings": {"whom": "head"}}),
    ("rejected_notify", "rejected", "notify", True, {"settings": {"whom": "manager"}}),
    ("signed_deal", "signed", "move_deal", False, {"settings": {"stage": "contract_signed"}, "kinds": ["contract"],
                                                   "with_deal": True, "once": True}),
    ("signed_invoice", "signed", "invoice", False, {"kinds": ["contract"], "direction": "out", "once": True}),
    ("signed_payment", "signed", "payment", False, {"kinds": ["upd", "act", "waybill"], "direction": "in",
                                                    "once": True}),
    ("signed_accounting", "signed", "task", False, {"settings": {"whom": "accounting"}, "once": True}),
    ("signed_logistics", "signed", "task", False, {"settings": {"whom": "logistics"}, "kinds": ["contract"],
                                                   "once": True}),
    ("signed_mail", "signed", "mail", False, {"settings": {"whom": "manager"}}),
    ("overdue_client", "overdue", "remind_client", False, {"direction": "out"}),
    ("trouble_notify", "delivery_error", "notify", False, {"settings": {"whom": "manager"}}),
    ("ours_notify", "needs_our_sign", "notify", False, {"settings": {"whom": "manager"}}),
)  # fmt: skip


def rows() -> Iterator[dict[str, Any]]:
    """Columns of each."""
    for position, (key, event, do, active, more) in enumerate(SHIPPED, 1):
        yield {"key": key, "event": event, "do": do, "active": active, "position": position, **more}
