"""The smallest routes that show one rule, and cards that walk them. Алиса writes, Борис heads her team, Виктор is a
stranger; Галина heads them all.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from marshrut.definitions.schema.pack import CardType
from marshrut.engine.definition import Definition
from marshrut.engine.happenings import Complete, Cover, Create, Delegate, Edit, Forward, Pause, Start, Take
from marshrut.org.rules.absence import Away, Deputy
from tests.support.toy import Play, ToyCompany, msk

Part = dict[str, Any]

ALICE, BORIS, GALINA, DARIA, EGOR, VICTOR = range(1, 7)
COMPANY = ToyCompany(
    boss={ALICE: BORIS, BORIS: BORIS, GALINA: GALINA, DARIA: GALINA, EGOR: GALINA, VICTOR: GALINA},
    above={BORIS: GALINA},
    roles={"three": (BORIS, DARIA, EGOR), "two": (BORIS, DARIA), "one": (DARIA,), "ops": (EGOR,)},
)
FIELDS: Part = {
    "title": {"kind": "text", "title": "Тема"},
    "amount": {"kind": "money", "title": "Сумма", "locked_by_approval": True},
    "owner": {"kind": "person", "title": "Ответственный"},
    "due": {"kind": "date", "title": "Срок"},
    "count": {"kind": "number", "title": "Число"},
    "paper": {"kind": "file", "title": "Договор", "document": "contract", "several": True},
    "people": {"kind": "person", "title": "Читатели", "several": True, "takes_part": True},
    "about": {"kind": "card", "title": "По карточке", "shares": True},
    "number": {"kind": "text", "title": "Номер", "by_system": True},
    "number_on": {"kind": "date", "title": "От", "by_system": True},
    "scan": {"kind": "file", "title": "Письмо", "document": "letter_out"},
    "firm": {"kind": "company", "title": "Кому"},
    "address": {"kind": "text", "title": "E-mail"},
    "theirs": {"kind": "text", "title": "Вх. №"},
    "theirs_on": {"kind": "date", "title": "Вх. от"},
    "way": {
        "kind": "choice",
        "title": "Способ",
        "choices": [{"key": key, "title": key} for key in ("post", "courier", "by_hand")],
    },
    "track": {"kind": "track_number", "way": "way", "title": "Трек-номер"},
    "status": {"kind": "choice", "title": "Где", "by_system": True, "choices": [{"key": "unknown", "title": "?"}]},
}
YES: Part = {"key": "yes", "title": "Да"}
NO: Part = {"key": "no", "title": "Нет", "style": "negative", "to": "refused"}


def task(key: str = "check", **words: Any) -> Part:
    """A task of Борис with the buttons yes and no; `words` are those of a pack."""
    words.setdefault("assignee", [{"role": "two"}])
    return {"key": key, "title": key, "outcomes": [YES, NO], **words}


def stage(key: str, *tasks: Part, **words: Any) -> Part:
    return {"key": key, "title": key, "tasks": tasks, **words}


def route(*stages: Part, **words: Any) -> Definition:
    """Stages after the draft; “done” and “refused” end the way, and a refused card may be started anew.

    Any of the three may be given with the others.
    """
    draft = {"key": "draft", "kind": "start", "title": "Черновик"}
    ends = [
        {"key": "done", "kind": "success", "title": "Готово"},
        {"key": "refused", "kind": "failure", "title": "Нет"},
    ]
    given = {one["key"] for one in stages}
    first = stages[0]["key"]
    card_type: Part = {
        "key": "paper",
        "title": "Бумаги",
        "create": "Бумага",
        "name": "{{ title }}",
        "fields": FIELDS,
        "first": first,
        "stages": [*stages, *(end for end in (draft, *ends) if end["key"] not in given)],
        "withdraw": {"to": "refused"},
        "restart": {"from": ["refused"], "to": first},
    }
    return Definition("small", "1.0.0", CardType.model_validate({**card_type, **words}), {})


class Game(Play):
    """A card of Алиса, on its way since Thursday, 2 July 2026, 10:00."""

    def __init__(self, *stages: Part, fields: Part | None = None, start: bool = True, **words: Any) -> None:
        super().__init__(route(*stages, **words), COMPANY, ALICE, msk("2026-07-02 10:00"))
        self.do(Create(fields or {}, start), ALICE)

    def n(self, key: str = "check") -> int:
        """Number of the last open task of that name."""
        return [task.n for task in self.card.open_tasks if task.key == key][-1]

    def task_of(self, person: int, key: str = "check") -> int:
        return next(task.n for task in self.card.open_tasks if task.key == key and task.assignee == person)

    def decide(self, person: int, outcome: str = "yes", n: int | None = None, **fields: Any) -> None:
        self.do(Complete(n or self.n(), outcome, "", fields), person)

    def vote(self, person: int, outcome: str = "yes") -> None:
        self.decide(person, outcome, self.task_of(person))

    def take(self, person: int) -> None:
        self.do(Take(self.n()), person)

    def hand_over(self, person: int, to: int, n: int | None = None) -> None:
        self.do(Forward(n or self.n(), to), person)

    def lend(self, person: int, to: int, n: int | None = None) -> None:
        self.do(Delegate(n or self.n(), to), person)

    def away(self, person: int, *deputies: int, days: float = 7, of: str = "vacation") -> None:
        """From now on."""
        named = tuple(Deputy(one) for one in deputies)
        away = Away(person, self.now, self.now + timedelta(days=days), of, named)
        self.company = replace(self.company, absences={**self.company.absences, person: (away,)})

    def back(self, person: int) -> None:
        others = {one: away for one, away in self.company.absences.items() if one != person}
        self.company = replace(self.company, absences=others)

    def cover(self) -> list[str]:
        """What was said when the company was looked at."""
        return [line.kind for line in self.do(Cover()).lines]

    def pause(self, person: int, days: float = 1, reason: str = "Ждём") -> None:
        self.do(Pause(self.n(), self.now + timedelta(days=days), reason), person)

    def start(self) -> None:
        self.do(Start(), ALICE)

    def edit(self, **fields: Any) -> None:
        self.do(Edit(fields), ALICE)

    def dismiss(self, *people: int) -> None:
        self.company = replace(self.company, gone=frozenset(people))

    def holders(self) -> list[int]:
        return [person for task in self.card.open_tasks for person in (task.assignee, *task.co)]

    def timers(self) -> dict[str, datetime]:
        return {timer.key: timer.due_at for timer in self.card.timers}
