"""Cards: in lists, in full, and what is done with them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from marshrut.definitions.schema.pack import StageKind

from .base import FILES, MOST, TEXT, Answer, Body, FieldValues, Id, Instant, Links, Money, Ref

Act = Literal["edit", "comment", "attach", "start", "withdraw", "restart", "print", "manage"]
KeyText = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class StageName(Answer):
    key: str = Field(examples=["unit_approval"])
    title: str = Field(examples=["Согласование руководителем"])
    kind: StageKind


class CardName(Answer):
    """What every answer about a card says. `number` is what people call it, `name` what it is about."""

    id: int = Field(examples=[17])
    number: str = Field(examples=["ЗО-17"])
    name: str = Field(examples=["Флаконы 50 мл"])
    type: str = Field(examples=["payment_request"])
    stage: StageName
    links: Links


class CardLine(CardName):
    """A card in a list. `holders` are the people its open tasks are with."""

    round: int
    version: int = Field(description="Grows with every step of the route.")
    edition: int = Field(description="Grows with every change of content.")
    author: Ref
    company: Ref | None
    amount: Money | None
    holders: tuple[Ref, ...]
    due_at: Instant | None
    overdue: bool
    badges: tuple[str, ...] = Field(description="Marks of its open tasks.", examples=[["нет вх. № контрагента"]])
    comments: int
    files: int
    created_at: Instant
    entered_at: Instant = Field(description="When the card came to its stage.")
    updated_at: Instant
    finished_at: Instant | None


class Reader(Answer):
    """Somebody asked. `state` is empty without a task of their own yet; `by` stood in for them."""

    person: Ref
    state: Literal["", "open", "done"]
    outcome: str = Field(examples=["Ознакомлен(а)"])
    at: Instant | None
    by: Ref | None


class Asked(CardName):
    """An errand or an acquaintance about a card: who was asked, who has done or read it."""

    author: Ref
    people: tuple[Reader, ...]
    due_at: Instant | None
    overdue: bool
    created_at: Instant
    finished_at: Instant | None


class AboutCard(Answer):
    items: tuple[Asked, ...] = Field(description="Newest first, as far as the person may see them.")


class CardPage(Answer):
    items: tuple[CardLine, ...]
    next: str | None = Field(description="Send it as `cursor` for the next page; null on the last one.")


class File(Answer):
    """A stored file."""

    id: int = Field(examples=[5])
    name: str = Field(examples=["Счёт.pdf"])
    size: int = Field(examples=[48213], description="Bytes.")
    content_type: str = Field(examples=["application/pdf"])
    links: Links


class CardFile(File):
    """A file on a card; `field` is empty for other attachments."""

    sha256: str
    field: str = Field(examples=["invoice"])
    added_by: Ref | None
    added_at: Instant
    page_count: int | None


class Visit(Answer):
    """A stay on a stage."""

    stage: StageName
    round: int
    entered_at: Instant
    left_at: Instant | None


class CardChanged(Answer):
    """The step was made. A repeated call with the same key gets the very same answer."""

    card: int = Field(examples=[17])
    version: int = Field(examples=[2])
    links: Links


class Said(Answer):
    card: int = Field(examples=[17])
    comment: int = Field(examples=[9], description="Its number in the history of the card.")
    links: Links


class Entry(Answer):
    """A line of the history in words. `who` is null for the system, `quote` is what a person wrote."""

    seq: int = Field(examples=[3])
    at: Instant
    kind: str = Field(examples=["card.moved"])
    group: Literal["history", "comment"]
    who: Ref | None
    text: str = Field(examples=["Отправлено по маршруту: Согласование руководителем"])
    quote: str


class History(Answer):
    items: tuple[Entry, ...] = Field(description="The newest lines, oldest first.")
    before: int | None = Field(description="Send it as `before` for earlier lines; null when there are none.")


class NewCard(Body):
    """A new card of a type. Without `start` it stays a draft until POST …/start."""

    type: KeyText = Field(examples=["payment_request"])
    fields: FieldValues = Field(
        examples=[
            {
                "counterparty": 1,
                "amount": "125000.50",
                "expense_item": "packaging",
                "purpose": "Флаконы 50 мл",
                "invoice": [5],
                "pay_before": "2026-07-20",
            }
        ]
    )
    start: bool = Field(default=True, strict=True)


class CardEdit(Body):
    """Fields that change; the others stay. null empties a field."""

    fields: FieldValues = Field(examples=[{"purpose": "Флаконы 50 мл, 2000 шт."}])
    edition: int | None = Field(
        default=None,
        strict=True,
        ge=1,
        le=10**9,
        description="The content you saw; when it changed since: 409 changed_since_seen. Or send If-Match.",
        examples=[1],
    )


class Goal(Body):
    to: KeyText = Field(examples=["withdrawn"], description="Key of the stage.")
    edition: int | None = Field(default=None, ge=1, description="The content that was seen; another one is refused.")


class Withdrawal(Body):
    reason: str = Field(default="", max_length=TEXT, examples=["Счёт выставлен повторно"])


class Comment(Body):
    text: str = Field(min_length=1, max_length=TEXT, examples=["Счёт придёт завтра"])
    mentions: list[Id] = Field(
        default=[], max_length=FILES, description="Colleagues to call; they see the card from then on.", examples=[[3]]
    )


class Past(Body):
    """A part of the history."""

    before: int | None = Field(default=None, ge=1, le=MOST)
    limit: int = Field(default=50, ge=1, le=200)
    group: Literal["history", "comment"] | None = Field(default=None, description="Only this kind of lines.")


class Filters(Body):
    """What a list of cards is narrowed to; everything given must hold."""

    type: KeyText | None = Field(default=None, examples=["payment_request"])
    stage: list[KeyText] = Field(default=[], max_length=50, description="May be given several times.")
    state: Literal["open", "done"] | None = None
    author: int | None = Field(default=None, ge=1, le=MOST)
    holder: Annotated[str, StringConstraints(pattern=r"^(me|[1-9][0-9]{0,14})$")] | None = Field(
        default=None, description="Whoever an open task waits for: an id, or `me`.", examples=["me"]
    )
    company: int | None = Field(default=None, ge=1, le=MOST)
    contact: int | None = Field(default=None, ge=1, le=MOST)
    deal: int | None = Field(default=None, ge=1, le=MOST)
    project: int | None = Field(default=None, ge=1, le=MOST)
    overdue: bool = False
    q: str = Field(default="", max_length=200, description="Words or the number.", examples=["флаконы"])
    cursor: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,14}$")] | None = None
    limit: int = Field(default=50, ge=1, le=200)
