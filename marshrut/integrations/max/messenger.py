"""The wire `max`: bots of companies of Russia (business.max.ru), called by MAX; asking for news is for trials only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from threading import Event
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from marshrut.channels.wire import Account, FileRef, Message, Pace, To, Update, WireTrouble
from marshrut.kernel.outside import SettingField, Step

from .. import messaging
from . import calls, checking, hearing, names, saying

#: header of the secret, in small letters
SECRET = "x-max-bot-api-secret"  # noqa: S105 - a name
LINKS = "https://max.ru"
#: seconds until MAX is asked again for a message with a picture
READY = (0.5, 1.0, 2.0)


def pause(seconds: float) -> None:
    Event().wait(seconds)


class Max:
    code = "max"
    title = _("MAX")
    form = (
        SettingField(
            "token", _("Token of the bot"), "secret", required=True, hint=_("business.max.ru, «Chat bots», your bot")
        ),
        SettingField("address", _("Address of the service"), "url", default=calls.ADDRESS, place=True),
        SettingField("bot", _("Name of the bot"), hint=_("Without @; left empty, it is asked for")),
        SettingField(
            "hook",
            _("MAX calls the portal"),
            "tick",
            default="1",
            hint=_("The portal must be reached from the internet over HTTPS. To be asked for news is for trials only"),
        ),
        messaging.links(LINKS),
        *messaging.WAY,
    )
    pace = Pace(a_second=25.0, chat_pause=0.5)
    presses = True
    edits = True
    links = True
    hears: Final = "both"

    def send(self, account: Account, to: To, message: Message) -> str:
        with override(to.language):
            found = self._sent(account, to, message, self._picture(account, message))
        number = messaging.part(messaging.part(found, "message"), "body").get("mid")
        if not isinstance(number, str) or not number:
            raise WireTrouble("protocol", "mid", certain=False)
        return number

    def _sent(self, account: Account, to: To, message: Message, attached: list[dict[str, Any]]) -> dict[str, Any]:
        """A picture that MAX is still busy with is waited for a moment; then the message goes without it."""
        params = {"user_id": to.address, "disable_link_preview": "true"}
        for wait in (*READY, None) if attached else ():
            try:
                body = saying.body(message, attached=attached)
                return calls.call(account, "POST", "/messages", params=params, body=body)
            except WireTrouble as trouble:
                if trouble.code != "not_ready":
                    raise
                if wait is not None:
                    pause(wait)
        return calls.call(account, "POST", "/messages", params=params, body=saying.body(message))

    def _picture(self, account: Account, message: Message) -> list[dict[str, Any]]:
        """A picture that cannot be carried there must not keep the message back."""
        if message.picture is None:
            return []
        try:
            payload = calls.upload(account, message.picture.name, message.picture.mime, message.picture.content)
        except WireTrouble as trouble:
            if trouble.code in ("limit", "refused", "settings"):
                raise
            return []
        return [{"type": "image", "payload": payload}]

    def edit(self, account: Account, to: To, number: str, message: Message) -> None:
        with override(to.language):
            body = saying.body(message, again=True)
        calls.call(account, "PUT", "/messages", params={"message_id": number}, body=body)

    def answer(self, account: Account, callback: str, text: str, *, alert: bool = False) -> None:
        said = messaging.shortened(messaging.plain(text), saying.FLASH)
        calls.call(account, "POST", "/answers", params={"callback_id": callback}, body={"notification": said})

    def fetch(self, account: Account, file: FileRef, most: int) -> bytes:
        if file.size > most:
            raise WireTrouble("too_large")
        return calls.download(account, file.ref, most)

    def link(self, account: Account, token: str) -> str:
        return messaging.opens(account, LINKS, names.bot(account), token)

    def proves(self, account: Account, headers: Mapping[str, str]) -> bool:
        return messaging.proves(account, headers.get(SECRET, ""))

    def read(self, account: Account, body: bytes) -> Sequence[Update]:
        return hearing.read(body)

    def poll(self, account: Account, after: str, wait: float) -> tuple[Sequence[Update], str]:
        """Without a marker only what is told from now on."""
        params: dict[str, Any] = {"timeout": int(wait), "limit": 100, "types": ",".join(hearing.KINDS)}
        if after:
            params["marker"] = after
        found = calls.call(account, "GET", "/updates", params=params, patience=wait + messaging.PATIENCE)
        marker = found.get("marker")
        return hearing.updates(found.get("updates")), str(marker) if isinstance(marker, int) else after

    def listen(self, account: Account, address: str) -> None:
        """Every other place that MAX calls is left: two would decide twice, and while there is one nobody may ask."""
        told = messaging.objects(calls.call(account, "GET", "/subscriptions").get("subscriptions"))
        for url in {str(one.get("url")) for one in told} - {address, "None", ""}:
            calls.call(account, "DELETE", "/subscriptions", params={"url": url})
        if address:
            about = {"url": address, "update_types": list(hearing.KINDS), "secret": messaging.hook_secret(account)}
            calls.call(account, "POST", "/subscriptions", body=about)

    def check(self, account: Account) -> list[Step]:
        return checking.steps(account)
