"""The wire of browsers: encrypted, signed, and handed to the push service the browser named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final, Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from marshrut.channels.wire import Account, FileRef, Message, Pace, To, Update, WireTrouble
from marshrut.integrations import messaging
from marshrut.kernel import clock, egress
from marshrut.kernel.egress import Answer
from marshrut.kernel.outside import SettingField, Step

from . import encrypting, showing, signing, subscribing, trying

KEY: Final = "key"
CONTACT: Final = "contact"
HOSTS: Final = "hosts"
#: seconds a service keeps a push for a device that is off
KEPT: Final = 24 * 60 * 60
_GONE: Final = (404, 410)
#: when a service that wants to be left alone does not say for how long
MINUTE: Final = timedelta(minutes=1)


class Browsers:
    """Nothing is heard from a browser, nothing that was shown is changed, and buttons open pages."""

    code = "push"
    title = _("Browser and phone")
    form = (
        SettingField(
            CONTACT,
            _("Mail of whoever runs this server"),
            hint=_("Push services of browser makers write there when something is wrong with what you send."),
        ),
        SettingField(
            HOSTS,
            _("Other push services"),
            hint=_("Names of servers, with spaces between: for browsers that use none of the usual services."),
        ),
    )
    pace = Pace(50.0)
    presses = False
    edits = False
    links = False
    hears: Literal["never"] = "never"

    def made(self) -> Mapping[str, str]:
        """The key of this installation, when the channel is first connected: browsers subscribe to it alone."""
        return {KEY: signing.made()}

    def admits(self, account: Account, subscription: Mapping[str, Any]) -> str:
        """Whose services are not known could be anything on the internet, and one that fails holds up all others."""
        found = subscribing.read(subscription)
        named = str(account.settings.get(HOSTS) or "").lower().split()
        if not subscribing.known(egress.host(found.endpoint), named):
            raise WireTrouble("forbidden", egress.host(found.endpoint))
        if egress.refused(found.endpoint):
            raise WireTrouble("forbidden")
        return subscribing.kept(found)

    def send(self, account: Account, to: To, message: Message) -> str:
        subscription = subscribing.opened(to.address)
        headers = {
            "authorization": _authorization(account, subscription.endpoint),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(KEPT),
            "urgency": "high" if message.urgent else "normal",
        }
        if message.number.isascii() and 0 < len(message.number) <= 32 and message.number.replace("-", "").isalnum():
            headers["topic"] = message.number  # a repeat takes the place of the first, while the device is off
        try:
            content = encrypting.encrypted(showing.payload(message), subscription)
        except ValueError:
            raise WireTrouble("gone") from None
        return _handed(subscription.endpoint, headers, content)

    def edit(self, account: Account, to: To, number: str, message: Message) -> None:
        raise WireTrouble("protocol")

    def answer(self, account: Account, callback: str, text: str, *, alert: bool = False) -> None:
        raise WireTrouble("protocol")

    def fetch(self, account: Account, file: FileRef, most: int) -> bytes:
        raise WireTrouble("protocol")

    def link(self, account: Account, token: str) -> str:
        """What the browser subscribes with: the public half of the key."""
        try:
            return signing.public(account.secrets.get(KEY, ""))
        except ValueError:
            raise WireTrouble("settings") from None

    def proves(self, account: Account, headers: Mapping[str, str]) -> bool:
        return False

    def read(self, account: Account, body: bytes) -> Sequence[Update]:
        raise WireTrouble("protocol")

    def poll(self, account: Account, after: str, wait: float) -> tuple[Sequence[Update], str]:
        return (), after

    def listen(self, account: Account, address: str) -> None:
        """Nobody calls us."""

    def check(self, account: Account) -> list[Step]:
        return trying.steps(account)


def _authorization(account: Account, endpoint: str) -> str:
    contact = str(account.settings.get(CONTACT) or settings.DEFAULT_FROM_EMAIL)
    try:
        return signing.signed(endpoint, account.secrets.get(KEY, ""), f"mailto:{contact}", clock.now())
    except ValueError:
        raise WireTrouble("settings") from None


def _handed(endpoint: str, headers: Mapping[str, str], content: bytes) -> str:
    """A push service says only that it will try. Its words may repeat the address, so they are not kept."""
    answer = messaging.ask("POST", endpoint, page=True, headers=headers, content=content, most=64 << 10)
    if 200 <= answer.status < 300:
        return answer.headers.get("location", "").rpartition("/")[2][:200]
    raise refusal(answer)


def refusal(answer: Answer) -> WireTrouble:
    """What is said of one subscription (made with an old key, spoilt) says nothing of the others."""
    said = f"HTTP {answer.status}"
    if answer.status in _GONE:
        return WireTrouble("gone", said)
    if answer.status == 429:
        return WireTrouble("limit", said, retry_after=messaging.after(answer) or MINUTE)
    if answer.status < 500 and answer.status != 413:
        return WireTrouble("unwelcome", said)
    return messaging.refused(answer.status, said)
