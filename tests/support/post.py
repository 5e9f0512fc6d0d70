"""The smallest pack of letters, without tasks: whatever threads are made of, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from marshrut.cards import commands
from marshrut.crm import commands as crm
from marshrut.definitions.schema.pack import Pack
from marshrut.kernel import clock
from marshrut.letters import commands as letters
from marshrut.letters.models import Letter, Link
from tests.support.office import SYSTEM, Office, drain, install_pack

IN, OUT = "letter_in", "letter_out"
SECRETARY = "ops"
_ALL = ["view", "comment", "attach", "edit", "start", "export", "print"]
#: as a pack writes them; `number` and `date` are plain fields here, so that a test may fill them in
FIELDS: dict[str, Any] = {
    "subject": {"kind": "text", "title": "Тема"},
    "partner": {"kind": "company", "title": "Контрагент"},
    "organisation": {"kind": "company", "title": "Организация", "ours": True},
    "project": {"kind": "project", "title": "Проект"},
    "no_project": {"kind": "yes_no", "title": "Без проекта"},
    "paper": {"kind": "file", "title": "Письмо"},
    "number": {"kind": "text", "title": "Номер"},
    "date": {"kind": "date", "title": "Дата"},
    "their_number": {"kind": "text", "title": "Номер контрагента"},
    "their_date": {"kind": "date", "title": "Дата контрагента"},
    "executor": {"kind": "person", "title": "Исполнитель", "takes_part": True},
    "text": {"kind": "long_text", "title": "Текст", "max_length": 20000},
    "answers": {"kind": "card", "title": "В ответ на", "card_type": [IN, OUT], "link": "reply"},
    "continues": {"kind": "card", "title": "В продолжение", "card_type": [IN, OUT], "link": "follow_up"},
    "adds_to": {"kind": "card", "title": "В дополнение", "card_type": [IN, OUT], "link": "addendum"},
}
_MEANING = {
    **dict.fromkeys(("subject", "partner", "organisation", "project", "no_project", "paper", "number", "date")),
    **dict.fromkeys(("their_number", "their_date", "executor", "text")),
}


@cache
def pack() -> Pack:
    return Pack.model_validate(
        {
            "key": "post",
            "version": "1.0.0",
            "title": "Почта",
            "description": "Письма",
            "card_types": [_card_type(IN, "in", "ПВ-"), _card_type(OUT, "out", "ПИ-")],
        }
    )


def _card_type(key: str, direction: str, prefix: str) -> dict[str, Any]:
    return {
        "key": key,
        "title": {"ru": "Входящие письма" if direction == "in" else "Исходящие письма"},
        "create": "Письмо",
        "prefix": prefix,
        "name": "{{ number }} {{ subject }}",
        "company_field": "partner",
        "first": "work",
        "letter": {"direction": direction, **{one: one for one in _MEANING}},
        "fields": FIELDS,
        "access": [
            {"who": "everyone", "may": ["create"]},
            {"who": "everyone", "scope": "own", "may": _ALL},
            {"who": "everyone", "scope": "participant", "may": ["view"]},
            {"who": "role:operations_manager", "scope": "all", "may": _ALL},
        ],
        "stages": [
            {"key": "draft", "kind": "start", "title": "Черновик"},
            {"key": "work", "title": "В работе", "moves": [{"to": "done", "by": [{"author": True}]}]},
            {"key": "done", "kind": "success", "title": "Исполнено"},
            {"key": "gone", "kind": "failure", "title": "Отозвано"},
        ],
    }


@dataclass
class Post:
    """Орлова is the secretary and sees all letters; Алиса writes some, Борис and Виктор see what they take part in."""

    office: Office

    def letter(self, kind: str = IN, by: str = SECRETARY, *, settled: bool = True, **fields: Any) -> int:
        """A letter of the glass works, unless told otherwise."""
        assert self.office.company is not None
        given = {"subject": "Окна", "partner": self.office.company.pk, **fields}
        given = {name: _raw(value) for name, value in given.items() if value is not None}
        made = commands.create_card(self.office.actor(by), card_type=kind, fields=given)
        if settled:
            self.settle()
        return int(made["card"])

    def edit(self, card: int, by: str = SECRETARY, **fields: Any) -> None:
        given = {name: _raw(value) for name, value in fields.items()}
        commands.edit_card(self.office.actor(by), card=card, fields=given)
        self.settle()

    def finish(self, card: int, by: str = SECRETARY) -> None:
        commands.move_card(self.office.actor(by), card=card, to="done")
        self.settle()

    def project(self, title: str) -> int:
        assert self.office.company is not None
        actor = self.office.actor("boris")
        return int(crm.add_project(actor, title=title, companies=[self.office.company.pk])["id"])

    def company(self, name: str, inn: str = "") -> int:
        made = crm.add_company(self.office.actor("junior"), kind="legal", name=name, inn=inn)
        return int(made["id"])

    def settle(self) -> None:
        drain(clock.now())

    def thread(self, card: int) -> int:
        return Letter.objects.get(card=card).thread

    def links(self, card: int) -> set[tuple[int, str, str]]:
        return set(Link.objects.filter(card=card).values_list("other", "kind", "because"))

    def rebuild(self, limit: int = 3) -> None:
        done: dict[str, Any] = {"step": "look", "after": 0}
        while done["step"] != "done":
            done = letters.rebuild(SYSTEM, step=done["step"], after=done["after"], limit=limit)

    def mail(self, message_id: str, card: int, direction: str = "in", **fields: Any) -> None:
        letters.know_message(SYSTEM, message_id=message_id, direction=direction, card=card, **fields)  # type: ignore[arg-type]


def build(office: Office) -> Post:
    install_pack(pack())
    return Post(office)


def _raw(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
