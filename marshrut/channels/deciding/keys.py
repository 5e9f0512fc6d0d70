"""The secret part of a button or a link: 128 bits, told once; the database keeps its digest only."""

from __future__ import annotations

import hashlib
import re
import secrets
from typing import Final

#: what a button of a decision begins with, and those of «Это я» and «Это не я»
ACTION: Final = "a:"
LINK: Final = "l:"
NOT_ME: Final = "n:"
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{22}")


def new() -> tuple[str, str]:
    """The secret, 22 characters that fit into an address and a button, and its digest."""
    secret = secrets.token_urlsafe(16)
    return secret, digest(secret)


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def known(text: str, prefix: str = "") -> str:
    """The digest of what may be one of ours, "" for anything else."""
    if not text.startswith(prefix):
        return ""
    secret = text[len(prefix) :]
    return digest(secret) if _SECRET.fullmatch(secret) else ""
