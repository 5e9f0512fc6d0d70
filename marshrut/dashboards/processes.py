"""«Отчёты» on processes: what is under way, what was finished and how long it took, where it waits and with whom.

Only cards that the reader may see are counted, by the conditions of the lists the figures open. Times are working time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from marshrut.cards.queries import card_type as card_type_of
from marshrut.cards.queries import figures as counting
from marshrut.cards.queries import reach
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org
from marshrut.org.measuring import Lasting

from .period import Period, months

#: people of one process
PEOPLE: Final = 15


@dataclass(frozen=True, slots=True)
class Took:
    """Of `cards` half took no longer than `median` working minutes, nine of ten no longer than `most`."""

    cards: int = 0
    median: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    success: int = 0
    failure: int = 0


@dataclass(frozen=True, slots=True)
class StageFigures:
    """`cards` are there now, or finished there in the period; `took`: of those that left it in the period."""

    stage: str
    cards: int = 0
    late: int = 0
    took: Took = Took()
    #: the longest usual stay of all
    slowest: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """`open` and `late` are now; `success` and `failure` ended in the period, which is the sum of `months`."""

    open: int = 0
    late: int = 0
    success: int = 0
    failure: int = 0
    took: Took = Took()
    months: tuple[Month, ...] = ()
    stages: tuple[StageFigures, ...] = ()


@dataclass(frozen=True, slots=True)
class Processes:
    """Each process that has anything to show, in the order of the menu.

    Without those that a source leads: what is overdue there, and since when, only their own report knows.
    """

    kinds: tuple[tuple[CardType, Figures], ...]
    total: Figures


@dataclass(frozen=True, slots=True)
class Process:
    kind: CardType
    figures: Figures
    people: tuple[counting.Holding, ...]
    #: people who hold cards, shown or not
    holders: int


@dataclass(slots=True)
class _Sum:
    """What is counted of one process, or of all."""

    open: int = 0
    late: int = 0
    success: int = 0
    failure: int = 0
    months: dict[date, list[int]] = field(default_factory=dict)
    stages: dict[str, list[int]] = field(default_factory=dict)

    def add(self, one: counting.Standing) -> None:
        here = self.stages.setdefault(one.stage, [0, 0])
        here[0] += one.cards
        if one.month is None:
            here[1] += one.late
            self.open += one.cards
            self.late += one.late
            return
        well = one.kind == "success"
        self.months.setdefault(one.month, [0, 0])[not well] += one.cards
        self.success += one.cards if well else 0
        self.failure += 0 if well else one.cards


def processes(actor: Actor, period: Period) -> Processes:
    """Two queries for all figures, whatever there is to count."""
    met = (one.card_type for one in reach.card_types(actor, org.chart()))
    kinds = {kind.key: kind for kind in met if kind.edoc is None}
    asked = _asked(period, kinds)
    rows = counting.standing(actor, asked)
    took = {one.key: one for one in counting.passing(actor, asked)}
    found = [(kind, _figures(kind, [one for one in rows if one.card_type == key], took.get(key)))
             for key, kind in kinds.items()]  # fmt: skip
    shown = tuple((kind, one) for kind, one in found if one.open or one.success or one.failure)
    return Processes(shown, _figures(None, [one for one in rows if one.card_type in kinds], None))


def process(actor: Actor, key: str, period: Period) -> Process:
    """Four queries. Raises NotFound for a type there is not."""
    kind = card_type_of(key)
    asked = _asked(period, (key,))
    rows, took = counting.standing(actor, asked), counting.passing(actor, asked)
    holding = counting.holding(actor, asked)
    counted = _figures(kind, rows, took[0] if took else None, counting.stays(actor, asked))
    return Process(kind, counted, tuple(holding[:PEOPLE]), len(holding))


def _asked(period: Period, types: Iterable[str]) -> counting.Asked:
    return counting.Asked(
        types=tuple(types),
        since=period.begins,
        until=period.ends,
        departments=period.departments(org.chart()),
        zone=str(period.zone),
    )


def _figures(
    kind: CardType | None,
    rows: Iterable[counting.Standing],
    took: Lasting | None,
    stays: Iterable[Lasting] = (),
) -> Figures:
    made = _Sum()
    for one in rows:
        made.add(one)
    return Figures(
        open=made.open,
        late=made.late,
        success=made.success,
        failure=made.failure,
        # a card that a source leads is born wherever it stands there: the way before that is not known here
        took=Took() if kind and kind.edoc else _took(took),
        months=tuple(Month(first, *made.months.get(first, (0, 0))) for first in _months(made)),
        stages=tuple(_stages(kind, made, {one.key: one for one in stays})) if kind else (),
    )


def _months(made: _Sum) -> list[date]:
    """From the first one in which anything ended to the last."""
    return months(min(made.months), max(made.months)) if made.months else []


def _stages(kind: CardType, made: _Sum, stays: dict[str, Lasting]) -> Iterable[StageFigures]:
    """In the order of the route; reserved ones only when something stands there."""
    timed = [one for stage in kind.stages if stage.kind == "work" and (one := stays.get(stage.key))]
    slowest = max(timed, key=lambda one: (one.median, one.most), default=None) if len(timed) > 1 else None
    for stage in kind.stages:
        cards, late = made.stages.get(stage.key, (0, 0))
        if cards or stage.key in stays or not stage.reserved:
            took = stays.get(stage.key)
            yield StageFigures(stage.key, cards, late, _took(took), slowest is not None and took is slowest)


def _took(one: Lasting | None) -> Took:
    return Took(one.many, one.median // 60, one.most // 60) if one else Took()
