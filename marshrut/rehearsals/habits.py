"""How people of the company usually answer: how long after they got a task, and what they decide.

Learned from what was really done. Times are working minutes of the person, from the opening of the task, so that
nights, holidays and different hours cost nothing. Whoever did too little of something answers as all do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from marshrut.calendars.rules import WorkTime
from marshrut.cards.queries import answers
from marshrut.definitions import queries as definitions
from marshrut.engine.company import Company
from marshrut.kernel import clock
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org

#: answers of one person to one kind of task from which on they have a habit of their own
FEW: Final = 5
#: in place of a task's key: all of them
ALL: Final = ""
#: cards that are looked at, the newest first
MOST: Final = 5000
#: points of a spread that is kept: every twentieth part
POINTS: Final = 21


@dataclass(frozen=True, slots=True)
class Custom:
    """How somebody answers a kind of task.

    `delays`: working minutes from the opening to the answer, at equally spaced shares, from the quickest to the
    slowest; `taking`: likewise to the taking, of those that were taken; `taken`: how many were; `outcomes`: how often
    each was chosen.
    """

    answers: int
    delays: tuple[int, ...]
    outcomes: Mapping[str, int]
    taken: int = 0
    taking: tuple[int, ...] = ()

    def delay(self, share: float) -> int:
        """Working minutes at a share of 0 … 1."""
        return between(self.delays, share)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A card as somebody once made it; `at`: when it set out."""

    card: int
    author: int
    at: datetime
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Habits:
    """`by_person`: of (person, task key); `by_task`: of everybody. The key "" stands for all tasks together."""

    card_type: str
    since: datetime
    until: datetime
    arrivals: tuple[Arrival, ...] = ()
    by_person: Mapping[tuple[int, str], Custom] = field(default_factory=dict)
    by_task: Mapping[str, Custom] = field(default_factory=dict)

    def of(self, person: int, task: str) -> Custom | None:
        """Of the person with such tasks, of everybody with them, of the person with any: the first that was seen often
        enough; then of everybody with any. None when nobody ever answered anything."""
        known = [self.by_person.get((person, task)), self.by_task.get(task), self.by_person.get((person, ""))]
        often = next((one for one in known if one is not None and one.answers >= FEW), None)
        return often or self.by_task.get(task) or self.by_task.get("")


def habits(pack: str, card_type: str, since: datetime, until: datetime | None = None) -> Habits:
    """Of the cards of the type that set out from `since` to `until`, which is now unless told. Five queries at most.

    Raises NotFound for a type that no active pack has. No right is asked for: show only figures of it.
    """
    version = definitions.active_for(card_type)
    if version.pack.key != pack:
        raise NotFound(f"{pack} has no {card_type}")
    until = until or clock.now()
    ids = answers.came(card_type, since, until, MOST)
    facts = answers.of(ids)
    return learned(card_type, facts, org.chart(), since, until)


def learned(card_type: str, facts: answers.Facts, company: Company, since: datetime, until: datetime) -> Habits:
    """The habits that these facts show. Decisions later than `until` are not known yet."""
    samples: dict[tuple[int, str], list[answers.TaskFact]] = defaultdict(list)
    of_all: dict[str, list[answers.TaskFact]] = defaultdict(list)
    for task in facts.tasks:
        if task.state == "done" and task.decided_by is not None and task.decided_at and task.decided_at <= until:
            for key in (task.key, ALL):
                samples[task.decided_by, key].append(task)
                of_all[key].append(task)
    return Habits(
        card_type,
        since,
        until,
        tuple(arrivals(card_type, facts)),
        {key: _custom(tasks, company) for key, tasks in samples.items()},
        {key: _custom(tasks, company) for key, tasks in of_all.items()},
    )


def arrivals(card_type: str, facts: answers.Facts) -> Iterable[Arrival]:
    """The cards of the type as they were when they set out; what was erased since stands as it is now."""
    left = {(one.card, one.n): one.entered_at for one in facts.visits}
    lines: dict[int, list[answers.LineFact]] = defaultdict(list)
    for line in facts.lines:
        if line.kind in ("card.created", "card.edited"):
            lines[line.card].append(line)
    for card in facts.cards:
        at = left.get((card.id, 2))
        if card.type == card_type and at is not None:
            yield Arrival(card.id, card.author, at, _fields(card, lines[card.id], at))


def _fields(card: answers.CardFact, lines: Iterable[answers.LineFact], at: datetime) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for line in lines:
        if line.at > at:
            continue
        if line.kind == "card.created":
            found.update(line.values)
        else:
            found.update({key: _after(line.values[key]) for key in line.body["fields"] if key in line.values})
    known = found or dict(card.fields)
    return {key: value for key, value in known.items() if value is not None}


def _after(change: Any) -> Any:
    """What a line of change says: [before, after]."""
    return change[1]


def quantiles(values: Iterable[int], points: int = POINTS) -> tuple[int, ...]:
    """Values at equally spaced shares, the first and the last among them; () of nothing."""
    ordered = sorted(values)
    if not ordered:
        return ()
    return tuple(round(between(ordered, n / (points - 1))) for n in range(points))


def between(ordered: Sequence[int], share: float) -> int:
    """The value at a share of 0 … 1, on the straight line between its neighbours."""
    place = max(0.0, min(1.0, share)) * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low))


def _custom(tasks: Sequence[answers.TaskFact], company: Company) -> Custom:
    times = [(_time(task, company), task) for task in tasks]
    taken = [time.between(task.opened_at, task.taken_at) for time, task in times if task.taken_at]
    return Custom(
        answers=len(tasks),
        delays=quantiles(time.between(task.opened_at, task.decided_at or task.opened_at) for time, task in times),
        outcomes=dict(Counter(task.outcome for task in tasks)),
        taken=len(taken),
        taking=quantiles(taken),
    )


def _time(task: answers.TaskFact, company: Company) -> WorkTime:
    return company.work_time(task.decided_by)
