"""Bases that say by themselves that a document has changed: each knocks with a key of its own.

Nothing such an event says is believed: the document is read again (`commands.hint`).
"""

from __future__ import annotations

from typing import Final

from django.utils.crypto import constant_time_compare

from marshrut.kernel import sealing

from .accounts import account

#: the secret of a base that holds its key
EVENT_KEY: Final = "event_key"


def knocks(base: str, key: str) -> bool:
    """Whether it is the key of this base. False, too, when the base is put aside or has no key."""
    try:
        found = account(base)
    except sealing.Unreadable:
        return False
    kept = found.secrets.get(EVENT_KEY, "") if found else ""
    return bool(kept) and constant_time_compare(key, kept)
