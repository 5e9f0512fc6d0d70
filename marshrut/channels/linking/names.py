"""Names as they are shown where a stranger may look on. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: characters of a name of the other side; marks that turn the text around or show nothing
LONGEST: Final = 40
_HIDDEN: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def masked(name: str) -> str:
    """«Алиса Смирнова» → «А**** С****ва»: known to its owner, of little use to anybody else."""
    words = plain(name).split()[:3]
    return " ".join(_word(one) for one in words) or "…"


def person(last: str, first: str) -> str:
    """«А. С****ва»."""
    return f"{first[:1]}. {_word(last)}".strip()


def plain(name: str) -> str:
    seen = "".join(one for one in _HIDDEN.sub("", name) if unicodedata.category(one)[0] != "C")
    return seen.strip()[:LONGEST]


def _word(word: str) -> str:
    tail = word[-2:] if len(word) > 4 else ""
    return f"{word[:1]}****{tail}"
