"""Where rooms above hear of notices: in the transaction that puts one into the portal, so that none is missed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delivered:
    """A notice that has just become a row of the portal. `card`: 0 when it is about none."""

    notice: int
    person: int
    about: str
    card: int
    task: int | None


#: each called with every new notice; it only writes rows of its own
listeners: list[Callable[[Delivered], None]] = []


def tell(delivered: Delivered) -> None:
    for listener in listeners:
        listener(delivered)
