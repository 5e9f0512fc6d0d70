"""The result of a rehearsal as it is kept: gzip JSON in which every text stands once. Pure."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from .telling import KINDS, Told


def packed(lines: Iterable[Told]) -> bytes:
    texts: dict[str, int] = {}

    def place(text: str) -> int:
        return texts.setdefault(text, len(texts))

    rows = [
        [int(one.at.timestamp()), one.card, KINDS.index(one.kind), place(one.icon), list(one.people), place(one.who),
         place(one.text), place(one.quote)]
        for one in lines
    ]  # fmt: skip
    text = json.dumps({"texts": list(texts), "lines": rows}, ensure_ascii=False, separators=(",", ":"))
    return gzip.compress(text.encode(), 6, mtime=0)


def unpacked(content: bytes) -> tuple[Told, ...]:
    found: Mapping[str, Any] = json.loads(gzip.decompress(content))
    texts: list[str] = found["texts"]
    return tuple(
        Told(datetime.fromtimestamp(at, UTC), card, KINDS[kind], texts[icon], tuple(people), texts[who], texts[text],
             texts[quote])
        for at, card, kind, icon, people, who, text, quote in found["lines"]
    )  # fmt: skip
