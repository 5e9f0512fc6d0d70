"""Reactions to e-documents."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import MOST, Answer, Body, Instant

Event = Annotated[str, StringConstraints(max_length=40)]
Short = Annotated[str, StringConstraints(max_length=200)]
Words = Annotated[str, StringConstraints(max_length=2000)]
Keys = Annotated[list[Annotated[str, StringConstraints(max_length=60)]], Field(max_length=50)]
Act = Literal["notify", "task", "mail", "remind_client", "move_deal", "invoice", "payment"]


class ReactionBody(Body):
    """What a reaction may say; what is left out stays as it is."""

    title: Short = ""
    active: bool = Field(default=True, strict=True)
    kinds: Keys = Field(default=[], description="Kinds of documents; none: all.", examples=[["contract"]])
    direction: Literal["", "out", "in"] = ""
    bases: Keys = Field(default=[], description="Keys of 1C bases; none: all.")
    min_amount: Annotated[str, StringConstraints(max_length=40)] = Field(default="", examples=["100000"])
    with_deal: bool = Field(default=False, strict=True)
    once: bool = Field(default=False, strict=True, description="No more than once for a document.")
    whom: Annotated[str, StringConstraints(max_length=80)] = Field(
        default="", description="manager, head, owner, role:KEY, person:ID; of a task also accounting, logistics."
    )
    subject: Short = ""
    text: Words = Field(default="", description="May name {{ document }}, {{ party }} and others.")
    stage: Annotated[str, StringConstraints(max_length=40)] = ""
    only_from: Keys = []
    days: Annotated[int | None, Field(strict=True, ge=1, le=60)] = None
    position: Annotated[int | None, Field(strict=True, ge=1, le=1000)] = None


class NewReaction(ReactionBody):
    event: Event = Field(description="A status, overdue, critical or gone.", examples=["signed"])
    do: Act = Field(examples=["notify"])


class ReactionEdit(ReactionBody):
    event: Event = Field(default="", description="A status, overdue, critical or gone.", examples=["signed"])
    do: Act = "notify"
    version: Annotated[int | None, Field(strict=True, ge=1, le=10**9, description="As you saw it; else 409 stale.")] = (
        None
    )


class ReactionSwitch(Body):
    on: bool = Field(strict=True)


class ReactionChanged(Answer):
    id: int = Field(examples=[1])
    version: int = Field(examples=[1])


class Reaction(Answer):
    """`when`, `only` and `what` are the sentence people read."""

    id: int = Field(examples=[1])
    title: str
    active: bool
    when: str = Field(examples=["документ подписан обеими сторонами"])
    only: str
    what: str
    event: str
    do: str
    kinds: list[str]
    direction: str
    bases: list[str]
    min_amount: str
    with_deal: bool
    once: bool
    whom: str
    subject: str
    text: str
    stage: str
    only_from: list[str]
    days: int | None
    position: int
    version: int
    done: int = Field(description="How often it was done.")
    failed: int = Field(description="How often it could not be done.")


class ReactionList(Answer):
    items: tuple[Reaction, ...]


class FiredFilter(Body):
    reaction: int | None = Field(default=None, ge=1, le=MOST)
    card: int | None = Field(default=None, ge=1, le=MOST)
    state: Literal["", "sending", "done", "skipped", "failed"] = ""
    before: int | None = Field(default=None, ge=1, le=MOST, description="The id of the last one of the page before.")
    limit: int = Field(default=50, ge=1, le=200)


class Fired(Answer):
    """What came of one. `card` and `made` are null when you may not see them."""

    id: int
    reaction: int
    what: str
    state: str
    said: str
    card: int | None
    made: int | None
    at: Instant


class FiredList(Answer):
    items: tuple[Fired, ...]


class TryFilter(Body):
    event: Event = "signed"


class Tried(Answer):
    reaction: int
    what: str
    would: bool
    said: str


class TriedList(Answer):
    items: tuple[Tried, ...]
