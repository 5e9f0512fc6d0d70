"""«Нагрузка»: who works on what and where it waits. Every figure leads to the list it counts."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Badge, Empty, Face, StageMark


@dataclass(frozen=True, slots=True)
class LoadFigure:
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """`width` and `late_width` are percents of the busiest person's tasks; `type` when there are several."""

    face: Face
    type: str = ""
    position: str = ""
    tasks: LoadFigure
    late: LoadFigure | None = None
    taken: str = ""
    oldest: str = ""
    amount: str = ""
    away: str = ""  # «в отпуске до 28.11, замещает Орлова О. П.»
    width: int = 0
    late_width: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRow:
    """`width` is a percent of the longest median of the card type."""

    stage: StageMark
    cards: LoadFigure
    late: LoadFigure | None = None
    median: str
    worst: LoadFigure
    amount: str = ""
    stuck: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class StageGroup:
    title: str
    rows: tuple[StageRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadScreen:
    title: str
    lead: str
    badges: tuple[Badge, ...] = ()
    people: tuple[PersonRow, ...] = ()
    people_more: str = ""
    groups: tuple[StageGroup, ...] = ()
    empty: Empty | None = None
