"""The bot's own name, as MAX tells it: once for each token and process, for a link needs nothing else of MAX."""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import Final

from marshrut.channels.wire import Account, WireTrouble

from . import calls

_known: Final[dict[tuple[str, str], str]] = {}
_lock: Final = Lock()


def bot(account: Account) -> str:
    """Raises WireTrouble."""
    told = str(account.settings.get("bot") or "").strip().lstrip("@")
    if told:
        return told
    whose = str(account.settings.get("address")), hashlib.sha256(calls.token(account).encode()).hexdigest()
    with _lock:
        known = _known.get(whose, "")
    return known or learn(account)


def learn(account: Account) -> str:
    found = calls.call(account, "GET", "/me").get("username")
    if not isinstance(found, str) or not found:
        raise WireTrouble("protocol", "username")
    whose = str(account.settings.get("address")), hashlib.sha256(calls.token(account).encode()).hexdigest()
    with _lock:
        _known[whose] = found
    return found


def forget() -> None:
    with _lock:
        _known.clear()
