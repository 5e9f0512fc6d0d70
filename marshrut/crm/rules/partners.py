"""What there is beside requisites: duties of contacts, kinds of addresses, states of deals and projects. Pure."""

from __future__ import annotations

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


class ProjectState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
