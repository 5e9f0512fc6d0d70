"""People, messages and news in the shapes of the Bot API of MAX."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from .things import File, Happening, Key, Message, User
from .world import Network

#: a dialog has another number than its person
DIALOG: Final = 182_000_000
_MID: Final = "mid.000000000adf429c"
BOT: Final = 229229229


def mid(number: int) -> str:
    return f"{_MID}{number:016x}"


def number(told: str) -> int:
    """0 for what is no number of a message."""
    try:
        return int(told.removeprefix(_MID), 16) if told.startswith(_MID) else 0
    except ValueError:
        return 0


def dialog(person: int) -> int:
    return DIALOG + person


def at(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def bot(network: Network) -> dict[str, Any]:
    about = {"user_id": BOT, "first_name": "Маршрут", "username": network.bot, "is_bot": True, "name": "Маршрут"}
    return about | {"last_activity_time": at(network.now())}


def user(one: User, now: datetime) -> dict[str, Any]:
    first, _space, last = one.name.partition(" ")
    found = {"user_id": one.id, "first_name": first, "is_bot": False, "last_activity_time": at(now), "name": one.name}
    return found | ({"last_name": last} if last else {}) | ({"username": one.login} if one.login else {})


def message(network: Network, one: Message) -> dict[str, Any]:
    owner = network.users[one.chat]
    found: dict[str, Any] = {
        "recipient": {"chat_id": dialog(one.chat), "chat_type": "dialog", "user_id": owner.id if one.ours else BOT},
        "timestamp": at(one.at),
        "body": _body(network, one),
        "sender": bot(network) if one.ours else user(owner, one.at),
    }
    answered = network.all.get(one.reply_to)
    if answered is not None:
        inner = {"mid": mid(answered.number), "seq": answered.number, "text": answered.text}
        author = bot(network) if answered.ours else user(owner, one.at)
        found["link"] = {"type": "reply", "message": inner, "sender": author, "chat_id": dialog(one.chat)}
    return found


def _body(network: Network, one: Message) -> dict[str, Any]:
    attachments = [_attached(network, file) for file in one.files]
    if one.rows:
        buttons = [[_shown(key) for key in row] for row in one.rows]
        attachments.append({"type": "inline_keyboard", "callback_id": "", "payload": {"buttons": buttons}})
    found: dict[str, Any] = {"mid": mid(one.number), "seq": one.number, "text": one.text}
    return found | ({"attachments": attachments} if attachments else {})


def _attached(network: Network, file: File) -> dict[str, Any]:
    """Files lie elsewhere, and whoever knows the address gets them."""
    inside = {"url": f"{network.base}/files/{file.ref}", "token": f"t-{file.ref}"}
    if file.picture:
        return {"type": "image", "payload": {"photo_id": int(file.ref[:8], 16), **inside}}
    return {"type": "file", "payload": inside, "filename": file.name, "size": len(file.content)}


def _shown(key: Key) -> dict[str, str]:
    if key.url:
        return {"type": "link", "text": key.text, "url": key.url}
    return {"type": "callback", "text": key.text, "payload": key.data}


def update(network: Network, one: Happening) -> dict[str, Any]:
    """What the bot is told; MAX gives it no number."""
    found: dict[str, Any] = {"timestamp": at(one.at), "user_locale": one.user.language}
    person = user(one.user, one.at)
    if one.did == "press":
        pressed = {"timestamp": at(one.at), "callback_id": one.callback, "user": person, "payload": one.data}
        about = message(network, one.message) if one.message is not None else None
        return found | {"callback": pressed, "message": about, "update_type": "message_callback"}
    if one.did in ("start", "back", "stop"):
        kind = "bot_stopped" if one.did == "stop" else "bot_started"
        more: dict[str, Any] = {"chat_id": dialog(one.user.id), "user": person, "update_type": kind}
        if one.did != "stop":
            more |= {"user_id": one.user.id, "payload": one.data or None}
        return found | more
    assert one.message is not None
    return found | {"message": message(network, one.message), "update_type": "message_created"}
