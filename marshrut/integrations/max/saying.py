"""A message as MAX shows it: HTML of few tags, at most 4000 characters, rows of buttons below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.channels.wire import Button, Message

from .. import messaging

#: characters of a message, of a button, of what a button sends back and of an address it leads to
TEXT, BUTTON, DATA, URL = 4000, 128, 1024, 2048
#: rows, buttons in a row, and of those that lead somewhere; letters that are seen when so many stand in a row
ROWS, IN_A_ROW, LINKS_IN_A_ROW = 30, 7, 3
_SEEN: Final = {1: 20, 2: 10, 3: 5}
#: characters of a notification that flashes up
FLASH: Final = 200
#: kept free for empty lines between the parts, and for how many lines are left out
_SPARE: Final = 80


def body(message: Message, *, attached: Sequence[dict[str, Any]] = (), again: bool = False) -> dict[str, Any]:
    """`again`: it takes the place of another one, so that nobody is rung up and old buttons go."""
    keys = rows(message)
    attachments = [*attached, *([{"type": "inline_keyboard", "payload": {"buttons": keys}}] if keys else [])]
    found: dict[str, Any] = {"text": text(message), "format": "html", "notify": not again}
    if attachments or again:
        found["attachments"] = attachments
    return found


def text(message: Message) -> str:
    """Title, what is asked and why stay; words give way to what a decision needs, then lines from the end."""
    head = f"<b>{_safe(messaging.shortened(message.title, 300))}</b>"
    asks = f"✍️ {_safe(messaging.shortened(message.asks, 500))}" if message.asks else ""
    ends = [part for part in (asks, _last(message)) if part]
    room = TEXT - len("\n\n".join([head, *ends])) - _SPARE
    lines = _lines(message, room)
    said = _fitting(message.text, room - len("\n".join(lines))) if message.text else ""
    return "\n\n".join(part for part in (head, said, "\n".join(lines), *ends) if part)


def _lines(message: Message, room: int) -> list[str]:
    """Those that fit; the rest is counted."""
    made: list[str] = []
    for name, value in message.lines:
        short = _safe(messaging.shortened(value, 600))
        line = f"{_safe(name)}: <b>{short}</b>" if name else short
        room -= len(line) + 1
        if room < 0:
            rest = len(message.lines) - len(made)
            more = ngettext("and {count} line more in the portal", "and {count} lines more in the portal", rest)
            return [*made, f"<i>{more.format(count=rest)}</i>"]
        made.append(line)
    return made


def _last(message: Message) -> str:
    """Why it came, where that is changed, and the number by which a repeat is known."""
    found = [_safe(messaging.shortened(message.why, 300))] if message.why else []
    if message.stop and len(message.stop) <= URL:
        found.append(f'<a href="{escape(message.stop)}">{_("Change what comes here")}</a>')
    if message.number:
        found.append(f"№ {_safe(message.number)}")
    return f"<i>{' · '.join(found)}</i>" if found else ""


def _safe(words: str) -> str:
    """Whatever a name holds, it is only words: no tags, no signs that turn a line around or hide in it."""
    return escape(messaging.plain(words), quote=False)


def _fitting(words: str, most: int) -> str:
    """Cut before it is escaped: half an entity would break the message."""
    room = most
    while room > 0:
        found = _safe(messaging.shortened(words, room))
        if len(found) <= most:
            return found
        room -= max(len(found) - most, 1)
    return ""


def rows(message: Message) -> list[list[dict[str, str]]]:
    """Buttons that would not be read in a row stand below each other; the page of the card comes last."""
    if message.settled:
        return [[_link(_("Open in Marshrut"), message.url)]] if message.url else []
    found = [list(part) for row in message.rows for part in _apart([one for one in row if _fits(one)])]
    keys = [[_key(one) for one in row] for row in found[: ROWS - 1]]
    known = {one.url for row in message.rows for one in row}
    if message.url and message.url not in known and len(message.url) <= URL:
        keys.append([_link(_("Open in Marshrut"), message.url)])
    return keys


def _fits(one: Button) -> bool:
    return bool(one.text.strip()) and len(one.data) <= DATA and len(one.url) <= URL and bool(one.data or one.url)


def _apart(row: list[Button]) -> Iterator[list[Button]]:
    most = LINKS_IN_A_ROW if any(one.url for one in row) else IN_A_ROW
    seen = _SEEN.get(len(row), 3)
    if len(row) <= most and (len(row) == 1 or all(len(one.text) <= seen for one in row)):
        yield row
    else:
        yield from ([one] for one in row)


def _key(one: Button) -> dict[str, str]:
    words = messaging.shortened(messaging.plain(one.text), BUTTON)
    if one.url:
        return _link(words, one.url)
    return {"type": "callback", "text": words, "payload": one.data}


def _link(words: str, url: str) -> dict[str, str]:
    return {"type": "link", "text": words, "url": url}
