"""Card types: what there is to fill in, and the route."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from marshrut.definitions.schema.pack import FieldKind, StageKind, TaskKind

from .base import Answer


class Choice(Answer):
    key: str = Field(examples=["packaging"])
    title: str = Field(examples=["Упаковка и этикетка"])


class FieldRule(Answer):
    """A field of a card. Money is a decimal string in roubles, a date ISO text, a file a list of ids."""

    key: str = Field(examples=["amount"])
    title: str = Field(examples=["Сумма"])
    help: str
    kind: FieldKind
    required: bool
    choices: tuple[Choice, ...]
    max_length: int | None = Field(description="For text.")
    card_type: str | None = Field(description="The kind of card a field of kind card points at.")
    locked_by_approval: bool


class OutcomeRule(Answer):
    """A button of a task."""

    key: str = Field(examples=["approved"])
    title: str = Field(examples=["Согласовать"])
    style: Literal["positive", "negative", "neutral"]
    reason: Literal["no", "optional", "required"]
    to: str | None = Field(description="The stage it leads to at once; null: the stage goes on with its last task.")


class TaskRule(Answer):
    key: str = Field(examples=["approve"])
    title: str
    kind: TaskKind
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


class CardType(Answer):
    """`may_create` says whether the token's person may create such cards."""

    key: str = Field(examples=["payment_request"])
    title: str
    create: str = Field(description="What the button says.", examples=["Заявка на оплату"])
    prefix: str = Field(examples=["ЗО-"])
    pack: str = Field(examples=["payments"])
    version: str = Field(examples=["1.0.0"])
    may_create: bool
    fields: tuple[FieldRule, ...]
    stages: tuple[StageRule, ...] = Field(description="In the order of the route.")


class CardTypes(Answer):
    items: tuple[CardType, ...]
