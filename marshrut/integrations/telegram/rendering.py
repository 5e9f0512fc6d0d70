"""A message in the HTML of Telegram: everything escaped, and cut where it is least missed when it is too long."""

from __future__ import annotations

from html import escape
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.channels.wire import Button, Message
from marshrut.integrations.messaging import plain, shortened

#: as Telegram counts, of what people see
TEXT, CAPTION, POPUP, PLACEHOLDER, LABEL = 4096, 1024, 200, 64, 60
#: of a title; of why it came; of one value; of the sentence below the title, at most this part of the room
_TITLE, _WHY, _VALUE, _PART = 250, 200, 400, 3
#: kept free for «and so many lines more» and the empty lines between parts
_SPARE: Final = 60
_STYLES: Final = {"main": "success", "bad": "danger"}


def html(message: Message, most: int = TEXT) -> str:
    """Parts in their order; the room is given to the title, to what is asked and why first, then to lines."""
    last = _last(message)
    room = most - _SPARE - length(_visible_title(message)) - length(_plain(last)) - length(message.asks[:_WHY])
    text = clip(message.text, room // _PART if message.lines else room)
    lines, rest = _lines(message.lines, room - length(text) - 2)
    if rest:
        lines.append(f"<i>{_more(rest)}</i>")
    asks = f"✍️ {escape(clip(message.asks, _WHY))}" if message.asks else ""
    parts = (_title(message), escape(text), "\n".join(lines), asks, last)
    return "\n\n".join(part for part in parts if part)


def keyboard(message: Message) -> dict[str, Any] | None:
    """Buttons, or the empty line of the phone when an answer is awaited. None: neither."""
    if message.asks:
        return {"force_reply": True, "input_field_placeholder": shortened(message.asks, PLACEHOLDER)}
    rows = [[_key(one) for one in row if one.data or opens(one.url)] for row in message.rows]
    shown = [] if message.settled else [row for row in rows if row]
    return {"inline_keyboard": shown} if shown else None


def opens(url: str) -> bool:
    """Whether Telegram takes it for an address: with a point in its name, or a number."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return bool(ip_address(host))
    except ValueError:
        return "." in host.strip(".")


def length(text: str) -> int:
    """In UTF-16, as Telegram counts."""
    return len(text.encode("utf-16-le", "replace")) // 2


def clip(text: str, most: int) -> str:
    """At most so long as Telegram counts, cut between words; without signs that hide or turn a line around."""
    text = plain(text)
    if length(text) <= most:
        return text
    kept = text.encode("utf-16-le", "replace")[: 2 * max(most - 1, 0)].decode("utf-16-le", "ignore")
    return shortened(text, len(kept) + 1)


def _title(message: Message) -> str:
    shown = escape(clip(message.title, _TITLE))
    if message.url and opens(message.url):
        return f'<b><a href="{escape(message.url)}">{shown}</a></b>'
    return f"<b>{shown}</b>\n{escape(message.url)}" if message.url else f"<b>{shown}</b>"


def _visible_title(message: Message) -> str:
    return clip(message.title, _TITLE) + ("" if opens(message.url) else f"\n{message.url}")


def _lines(lines: tuple[tuple[str, str], ...], room: int) -> tuple[list[str], int]:
    """Those that fit, and how many do not."""
    made: list[str] = []
    for at, (name, value) in enumerate(lines):
        shown = clip(value, _VALUE)
        room -= length(f"{clip(name, _TITLE)}: {shown}\n")
        if room < 0:
            return made, len(lines) - at
        made.append(f"{escape(clip(name, _TITLE))}: <b>{escape(shown)}</b>" if name else escape(shown))
    return made, 0


def _more(count: int) -> str:
    return ngettext("and {count} line more in the portal", "and {count} lines more in the portal", count).format(
        count=count
    )


def _last(message: Message) -> str:
    """Why it came, where that is changed, and the number by which a repeat is known."""
    found = [escape(clip(message.why.rstrip(". "), _WHY))] if message.why else []
    if message.stop:
        word = _("Change what comes here")
        found.append(f'<a href="{escape(message.stop)}">{word}</a>' if opens(message.stop) else escape(message.stop))
    if message.number:
        found.append(f"№ {escape(message.number)}")
    return f"<i>{' · '.join(found)}</i>" if found else ""


def _plain(last: str) -> str:
    """Not shorter than what people see of it; an address inside is no part of that."""
    return last.partition('<a href="')[0] + last.partition('">')[2] if "<a " in last else last


def _key(button: Button) -> dict[str, str]:
    shown = {"text": clip(button.text, LABEL)}
    if button.url:
        return shown | {"url": button.url}
    style = _STYLES.get(button.look)
    return shown | {"callback_data": button.data} | ({"style": style} if style else {})
