"""Channels without their secrets, rules for everybody, the log of deliveries."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, StringConstraints, WithJsonSchema

from .absences import Day
from .base import Answer, Body, Id, Instant, Links, PathId

Manner = Literal["now", "digest", "none"]
State = Literal["queued", "held", "sending", "retry", "sent", "acknowledged", "failed", "suppressed"]
ChannelKey = Annotated[str, StringConstraints(max_length=40)]
Hour = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
Sum = Annotated[
    Decimal | None,
    PlainSerializer(lambda amount: None if amount is None else f"{amount:.2f}", return_type=str | None),
    WithJsonSchema({"anyOf": [{"type": "string", "examples": ["1000000.00"]}, {"type": "null"}]}),
]


class Channel(Answer):
    """`error` is a code of what is wrong ("" when nothing is). Above `limit_sum` roubles one decides in the portal.

    `short`: messages without names, sums and files. `waiting`: not sent yet, `held` of these for quiet hours or a
    digest; `people`: who is reached there; `silent`: there is something to send and nothing comes through.
    """

    code: str = Field(examples=["telegram"])
    title: str
    installed: bool
    connected: bool
    active: bool
    limit_sum: Sum
    short: bool
    hears: Literal["hook", "poll", "both", "never"]
    last_ok_at: Instant | None
    heard_at: Instant | None
    closed_until: Instant | None
    waits_until: Instant | None
    error: str
    error_title: str
    error_at: Instant | None
    waiting: int
    held: int
    sent_today: int
    failed_today: int
    people: int
    silent: bool
    version: int
    links: Links


class ChannelList(Answer):
    items: tuple[Channel, ...]


class ChannelSwitch(Body):
    on: bool = Field(strict=True)


class ChannelChanged(Answer):
    channel: str
    version: int


class ChannelStep(Answer):
    """`advice`: what to do when it did not work."""

    key: str
    title: str
    outcome: Literal["ok", "bad", "warn", "skipped"]
    said: str
    advice: str


class ChannelCheck(Answer):
    ok: bool
    steps: tuple[ChannelStep, ...]


class Quiet(Answer):
    """`schedule`: outside of each person's working time. `days`: quiet all day, 0 is Monday."""

    kind: Literal["none", "schedule", "hours"]
    since: str
    until: str
    days: tuple[int, ...]


class QuietBody(Body):
    kind: Literal["none", "schedule", "hours"]
    since: Hour | None = None
    until: Hour | None = None
    days: Annotated[list[Annotated[int, Field(strict=True, ge=0, le=6)]], Field(max_length=7)] = []

    def given(self) -> dict[str, Any]:
        """As commands take it."""
        hours = {"from": self.since or "", "to": self.until or ""} if self.kind == "hours" else {}
        return {"kind": self.kind, **hours, "days": self.days}


class Group(Answer):
    """`manners`: by channel. `mandatory`: not every channel can be "none"."""

    key: str = Field(examples=["decisions"])
    title: str
    mandatory: bool
    manners: dict[str, Manner]


class Choices(Answer):
    """`order`: the first channel that works is used; `digest`: hours by the person's own clock."""

    order: tuple[str, ...]
    groups: tuple[Group, ...]
    quiet: Quiet
    digest: tuple[str, ...]
    version: int


class Rules(Choices):
    """`minutes`: from the first try to the next channel."""

    minutes: int


class ChoicesBody(Body):
    """What is left out stays as it is; null: as it is for everybody."""

    order: Annotated[list[ChannelKey], Field(max_length=20)] | None = None
    matrix: Annotated[dict[ChannelKey, dict[ChannelKey, Manner]], Field(max_length=20)] | None = Field(
        default=None, examples=[{"news": {"email": "digest"}}]
    )
    quiet: QuietBody | None = None
    digest: Annotated[list[Hour], Field(max_length=6)] | None = Field(default=None, examples=[["09:00", "17:00"]])
    version: Annotated[int | None, Field(strict=True, ge=0, le=10**9, description="As you saw it; else 409 stale.")] = (
        None
    )

    def given(self) -> dict[str, Any]:
        """What was told, as commands take it."""
        told = self.model_dump(exclude_unset=True)
        return {**told, "quiet": self.quiet.given()} if self.quiet else told


class RulesBody(ChoicesBody):
    minutes: Annotated[int, Field(strict=True, ge=1, le=120)] | None = None


class RulesChanged(Answer):
    version: int


class DeliveryFilter(Body):
    """Everything given must hold. Days are those of the company's zone."""

    channel: str = Field(default="", max_length=40)
    state: Literal["", "queued", "held", "sending", "retry", "sent", "acknowledged", "failed", "suppressed"] = ""
    why: str = Field(default="", max_length=40)
    person: PathId | None = None
    group: str = Field(default="", max_length=40)
    since: Day | None = None
    until: Day | None = None
    after: PathId | None = None
    limit: int = Field(default=50, ge=1, le=200)


class Delivery(Answer):
    """One attempt. `n`: which of this notice at this address; `number` stands in the message, the same in a repeat.

    `why` is a code of why it is held, failed or was not needed, `why_title` says it for people.
    """

    id: Id
    notice: int | None
    kind: Literal["notice", "digest", "test", "reply"]
    group: str
    person: Id
    person_name: str
    channel: str
    n: int
    state: State
    state_title: str
    why: str
    why_title: str
    said: str
    number: str
    at: Instant
    next_at: Instant | None
    ended_at: Instant | None
    together: bool
    may_retry: bool


class DeliveryPage(Answer):
    items: tuple[Delivery, ...]
    next: int | None


class Retried(Answer):
    delivery: Id
