"""The parts of a pack: settings, fields, stages, tasks, outcomes, deadlines, ladders, robots, access.

The words are those of docs/glossary.md. Cross-references are checked in `definitions.validation`, not here.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field as Constrain

from .base import Key, Model, Words
from .people import Resolver
from .robots import Robot
from .stages import Move, Stage, StageKind, StageTimer
from .tasks import Due, FormField, Outcome, Pause, Rung, Task, TaskKind, While

__all__ = [
    "CardType",
    "Choice",
    "Due",
    "Field",
    "FieldKind",
    "FormField",
    "Grant",
    "Move",
    "Outcome",
    "Pack",
    "Pause",
    "Resolver",
    "Restart",
    "Robot",
    "Rung",
    "Setting",
    "Stage",
    "StageKind",
    "StageTimer",
    "Task",
    "TaskKind",
    "While",
    "Withdraw",
]

FieldKind = Literal[
    "text", "long_text", "number", "money", "date", "choice", "person", "company", "file", "card", "yes_no"
]


class Setting(Model):
    """A threshold that an administrator edits on a page; applied to tasks opened afterwards."""

    kind: Literal["work_hours", "work_days", "hours", "days", "time", "money", "count"]
    title: Words
    #: a sentence under the title
    help: Words | None = None
    #: a whole number, or a time of day in quotes
    default: int | str
    #: bounds of what an administrator may enter; of a time there are none
    min: int = 0
    max: int = 10_000


class Choice(Model):
    key: Key
    title: Words


class Field(Model):
    """A typed field of a card. Money is kept as a decimal string in roubles, a date as ISO text, a file as ids."""

    kind: FieldKind
    title: Words
    #: a sentence under the title
    help: Words | None = None
    #: marked on the form; the first stage must demand it as well
    required: bool = False
    #: of kind choice: what there is to choose from
    choices: tuple[Choice, ...] = ()
    #: of texts, in characters
    max_length: int = 500
    #: the kinds of card a "card" field may point at
    card_type: str | None = None
    #: cannot be changed after the first approval of the round (A4.13)
    locked_by_approval: bool = False


class Grant(Model):
    """Who may do what with cards of this type; nothing else is allowed."""

    #: everyone, author, participant (has or had a task), head (of the author), or role:key
    who: str = Constrain(pattern=r"^(everyone|author|participant|head|role:[a-z][a-z0-9_]*)$")
    may: tuple[Literal["create", "view", "edit", "comment", "attach", "start", "withdraw", "restart"], ...]


class Withdraw(Model):
    """The author may take the card back before the first decision."""

    #: a stage of kind failure
    to: Key


class Restart(Model):
    """The author may start a new round from these stages (S4.21, A4.11)."""

    from_: tuple[Key, ...] = Constrain(alias="from")
    to: Key


class CardType(Model):
    key: Key
    title: Words
    #: what the «Создать» button says
    create: Words
    #: of the number, like ЗО-
    prefix: str = ""
    #: the line people recognise the card by
    name: Words
    #: money field shown as the sum on boards
    amount_field: Key | None = None
    #: company field shown as the counterparty
    company_field: Key | None = None
    #: in the order of the form
    fields: dict[Key, Field]
    #: in the order of the board
    stages: tuple[Stage, ...] = Constrain(min_length=2)
    #: the stage that a draft is sent to
    first: Key
    withdraw: Withdraw | None = None
    restart: Restart | None = None
    access: tuple[Grant, ...] = ()

    @cached_property
    def by_stage(self) -> dict[str, Stage]:
        return {stage.key: stage for stage in self.stages}

    @property
    def start(self) -> Stage:
        """The stage of drafts."""
        return next(stage for stage in self.stages if stage.kind == "start")

    def task(self, key: str) -> tuple[Stage, Task] | None:
        return next(((s, t) for s in self.stages for t in s.tasks if t.key == key), None)


class Pack(Model):
    """pack.yaml with its card types."""

    key: Key
    #: three numbers; changed content needs a new one
    version: str = Constrain(pattern=r"^[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$")
    title: Words
    description: Words | None = None
    #: company roles the pack needs, with the name people see
    roles: dict[Key, Words] = {}
    #: thresholds that an administrator edits, named $key in card types
    settings: dict[Key, Setting] = {}
    card_types: tuple[CardType, ...] = Constrain(min_length=1)

    def card_type(self, key: str) -> CardType | None:
        return next((card_type for card_type in self.card_types if card_type.key == key), None)
