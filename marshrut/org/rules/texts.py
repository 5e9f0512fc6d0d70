"""One line of text as it is stored, and what may be wrong with it. Pure."""

from __future__ import annotations

import unicodedata
from typing import Literal

Flaw = Literal["", "empty", "long", "signs"]


def one_line(value: str) -> str:
    """Composed letters, single spaces, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def flaw(line: str, *, limit: int, needed: bool = False) -> Flaw:
    """Why the line cannot be stored, "" when it can. `limit` in characters."""
    if needed and not line:
        return "empty"
    if len(line) > limit:
        return "long"
    if line.isprintable():  # the common case, and a fast one
        return ""
    return "signs" if any(unicodedata.category(letter) in ("Cc", "Cs") for letter in line) else ""
