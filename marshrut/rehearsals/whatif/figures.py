"""Figures of many cards: how long they took, how many tasks were late, how often somebody was told. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from marshrut.calendars.rules import WorkTime

from .courses import Course


@dataclass(frozen=True, slots=True)
class Took:
    """Of `cards` half took no longer than `median` working minutes, nine of ten no longer than `most`."""

    cards: int = 0
    median: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Of one stage, or of the whole way. `late`: tasks whose deadline passed; `told`: messages of ladders."""

    took: Took = Took()
    tasks: int = 0
    late: int = 0
    reminders: int = 0
    escalations: int = 0
    told: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """`ended` of the `cards` reached an end, `success` of them a good one: those are what `whole.took` is about."""

    cards: int = 0
    ended: int = 0
    success: int = 0
    whole: Part = Part()
    stages: Mapping[str, Part] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def figures(courses: Sequence[Course], work: WorkTime, until: datetime) -> Figures:
    """Times are working minutes of the company. Of stages count those that were left, of the way those that ended well,
    as in «Отчёты». A stay that was repeated counts together."""
    ways = [work.between(one.began, one.ended) for one in courses if one.kind == "success" and one.ended]
    stays: dict[str, list[int]] = defaultdict(list)
    for course in courses:
        for stage, minutes in _stays(course, work).items():
            stays[stage].append(minutes)
    counted = _counted(courses, until)
    every = [one for parts in counted.values() for one in parts]
    stages = dict.fromkeys((*stays, *counted))
    return Figures(
        cards=len(courses),
        ended=sum(one.ended is not None for one in courses),
        success=sum(one.kind == "success" for one in courses),
        whole=_part(took(ways), every),
        stages={stage: _part(took(stays.get(stage, ())), counted.get(stage, ())) for stage in stages},
    )


def took(minutes: Iterable[int]) -> Took:
    """As the reports count: the least value that half, or nine tenths, do not pass."""
    ordered = sorted(minutes)
    return Took(len(ordered), least(ordered, 50), least(ordered, 90)) if ordered else Took()


def least(ordered: Sequence[int], percent: int) -> int:
    """The least of the values that so many percent of all do not pass: percentile_disc of PostgreSQL."""
    return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]


def off(said: int, true: int) -> int | None:
    """By how many percent `said` differs from what was true; None when nothing was to be said."""
    return round(100 * (said - true) / true) if true else None


def _stays(course: Course, work: WorkTime) -> dict[str, int]:
    found: dict[str, int] = {}
    for stay in course.stays:
        if stay.left is not None:
            found[stay.stage] = found.get(stay.stage, 0) + work.between(stay.came, stay.left)
    return found


#: tasks, late, reminders, escalations, told
_Row = tuple[int, int, int, int, int]


def _counted(courses: Iterable[Course], until: datetime) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = defaultdict(list)
    for course in courses:
        for task in course.tasks.values():
            row = (1, int(task.late(until)), task.reminders, task.escalations, task.told)
            found[task.stage].append(row)
    return found


def _part(spent: Took, rows: Sequence[_Row]) -> Part:
    return Part(spent, *(sum(column) for column in zip(*rows, strict=True))) if rows else Part(spent)
