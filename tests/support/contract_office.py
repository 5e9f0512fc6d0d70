"""The small office with the pack of contracts, its roles, and an organisation of ours."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from marshrut.automation.models import Notification
from marshrut.cards import commands, queries
from marshrut.cards.models import Task
from marshrut.crm.models import Company
from marshrut.documents import commands as documents
from marshrut.documents.models import Document, DocumentVersion
from marshrut.kernel import clock
from marshrut.org import revision
from marshrut.org.models import CompanyRole, Department, Person, RoleHolder
from tests.support import kinds
from tests.support.office import PDF, MovingClock, Office, drain, password_hash
from tests.support.office import build as build_office

NAMES = {
    "zina": ("Зимина", "Зинаида", "office_manager"),
    "lev": ("Львов", "Лев", "lawyer"),
    "sergey": ("Сторожев", "Сергей", "security"),
    "kira": ("Кирова", "Кира", "contract_committee"),
    "kostya": ("Комов", "Константин", "contract_committee"),
    "klim": ("Климов", "Клим", "contract_committee"),
}
CONTRACT = "contract"
SMALL, LARGE = "250 000", "5 000 000"


@dataclass
class Contracts:
    """Алиса writes contracts, Борис heads her department, Громова signs; Виктор is a stranger."""

    office: Office
    now: MovingClock
    ours: int

    def card(self, by: str = "alisa", **changes: Any) -> int:
        assert self.office.company is not None
        fields = {
            "subject": "Поставка флаконов на 2027 год",
            "counterparty": self.office.company.pk,
            "organisation": self.ours,
            "amount": SMALL,
            "contract": [self.file(by=by)],
            **changes,
        }
        made = commands.create_card(self.office.actor(by), card_type=CONTRACT, fields=fields)
        self.settle()
        return int(made["card"])

    def file(self, mark: str = "v1", name: str = "Договор.pdf", by: str = "alisa") -> int:
        content = PDF + f"\n% {mark}".encode()
        return int(documents.store_file(self.office.actor(by), name=name, stream=io.BytesIO(content))["id"])

    def settle(self) -> None:
        """Everything that is due happens."""
        drain(self.now())

    def decide(self, card: int, key: str, outcome: str, by: str, **how: Any) -> None:
        task = self.task(card, key, by)
        commands.complete_task(self.office.actor(by), task=task.pk, outcome=outcome, **how)
        self.settle()

    def task(self, card: int, key: str, by: str = "") -> Task:
        """The open task of that name; of several, that of the person."""
        rows = list(Task.objects.system("test").filter(card_id=card, key=key, state="open"))
        mine = [row for row in rows if by and row.assignee_id == self.office.id(by)]
        return (mine or rows)[0]

    def open(self, card: int) -> list[str]:
        rows = Task.objects.system("test").filter(card_id=card, state="open").order_by("n")
        return list(rows.values_list("key", flat=True))

    def state(self, card: int) -> Any:
        return queries.seen(self.office.actor("lev"), card).state

    def edit(self, card: int, by: str = "alisa", **fields: Any) -> None:
        commands.edit_card(self.office.actor(by), card=card, fields=fields)
        self.settle()

    # -- along the route -----------------------------------------------------------------------------------------------

    def approve(self, card: int) -> None:
        """From the check to our signature."""
        self.decide(card, "check", "checked", "zina")
        for key, person in (("lawyer", "lev"), ("finance", "finance"), ("security", "sergey")):
            self.decide(card, key, "approved", person)
        self.decide(card, "heads", "approved", "boris")
        self.decide(card, "heads", "approved", "director")

    def sign(self, card: int, *, sent: str = "2026-07-03", signed: str = "2026-07-06") -> int:
        """Both sides; returns the file of the signed copy."""
        self.decide(card, "sign", "signed", "director")
        self.decide(card, "send", "sent", "zina", fields={"sent_on": sent})
        copy = self.file("signed", "Скан.pdf", by="zina")
        self.decide(card, "countersign", "signed", "zina", fields={"signed_copy": [copy], "signed_on": signed})
        return copy

    # -- what came of it -----------------------------------------------------------------------------------------------

    def paper(self, card: int, kind: str = CONTRACT) -> Document:
        return Document.objects.get(kind__key=kind, links__place="card", links__ref=card)

    def versions(self, card: int) -> list[int]:
        rows = DocumentVersion.objects.filter(document=self.paper(card)).order_by("n")
        return list(rows.values_list("file_id", flat=True))

    def notices(self, who: str, about: str = "") -> QuerySet[Notification]:
        rows = Notification.objects.filter(person_id=self.office.id(who)).order_by("id")
        return rows.filter(about=about) if about else rows

    def reminded(self, who: str) -> list[tuple[str, datetime]]:
        """Texts of «длится более … часов» with the moment of each."""
        rows = self.notices(who, "robot").filter(title__contains="длится более")
        return list(rows.values_list("title", "at"))


def build(now: MovingClock, *packs: str) -> Contracts:
    office = build_office(*(packs or ("payments", "contracts")))
    kinds.shipped()
    top = Department.objects.get(name="Компания")
    for key, (last, first, role) in NAMES.items():
        person = Person(
            email=f"{key}@example.ru", last_name=last, first_name=first, department=top, sort_key=last.lower()
        )
        person.password = password_hash()
        person.save()
        office.people[key] = person
        found, _ = CompanyRole.objects.get_or_create(key=role, defaults={"title_ru": role, "title_en": role})
        RoleHolder.objects.create(role=found, person=person)
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
    return Contracts(office, now, ours.pk)
