"""What the headers of an e-mail say about its thread."""

from __future__ import annotations

import re

_ID = re.compile(r"<([^<>\s]+)>")


def bare(message_id: str | None) -> str:
    """A Message-ID without angle brackets and spaces around."""
    return (message_id or "").strip().strip("<>").strip()


def ids(header: str | None) -> list[str]:
    """The Message-IDs in a References or In-Reply-To header, in their order, each once."""
    found = _ID.findall(header or "") or [bare(one) for one in (header or "").split()]
    return [one for one in dict.fromkeys(found) if one]
