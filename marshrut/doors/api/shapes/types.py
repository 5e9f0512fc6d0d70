"""Card types: what there is to fill in, and the route."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from marshrut.definitions.schema.letters import LinkKind
from marshrut.definitions.schema.pack import FieldKind, StageKind, TaskKind

from .base import Answer
from .tasks import Because


class Choice(Answer):
    key: str = Field(examples=["packaging"])
    title: str = Field(examples=["Упаковка и этикетка"])


class FieldRule(Answer):
    """A field of a card. Money is a decimal string in roubles, a date ISO text, files and several people are ids."""

    key: str = Field(examples=["amount"])
    title: str = Field(examples=["Сумма"])
    help: str
    kind: FieldKind
    required: bool
    choices: tuple[Choice, ...]
    max_length: int | None = Field(description="For text.")
    way: str | None = Field(description="Of a track number: the field with the way of sending, by which it is checked.")
    several: bool = Field(description="Of kind person: a list of ids. Of kind file: each is a document of its own.")
    by_system: bool = Field(description="Filled in by the system; sent by anybody else it is refused.")
    card_types: tuple[str, ...] = Field(description="Of kind card: the kinds of cards it may point at; empty: any.")
    shares: bool = Field(description="Whoever takes part in this card sees the one that the field points at.")
    link: LinkKind | None = Field(description="What this letter is to the one that the field points at.")
    locked_by_approval: bool


class OutcomeRule(Answer):
    """A button of a task."""

    key: str = Field(examples=["approved"])
    title: str = Field(examples=["Согласовать"])
    style: Literal["positive", "negative", "neutral"]
    reason: Literal["no", "optional", "required"]
    reasons: tuple[Because, ...] = Field(description="One of these must be chosen, where there are any.")
    skip: bool = Field(description="The task is finished without being done.")
    to: str | None = Field(description="The stage it leads to at once; null: the stage goes on with its last task.")


class TaskRule(Answer):
    key: str = Field(examples=["approve"])
    title: str
    kind: TaskKind
    badge: str = Field(description="Stands on the card and in lists while the task is open.", examples=[""])
    form: tuple[str, ...] = Field(description="Fields that are filled in with the decision.")
    outcomes: tuple[OutcomeRule, ...]


class StageRule(Answer):
    key: str = Field(examples=["unit_approval"])
    title: str
    kind: StageKind
    color: str
    final: bool
    require: tuple[str, ...] = Field(description="Fields that must be filled to enter.")
    tasks: tuple[TaskRule, ...]


class LetterRule(Answer):
    """What the fields of a letter mean: part of a letter -> key of the field."""

    direction: Literal["in", "out"]
    fields: dict[str, str] = Field(examples=[{"partner": "sender", "number": "reg_number"}])


class CardType(Answer):
    """`may_create` says whether the token's person may create such cards."""

    key: str = Field(examples=["payment_request"])
    title: str
    create: str = Field(description="What the button says.", examples=["Заявка на оплату"])
    prefix: str = Field(examples=["ЗО-"])
    pack: str = Field(examples=["payments"])
    version: str = Field(examples=["1.0.0"])
    may_create: bool
    letter: LetterRule | None = Field(description="Cards of this type are letters.")
    fields: tuple[FieldRule, ...]
    stages: tuple[StageRule, ...] = Field(description="In the order of the route.")


class CardTypes(Answer):
    items: tuple[CardType, ...]
