"""An office with the packs of letters and errands: Вера registers what comes in, Борис decides, Алиса answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marshrut.cards import commands
from marshrut.cards.models import Card
from marshrut.crm.models import Company
from marshrut.kernel import clock
from marshrut.org import revision
from marshrut.org.models import CompanyRole, Department, Person, RoleHolder

from .kinds import shipped
from .office import Office, build, drain, password_hash


@dataclass
class Mailroom:
    office: Office
    ours: int

    def actor(self, name: str) -> Any:
        return self.office.actor(name)

    def id(self, name: str) -> int:
        return self.office.id(name)

    def incoming(self, subject: str = "О сроках поставки", by: str = "vera", **fields: Any) -> int:
        """A letter that the secretary registered; Борис has it for resolution."""
        given = {
            "paper": [self.office.file(by, "Письмо.pdf")],
            "sender": self.partner,
            "subject": subject,
            "organisation": self.ours,
            "no_project": True,
            "addressee": self.id("boris"),
            "their_number": "117-и",
            "their_date": "2026-07-01",
            **fields,
        }
        made = commands.create_card(self.actor(by), card_type="incoming_letter", fields=given)
        self.settle()
        return int(made["card"])

    def outgoing(self, subject: str = "О переносе срока", by: str = "alisa", **fields: Any) -> int:
        """A letter on its way to be approved."""
        given = {
            "letter": [self.office.file(by, "Ответ.pdf")],
            "recipient": self.partner,
            "subject": subject,
            "organisation": self.ours,
            "no_project": True,
            "signatory": self.id("director"),
            **fields,
        }
        made = commands.create_card(self.actor(by), card_type="outgoing_letter", fields=given)
        self.settle()
        return int(made["card"])

    def assign(self, card: int, to: str = "alisa", **fields: Any) -> None:
        given = {"executor": self.id(to), "resolution": "Подготовить ответ", **fields}
        self.complete(card, "assign", "assign", "boris", fields=given)

    def do(self, card: int, by: str = "alisa") -> None:
        """No answer is needed."""
        self.complete(card, "execute", "done", by, fields={"what_was_done": "Сроки сообщены по телефону"})

    def answer(self, card: int, by: str = "alisa") -> int:
        """The executor answers; the outgoing letter that is made of it."""
        file = self.office.file(by, "Ответ.pdf")
        self.complete(card, "execute", "reply", by, fields={"reply_text": "Перенесём", "reply_file": [file]})
        return int(Card.objects.system("test").get(parent_id=card).pk)

    def answer_all(self, many: int) -> None:
        """So many letters whose answers are on their way, and as many that wait for resolution."""
        for _number in range(many):
            card = self.incoming()
            self.assign(card)
            self.answer(card)
            self.incoming()

    def approve(self, card: int) -> None:
        """Every head in turn, the signatory last."""
        for _turn in range(5):
            task = self.office.task(card, "approve") if self.stage(card) == "approval" else None
            if task is None:
                return
            who = next(name for name in self.office.people if self.id(name) == task.assignee_id)
            self.complete(card, "approve", "approved", who)

    def send(self, card: int) -> None:
        given = {"way": "post", "track_number": "80081234567890", "sent_on": f"{clock.now():%Y-%m-%d}"}
        self.complete(card, "send", "sent", "vera", fields=given)

    def complete(self, card: int, key: str, outcome: str, by: str, **how: Any) -> None:
        self.office.complete(card, key, outcome, by, **how)
        self.settle()

    def stage(self, card: int) -> str:
        return str(Card.objects.system("test").get(pk=card).stage)

    def fields(self, card: int) -> dict[str, Any]:
        row = Card.objects.system("test").get(pk=card)
        return dict(row.content.fields)

    @property
    def partner(self) -> int:
        assert self.office.company is not None
        return self.office.company.pk

    def settle(self) -> None:
        drain(clock.now())


def mailroom() -> Mailroom:
    office = build()
    shipped()
    secretary, _ = CompanyRole.objects.get_or_create(key="secretary", defaults={"title_ru": "Секретарь"})
    vera = Person(
        email="vera@example.ru",
        last_name="Секретарёва",
        first_name="Вера",
        department=Department.objects.get(name="Компания"),
        sort_key="секретарева",
        password=password_hash(),
    )
    vera.save()
    office.people["vera"] = vera
    RoleHolder.objects.create(role=secretary, person=vera)
    ours = Company.objects.create(
        kind="legal",
        name="Наша фабрика",
        full_name="ООО «Наша фабрика»",
        inn="7702000004",
        sort_key="наша фабрика",
        search_text="наша фабрика",
        added_at=clock.now(),
        ours=True,
    )
    revision.bump()
    from .office import install

    install("errands")
    install("letters")
    return Mailroom(office, ours.pk)
