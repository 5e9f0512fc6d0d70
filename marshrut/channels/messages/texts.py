"""Texts as they leave: cut to what a phone shows, without characters that hide or turn what is written."""

from __future__ import annotations

import re
from typing import Final

#: of a value, a sentence somebody wrote, and a title
VALUE: Final = 200
WORDS: Final = 300
TITLE: Final = 200
#: controls, zero width, marks and overrides of direction: a name made of them could pass for a decision
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_GAPS = re.compile(r"[ \t\u2028\u2029]*[\n\u2028\u2029][\s\u2028\u2029]*")


def plain(text: str, most: int = VALUE) -> str:
    """Lines are kept, empty ones are not."""
    seen = _GAPS.sub("\n", _UNSEEN.sub("", text)).strip()
    return seen if len(seen) <= most else f"{seen[: most - 1].rstrip()}…"


def line(text: str, most: int = VALUE) -> str:
    """The same on one line."""
    return plain(text, most).replace("\n", " ")
