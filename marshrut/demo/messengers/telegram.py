"""Bot API of Telegram over a `Network`: names, shapes and errors of the real one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

from . import markup
from . import telegram_shapes as shapes
from .things import File, Hook, Key, Refusal, Rows
from .world import Network

#: header that says a call of the hook is Telegram's
SECRET: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a name
TEXT, CAPTION, DATA, DOWNLOAD, UPLOAD = 4096, 1024, 64, 20 << 20, 50 << 20
_SAME: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
#: code of `world` -> status and words of Telegram
_WORDS: Final[dict[str, tuple[int, str]]] = {
    "no_chat": (400, "Bad Request: chat not found"),
    "blocked": (403, "Forbidden: bot was blocked by the user"),
    "no_message": (400, "Bad Request: message to edit not found"),
    "same": (400, f"Bad Request: {_SAME}"),
    "no_callback": (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    "token": (401, "Unauthorized"),
    "hooked": (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ),
    "polled": (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
    "500": (500, "Internal Server Error"),
    "502": (502, "Bad Gateway"),
}
Reply = tuple[int, dict[str, Any]]


def failed(refusal: Refusal) -> Reply:
    """A refusal as Telegram says it."""
    if refusal.code == "limit":
        words = f"Too Many Requests: retry after {refusal.wait}"
        return 429, {
            "ok": False,
            "error_code": 429,
            "description": words,
            "parameters": {"retry_after": refusal.wait},
        }
    status, words = _WORDS.get(refusal.code, (400, f"Bad Request: {refusal.code}"))
    return status, {"ok": False, "error_code": status, "description": words}


def call(network: Network, method: str, body: Mapping[str, Any], files: Mapping[str, File] | None = None) -> Reply:
    """One call of the bot; its token was right."""
    found = _METHODS.get(method.lower())
    if found is None:
        return 404, {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
    try:
        return 200, {"ok": True, "result": found(network, _Given(body, files or {}))}
    except Refusal as refusal:
        return failed(refusal)


class _Given:
    """Arguments: JSON, or a form whose values are JSON."""

    def __init__(self, body: Mapping[str, Any], files: Mapping[str, File]) -> None:
        self.body, self.files = body, files

    def text(self, name: str) -> str:
        found = self.body.get(name)
        return "" if found is None else str(found)

    def number(self, name: str) -> int:
        try:
            return int(self.text(name) or 0)
        except ValueError:
            raise Refusal("chat not found" if name == "chat_id" else f"invalid {name}") from None

    def tick(self, name: str) -> bool:
        return self.body.get(name) in (True, "true", "True", "1", 1)

    def thing(self, name: str) -> Any:
        found = self.body.get(name)
        if isinstance(found, str):
            try:
                return json.loads(found)
            except ValueError:
                raise Refusal(f"can't parse {name} JSON object") from None
        return found

    def chat(self) -> int:
        if not self.text("chat_id"):
            raise Refusal("chat_id is empty")
        return self.number("chat_id")

    def said(self, name: str, most: int) -> tuple[str, str]:
        """As people see it, and as it was sent."""
        source = self.text(name)
        shown = markup.visible(source) if self.text("parse_mode").upper() == "HTML" else source.strip()
        if markup.units(shown) > most:
            raise Refusal("message is too long" if name == "text" else "message caption is too long")
        return shown, source

    def markup(self) -> tuple[Rows, str | None]:
        found = self.thing("reply_markup") or {}
        asks = found.get("input_field_placeholder", "") if found.get("force_reply") else None
        return tuple(tuple(_key(one) for one in row) for row in found.get("inline_keyboard", ())), asks

    def answered(self) -> int:
        found = self.thing("reply_parameters") or {}
        return int(found.get("message_id", 0))

    def file(self, name: str) -> File:
        found = self.files.get(name)
        if found is None or not found.content:
            raise Refusal(f"there is no {name} in the request")
        if len(found.content) > (10 << 20 if name == "photo" else UPLOAD):
            raise Refusal("Request Entity Too Large")
        if name == "photo" and not found.mime.startswith("image/"):
            raise Refusal("IMAGE_PROCESS_FAILED")
        found.picture = name == "photo"
        return found


def _key(one: Mapping[str, Any]) -> Key:
    text, data, url = str(one.get("text", "")), str(one.get("callback_data", "")), str(one.get("url", ""))
    if not text.strip():
        raise Refusal("can't parse inline keyboard button: Text is empty")
    if "callback_data" in one and not 1 <= len(data.encode()) <= DATA:
        raise Refusal("BUTTON_DATA_INVALID")
    if "url" in one and not _is_address(url):
        raise Refusal(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if ("url" in one) == ("callback_data" in one):
        raise Refusal("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    return Key(text, data, url, str(one.get("style", "")))


def _is_address(url: str) -> bool:
    """Telegram wants a name with a point in it, or a number: `localhost` is none."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https", "tg") or not host:
        return False
    try:
        return bool(ip_address(host))
    except ValueError:
        return "." in host


