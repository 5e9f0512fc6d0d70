"""A small office in the database, with the shipped packs installed: what most tests of cards stand on."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.auth.hashers import make_password

from marshrut.cards import commands
from marshrut.cards.models import Task
from marshrut.crm.models import Company
from marshrut.definitions import loading
from marshrut.definitions import revision as definitions_revision
from marshrut.definitions.models import ActivePack, PackVersion
from marshrut.definitions.schema.pack import Pack
from marshrut.documents import commands as documents
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import revision as org_revision
from marshrut.org.models import CompanyRole, Department, Person, RoleHolder

from .packs import pack
from .toy import msk

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>"
)
SYSTEM = Actor.system()


@dataclass
class Office:
    """Алиса files requests, Борис heads her department, Виктор is a stranger; the rest hold the roles."""

    people: dict[str, Person] = field(default_factory=dict)
    company: Company | None = None

    def actor(self, name: str) -> Actor:
        return Actor.person(self.people[name].pk)

    def id(self, name: str) -> int:
        return self.people[name].pk

    def file(self, by: str = "alisa", name: str = "Счёт.pdf") -> int:
        stored = documents.store_file(self.actor(by), name=name, stream=io.BytesIO(PDF))
        return int(stored["id"])

    def fields(self, **changes: Any) -> dict[str, Any]:
        assert self.company is not None
        base = {
            "counterparty": self.company.pk,
            "amount": "125 000,50",
            "expense_item": "packaging",
            "purpose": "Флаконы 50 мл",
        }
        return {**base, **changes}

    def request(self, by: str = "alisa", **changes: Any) -> int:
        fields = self.fields(**{"invoice": [self.file(by)], **changes})
        return int(commands.create_card(self.actor(by), card_type="payment_request", fields=fields)["card"])

    def task(self, card: int, key: str) -> Task:
        return Task.objects.system("test").get(card_id=card, key=key, state="open")

    def complete(self, card: int, key: str, outcome: str, by: str, **how: Any) -> dict[str, Any]:
        return commands.complete_task(self.actor(by), task=self.task(card, key).pk, outcome=outcome, **how)

    def to_payment(self, card: int) -> None:
        self.complete(card, "approve", "approved", "boris")
        self.complete(card, "finance", "confirmed", "finance")

    def pay(self, card: int) -> None:
        self.complete(card, "pay", "finished", "chief")
        order = self.file("junior", "Платёжное поручение.pdf")
        self.complete(card, "payment_order", "finished", "junior", fields={"payment_order": [order]})


def build(*packs: str) -> Office:
    """Rows are inserted straight: tests of the commands that make them live in their own rooms."""
    office = Office()
    names = {
        "director": ("Громова", "Елена", "director"),
        "alisa": ("Алиева", "Алиса", ""),
        "boris": ("Борисов", "Борис", ""),
        "viktor": ("Викторов", "Виктор", ""),
        "ops": ("Орлова", "Ольга", "operations_manager"),
        "finance": ("Фомин", "Фёдор", "finance_manager"),
        "chief": ("Главная", "Галина", "chief_accountant"),
        "junior": ("Младшая", "Мария", "junior_accountant"),
        "admin": ("Админов", "Антон", ""),
    }
    top = Department.objects.create(name="Компания")
    supply = Department.objects.create(name="Снабжение", parent=top)
    money = Department.objects.create(name="Бухгалтерия", parent=top)
    lab = Department.objects.create(name="Лаборатория", parent=top)
    places = {"alisa": supply, "boris": supply, "chief": money, "junior": money, "viktor": lab}
    for key, (last, first, role) in names.items():
        person = Person(
            email=f"{key}@example.ru",
            last_name=last,
            first_name=first,
            department=places.get(key, top),
            is_admin=key == "admin",
            sort_key=last.lower(),
        )
        person.password = password_hash()
        person.save()
        office.people[key] = person
        if role:
            found, _ = CompanyRole.objects.get_or_create(key=role, defaults={"title_ru": role, "title_en": role})
            RoleHolder.objects.create(role=found, person=person)
    for department, head in ((top, "director"), (supply, "boris"), (money, "chief"), (lab, "viktor")):
        department.head = office.people[head]
        department.save()
    office.company = Company.objects.create(
        kind="legal",
        name="Стеклозавод",
        full_name="ООО «Стеклозавод»",
        inn="7707083893",
        kpp="770701001",
        sort_key="стеклозавод",
        search_text="стеклозавод",
        added_at=clock.now(),
    )
    org_revision.bump()
    for key in packs or ("payments",):
        install(key)
    return office


PASSWORD = "пароль-для-тестов"


@cache
def password_hash() -> str:
    return make_password(PASSWORD)


def install(key: str) -> None:
    install_pack(pack(key))


def install_pack(found: Pack) -> None:
    install_text(found.key, found.version, loading.content(found))


def install_text(key: str, version: str, content: str) -> None:
    """A version with the text that is stored of it."""
    made = PackVersion.objects.create(
        pack=key,
        version=version,
        content=content,
        sha256=hashlib.sha256(content.encode()).hexdigest(),
        installed_at=clock.now(),
    )
    ActivePack.objects.update_or_create(pack=key, defaults={"version": made})
    definitions_revision.bump()


class MovingClock:
    """The test's clock; `to` lets everything due until then happen, in order."""

    def __init__(self, start: str) -> None:
        self.at: datetime = msk(start)

    def __call__(self) -> datetime:
        return self.at

    def to(self, text: str) -> None:
        self.until(msk(text))

    def until(self, moment: datetime) -> None:
        from marshrut.jobs.models import Timer

        while True:
            due = Timer.objects.filter(state="armed", due_at__lte=moment).order_by("due_at").first()
            if due is None:
                break
            self.at = max(self.at, due.due_at)
            drain(self.at)
        self.at = moment
        drain(self.at)


def drain(at: datetime) -> None:
    from marshrut.jobs import worker

    worker.drain(at)
