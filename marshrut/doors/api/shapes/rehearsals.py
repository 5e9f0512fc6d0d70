"""Rehearsals of routes, and drafts of packs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from .base import Answer, Body, Instant

Name = Annotated[str, StringConstraints(max_length=40)]
Person = Annotated[int, Field(strict=True, ge=1, le=2**53)]
People = Annotated[list[Person], Field(max_length=100)]


class Gone(Body):
    person: Person
    since: date
    until: date = Field(description="The last day, inclusive.")


class NewRehearsal(Body):
    card_type: Name = Field(default="", examples=["payment_request"])
    version: Annotated[int | None, Field(strict=True, ge=1, le=2**53, description="The active one unless told.")] = None
    draft: Annotated[int | None, Field(strict=True, ge=1, le=2**53)] = None
    card: Annotated[int | None, Field(strict=True, ge=1, le=2**53, description="That very card goes on.")] = None
    cards: Annotated[int, Field(strict=True, ge=1, le=10_000)] = 1
    days: Annotated[int, Field(strict=True, ge=1, le=366)] = 1
    horizon: Annotated[int, Field(strict=True, ge=1, le=366)] = 60
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31)] = 1
    hours: Annotated[int | None, Field(strict=True, ge=0, le=1000, description="Of every answer.")] = None
    author: Person | None = None
    silent: People = []
    dismissed: People = []
    away: Annotated[list[Gone], Field(max_length=100)] = []


class RehearsalMade(Answer):
    rehearsal: int = Field(examples=[1])
    state: str = Field(description="done, or waiting for the worker.", examples=["done"])


class RehearsalLine(Answer):
    id: int
    pack: str
    version: str
    card_type: str
    state: str
    added_at: Instant
    figures: dict[str, Any]


class RehearsalList(Answer):
    items: tuple[RehearsalLine, ...]


class Rehearsal(Answer):
    """`lines`: the timeline; `figures`: the numbers on top."""

    rehearsal: int
    pack: str
    version: str
    card_type: str
    asked: dict[str, Any]
    state: str
    figures: dict[str, Any]
    lines: list[dict[str, Any]]


class DraftFiles(Body):
    files: Annotated[dict[str, Annotated[str, StringConstraints(max_length=262_144)]], Field(max_length=50)] = Field(
        description="Texts by file name.", examples=[{"pack.yaml": "key: trying"}]
    )
    comment: Annotated[str, StringConstraints(max_length=500)] = ""


class DraftProblem(Answer):
    level: str
    path: str
    said: str
    warning: bool
    way: tuple[str, ...]


class Draft(Answer):
    id: int
    pack: str
    version: str
    comment: str
    problems: tuple[DraftProblem, ...]
    stories: tuple[tuple[str, str, bool], ...] = Field(description="Key, title, whether it went as told.")


class Publishing(Body):
    confirmed: Annotated[bool, Field(strict=True, description="The warnings were read.")] = False


class Published(Answer):
    id: int
    pack: str
    version: str
    changed: bool
    warnings: list[str]