def _get_me(network: Network, _given: _Given) -> dict[str, Any]:
    more = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return shapes.bot(network) | more


def _send_message(network: Network, given: _Given) -> dict[str, Any]:
    shown, source = given.said("text", TEXT)
    if not shown:
        raise Refusal("message text is empty")
    rows, asks = given.markup()
    made = network.post(given.chat(), shown, source, rows=rows, reply_to=given.answered(), asks=asks)
    return shapes.message(network, made)


def _send_file(network: Network, given: _Given, name: str) -> dict[str, Any]:
    shown, source = given.said("caption", CAPTION)
    rows, asks = given.markup()
    files = (given.file(name),)
    made = network.post(given.chat(), shown, source, rows=rows, files=files, reply_to=given.answered(), asks=asks)
    return shapes.message(network, made)


def _send_photo(network: Network, given: _Given) -> dict[str, Any]:
    return _send_file(network, given, "photo")


def _send_document(network: Network, given: _Given) -> dict[str, Any]:
    return _send_file(network, given, "document")


def _edit_text(network: Network, given: _Given) -> dict[str, Any]:
    return _edit(network, given, "text", TEXT)


def _edit_caption(network: Network, given: _Given) -> dict[str, Any]:
    return _edit(network, given, "caption", CAPTION)


def _edit(network: Network, given: _Given, name: str, most: int) -> dict[str, Any]:
    shown, source = given.said(name, most)
    rows, _asks = given.markup()
    found = network.all.get(given.number("message_id"))
    if found is not None and found.ours and bool(found.files) != (name == "caption"):
        raise Refusal(f"there is no {name} in the message to edit")
    if name == "text" and not shown:
        raise Refusal("message text is empty")
    return shapes.message(network, network.edit(given.number("message_id"), given.chat(), shown, source, rows))


def _answer(network: Network, given: _Given) -> bool:
    if len(given.text("text")) > 200:
        raise Refusal("MESSAGE_TOO_LONG")
    network.answer(given.text("callback_query_id"), given.text("text"), alert=given.tick("show_alert"))
    return True


def _get_file(network: Network, given: _Given) -> dict[str, Any]:
    found = network.file(given.text("file_id"))
    if found is None:
        raise Refusal("wrong file_id or the file is temporarily unavailable")
    if len(found.content) > DOWNLOAD:
        raise Refusal("file is too big")
    place = f"{'photos' if found.picture else 'documents'}/{found.ref}"
    return {
        "file_id": found.ref,
        "file_unique_id": found.ref[-15:],
        "file_size": len(found.content),
        "file_path": place,
    }


def _set_hook(network: Network, given: _Given) -> bool:
    address, secret = given.text("url"), given.text("secret_token")
    if not address:
        return _delete_hook(network, given)
    parts = urlsplit(address)
    inside = parts.hostname in ("127.0.0.1", "::1", "localhost")  # the real one wants HTTPS here, too
    if parts.scheme != "https" and not inside:
        raise Refusal("bad webhook: An HTTPS URL must be provided for webhook")
    if not inside and (parts.port or 443) not in (80, 88, 443, 8443):
        raise Refusal("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise Refusal("secret token contains unallowed characters")
    with network.lock:
        network.hook = Hook(address, secret, tuple(given.thing("allowed_updates") or ()))
        network.news.notify_all()
    return True


def _delete_hook(network: Network, given: _Given) -> bool:
    with network.lock:
        network.hook = None
        if given.tick("drop_pending_updates") and network.happenings:
            network.told = network.happenings[-1].uid
    return True


def _hook_info(network: Network, _given: _Given) -> dict[str, Any]:
    hook = network.hook
    found: dict[str, Any] = {
        "url": hook.address if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(network.untold(most=10_000)),
    }
    if hook and hook.failed_at:
        found |= {"last_error_date": int(hook.failed_at.timestamp()), "last_error_message": hook.said}
    return found


def _get_updates(network: Network, given: _Given) -> list[dict[str, Any]]:
    if network.hook is not None:
        raise Refusal("hooked")
    with network.lock:
        network.told = max(network.told, given.number("offset") - 1)
    found = network.untold(min(given.number("timeout"), 50), given.number("limit") or 100, alone=True)
    if network.hook is not None:
        raise Refusal("polled")
    return [shapes.update(network, one) for one in found]


#: names come in any letters
_METHODS: Final[dict[str, Callable[[Network, _Given], Any]]] = {
    "getme": _get_me,
    "sendmessage": _send_message,
    "sendphoto": _send_photo,
    "senddocument": _send_document,
    "editmessagetext": _edit_text,
    "editmessagecaption": _edit_caption,
    "answercallbackquery": _answer,
    "getfile": _get_file,
    "setwebhook": _set_hook,
    "deletewebhook": _delete_hook,
    "getwebhookinfo": _hook_info,
    "getupdates": _get_updates,
}
