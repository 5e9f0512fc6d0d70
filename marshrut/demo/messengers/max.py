"""Bot API of MAX over a `Network`: names, shapes, limits and errors of the real one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import uuid4

from . import markup
from . import max_shapes as shapes
from .things import File, Hook, Key, Message, Refusal, Rows
from .world import Network

#: header that says a call of the hook is of MAX
SECRET: Final = "X-Max-Bot-Api-Secret"  # noqa: S105 - a name
TEXT, BUTTON, DATA, URL, PICTURE = 4000, 128, 1024, 2048, 50 << 20
KEYS, ROWS, IN_A_ROW, LINKS_IN_A_ROW = 210, 30, 7, 3
#: code of `world` -> status, code and words of MAX
_WORDS: Final[dict[str, tuple[int, str, str]]] = {
    "no_chat": (404, "dialog.not.found", "Key: error.dialog.notfound, args: []."),
    "blocked": (403, "chat.denied", "Key: error.dialog.suspended, args: []."),
    "no_message": (404, "not.found", "Message not found"),
    "no_callback": (404, "not.found", "Callback not found"),
    "not_ready": (400, "attachment.not.ready", "Key: errors.process.attachment.file.not.processed"),
    "limit": (429, "too.many.requests", "Too many requests"),
    "token": (401, "verify.token", "Invalid access_token"),
    "hooked": (405, "method.not.allowed", "Long polling does not work while there is a subscription"),
    "500": (500, "internal.error", "Internal server error"),
    "502": (502, "bad.gateway", "Bad gateway"),
}
Reply = tuple[int, dict[str, Any]]


def failed(refusal: Refusal) -> Reply:
    """A refusal as MAX says it."""
    status, code, words = _WORDS.get(refusal.code, (400, "proto.payload", refusal.code))
    return status, {"code": code, "message": words}


def call(network: Network, verb: str, path: str, query: Mapping[str, str], body: Mapping[str, Any]) -> Reply:
    """One call of the bot; its token was right."""
    found = _METHODS.get((verb, path))
    if found is None:
        known = any(path == one for _verb, one in _METHODS)
        return (405 if known else 404), {"code": "method.not.found", "message": f"{verb} {path}"}
    try:
        return 200, found(network, query, body)
    except Refusal as refusal:
        return failed(refusal)


Query = Mapping[str, str]
Body = Mapping[str, Any]


def _me(network: Network, _query: Query, _body: Body) -> dict[str, Any]:
    return shapes.bot(network) | {"description": "Учебный бот"}


def _send(network: Network, query: Query, body: Body) -> dict[str, Any]:
    chat = _number(query, "user_id") or _number(query, "chat_id") - shapes.DIALOG
    if chat <= 0:
        raise Refusal("user_id or chat_id is required")
    shown, source = _text(body)
    rows, files = _attached(network, body.get("attachments"))
    if not shown and not files:
        raise Refusal("text or attachments are required")
    answered = shapes.number(str(_object(body, "link").get("mid", "")))
    made = network.post(chat, shown, source, rows=rows, files=files, reply_to=answered)
    return {"message": shapes.message(network, made)}


def _edit(network: Network, query: Query, body: Body) -> dict[str, Any]:
    _changed(network, shapes.number(query.get("message_id", "")), body)
    return {"success": True}


def _changed(network: Network, number: int, body: Body) -> None:
    """Without attachments they stay; an empty list takes them all. The same once more is fine."""
    found = network.all.get(number)
    if found is None or not found.ours:
        raise Refusal("no_message")
    shown, source = _text(body) if body.get("text") is not None else (found.text, found.source)
    rows, files = (found.rows, found.files) if body.get("attachments") is None else _kept(network, found, body)
    try:
        network.edit(number, None, shown, source, rows)
    except Refusal as refusal:
        if refusal.code != "same":
            raise
    found.files = files


def _kept(network: Network, found: Message, body: Body) -> tuple[Rows, tuple[File, ...]]:
    known = {f"t-{one.ref}": one for one in found.files}
    rows, files = _attached(network, body["attachments"], known)
    return rows, files


def _answer(network: Network, query: Query, body: Body) -> dict[str, Any]:
    """A note that flashes up, another message in the place of the one with the button, or both."""
    callback = query.get("callback_id", "")
    if body.get("notification") is None and body.get("message") is None:
        raise Refusal("message or notification is required")
    network.answer(callback, str(body.get("notification") or ""))
    pressed = next((one for one in reversed(network.happenings) if one.callback == callback), None)
    if isinstance(body.get("message"), dict) and pressed is not None and pressed.message is not None:
        _changed(network, pressed.message.number, body["message"])
    return {"success": True}


def _uploads(network: Network, query: Query, _body: Body) -> dict[str, Any]:
    kind = query.get("type", "")
    if kind not in ("image", "video", "audio", "file"):
        raise Refusal(f"type: no enum constant {kind}")
    ref = uuid4().hex
    with network.lock:
        network.uploads[ref] = (kind, None)
    return {"url": f"{network.base}/upload?id={ref}"}


def upload(network: Network, ref: str, file: File | None) -> Reply:
    """On the server of files: no token is shown there; an address takes one file."""
    with network.lock:
        kind, there = network.uploads.get(ref, ("", None))
        if not kind or there is not None or file is None or not file.content:
            return 400, {"error_code": 4, "error_data": "BAD_REQUEST"}
        if kind == "image" and (not file.mime.startswith("image/") or len(file.content) > PICTURE):
            return 400, {"error_code": 4, "error_data": "IMAGE_FORMAT"}
        file.ref, file.picture = ref, kind == "image"
        network.uploads[ref] = (kind, file)
    token = {"token": f"t-{ref}"}
    return 200, {"photos": {ref[:16]: token}} if kind == "image" else token


def _subscriptions(network: Network, _query: Query, _body: Body) -> dict[str, Any]:
    hook = network.hook
    kinds = list(hook.kinds) if hook and hook.kinds else None
    about = [{"url": hook.address, "time": shapes.at(network.now()), "update_types": kinds}] if hook else []
    return {"subscriptions": about}


def _subscribe(network: Network, _query: Query, body: Body) -> dict[str, Any]:
    address, secret = str(body.get("url") or ""), str(body.get("secret") or "")
    parts = urlsplit(address)
    inside = parts.hostname in ("127.0.0.1", "::1", "localhost")  # the real one wants HTTPS here, too
    if parts.scheme != "https" and not (inside and parts.scheme == "http"):
        return {"success": False, "message": "Only HTTPS is supported"}
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{5,256}", secret):
        raise Refusal("secret: must match ^[a-zA-Z0-9_-]{5,256}$")
    with network.lock:
        network.hook = Hook(address, secret, tuple(body.get("update_types") or ()))
        network.news.notify_all()
    return {"success": True}


def _unsubscribe(network: Network, query: Query, _body: Body) -> dict[str, Any]:
    with network.lock:
        if network.hook is None or network.hook.address != query.get("url"):
            return {"success": False, "message": "Subscription not found"}
        network.hook = None
    return {"success": True}


def _updates(network: Network, query: Query, _body: Body) -> dict[str, Any]:
    """What comes after the marker; a subscription ends this way of asking."""
    if network.hook is not None:
        raise Refusal("hooked")
    with network.lock:
        network.told = max(network.told, _number(query, "marker"))
    told = network.untold(
        min(_number(query, "timeout") if "timeout" in query else 30, 90), _number(query, "limit") or 100
    )
    if network.hook is not None:
        raise Refusal("hooked")
    wanted = [one for one in query.get("types", "").split(",") if one]
    found = [shapes.update(network, one) for one in told]
    kept = [one for one in found if not wanted or one["update_type"] in wanted]
    return {"updates": kept, "marker": told[-1].uid if told else network.told}


def _number(query: Query, name: str) -> int:
    try:
        return int(query.get(name) or 0)
    except ValueError:
        raise Refusal(f"{name}: not a number") from None


def _object(body: Body, name: str) -> dict[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def _text(body: Body) -> tuple[str, str]:
    """As people see it, and as it was sent. What is no HTML is shown as it is."""
    source = str(body.get("text") or "")
    if len(source) > TEXT:
        raise Refusal("text: size must be between 0 and 4000")
    if body.get("format") != "html":
        return source, source
    try:
        return markup.visible(source), source
    except Refusal:
        return source, source


def _attached(network: Network, told: Any, known: Mapping[str, File] | None = None) -> tuple[Rows, tuple[File, ...]]:
    rows: Rows = ()
    files: list[File] = []
    for one in told if isinstance(told, list) else []:
        inside = _object(one, "payload")
        if one.get("type") == "inline_keyboard":
            rows = _keyboard(inside.get("buttons"))
        elif one.get("type") in ("image", "file"):
            files += _uploaded(network, inside, known or {})
        else:
            raise Refusal(f"attachments: unknown type {one.get('type')}")
    return rows, tuple(files)


def _uploaded(network: Network, inside: Mapping[str, Any], known: Mapping[str, File]) -> list[File]:
    photos = inside.get("photos")
    told = list(photos.values()) if isinstance(photos, dict) else [inside]
    found = []
    for one in told:
        token = str(one.get("token") or "")
        file = known.get(token) or network.uploads.get(token.removeprefix("t-"), ("", None))[1]
        if file is None:
            raise Refusal("attachments: invalid token")
        found.append(file)
    return found


def _keyboard(told: Any) -> Rows:
    rows: Sequence[Any] = told if isinstance(told, list) else []
    if not rows or len(rows) > ROWS or sum(len(row) for row in rows) > KEYS or not all(rows):
        raise Refusal("buttons: size must be between 1 and 30")
    for row in rows:
        links = sum(one.get("type") == "link" for one in row)
        if len(row) > (LINKS_IN_A_ROW if links else IN_A_ROW):
            raise Refusal("buttons: too many buttons in a row")
    return tuple(tuple(_key(one) for one in row) for row in rows)


def _key(one: Mapping[str, Any]) -> Key:
    text, data, url = str(one.get("text", "")), str(one.get("payload", "")), str(one.get("url", ""))
    if not 1 <= len(text) <= BUTTON:
        raise Refusal("text: size must be between 1 and 128")
    if one.get("type") == "callback" and len(data) <= DATA:
        return Key(text, data)
    if one.get("type") == "link" and len(url) <= URL and urlsplit(url).scheme in ("http", "https"):
        return Key(text, "", url)
    raise Refusal(f"buttons: {one.get('type')} is not valid")


_METHODS: Final[dict[tuple[str, str], Callable[[Network, Query, Body], dict[str, Any]]]] = {
    ("GET", "/me"): _me,
    ("POST", "/messages"): _send,
    ("PUT", "/messages"): _edit,
    ("POST", "/answers"): _answer,
    ("POST", "/uploads"): _uploads,
    ("GET", "/subscriptions"): _subscriptions,
    ("POST", "/subscriptions"): _subscribe,
    ("DELETE", "/subscriptions"): _unsubscribe,
    ("GET", "/updates"): _updates,
}
