"""Running cards that go over to another version of their pack."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from .base import Answer, Body, Id, Instant, PathId, Ref
from .cards import KeyText

#: cards of one call
CARDS = 1000


class StandingLine(Answer):
    """So many running cards of a version on a stage."""

    version_id: int = Field(examples=[3])
    version: str = Field(examples=["1.2.0"])
    type: str = Field(examples=["payment_request"])
    stage: str = Field(examples=["unit_approval"])
    title: str = Field(examples=["Согласование руководителем"])
    cards: int = Field(examples=[12])


class VersionName(Answer):
    id: int = Field(examples=[3])
    version: str = Field(examples=["1.2.0"])
    active: bool = Field(description="New cards start with it.")


class StandingCards(Answer):
    versions: tuple[VersionName, ...]
    items: tuple[StandingLine, ...]


class MovingAsked(Body):
    """Which cards would go where."""

    type: KeyText = Field(examples=["payment_request"])
    to: PathId = Field(description="Id of the installed version.")
    cards: list[PathId] = Field(
        default=[], max_length=CARDS, description="Only these; none: all that go by another version."
    )
    stage: list[Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}:[a-z0-9_]{1,40}$")]] = Field(
        default=[], max_length=100, description="Where to, from a stage that the new version lacks: old:new."
    )
    redate: bool = Field(default=False, description="Open tasks get the deadlines of the new version.")


class LandingGroup(Answer):
    """Cards that land alike."""

    cards: tuple[int, ...]
    version: str = Field(examples=["1.1.0"])
    here: str = Field(examples=["Согласование"])
    there: str = Field(examples=["Согласование"])
    notes: tuple[str, ...]


class HeldGroup(Answer):
    """Cards that cannot go over."""

    code: str = Field(examples=["version_no_stage"])
    reason: str
    version: str
    here: str
    cards: tuple[int, ...]


class MovingPreview(Answer):
    to: str = Field(examples=["1.2.0"])
    groups: tuple[LandingGroup, ...]
    held: tuple[HeldGroup, ...]
    vanished: dict[str, str] = Field(description="Stages of these cards that the new version lacks, with their names.")
    offered: dict[str, str] = Field(description="Where they may go instead.")
    more: int = Field(description="How many cards one call leaves over.")


class NewMoving(Body):
    cards: list[Id] = Field(min_length=1, max_length=CARDS)
    to: Id = Field(description="Id of the installed version.")
    stages: dict[KeyText, KeyText] = Field(default={}, max_length=100)
    redate: bool = Field(default=False, strict=True)
    reason: Annotated[str, StringConstraints(max_length=2000)] = Field(
        default="", description="Kept in the history of every card."
    )


class MovingRefused(Answer):
    card: int
    code: str = Field(examples=["version_waits"])
    message: str


class MovingDone(Answer):
    """`moving` is null when no card could go."""

    moving: int | None
    moved: tuple[int, ...]
    refused: tuple[MovingRefused, ...]


class MovingBack(Body):
    cards: list[Id] | None = Field(default=None, max_length=CARDS, description="Only these; null: all of them.")


class MovingReverted(Answer):
    moving: int
    reverted: tuple[int, ...]
    refused: tuple[MovingRefused, ...]


class MovingLine(Answer):
    id: int
    at: Instant
    by: Ref | None
    version: str
    reason: str
    cards: int
    reverted: int


class MovingList(Answer):
    items: tuple[MovingLine, ...]
