"""API tokens, passwords and one-use links as text. Pure."""

from __future__ import annotations

import hashlib

#: lets scanners for leaked secrets recognise ours
TOKEN_PREFIX = "msh_"  # noqa: S105 – a public mark, no secret

#: characters; hashing longer ones only costs time
PASSWORD_LIMIT = 128
#: how long a one-use link works
LINK_HOURS = {"invitation": 72, "reset": 1}


def token_digest(text: str) -> str:
    """What is stored. The text has 256 random bits, so a plain SHA-256 cannot be searched back."""
    return hashlib.sha256(text.encode()).hexdigest()
