"""A small office at work: people press buttons, time passes, and one looks at what came of it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from marshrut.automation.models import Notification
from marshrut.cards import commands, queries
from marshrut.cards.models import Card, Task
from marshrut.crm.models import Company
from marshrut.documents import commands as documents
from marshrut.documents.models import Document
from marshrut.history.models import Event
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org
from marshrut.org.models import CompanyRole, Department, Person, RoleHolder
from tests.support.office import PDF, SYSTEM, MovingClock, Office, drain, password_hash

MAIL = Actor.robot("mail")


@dataclass
class Desk:
    """`ours`: an organisation of ours."""

    office: Office
    now: MovingClock
    ours: int

    # -- doing ---------------------------------------------------------------------------------------------------------

    def store(self, by: str, name: str, mark: str = "v1") -> int:
        """A file of its own content for each mark and name."""
        content = PDF + f"\n% {mark} {name}".encode()
        return int(documents.store_file(self.office.actor(by), name=name, stream=io.BytesIO(content))["id"])

    def partner(self) -> int:
        assert self.office.company is not None
        return self.office.company.pk

    def make(self, by: str, card_type: str, fields: dict[str, Any], **how: Any) -> int:
        """Without what is None."""
        given = {key: value for key, value in fields.items() if value is not None}
        made = commands.create_card(self.office.actor(by), card_type=card_type, fields=given, **how)
        self.settle()
        return int(made["card"])

    def settle(self) -> None:
        """Everything that is due happens."""
        drain(self.now())

    def decide(self, card: int, key: str, outcome: str, by: str, **how: Any) -> None:
        task = self.task(card, key, by)
        commands.complete_task(self.office.actor(by), task=task.pk, outcome=outcome, **how)
        self.settle()

    def edit(self, card: int, by: str = "alisa", **fields: Any) -> None:
        commands.edit_card(self.office.actor(by), card=card, fields=fields)
        self.settle()

    def move(self, card: int, to: str, by: str = "alisa") -> None:
        commands.move_card(self.office.actor(by), card=card, to=to)
        self.settle()

    def signal(self, card: int, key: str, **how: Any) -> None:
        commands.signal_card(MAIL, card=card, key=key, **how)
        self.settle()

    def dismiss(self, who: str) -> None:
        org.dismiss_person(SYSTEM, person=self.office.id(who))
        self.settle()

    # -- what came of it -----------------------------------------------------------------------------------------------

    def task(self, card: int, key: str, by: str = "") -> Task:
        """The open task of that name; of several, that of the person."""
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

    def children(self, card: int, kind: str) -> list[int]:
        """Newest first."""
        made = Card.objects.system("test").filter(parent_id=card, type=kind).order_by("-id")
        return list(made.values_list("id", flat=True))

    def child(self, card: int, kind: str) -> int:
        return self.children(card, kind)[0]

    def paper(self, card: int, kind: str) -> Document:
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


def hire(office: Office, key: str, last: str, first: str, role: str) -> None:
    """Somebody more who holds a role."""
    top = Department.objects.get(name="Компания")
    person = Person(email=f"{key}@example.ru", last_name=last, first_name=first, department=top, sort_key=last.lower())
    person.password = password_hash()
    person.save()
    office.people[key] = person
    found, _ = CompanyRole.objects.get_or_create(key=role, defaults={"title_ru": role, "title_en": role})
    RoleHolder.objects.create(role=found, person=person)


def our_organisation() -> int:
    made = Company.objects.create(
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
    return made.pk
