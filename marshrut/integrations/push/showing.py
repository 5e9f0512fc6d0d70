"""What a push carries: a title, a line, a link, at most two buttons that open a page. Never more than fits."""

from __future__ import annotations

import json
from typing import Any, Final

from marshrut.channels.wire import Message

#: bytes of what is encrypted; services take 4096 with everything around
MOST: Final = 3000
#: characters of a title, of what stands under it: no phone shows more
TITLE: Final = 120
TEXT: Final = 400
#: buttons a browser shows
BUTTONS: Final = 2


def payload(message: Message) -> bytes:
    """JSON for the service worker (`sw.js`). Buttons without an address need a chat and are left out."""
    text = message.text or "\n".join(_line(name, value) for name, value in message.lines[:3])
    buttons = [one for row in message.rows for one in row if one.url][:BUTTONS]
    shown: dict[str, Any] = {
        "title": _cut(message.title, TITLE),
        "body": _cut(text, TEXT),
        "url": message.url or "/notifications/",
        "tag": message.number,
        "urgent": message.urgent,
        "buttons": [{"text": _cut(one.text, 40), "url": one.url} for one in buttons],
    }
    made = _bytes(shown)
    if len(made) > MOST:  # addresses are as long as they are; words are not needed to open the page
        made = _bytes(shown | {"body": "", "buttons": []})
    return made if len(made) <= MOST else _bytes(shown | {"body": "", "buttons": [], "url": "/notifications/"})


def _line(name: str, value: str) -> str:
    return f"{name}: {value}" if name else value


def _cut(text: str, most: int) -> str:
    text = text.strip()
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _bytes(shown: dict[str, Any]) -> bytes:
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
