"""HTML of Telegram: few tags, all closed, everything else escaped; and what people see of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from .things import Refusal

TAGS: Final = frozenset(
    ["b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "a", "code", "pre", "blockquote", "tg-spoiler"]
)
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z-]*)((?:\s+[a-z]+=\"[^\"<>]*\"|\s+expandable)*)\s*>")
_ENTITY: Final = re.compile(r"&(lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);")


def visible(source: str) -> str:
    """Raises Refusal with the words of Telegram."""
    shown: list[str] = []
    opened: list[str] = []
    at = 0
    while at < len(source):
        sign = source[at]
        if sign != "<":
            end = source.find("<", at)
            piece = source[at:] if end < 0 else source[at:end]
            shown.append(_ENTITY.sub(lambda found: unescape(found[0]), piece))
            at += len(piece)
            continue
        tag = _TAG.match(source, at)
        where = len(source[:at].encode())
        if tag is None or tag[2].lower() not in TAGS:
            name = re.match(r"</?([^\s>]*)", source[at:])
            raise Refusal(
                f'can\'t parse entities: Unsupported start tag "{name[1] if name else ""}" at byte offset {where}'
            )
        if not tag[1]:
            opened.append(tag[2].lower())
        elif not opened or opened.pop() != tag[2].lower():
            raise Refusal(f"can't parse entities: Unexpected end tag at byte offset {where}")
        at = tag.end()
    if opened:
        raise Refusal(f"can't parse entities: Can't find end tag corresponding to start tag \"{opened[-1]}\"")
    return "".join(shown).strip()


def units(text: str) -> int:
    """Length as Telegram counts it: in UTF-16."""
    return len(text.encode("utf-16-le")) // 2
