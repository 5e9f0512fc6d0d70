"""HTML of a letter into plain text. Nothing of a stranger's page reaches a browser: no tag, no picture. Pure."""

from __future__ import annotations

import html
import re
from typing import Final

import nh3

#: characters of HTML that are read
LONGEST: Final = 2_000_000
_DROPPED: Final = {"script", "style", "head", "title", "template", "noscript", "svg", "math", "object", "iframe"}
_BREAK: Final = re.compile(r"<\s*br\b[^<>]{0,200}>", re.IGNORECASE)
_BLOCK: Final = re.compile(
    r"<\s*/\s*(?:p|div|tr|li|ul|ol|table|h[1-6]|blockquote|pre|section|article)\s*>|<\s*hr\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_QUOTE: Final = re.compile(r"<\s*blockquote\b[^<>]{0,2000}>", re.IGNORECASE)
#: the time of the sanitiser grows with the square of the nesting
MOST_TAGS: Final = 15_000
_TAG: Final = re.compile(r"<[^<>]*>?")
_CELL: Final = re.compile(r"<\s*/\s*t[dh]\s*>", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\f\v\xa0\u200b\u200c\u200d\ufeff]+")
#: stands for the beginning of a quoted letter until its lines are known; no program writes it
QUOTED: Final = "\u2063\u2063quoted\u2063\u2063"


def plain(page: str) -> str:
    """The text a person would read, a line per paragraph or row."""
    page = re.sub(r"\s+", " ", page[:LONGEST].replace(QUOTED, ""))
    page = _BREAK.sub("\ue000", page)
    page = _QUOTE.sub(lambda found: f"\ue000{QUOTED}\ue000{found[0]}", page)
    page = _CELL.sub(lambda found: f" {found[0]}", page)
    page = _BLOCK.sub(lambda found: f"\ue000{found[0]}\ue000", page)
    if page.count("<") > MOST_TAGS:
        page = _TAG.sub("", page)
    kept = nh3.clean(page, tags=set(), clean_content_tags=_DROPPED, attributes={})
    lines = [_BLANKS.sub(" ", line).strip() for line in html.unescape(kept).replace("\ue000", "\n").split("\n")]
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()


def pictures(page: str) -> frozenset[str]:
    """Content-IDs of the pictures the page shows inside itself."""
    found = re.findall(r"cid:([^\s\"'<>)]{1,300})", page[:LONGEST], re.IGNORECASE)
    return frozenset(one.strip() for one in found)
