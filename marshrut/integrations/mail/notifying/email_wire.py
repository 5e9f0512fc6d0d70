"""The wire: e-mail. Sends at a calm pace, cannot change what was sent, shows no buttons that decide by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from marshrut.channels.wire import Account, FileRef, Message, Pace, To, Update, WireTrouble
from marshrut.kernel import clock
from marshrut.kernel.outside import SettingField, Step

from . import hearing, leaving, places, rendering, trying

CODE: Final = "email"
NAME: Final = "Маршрут"


class Email:
    code = CODE
    title = _("E-mail")
    form = (
        SettingField("sender_name", _("Name of the sender"), default=NAME),
        SettingField(
            "reply_address",
            _("Mailbox of answers"),
            hint=_("People answer «agreed» or «rejected: reason» there. Best the mailbox that notices are sent from."),
        ),
        SettingField("imap_host", _("IMAP server"), hint="imap.yandex.ru, imap.mail.ru", place=True),
        SettingField("imap_port", _("Port"), "number", default=str(places.TLS_PORT)),
        SettingField("imap_user", _("User name"), hint=_("When it is not the address itself")),
        SettingField("imap_password", _("Password for programs"), "secret"),
        SettingField("folder", _("Folder"), default="INBOX"),
    )
    pace = Pace(a_second=10.0)
    presses = False
    edits = False
    links = False
    hears: Literal["poll"] = "poll"

    def send(self, account: Account, to: To, message: Message) -> str:
        leaving.ready()
        sender = rendering.Sender(
            str(account.settings.get("sender_name") or NAME), places.sender(), places.box(account), places.host()
        )
        to = leaving.plain(to)
        made = rendering.mail(sender, to, message, clock.now())
        leaving.hand_over(to, made.as_bytes())
        return str(made["Message-ID"]).strip("<>")

    def edit(self, account: Account, to: To, number: str, message: Message) -> None:
        raise WireTrouble("settings")

    def answer(self, account: Account, callback: str, text: str, *, alert: bool = False) -> None:
        raise WireTrouble("settings")

    def fetch(self, account: Account, file: FileRef, most: int) -> bytes:
        raise WireTrouble("gone")

    def link(self, account: Account, token: str) -> str:
        raise WireTrouble("settings")

    def proves(self, account: Account, headers: Mapping[str, str]) -> bool:
        return False

    def read(self, account: Account, body: bytes) -> Sequence[Update]:
        raise WireTrouble("protocol")

    def poll(self, account: Account, after: str, wait: float) -> tuple[Sequence[Update], str]:
        return hearing.poll(account, after, wait)

    def listen(self, account: Account, address: str) -> None:
        """Nobody calls: the mailbox is looked into."""

    def check(self, account: Account) -> list[Step]:
        return trying.check(account)
