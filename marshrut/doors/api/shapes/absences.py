"""Absences: who is away, and who stands in."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, PlainValidator, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from .base import MOST, Answer, Body, Id, Instant, Links, Money, Ref
from .tables import Row, RowProblem

Reason = Literal["vacation", "sick_leave", "business_trip", "other"]
State = Literal["future", "running", "over"]
CardTypeKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}$")]
Sum = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,12}(\.[0-9]{1,2})?$")]


def _day(raw: Any) -> date:
    """ISO, and of a year people live in. Python alone would take numbers and times too."""
    try:
        found = date.fromisoformat(raw) if isinstance(raw, str) and len(raw) == 10 else None
    except ValueError:
        found = None
    if found is None or not 2000 <= found.year <= 2100:
        raise PydanticCustomError("day", "not a day")
    return found


Day = Annotated[
    date,
    PlainValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2026-07-06"]}),
]


class Share(Body):
    """A substitute; without card types and sums for everything."""

    person: Id
    card_types: list[CardTypeKey] = Field(default=[], max_length=50, examples=[["payment_request"]])
    above: Sum | None = Field(default=None, description="Sums above this one, roubles.", examples=["100000.00"])
    up_to: Sum | None = Field(default=None, description="And up to this one.")


class StandIn(Answer):
    person: Ref
    card_types: tuple[str, ...]
    above: Money | None
    up_to: Money | None


class Absence(Answer):
    """`first_day` and `last_day` are null for a period that begins or ends in the middle of a day."""

    id: int = Field(examples=[5])
    person: Ref
    first_day: date | None = Field(examples=["2026-07-06"])
    last_day: date | None = Field(examples=["2026-07-19"], description="Included.")
    since: Instant
    until: Instant = Field(description="Not included. When it was ended early: that moment.")
    reason: Reason | None = Field(description="Null when it is not yours to know.")
    note: str
    state: State
    substitutes: tuple[StandIn, ...] = Field(description="Asked in this order; with none the head decides.")
    may_change: bool
    links: Links


class Absences(Answer):
    items: tuple[Absence, ...]


class AbsencesWanted(Body):
    person: int | None = Field(default=None, ge=1, le=MOST)
    over: bool = Field(default=False, description="Also those that have ended.")


class NewAbsence(Body):
    """Whole days by the clock of the person."""

    person: Id | None = Field(default=None, description="Null: the token's person.")
    first_day: Day
    last_day: Day
    reason: Reason = "vacation"
    note: str = Field(default="", max_length=500)
    substitutes: list[Share] = Field(default=[], max_length=10)


class AbsenceEdit(Body):
    """What changes; what is left out stays."""

    first_day: Day | None = None
    last_day: Day | None = None
    reason: Reason | None = None
    note: str | None = Field(default=None, max_length=500)
    substitutes: list[Share] | None = Field(default=None, max_length=10)


class AbsenceChanged(Answer):
    id: int = Field(examples=[5])
    warnings: tuple[str, ...] = Field(description="What was accepted and may surprise, in sentences.")
    links: Links


class Rota(Body):
    """`rows` begin with the heading. Without `seen` nothing is written; with the `digest` of that answer all is."""

    rows: list[Row] = Field(
        min_length=1,
        examples=[[["E-mail", "First day", "Last day"], ["oleg@example.ru", "2026-07-06", "2026-07-19"]]],
    )
    seen: str = Field(default="", max_length=64, pattern=r"^[0-9a-f]*$")


class RotaLine(Answer):
    """A row that adds or changes an absence, or is wrong. The heading is row 1."""

    row: int
    state: Literal["new", "changed", "wrong"]
    email: str
    person: int | None
    first_day: date | None
    last_day: date | None
    absence: int | None = Field(description="The one that changes.")
    problems: list[RowProblem]


class RotaDone(Answer):
    added: int
    changed: int


class RotaPlan(Answer):
    """What would change; or `done`, and nothing else but the digest."""

    digest: str = Field(description="Send it as `seen` to have just this done.")
    lines: list[RotaLine] = []
    same: int = Field(default=0, description="Rows that change nothing.")
    over: int = Field(default=0, description="Rows about the past.")
    unknown: list[str] = Field(default=[], description="Headings nobody knows.")
    done: RotaDone | None = None
