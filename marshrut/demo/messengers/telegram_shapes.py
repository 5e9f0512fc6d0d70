"""People, messages and news in the shapes of Bot API."""

from __future__ import annotations

from typing import Any

from .things import File, Happening, Key, Message, User
from .world import Network


def bot(network: Network) -> dict[str, Any]:
    return {
        "id": int(network.token.partition(":")[0]),
        "is_bot": True,
        "first_name": "Маршрут",
        "username": network.bot,
    }


def user(one: User) -> dict[str, Any]:
    first, _space, last = one.name.partition(" ")
    found = {"id": one.id, "is_bot": False, "first_name": first, "language_code": one.language}
    return found | ({"last_name": last} if last else {}) | ({"username": one.login} if one.login else {})


def chat(one: User) -> dict[str, Any]:
    return {key: value for key, value in user(one).items() if key not in ("is_bot", "language_code")} | {
        "type": "private"
    }


def message(network: Network, one: Message, *, deep: bool = True) -> dict[str, Any]:
    owner = network.users[one.chat]
    found: dict[str, Any] = {
        "message_id": one.number,
        "from": bot(network) if one.ours else user(owner),
        "chat": chat(owner),
        "date": int(one.at.timestamp()),
    }
    if one.files:
        found |= _attached(one.files[0]) | ({"caption": one.text} if one.text else {})
    else:
        found["text"] = one.text
    if deep and one.reply_to in network.all:
        found["reply_to_message"] = message(network, network.all[one.reply_to], deep=False)
    if one.rows:
        found["reply_markup"] = {"inline_keyboard": [[_shown(key) for key in row] for row in one.rows]}
    return found


def _attached(file: File) -> dict[str, Any]:
    size = {"file_id": file.ref, "file_unique_id": file.ref[-15:], "file_size": len(file.content)}
    if file.picture:  # several sizes, the largest last
        return {"photo": [{**size, "file_id": f"small-{file.ref}", "width": 90, "height": 60}, {**size, "width": 1280}]}
    return {"document": {**size, "file_name": file.name, "mime_type": file.mime}}


def _shown(key: Key) -> dict[str, str]:
    return {"text": key.text} | ({"url": key.url} if key.url else {"callback_data": key.data})


def update(network: Network, one: Happening) -> dict[str, Any]:
    """What the bot is told."""
    return {"update_id": one.uid} | _told(network, one)


def _told(network: Network, one: Happening) -> dict[str, Any]:
    if one.did == "press":
        assert one.message is not None
        return {
            "callback_query": {
                "id": one.callback,
                "from": user(one.user),
                "message": message(network, one.message),
                "chat_instance": "-7001001",
                "data": one.data,
            }
        }
    if one.did in ("stop", "back"):
        me = bot(network)
        gone, here = {"user": me, "status": "kicked", "until_date": 0}, {"user": me, "status": "member"}
        was, is_now = (here, gone) if one.did == "stop" else (gone, here)
        moved = {"chat": chat(one.user), "from": user(one.user), "date": int(one.at.timestamp())}
        return {"my_chat_member": moved | {"old_chat_member": was, "new_chat_member": is_now}}
    if one.did == "start":
        said = f"/start {one.data}".strip()
        return {
            "message": {
                "message_id": 1,
                "from": user(one.user),
                "chat": chat(one.user),
                "date": int(one.at.timestamp()),
                "text": said,
                "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
            }
        }
    assert one.message is not None
    return {"message": message(network, one.message)}
