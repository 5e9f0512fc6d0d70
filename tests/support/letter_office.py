"""The small office with letters and errands: a secretary, an organisation of ours, a project."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from marshrut.automation.models import Notification
from marshrut.cards import commands, queries
from marshrut.cards.models import Card, Task
from marshrut.crm import commands as crm
from marshrut.crm.models import Company
from marshrut.documents import commands as documents
from marshrut.documents.models import Document
from marshrut.history.models import Event
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org
from marshrut.org import revision
from marshrut.org.models import CompanyRole, Department, Person, RoleHolder
from tests.support import kinds
from tests.support.office import PDF, SYSTEM, MovingClock, Office, drain, password_hash
from tests.support.office import build as build_office

MAIL = Actor.robot("mail")
INCOMING, OUTGOING, ERRAND, ACQUAINTANCE = "incoming_letter", "outgoing_letter", "errand", "acquaintance"


@dataclass
class Letters:
    """Светлова keeps the secretary's desk, Громова directs, Алиса works for Борис; Виктор is a stranger."""

    office: Office
    now: MovingClock
    ours: int
    project: int

    # -- making --------------------------------------------------------------------------------------------------------

    def file(self, by: str = "sveta", name: str = "Письмо.pdf", mark: str = "v1") -> int:
        content = PDF + f"\n% {mark} {name}".encode()
        return int(documents.store_file(self.office.actor(by), name=name, stream=io.BytesIO(content))["id"])

    def partner(self) -> int:
        assert self.office.company is not None
        return self.office.company.pk

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
        fields = self.incoming_fields(by, **changes)
        made = commands.create_card(self.office.actor(by), card_type=INCOMING, fields=fields)
        self.settle()
        return int(made["card"])

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
        given = {key: value for key, value in fields.items() if value is not None}
        made = commands.create_card(self.office.actor(by), card_type=OUTGOING, fields=given)
        self.settle()
        return int(made["card"])

    def errand(self, by: str = "director", **changes: Any) -> int:
        fields = {"title": "Подготовить сверку", "executor": self.office.id("alisa"), **changes}
        made = commands.create_card(self.office.actor(by), card_type=ERRAND, fields=fields)
        self.settle()
        return int(made["card"])

    def acquaintance(self, *readers: str, by: str = "director", **changes: Any) -> int:
        fields = {"title": "Приказ о режиме", "readers": [self.office.id(one) for one in readers], **changes}
        made = commands.create_card(self.office.actor(by), card_type=ACQUAINTANCE, fields=fields)
        self.settle()
        return int(made["card"])

    # -- doing ---------------------------------------------------------------------------------------------------------

    def settle(self) -> None:
        drain(self.now())

    def decide(self, card: int, key: str, outcome: str, by: str, **how: Any) -> None:
        task = self.task(card, key, by)
        commands.complete_task(self.office.actor(by), task=task.pk, outcome=outcome, **how)
        self.settle()

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

    def signal(self, card: int, key: str, **how: Any) -> None:
        commands.signal_card(MAIL, card=card, key=key, **how)
        self.settle()

    def dismiss(self, who: str) -> None:
        org.dismiss_person(SYSTEM, person=self.office.id(who))
        self.settle()

    # -- what came of it -----------------------------------------------------------------------------------------------

    def task(self, card: int, key: str, by: str = "") -> Task:
        rows = list(Task.objects.system("test").filter(card_id=card, key=key, state="open"))
        mine = [row for row in rows if by and row.assignee_id == self.office.id(by)]
        return (mine or rows)[0]

    def open(self, card: int) -> list[str]:
        rows = Task.objects.system("test").filter(card_id=card, state="open").order_by("n")
        return list(rows.values_list("key", flat=True))

    def holders(self, card: int) -> list[str]:
        """Whose the open tasks are."""
        rows = Task.objects.system("test").filter(card_id=card, state="open").order_by("n")
        names = {person.pk: key for key, person in self.office.people.items()}
        return [names[row.assignee_id] for row in rows]

    def state(self, card: int) -> Any:
        return queries.seen(SYSTEM, card).state

    def stage(self, card: int) -> str:
        return str(self.state(card).stage)

    def fields(self, card: int) -> dict[str, Any]:
        return dict(self.state(card).fields)

    def child(self, card: int, kind: str = OUTGOING) -> int:
        made = Card.objects.system("test").filter(parent_id=card, type=kind).order_by("-id")
        return int(made.values_list("id", flat=True)[0])

    def paper(self, card: int, kind: str = "letter_in") -> Document:
        return Document.objects.get(kind__key=kind, links__place="card", links__ref=card)

    def notices(self, who: str, about: str = "") -> QuerySet[Notification]:
        rows = Notification.objects.filter(person_id=self.office.id(who)).order_by("id")
        return rows.filter(about=about) if about else rows

    def told(self, who: str, words: str) -> list[datetime]:
        """When somebody was told something that holds these words."""
        rows = self.notices(who)
        return [row.at for row in rows if words in f"{row.title} {row.text}"]

    def events(self, card: int, kind: str) -> list[Event]:
        return list(Event.objects.filter(subject=f"card:{card}", kind=kind).order_by("seq"))

    def sees(self, who: str, card: int) -> bool:
        return queries.may_see(self.office.actor(who), card)


def build(now: MovingClock, *packs: str) -> Letters:
    return furnish(build_office(*(packs or ("payments", "errands", "letters"))), now)


def furnish(office: Office, now: MovingClock) -> Letters:
    """Into an office whose packs are installed."""
    kinds.shipped()
    top = Department.objects.get(name="Компания")
    person = Person(
        email="sveta@example.ru", last_name="Светлова", first_name="Светлана", department=top, sort_key="светлова"
    )
    person.password = password_hash()
    person.save()
    office.people["sveta"] = person
    role = CompanyRole.objects.create(key="secretary", title_ru="Секретарь", title_en="Secretary")
    RoleHolder.objects.create(role=role, person=person)
    ours = Company.objects.create(
        kind="legal",
        name="Лаванда",
        full_name="ООО «Лаванда»",
        inn="7736050003",
        kpp="773601001",
        sort_key="лаванда",
        search_text="лаванда",
        added_at=clock.now(),
        ours=True,
    )
    revision.bump()
    project = crm.add_project(office.actor("boris"), title="Линия розлива", responsible=office.id("boris"))["id"]
    return Letters(office, now, ours.pk, project)
