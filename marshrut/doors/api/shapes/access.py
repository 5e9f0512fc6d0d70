"""Who may do what with cards of a type."""

from __future__ import annotations

from pydantic import Field

from marshrut.definitions.schema.access import Act, Scope

from .base import Answer


class AccessRow(Answer):
    """Rows add up; what none allows is forbidden."""

    who: str = Field(description="everyone, role:key or person:id.", examples=["role:finance_manager"])
    may: tuple[Act, ...] = Field(examples=[["view", "comment"]])
    scope: Scope
    stages: tuple[str, ...] = Field(description="Empty: every stage.")
    fields: tuple[str, ...] = Field(description="Of edit: only these; empty: every field.")
    departments: tuple[int, ...] = Field(description="Of scope departments, with everything below them.")


class AccessTable(Answer):
    card_type: str = Field(examples=["payment_request"])
    own: bool = Field(description="Rows of the company; false: those that came with the process.")
    rows: tuple[AccessRow, ...]
    warnings: tuple[str, ...] = Field(description="What is allowed but perhaps not meant.")


class AccessTables(Answer):
    items: tuple[AccessTable, ...]
