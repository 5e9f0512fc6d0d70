"""The small company with a mailbox that is really there: mails arrive, the reader reads, letters leave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Now

from marshrut.cards.models import Card
from marshrut.integrations.mail import fetching
from marshrut.letters import commands
from marshrut.letters.models import Mailbox, Message

from .dovecot import PASSWORD, Server
from .letter_office import INCOMING, Letters
from .smtp_server import Relay


@dataclass
class MailOffice:
    letters: Letters
    imap: Server
    relay: Relay
    user: str
    mailbox: int

    @property
    def address(self) -> str:
        return f"{self.user}@company.example"

    def put(self, *mails: bytes) -> None:
        self.imap.put(self.user, *mails)

    def read(self) -> int:
        """The reader's turn has come; how many mails were new."""
        Mailbox.objects.filter(pk=self.mailbox).update(next_at=Now())
        found = fetching.read(self.mailbox)
        self.letters.settle()
        return found

    def row(self) -> Mailbox:
        return Mailbox.objects.get(pk=self.mailbox)

    def cards(self) -> list[int]:
        return list(Card.objects.system("test").filter(type=INCOMING).order_by("id").values_list("id", flat=True))

    def card(self) -> int:
        (one,) = self.cards()
        return one

    def messages(self) -> list[Message]:
        return list(Message.objects.filter(mailbox=self.mailbox).order_by("id"))

    def folder(self, name: str = "INBOX") -> int:
        return self.imap.count(self.user, name)


def connect(letters: Letters, imap: Server, relay: Relay, **changes: Any) -> MailOffice:
    user = imap.user()
    made = commands.add_mailbox(letters.office.actor("admin"), **settings(letters, imap, relay, user, **changes))
    office = MailOffice(letters, imap, relay, user, made["id"])
    office.read()  # from now on letters are taken
    return office


def settings(letters: Letters, imap: Server, relay: Relay, user: str, **changes: Any) -> Any:
    return {
        "name": "Канцелярия", "address": f"{user}@company.example", "organisation": letters.ours,
        "registrar": letters.office.id("sveta"), "addressee": letters.office.id("director"),
        "imap_host": "127.0.0.1", "imap_port": imap.secure, "imap_user": user, "imap_password": PASSWORD,
        "folder_done": "Маршрут", "folder_error": "Маршрут/Разобрать", "smtp_host": "127.0.0.1",
        "smtp_port": relay.port, "smtp_user": user, "folder_sent": "Отправленные", **changes,
    }  # fmt: skip
