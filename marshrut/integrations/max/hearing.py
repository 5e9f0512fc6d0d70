"""News of MAX. A dialog is named by its person: groups and channels are none of ours, whoever adds the bot to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from marshrut.channels.wire import FileRef, Heard, Update, WireTrouble

from .. import messaging

#: what MAX is asked to tell; everything else is nobody's business here
KINDS: Final = ("bot_started", "bot_stopped", "dialog_removed", "message_created", "message_callback")
#: what lies in an address of a file that came in
_FILES: Final = {"image": "photo.jpg", "file": "file", "video": "video.mp4", "audio": "audio.m4a"}


def read(body: bytes) -> Sequence[Update]:
    """A call of MAX tells one thing. Raises WireTrouble("protocol")."""
    try:
        told: Any = json.loads(body)
    except (ValueError, RecursionError):
        raise WireTrouble("protocol") from None
    if not isinstance(told, dict):
        raise WireTrouble("protocol")
    return updates(told.get("updates", [told]))


def updates(told: object) -> list[Update]:
    return [found for one in messaging.objects(told) for found in _update(one)]


def _update(one: Mapping[str, Any]) -> Iterator[Update]:
    kind = one.get("update_type")
    if kind in ("bot_started", "bot_stopped", "dialog_removed"):
        heard: Heard = "start" if kind == "bot_started" else "stop"
        yield from _about(one, heard, part(one, "user"), one.get("timestamp"), data=_text(one.get("payload")))
    elif kind == "message_callback":
        yield from _press(one)
    elif kind == "message_created":
        yield from _words(part(one, "message"))


part = messaging.part


def _press(one: Mapping[str, Any]) -> Iterator[Update]:
    """`message` is null when it was deleted meanwhile."""
    pressed = part(one, "callback")
    yield from _about(
        one,
        "press",
        part(pressed, "user"),
        pressed.get("timestamp"),
        data=_text(pressed.get("payload")),
        callback=_text(pressed.get("callback_id")),
        message=_text(part(part(one, "message"), "body").get("mid")),
    )


def _words(message: Mapping[str, Any]) -> Iterator[Update]:
    """Of a dialog only: what is said in a group is not said to us."""
    if part(message, "recipient").get("chat_type") != "dialog":
        return
    body, link = part(message, "body"), part(message, "link")
    files = tuple(_files(body.get("attachments")))
    text = _text(body.get("text"))
    answered = _text(part(link, "message").get("mid")) if link.get("type") == "reply" else ""
    if text or files:
        yield from _about(
            message,
            "files" if files else "words",
            part(message, "sender"),
            message.get("timestamp"),
            text=text,
            files=files,
            message=answered,
            own=_text(body.get("mid")),
        )


def _about(
    one: Mapping[str, Any], heard: Heard, user: Mapping[str, Any], at: object, *, own: str = "", **more: Any
) -> Iterator[Update]:
    """MAX gives its news no numbers, so that of a thing is made of what tells it from all others."""
    number = user.get("user_id")
    if not isinstance(number, int) or isinstance(number, bool) or user.get("is_bot") is True:
        return
    parts = [heard, str(number), own or str(at), str(more.get("callback", "")), str(more.get("data", ""))]
    uid = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
    sender = str(number)
    when = messaging.moment(at if at is not None else one.get("timestamp"), thousandths=True)
    yield Update(f"max:{uid}", heard, sender, sender, name=_name(user), at=when, **more)


def _name(user: Mapping[str, Any]) -> str:
    whole = _text(user.get("name")) or " ".join(
        _text(user.get(key)) for key in ("first_name", "last_name") if user.get(key)
    )
    return messaging.plain(whole)[:200]


def _files(told: object) -> Iterator[FileRef]:
    for one in messaging.objects(told):
        kind, inside = one.get("type"), part(one, "payload")
        url = _text(inside.get("url"))
        if kind in _FILES and url:
            size = one.get("size")
            name = messaging.plain(_text(one.get("filename")))[:200] or _FILES[str(kind)]
            yield FileRef(url, name, size if isinstance(size, int) and size >= 0 else 0)


def _text(value: object) -> str:
    return messaging.kept(value) if isinstance(value, str) else ""
