"""Bot API as a wire: ten methods, no state but the name of the bot."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, Literal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marshrut.channels.wire import Account, FileRef, Message, Pace, Picture, To, Update, WireTrouble
from marshrut.integrations import messaging
from marshrut.kernel.outside import SettingField, Step

from . import calls, reading, rendering, trying
from .calls import Refused

#: where a link to a bot begins
LINKS: Final = "https://t.me"
#: bytes a bot may send as a picture, and fetch
PICTURE, DOWNLOAD = 10 << 20, 20 << 20
#: pieces of news in one answer
_NEWS: Final = 100
#: seconds the last word of a long poll may be late
_LATE: Final = 10.0
#: fingerprint of a token -> name of its bot
_bots: Final[dict[str, str]] = {}


class Telegram:
    code = "telegram"
    title = _("Telegram")
    form = (
        SettingField("token", _("Token of the bot"), "secret", required=True, hint=_("@BotFather gives it: /newbot")),
        SettingField(
            "address",
            _("Address of the service"),
            "url",
            default=calls.ADDRESS,
            hint=_("Another one when you run a Bot API server or a gateway of your own: the token goes there"),
            place=True,
        ),
        SettingField(
            "hook",
            _("Telegram calls the portal"),
            "tick",
            hint=_("The portal must be reached from the internet over HTTPS; otherwise it asks for news itself"),
        ),
        messaging.links(LINKS),
        *messaging.WAY,
    )
    pace = Pace(a_second=30.0, chat_pause=1.0)
    presses, edits, links = True, True, True
    hears: Literal["both"] = "both"

    def send(self, account: Account, to: To, message: Message) -> str:
        with override(to.language):
            picture = message.picture
            if picture is not None and len(picture.content) <= PICTURE:
                with suppress(_BadPicture):
                    return self._picture(account, to, message, picture)
            given = _given(to, message) | {"text": rendering.html(message), "link_preview_options": _NO_PREVIEW}
            return _number(calls.call(account, "sendMessage", **given))

    def _picture(self, account: Account, to: To, message: Message, picture: Picture) -> str:
        """As a picture when it is one that Telegram draws, otherwise as a file. Raises _BadPicture."""
        drawn = picture.mime in ("image/jpeg", "image/png", "image/webp")
        given = _given(to, message) | {"caption": rendering.html(message, rendering.CAPTION)}
        written = {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
        try:
            if drawn:
                return _number(calls.send_file(account, "sendPhoto", "photo", picture, **written))
            return _number(calls.send_file(account, "sendDocument", "document", picture, **written))
        except Refused as refused:
            if any(part in refused.told for part in ("photo", "image", "document", "file")):
                raise _BadPicture from None
            raise

    def edit(self, account: Account, to: To, number: str, message: Message) -> None:
        """The text below a picture is another thing to Telegram than a text; which it was, it says itself."""
        with override(to.language):
            given = _given(to, message) | {"message_id": _sent(number)}
            given.setdefault("reply_markup", {"inline_keyboard": []})
            text: dict[str, Any] = {"text": rendering.html(message), "link_preview_options": _NO_PREVIEW}
            caption: dict[str, Any] = {"caption": rendering.html(message, rendering.CAPTION)}
            try:
                calls.call(account, "editMessageText", **given, **text)
            except Refused as refused:
                if "there is no text" in refused.told:
                    _unless_same(lambda: calls.call(account, "editMessageCaption", **given, **caption))
                elif _SAME not in refused.told:
                    raise

    def answer(self, account: Account, callback: str, text: str, *, alert: bool = False) -> None:
        """Too late is no trouble: the message itself says what came of it."""
        shown = rendering.clip(text, rendering.POPUP)
        try:
            calls.call(account, "answerCallbackQuery", callback_query_id=callback, text=shown, show_alert=alert)
        except Refused as refused:
            if "query is too old" not in refused.told and "query id is invalid" not in refused.told:
                raise

    def fetch(self, account: Account, file: FileRef, most: int) -> bytes:
        if file.size > min(most, DOWNLOAD):
            raise WireTrouble("too_large")
        found = calls.call(account, "getFile", file_id=file.ref)
        path = found.get("file_path") if isinstance(found, dict) else None
        if not isinstance(path, str):
            raise WireTrouble("protocol", "getFile")
        return calls.download(account, path, min(most, DOWNLOAD))

    def link(self, account: Account, token: str) -> str:
        return messaging.opens(account, LINKS, self.bot(account), token)

    def bot(self, account: Account) -> str:
        """Its name in Telegram, asked for once."""
        token = hashlib.sha256(account.secrets.get("token", "").encode()).hexdigest()
        if token not in _bots:
            who, _date = calls.signed_in(account)
            if not isinstance(name := who.get("username"), str) or not name:
                raise WireTrouble("protocol", "getMe")
            _bots[token] = name
        return _bots[token]

    def proves(self, account: Account, headers: Mapping[str, str]) -> bool:
        return messaging.proves(account, headers.get("x-telegram-bot-api-secret-token", ""))

    def read(self, account: Account, body: bytes) -> Sequence[Update]:
        return reading.updates(body)

    def poll(self, account: Account, after: str, wait: float) -> tuple[Sequence[Update], str]:
        """Asking for what comes after the marker tells Telegram that everything before it is kept here."""
        given: dict[str, Any] = {"timeout": int(wait), "limit": _NEWS, "allowed_updates": reading.WANTED}
        if after.isdigit():
            given["offset"] = int(after)
        told = messaging.objects(calls.call(account, "getUpdates", patience=wait + _LATE, **given))
        numbers = [one["update_id"] for one in told if isinstance(one.get("update_id"), int)]
        found = [made for made in map(reading.update, told) if made is not None]
        return found, str(max(numbers) + 1) if numbers else after

    def listen(self, account: Account, address: str) -> None:
        if not address:
            calls.call(account, "deleteWebhook")
            return
        secret = messaging.hook_secret(account)
        calls.call(account, "setWebhook", url=address, secret_token=secret, allowed_updates=reading.WANTED)

    def check(self, account: Account) -> list[Step]:
        return trying.steps(account)


class _BadPicture(Exception):
    """Telegram cannot draw it; the words go without."""


_SAME: Final = "message is not modified"
_NO_PREVIEW: Final = {"is_disabled": True}


def _given(to: To, message: Message) -> dict[str, Any]:
    if not to.address.lstrip("-").isdigit():
        raise WireTrouble("gone", "chat")
    shown = rendering.keyboard(message)
    return {"chat_id": to.address, "parse_mode": "HTML"} | ({"reply_markup": shown} if shown else {})


def _unless_same(do: Any) -> None:
    try:
        do()
    except Refused as refused:
        if _SAME not in refused.told:
            raise


def _number(made: object) -> str:
    """Of the message that is there now. After a good answer without it nobody knows what to change later."""
    found = made.get("message_id") if isinstance(made, dict) else None
    return str(found) if isinstance(found, int) else ""


def _sent(number: str) -> int:
    if not number.isdigit():
        raise WireTrouble("protocol", "message_id")
    return int(number)
