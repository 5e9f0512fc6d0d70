"""What browsers subscribe with."""

from __future__ import annotations

from typing import Final

from marshrut.kernel.sealing import Unreadable

from ..wire import InBrowsers, WireTrouble, wire
from .channels import account

#: code of the wire whose addresses come from browsers
PUSH: Final = "push"


def browser_key() -> str:
    """The public key of this installation, the same for everybody; "" when push is off."""
    found = wire(PUSH)
    if not isinstance(found, InBrowsers):
        return ""
    try:
        known = account(PUSH)
        return found.link(known, "") if known else ""
    except (Unreadable, WireTrouble):
        return ""
