"""News of Telegram: what people did, from private chats only. A group where the bot was put says nothing to us."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from marshrut.channels.wire import FileRef, Update, WireTrouble
from marshrut.integrations.messaging import kept, moment, objects, part
from marshrut.kernel.egress import said

#: kinds of news we ask for
WANTED: Final = ("message", "callback_query", "my_chat_member")
#: a letter of that many signs is longer than Telegram lets anybody write
_LONGEST: Final = 8192


def updates(body: bytes) -> list[Update]:
    """Raises WireTrouble("protocol")."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise WireTrouble("protocol") from None
    if not isinstance(found, dict):
        raise WireTrouble("protocol")
    return [made for made in (update(found),) if made is not None]


def update(found: Mapping[str, Any]) -> Update | None:
    """None: nothing that concerns us."""
    number = found.get("update_id")
    if not isinstance(number, int) or isinstance(number, bool):
        return None
    uid = str(number)
    if pressed := part(found, "callback_query"):
        return _press(uid, pressed)
    if message := part(found, "message"):
        return _said(uid, message)
    if moved := part(found, "my_chat_member"):
        return _left(uid, moved)
    return None


def _press(uid: str, pressed: Mapping[str, Any]) -> Update | None:
    """The message may be too old for Telegram to show; its number is there all the same."""
    message, sender = part(pressed, "message"), _person(pressed)
    callback, data = pressed.get("id"), pressed.get("data")
    if sender is None or not isinstance(callback, str) or not isinstance(data, str):
        return None
    if message and not _private(message):
        return None
    chat = _number(part(message, "chat")) or sender
    return Update(
        uid, "press", sender, chat, _name(pressed), _clean(data), message=_message(message), callback=callback[:200]
    )


def _said(uid: str, message: Mapping[str, Any]) -> Update | None:
    sender = _person(message)
    if sender is None or not _private(message):
        return None
    text = _clean(message.get("text") or message.get("caption"))
    answered, files = _message(part(message, "reply_to_message")), _files(message)
    chat, name, at = _number(part(message, "chat")), _name(message), moment(message.get("date"))
    command, _space, data = text.partition(" ")
    if not files and command.partition("@")[0] == "/start":
        return Update(uid, "start", sender, chat, name, data.strip(), at=at)
    return Update(
        uid, "files" if files else "words", sender, chat, name, text=text, message=answered, files=files, at=at
    )


def _left(uid: str, moved: Mapping[str, Any]) -> Update | None:
    sender, status = _person(moved), part(moved, "new_chat_member").get("status")
    if sender is None or not _private(moved) or status not in ("kicked", "left"):
        return None
    return Update(uid, "stop", sender, _number(part(moved, "chat")), _name(moved), at=moment(moved.get("date")))


def _files(message: Mapping[str, Any]) -> tuple[FileRef, ...]:
    """Of a picture the largest size that there is."""
    sizes = [one for one in objects(message.get("photo")) if isinstance(one.get("file_id"), str)]
    if sizes:
        best = max(sizes, key=lambda one: (_whole(one.get("file_size")), _whole(one.get("width"))))
        when = moment(message.get("date"))
        name = f"photo-{when:%Y-%m-%d-%H%M%S}.jpg" if when else "photo.jpg"
        return (FileRef(best["file_id"], name, _whole(best.get("file_size")), "image/jpeg"),)
    for kind in ("document", "video", "audio", "voice"):
        found = part(message, kind)
        if isinstance(found.get("file_id"), str):
            name, mime = said(found.get("file_name") or kind), said(found.get("mime_type") or "")
            return (FileRef(found["file_id"], name, _whole(found.get("file_size")), mime),)
    return ()


def _person(found: Mapping[str, Any]) -> str | None:
    sender = part(found, "from")
    return None if sender.get("is_bot") else _number(sender) or None


def _private(found: Mapping[str, Any]) -> bool:
    """A chat of the bot with one person: its number is the person's."""
    chat = part(found, "chat")
    return chat.get("type") == "private" and bool(_number(chat))


def _number(found: Mapping[str, Any]) -> str:
    number = found.get("id")
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else ""


def _message(found: Mapping[str, Any]) -> str:
    number = found.get("message_id")
    return str(number) if isinstance(number, int) and not isinstance(number, bool) else ""


def _name(found: Mapping[str, Any]) -> str:
    sender = part(found, "from")
    return said(" ".join(str(sender.get(one) or "") for one in ("first_name", "last_name")))


def _whole(found: object) -> int:
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def _clean(text: object) -> str:
    """Without what no database keeps."""
    told = text if isinstance(text, str) else ""
    return kept(told, _LONGEST).strip()
