"""A card type ready to run: the definition with the settings' values of this company filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from marshrut.definitions.schema.base import Amount, Span
from marshrut.definitions.schema.pack import CardType, Outcome, Stage, Task

from .decision import Refusal

#: key of the built-in task that a question opens; no pack may use it
OPINION = "opinion"
_OPINION = Task.model_validate(
    {
        "key": OPINION,
        "title": {"ru": "Дайте мнение", "en": "Give your opinion"},
        "kind": "acknowledge",
        "assignee": [{"author": True}],
        "take": False,
        "delegate": False,
        "outcomes": [
            {
                "key": "given",
                "title": {"ru": "Ответить", "en": "Answer"},
                "done": {"ru": "Мнение дано", "en": "Opinion given"},
                "style": "neutral",
                "reason": "required",
            }
        ],
    }
)
#: stands for a closed task of the version that the card was moved from, where the present one has none of its name
_FORMER = Task.model_validate(
    {
        "key": "former",
        "title": {"ru": "Задание прежней версии", "en": "Task of an earlier version"},
        "kind": "acknowledge",
        "assignee": [{"author": True}],
        "outcomes": [{"key": "seen", "title": {"ru": "Ознакомлен", "en": "Seen"}}],
    }
)


@dataclass(frozen=True)
class Definition:
    """`settings` holds every setting of the pack with its value today."""

    pack: str
    version: str
    card_type: CardType
    settings: Mapping[str, int | str]

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        return self.card_type.by_stage

    @cached_property
    def _tasks(self) -> Mapping[tuple[str, str], Task]:
        return {(stage.key, task.key): task for stage in self.card_type.stages for task in stage.tasks}

    def task(self, stage: str, key: str) -> Task:
        return _OPINION if key == OPINION else self._tasks.get((stage, key), _FORMER)

    @property
    def undo_minutes(self) -> int:
        """How long a decision may be taken back."""
        return self.card_type.undo_minutes

    def outcome(self, stage: str, task: str, outcome: str) -> Outcome:
        found = self.task(stage, task).outcome(outcome)
        if found is None:
            raise Refusal("invalid", "no_such_outcome", outcome=outcome)
        return found

    def amount(self, amount: Amount) -> int:
        """A number, or the value of the setting it names."""
        return int(self.settings[amount[1:]]) if isinstance(amount, str) else amount

    def off(self, span: Span) -> bool:
        """A setting of 0 switches off what comes after the span. A 0 written out means at once."""
        return isinstance(span.amount, str) and self.amount(span.amount) == 0

    def text(self, value: str) -> str:
        """A literal, or the value of the setting it names."""
        return str(self.settings[value[1:]]) if value.startswith("$") else value

    @cached_property
    def known(self) -> Mapping[str, Decimal | str]:
        """What conditions know of the settings: "$name" -> its number, or the key of its choice, today."""
        return {f"${k}": Decimal(value) if isinstance(value, int) else value for k, value in self.settings.items()}

    def rule(self, *parts: str) -> str:
        """Name of a rule for robots and history, e.g. "payments/payment_request/approve/remind"."""
        return "/".join((self.pack, self.card_type.key, *parts))
