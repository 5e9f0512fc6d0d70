"""The seam to mail servers: this room keeps the settings, the room that talks to servers registers here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from marshrut.kernel.outside import Step


@dataclass(frozen=True, slots=True)
class Account:
    """What a server needs to be talked to; secrets are open here, so it is never kept, shown or logged."""

    id: int
    name: str
    address: str
    imap_host: str
    imap_port: int
    imap_security: str
    imap_user: str
    imap_password: str
    folder_in: str
    folder_done: str
    folder_error: str
    smtp_host: str
    smtp_port: int
    smtp_security: str
    smtp_user: str
    smtp_password: str
    folder_sent: str
    organisation: int
    registrar: int
    addressee: int | None

    def __repr__(self) -> str:
        return f"Account({self.id}, {self.address})"


Checker = Callable[[Account], list[Step]]
_checkers: list[Checker] = []


def register(check: Checker) -> None:
    """Raises RuntimeError when somebody is there already."""
    if _checkers and _checkers[0] is not check:
        raise RuntimeError("mailboxes are checked by one room")
    _checkers[:] = [check]


#: makes a letter of a mail that was left alone (its row): the card, None when it cannot
Taker = Callable[[int], int | None]
_takers: list[Taker] = []


def register_taker(take: Taker) -> None:
    _takers[:] = [take]


def taker() -> Taker | None:
    return _takers[0] if _takers else None


def checker() -> Checker | None:
    return _checkers[0] if _checkers else None
