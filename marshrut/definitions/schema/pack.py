"""The parts of a pack: settings, fields, stages, tasks, outcomes, deadlines, ladders, robots, access.

The words are those of docs/glossary.md. Cross-references are checked in `definitions.validation`, not here.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field as Constrain

from .access import Act, Grant, Scope
from .approval import SelfApproval
from .base import Amount, Key, Model, Words
from .edocs import EDoc
from .letters import Letter, LinkKind
from .people import Resolver
from .reads import Reads
from .robots import Robot
from .shipments import Shipment
from .stages import Demand, FromMail, Move, Signal, Stage, StageKind, StageTimer
from .stories import Story
from .tasks import AddressOf, Because, Due, FormField, Outcome, Pause, Rung, Task, TaskKind, While

__all__ = [
    "Act",
    "AddressOf",
    "Because",
    "CardType",
    "Choice",
    "Demand",
    "Due",
    "EDoc",
    "Field",
    "FieldKind",
    "FormField",
    "FromMail",
    "Grant",
    "Letter",
    "LinkKind",
    "Move",
    "Outcome",
    "Pack",
    "Pause",
    "Reads",
    "Resolver",
    "Restart",
    "Robot",
    "Rung",
    "Scope",
    "SelfApproval",
    "Setting",
    "Shipment",
    "Signal",
    "Stage",
    "StageKind",
    "StageTimer",
    "StepUp",
    "Story",
    "Task",
    "TaskKind",
    "While",
    "Withdraw",
]

FieldKind = Literal[
    "text",
    "long_text",
    "number",
    "money",
    "date",
    "choice",
    "person",
    "company",
    "contact",
    "deal",
    "project",
    "file",
    "card",
    "yes_no",
    "track_number",
]


class Choice(Model):
    key: Key
    title: Words


class Setting(Model):
    """A threshold that an administrator edits on a page; applied to tasks opened afterwards."""

    kind: Literal["work_hours", "work_days", "hours", "days", "time", "money", "count", "choice"]
    title: Words
    #: a sentence under the title
    help: Words | None = None
    #: a whole number, a time of day in quotes, or the key of a choice
    default: int | str
    #: bounds of what an administrator may enter; of a time and of a choice there are none
    min: int = 0
    max: int = 10_000
    #: of kind choice: what there is to choose from
    choices: tuple[Choice, ...] = ()


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
    #: the kind of card a "card" field may point at, or several
    card_type: str | tuple[str, ...] | None = None
    #: cannot be changed after the first approval of the round (A4.13)
    locked_by_approval: bool = False
    #: of a file: the key of a document kind; the file becomes a paper of that kind in its folder (S1.2, S1.10)
    document: Key | None = None
    #: of a document: each file is a paper of its own; unless told there is one, and another file is its next version.
    #: Of a person: any number of people
    several: bool = False
    #: of a document: the file is the next version of the paper in that field, as its signed copy is
    version_of: Key | None = None
    #: of a document: the text field with the number of the order, in whose folder kinds filed by orders lie (S0.19)
    filed_under: Key | None = None
    #: of a file: which fields a formalised document (УПД, акт) put there fills while they are empty
    reads: Reads | None = None
    #: of a company: one of our own organisations
    ours: bool = False
    #: of a person: takes part in the card, and sees it as participants do
    takes_part: bool = False
    #: filled in by the system only; people never are asked for it
    by_system: bool = False
    #: not asked for when the card is made: it stands on the form of the card once that is on its way
    later: bool = False
    #: of a card: whoever takes part in this card sees that one as participants do
    shares: bool = False
    #: of a date: no person puts a later, or an earlier, day there than the day on which they do it
    not_after: Literal["today"] | None = None
    not_before: Literal["today"] | None = None
    #: of a card: what this letter is to that one
    link: LinkKind | None = None
    #: of a contact, a deal or a project: the company field whose own are offered first
    of: Key | None = None
    #: of a track_number: the choice field with the way of sending, by which the number is checked
    way: Key | None = None

    @property
    def card_types(self) -> tuple[str, ...]:
        """Kinds of card that a "card" field may point at; none: any."""
        return (self.card_type,) if isinstance(self.card_type, str) else self.card_type or ()


class Withdraw(Model):
    """The author may take the card back before the first decision."""

    #: a stage of kind failure
    to: Key
    #: on these stages also after somebody decided
    late: tuple[Key, ...] = ()


class Restart(Model):
    """The author may start a new round from these stages (S4.21, A4.11)."""

    from_: tuple[Key, ...] = Constrain(alias="from")
    to: Key


class StepUp(Model):
    """Whoever decides on a large sum shows who they are once more: by password, a code or a passkey."""

    #: a money field of the card
    field: Key
    #: roubles, or $setting; decisions strictly above it ask, 0 means never
    above: Amount


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
    #: cards of this type are letters: which fields mean what
    letter: Letter | None = None
    #: cards of this type are shipments: which fields mean what
    shipment: Shipment | None = None
    #: cards of this type are e-documents: a source such as 1C leads them, no person carries them
    edoc: EDoc | None = None
    #: in the order of the form
    fields: dict[Key, Field]
    #: in the order of the board
    stages: tuple[Stage, ...] = Constrain(min_length=2)
    #: the stage that a draft is sent to
    first: Key
    withdraw: Withdraw | None = None
    restart: Restart | None = None
    step_up: StepUp | None = None
    #: whether authors approve their own cards; unless told they may, marked
    self_approval: SelfApproval | None = None
    #: for so many minutes people may take their own decision back; 0: never
    undo_minutes: int = Constrain(5, ge=0, le=1440)
    #: who may do what; the company's own rows, once there are any, replace these
    access: tuple[Grant, ...] = ()

    @cached_property
    def by_stage(self) -> dict[str, Stage]:
        return {stage.key: stage for stage in self.stages}

    @cached_property
    def choice_titles(self) -> dict[str, dict[str, str]]:
        """Of each choice field: key -> what people read."""
        fields = self.fields.items()
        return {key: {one.key: one.title.ru for one in field.choices} for key, field in fields if field.choices}

    @cached_property
    def only_in_tasks(self) -> frozenset[str]:
        """Fields that are given in a task, by whose task it is: not on the form of the card."""
        forms = [entry for stage in self.stages for task in stage.tasks for entry in task.form]
        return frozenset(entry.field for entry in forms) - {entry.field for entry in forms if entry.on_card}

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
    #: what must happen, told on a virtual clock; installed versions that are kept in memory do not carry them
    stories: tuple[Story, ...] = ()

    def card_type(self, key: str) -> CardType | None:
        return next((card_type for card_type in self.card_types if card_type.key == key), None)
