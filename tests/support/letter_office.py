"""The small office with letters and errands: a secretary, an organisation of ours, a project."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshrut.cards import commands
from marshrut.crm import commands as crm
from marshrut.documents.models import Document
from marshrut.org import revision
from tests.support import kinds
from tests.support.desk import MAIL, Desk, hire, our_organisation
from tests.support.office import MovingClock, Office
from tests.support.office import build as build_office

__all__ = ["MAIL", "Letters", "build", "furnish"]
INCOMING, OUTGOING, ERRAND, ACQUAINTANCE = "incoming_letter", "outgoing_letter", "errand", "acquaintance"


@dataclass
class Letters(Desk):
    """Светлова keeps the secretary's desk, Громова directs, Алиса works for Борис; Виктор is a stranger."""

    project: int

    # -- making --------------------------------------------------------------------------------------------------------

    def file(self, by: str = "sveta", name: str = "Письмо.pdf", mark: str = "v1") -> int:
        return self.store(by, name, mark)

    def incoming_fields(self, by: str = "sveta", **changes: Any) -> dict[str, Any]:
        fields = {
            "paper": [self.file(by, "Входящее.pdf")],
            "sender": self.partner(),
            "their_number": "17/08",
            "their_date": "2026-06-30",
            "subject": "О переносе срока поставки",
            "organisation": self.ours,
            "project": self.project,
            "addressee": self.office.id("director"),
            **changes,
        }
        return {key: value for key, value in fields.items() if value is not None}

    def incoming(self, by: str = "sveta", **changes: Any) -> int:
        return self.make(by, INCOMING, self.incoming_fields(by, **changes))

    def from_mail(self, **changes: Any) -> int:
        """As the mailbox makes it: a draft of the secretary, then the signal."""
        fields = {"paper": [self.file()], "subject": "Re: поставка", "delivery": "email", "body": "Добрый день!"}
        fields |= {"sender_email": "office@steklo.example", **changes}
        made = commands.create_card(
            MAIL, card_type=INCOMING, fields=fields, start=False, author=self.office.id("sveta")
        )
        commands.signal_card(MAIL, card=made["card"], key="from_mail")
        self.settle()
        return int(made["card"])

    def outgoing(self, by: str = "alisa", **changes: Any) -> int:
        fields = {
            "letter": [self.file(by, "Исходящее.docx.pdf")],
            "recipient": self.partner(),
            "subject": "О сроках оплаты",
            "organisation": self.ours,
            "project": self.project,
            "signatory": self.office.id("director"),
            **changes,
        }
        return self.make(by, OUTGOING, fields)

    def errand(self, by: str = "director", **changes: Any) -> int:
        fields = {"title": "Подготовить сверку", "executor": self.office.id("alisa"), **changes}
        return self.make(by, ERRAND, fields)

    def acquaintance(self, *readers: str, by: str = "director", **changes: Any) -> int:
        fields = {"title": "Приказ о режиме", "readers": [self.office.id(one) for one in readers], **changes}
        return self.make(by, ACQUAINTANCE, fields)

    # -- doing ---------------------------------------------------------------------------------------------------------

    def assign(self, card: int, executor: str = "alisa", by: str = "director", **fields: Any) -> None:
        given = {"executor": self.office.id(executor), "resolution": "Подготовить ответ", **fields}
        self.decide(card, "assign", "assign", by, fields=given)

    def reply(self, card: int, by: str = "alisa", **fields: Any) -> int:
        """The outgoing letter that came of it."""
        given = {"reply_text": "Срок согласован.", "reply_file": [self.file(by, "Ответ.pdf")], **fields}
        self.decide(card, "execute", "reply", by, fields=given)
        return self.child(card)

    def approve(self, card: int, *people: str, key: str = "approve") -> None:
        for person in people or ("boris", "director"):
            self.decide(card, key, "approved", person)

    def send(self, card: int, way: str = "post", **fields: Any) -> None:
        given = {"way": way, "sent_on": "2026-07-02", **fields}
        self.decide(card, "send", "sent", "sveta", fields=given)

    # -- what came of it -----------------------------------------------------------------------------------------------

    def child(self, card: int, kind: str = OUTGOING) -> int:
        return super().child(card, kind)

    def paper(self, card: int, kind: str = "letter_in") -> Document:
        return super().paper(card, kind)


def build(now: MovingClock, *packs: str) -> Letters:
    return furnish(build_office(*(packs or ("payments", "errands", "letters"))), now)


def furnish(office: Office, now: MovingClock) -> Letters:
    """Into an office whose packs are installed."""
    kinds.shipped()
    hire(office, "sveta", "Светлова", "Светлана", "secretary")
    ours = our_organisation()
    revision.bump()
    project = crm.add_project(office.actor("boris"), title="Линия розлива", responsible=office.id("boris"))["id"]
    return Letters(office, now, ours, project)
