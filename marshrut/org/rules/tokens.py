"""API tokens as text. Pure."""

from __future__ import annotations

import hashlib

#: lets scanners for leaked secrets recognise ours
TOKEN_PREFIX = "msh_"  # noqa: S105 – a public mark, no secret


def token_digest(text: str) -> str:
    """What is stored. The text has 256 random bits, so a plain SHA-256 cannot be searched back."""
    return hashlib.sha256(text.encode()).hexdigest()
