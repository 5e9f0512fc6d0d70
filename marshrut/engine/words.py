"""What people write beside their acts."""

from __future__ import annotations

from .fields import CONTROL, blank

#: characters of a reason, a question or an answer
MAX_REASON = 4000


def said(raw: str) -> str:
    """What a person wrote, without signs nobody sees; nothing when nobody would see anything."""
    return "" if blank(raw) else CONTROL.sub("", raw).strip()
