"""What our own mail server found when it asked whether a mail comes from whom it names (RFC 8601). Pure.

Only the topmost Authentication-Results is read: the server that took the mail writes it above all others, whatever the
sender wrote stands below. A server that writes none proves nothing, and refuses nothing.
"""

from __future__ import annotations

import re
from typing import Final

from .addresses import domain
from .parsing import Mail

MARK: Final = "authentication-results"
#: signs of the header that are looked at
LONGEST: Final = 4000
_COMMENT: Final = re.compile(r"\([^()]*\)")
_RESULT: Final = re.compile(r"\s*(spf|dkim|dmarc)\s*=\s*([a-z]+)")
#: of which address the server speaks, by method
_WHOSE: Final = re.compile(r"\b(?:smtp\.mailfrom|smtp\.mail|header\.d|header\.i|header\.from)\s*=\s*\"?([^\s;\"]+)")
_FAILED: Final = ("fail", "softfail", "hardfail")


def forged(mail: Mail) -> str:
    """Which check failed for the sender: dmarc, dkim or spf; "" when none did, or a better one of the sender passed."""
    said = _COMMENT.sub(" ", mail.marks.get(MARK, "")[:LONGEST])
    found: dict[str, set[str]] = {}
    for part in said.split(";")[1:]:
        if (result := _RESULT.match(part)) and _about(part, domain(mail.sender), unnamed=result[2] != "pass"):
            found.setdefault(result[1], set()).add(result[2])
    if "dmarc" in found:
        return "dmarc" if found["dmarc"].intersection(_FAILED) else ""
    if any("pass" in results for results in found.values()):
        return ""  # a mail that was passed on fails by its way, one that a list has marked by its signature
    return next((method for method in ("dkim", "spf") if found.get(method, set()).intersection(_FAILED)), "")


def _about(part: str, place: str, *, unnamed: bool) -> bool:
    """It speaks of the sender; a house and its branches are one. `unnamed`: so does what names nobody."""
    names = [name.rpartition("@")[2].strip("<>.") for name in _WHOSE.findall(part)]
    return (unnamed and not names) or any(
        f".{place}".endswith(f".{name}") or f".{name}".endswith(f".{place}") for name in names
    )
