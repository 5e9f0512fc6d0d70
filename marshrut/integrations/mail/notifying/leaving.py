"""One notice is handed to the mail server; whatever goes wrong becomes a trouble the room knows what to do with."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final, NoReturn

from django.conf import settings

from marshrut.channels.wire import To, TroubleCode, WireTrouble

from .. import composing, outbox
from . import places

#: trouble with the connection -> code of the room
_CODES: Final[dict[str, TroubleCode]] = {
    "no_host": "no_host", "closed": "closed", "silent": "silent", "cut": "cut", "certificate": "certificate",
    "no_tls": "protocol", "password": "forbidden", "no_login": "forbidden", "busy": "broken",
    "protocol": "protocol", "folder": "settings", "sender": "refused",
}  # fmt: skip
#: seconds for the content, and again for the answer (`wire.LONGEST` for all): others wait behind it, and a notice that
#: came twice is known by its number
PATIENCE: Final = 35.0
#: what a server says of a mailbox that does not exist, or not any more (RFC 3463, 3.2 and 3.3)
_GONE: Final = re.compile(r"\b5\.(?:1\.[1236]|1\.10|2\.1)\b")
#: what it says of us, whoever the mail is for: who we are (3.2), that we must sign in, that it carries nothing of ours
_OURS: Final = re.compile(
    r"^530|\b5\.1\.[78]\b|sender address rejected|relay(?:ing)? (?:access )?(?:denied|not permitted)", re.IGNORECASE
)
_NO_SUCH: Final = re.compile(
    r"user unknown|unknown user|no such user|no such mailbox|mailbox (?:unavailable|not found|does not exist)"
    r"|recipient not found|does not exist|invalid mailbox",
    re.IGNORECASE,
)


def ready() -> None:
    """Raises WireTrouble when the portal has no mail server."""
    if not settings.EMAIL_HOST:
        raise WireTrouble("settings", "MARSHRUT_SMTP_HOST")


def plain(to: To) -> To:
    """With the address as servers understand it. Raises WireTrouble for one that no mail program takes."""
    try:
        found = composing.recipients(to.address)
    except composing.NoAddress:
        found = []
    if len(found) != 1 or found[0].count("@") != 1:
        raise WireTrouble("gone", to.address[:100])
    return replace(to, address=found[0])


def hand_over(to: To, raw: bytes) -> None:
    """Raises WireTrouble."""
    ready()
    result = outbox.send(places.outgoing(), [to.address], raw, going=lambda: True, back=lambda: None, content=PATIENCE)
    if result.outcome == "sent":
        return
    if result.outcome == "unknown":
        raise WireTrouble("unsure", result.words, certain=False)
    if result.code:
        trouble(result.code, result.words)
    if result.outcome == "later":
        raise WireTrouble("not_ready", result.words)
    raise WireTrouble(_meaning(result.words), result.words)


def _meaning(words: str) -> TroubleCode:
    """One full mailbox or one careful server is no reason to keep mail from everybody else."""
    if gone(words):
        return "gone"
    return "refused" if _OURS.search(words) else "unwelcome"


def gone(words: str) -> bool:
    """Whether the server says that nothing will ever arrive there; what it says of the sender is our trouble."""
    if "sender" in words.lower():
        return False
    return bool(_GONE.search(words)) or (words.startswith(("550", "551", "553")) and bool(_NO_SUCH.search(words)))


def trouble(code: str, words: str) -> NoReturn:
    raise WireTrouble(_CODES.get(code, "protocol"), words)
