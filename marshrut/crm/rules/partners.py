"""What there is beside requisites: duties of contacts, kinds of addresses, states of deals and projects. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum


class Role(StrEnum):
    """What a contact does at the company; several at once are usual in a small one."""

    DIRECTOR = "director"
    ACCOUNTING = "accounting"
    MANAGER = "manager"
    WAREHOUSE = "warehouse"
    OTHER = "other"


class AddressKind(StrEnum):
    """Beside the legal address, which is a requisite."""

    ACTUAL = "actual"
    POSTAL = "postal"
    DELIVERY = "delivery"


class DealState(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


#: key -> kind of the stages of a deal that come with the product, in their order
SHIPPED_STAGES = {
    "new": DealState.OPEN,
    "contract": DealState.OPEN,
    "contract_signed": DealState.OPEN,
    "invoiced": DealState.OPEN,
    "shipping": DealState.OPEN,
    "won": DealState.WON,
    "lost": DealState.LOST,
}
FIRST_STAGE = "new"


class ProjectState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


def roubles(text: str) -> Decimal | None:
    """A sum as people write it: «125 000,50 ₽»; None for nothing. Raises ValueError for what is no sum above zero."""
    figures = re.sub(r"[\s₽]", "", text).replace(",", ".")
    if not figures:
        return None
    if not re.fullmatch(r"\d{1,13}(\.\d{1,2})?", figures, re.ASCII) or not Decimal(figures):
        raise ValueError(text)
    return Decimal(figures)
