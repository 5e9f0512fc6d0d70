"""Tables: lists that leave, and people who come as one."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .base import MOST, Answer, Body, Id
from .cards import KeyText

Cell = Annotated[str, StringConstraints(max_length=1000)]
Row = Annotated[list[Cell], Field(max_length=50)]


class CardsWanted(Body):
    """What the list of cards is narrowed to, as in `GET /api/cards`."""

    type: KeyText = Field(examples=["payment_request"])
    form: Literal["csv", "xlsx"] = Field(default="csv", alias="format")
    stage: list[KeyText] = Field(default=[], max_length=50, description="May be given several times.")
    state: Literal["open", "done"] | None = None
    author: int | None = Field(default=None, ge=1, le=MOST)
    holder: int | None = Field(default=None, ge=1, le=MOST, description="Whoever an open task waits for.")
    company: int | None = Field(default=None, ge=1, le=MOST)
    overdue: bool = False
    q: str = Field(default="", max_length=200, description="Words or the number.")


class PeopleWanted(Body):
    form: Literal["csv", "xlsx"] = Field(default="csv", alias="format")


class Staff(Body):
    """`rows` begin with the heading. Without `seen` nothing is written; with the `digest` of that answer all is."""

    rows: list[Row] = Field(
        min_length=1,
        examples=[[["E-mail", "Фамилия", "Имя"], ["oleg@example.ru", "Новиков", "Олег"]]],
    )
    seen: str = Field(default="", max_length=64, pattern=r"^[0-9a-f]*$")
    dismiss: list[Id] = Field(default=[], max_length=1000, description="Of `missing`: people to dismiss.")


class CellChange(Answer):
    column: str = Field(examples=["position"])
    old: str | list[str] | bool | None
    new: str | list[str] | bool | None


class RowProblem(Answer):
    column: str = Field(examples=["email"])
    problem: str


class StaffLine(Answer):
    """A row that changes something, or is wrong. The heading is row 1."""

    row: int
    state: Literal["new", "changed", "wrong"]
    email: str
    name: str
    person: int | None
    changes: list[CellChange]
    problems: list[RowProblem]


class MissingPerson(Answer):
    id: int
    email: str
    name: str


class StaffDone(Answer):
    added: int
    changed: int
    departments: int
    dismissed: int
    warnings: list[str]


class StaffPlan(Answer):
    """What would change; or `done`, and nothing else but the digest."""

    digest: str = Field(description="Send it as `seen` to have just this done.")
    lines: list[StaffLine] = []
    same: int = Field(default=0, description="Rows that change nothing.")
    departments: list[str] = Field(default=[], description="Paths of departments that are added.")
    missing: list[MissingPerson] = []
    warnings: list[str] = []
    unknown: list[str] = Field(default=[], description="Headings nobody knows.")
    done: StaffDone | None = None
