"""The training phone: what each person of the demo company sees in a messenger, and what they can do there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from . import look
from .things import File, Happening, Key, Message, User
from .world import Network, World

#: status, type and content; where to go instead
Shown = tuple[int, str, bytes, str]
HTML: Final = "text/html; charset=utf-8"
#: where the people of the demo company are
ZONE: Final = ZoneInfo("Europe/Moscow")
TITLES: Final = {"telegram": "Telegram", "max": "MAX"}
#: messages of a conversation that are shown
MOST: Final = 60


def answer(world: World, method: str, path: str, sent: Mapping[str, str], files: Mapping[str, File]) -> Shown:
    """`/` everybody · `/phone/<messenger>/<person>/` a conversation, and below it what can be done there ·
    `/<bot>?start=…` a link to the bot was opened."""
    parts = [one for one in path.split("/") if one]
    if parts[:1] != ["phone"] and len(parts) <= 1 and method == "GET":
        return _opened(world, parts[0], sent) if parts else _page("Учебный телефон", look.everybody(_people(world)))
    found = _whose(world, parts[1:])
    if found is None:
        return _missing()
    return _get(*found, parts[3:]) if method == "GET" else _post(*found, parts[3:], sent, files)


def _get(network: Network, user: User, rest: list[str]) -> Shown:
    if not rest:
        return _conversation(network, user)
    if rest == ["state"]:
        return 200, "text/plain", _state(network, user).encode(), ""
    return _file(network, rest[1]) if rest[0] == "file" and len(rest) == 2 else _missing()


def _post(network: Network, user: User, rest: list[str], sent: Mapping[str, str], files: Mapping[str, File]) -> Shown:
    """What a person does. Whatever it is, the conversation is shown after it."""
    did = rest[0] if len(rest) == 1 else ""
    if did == "press":
        network.press(user, int(sent["message"]), sent.get("text", ""))
    elif did == "say":
        _say(network, user, sent.get("text", "").strip(), int(sent.get("reply_to") or 0) or None, files.get("file"))
    elif did == "start":
        network.start(user, sent.get("payload", ""))
    elif did == "block":
        (network.unblock if user.blocked else network.block)(user)
    else:
        return _missing()
    return 303, HTML, b"", _place(network, user)


def _say(network: Network, user: User, text: str, answered: int | None, file: File | None) -> None:
    if file is not None and file.content:
        network.send_files(user, [replace(file, picture=file.mime.startswith("image/"))], text, answered)
    elif text:
        network.say(user, text, reply_to=answered)


def _whose(world: World, parts: list[str]) -> tuple[Network, User] | None:
    network = next((one for one in world.networks if parts[:1] == [one.code]), None)
    if network is None or len(parts) < 2 or not parts[1].isdigit():
        return None
    user = network.users.get(int(parts[1]))
    return (network, user) if user is not None else None


def _people(world: World) -> list[look.Person]:
    """Who has opened the bot comes first."""
    users = [(network, user) for network in world.networks for user in network.users.values()]
    return [
        look.Person(_place(network, user), user.name, TITLES[network.code], _last(network, user), user.started)
        for network, user in sorted(users, key=lambda one: not one[1].started)
    ]


def _place(network: Network, user: User) -> str:
    return f"/phone/{network.code}/{user.id}/"


def _last(network: Network, user: User) -> str:
    said = network.chat(user)
    return said[-1].text.partition("\n")[0][:80] if said else ""


def _opened(world: World, bot: str, query: Mapping[str, str]) -> Shown:
    """Whose phone it was opened on: in the portal the link is for one person, here for whoever plays them."""
    payload = query.get("start", "")
    rows = [
        (f"{_place(network, user)}start", user.name, TITLES[network.code])
        for network in world.networks
        for user in network.users.values()
        if network.bot == bot
    ]
    return _page("Чей это телефон?", look.chooser(rows, payload)) if rows else _missing()


def _conversation(network: Network, user: User) -> Shown:
    with network.lock:
        bubbles = "".join(_bubble(network, user, one) for one in network.chat(user)[-MOST:])
        asking = next((one for one in reversed(network.chat(user)[-MOST:]) if one.ours), None)
        popup = _popup(network, user)
        state = _state(network, user)
    base = _place(network, user)
    asks = (asking.number, asking.asks) if asking is not None and asking.asks is not None else None
    body = look.conversation(base, user, TITLES[network.code], bubbles, popup, state, asks)
    return _page(f"{user.name} · {TITLES[network.code]}", body)


def _bubble(network: Network, user: User, message: Message) -> str:
    base = _place(network, user)
    files = "".join(_attached(base, one) for one in message.files)
    rows = "".join(
        f"<div class=row>{''.join(_key(base, message, key) for key in row)}</div>" for row in message.rows if row
    )
    text = f"<div class=text>{escape(message.text)}</div>" if message.text else ""
    edited = "изменено " if message.edited else ""
    time = f"<small>{edited}{message.at.astimezone(ZONE):%H:%M}</small>"
    return look.bubble(message.number, files + text + time, rows, ours=message.ours)


def _key(base: str, message: Message, key: Key) -> str:
    if key.url:
        words = f"{escape(key.text)} ↗"
        return f"<a class=key data-look={key.look or 'plain'} href='{escape(key.url)}' target=_blank>{words}</a>"
    hidden = look.hidden(message=str(message.number), text=key.text)
    return (
        f"<form method=post action='{base}press'>{hidden}"
        f"<button class=key data-look={key.look or 'plain'}>{escape(key.text)}</button></form>"
    )


def _attached(base: str, file: File) -> str:
    address = f"{base}file/{quote(file.ref)}"
    if file.picture:
        return f"<a href='{address}' target=_blank><img src='{address}' alt='{escape(file.name)}'></a>"
    return f"<a class=file href='{address}' target=_blank>{escape(file.name)}</a>"


def _file(network: Network, ref: str) -> Shown:
    file = network.file(ref)
    if file is None:
        return _missing()
    safe = file.mime if file.mime in ("image/png", "image/jpeg", "image/webp", "application/pdf") else "text/plain"
    return 200, safe, file.content, ""


def _popup(network: Network, user: User) -> str:
    """What the bot answered to the last press, as long as it was the last thing that happened."""
    last: Happening | None = next((one for one in reversed(network.happenings) if one.user.id == user.id), None)
    return last.popups[-1].text if last is not None and last.popups else ""


def _state(network: Network, user: User) -> str:
    """Changes whenever there is something new to see."""
    said = network.chat(user)
    popups = sum(len(one.popups) for one in network.happenings if one.user.id == user.id)
    return f"{len(said)}.{sum(len(one.earlier) for one in said)}.{popups}"


def _page(title: str, body: str) -> Shown:
    return 200, HTML, look.page(title, body).encode(), ""


def _missing() -> Shown:
    nothing = look.page("Нет такой страницы", "<p class=empty>Здесь ничего нет. <a href='/'>Ко всем</a></p>")
    return 404, HTML, nothing.encode(), ""
