"""Promises, measured: how long letters take, who moves them, and whether any is lost (S3.17–S3.19, A3.6).

Figures of the whole company, without a letter in them: for whoever looks after letters, and administrators.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal

from marshrut.calendars.rules import WorkTime
from marshrut.cards.events import KINDS
from marshrut.cards.queries.facts import Whereabouts, whereabouts
from marshrut.definitions.schema.pack import CardType
from marshrut.documents.queries.journals import registration_times
from marshrut.history import counting
from marshrut.history import queries as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import access
from marshrut.org import queries as org

from .. import events, oversight
from ..models import Link, Proof
from ..rules.promises import Ruler, months_back, quantile
from ..types import kind_of, letter_types

#: months on the page
MONTHS: Final = 12
MOVED: Final = "card.moved"
#: what leaves a line and is no step of the work: talk, a task that closes by itself, and whatever grows when letters
#: are neglected
_NO_STEPS: Final = frozenset(
    {"card.commented", "task.cancelled", "task.taken", "task.checked", "task.reminded", "task.escalated"}
)
#: nine of ten letters take no longer
MOST: Final = 0.9


@dataclass(frozen=True, slots=True)
class Baseline:
    """Working hours a letter took before, entered by whom and when; None: not known."""

    answered: int | None
    done: int | None
    note: str
    by: int | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Took:
    """How long letters took in working minutes; None without letters."""

    count: int
    median: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Shares:
    """Lines of history: `system` of `total` were written by the product itself."""

    system: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """`first` is its first day; letters count in the month in which they were answered, or done."""

    first: date
    answered: Took
    done: Took
    moves: Shares
    steps: Shares


@dataclass(frozen=True, slots=True)
class Promises:
    """`months`, newest first. `outside`: letters in no state by the last proof, None while there is none."""

    months: tuple[Month, ...]
    baseline: Baseline | None
    outside: int | None
    proved_on: date | None
    may_prove: bool
    may_set_baseline: bool


def promises(actor: Actor) -> Promises:
    """Raises Forbidden. Seven queries, however many letters there are."""
    chart = org.chart()
    access.require(actor, oversight.SEE_PROMISES, chart=chart)
    types, hours = letter_types(), chart.company_time
    cards = {one.id: one for one in whereabouts(types)}
    proof = Proof.objects.order_by("-day").first()
    known = baselines()
    return Promises(
        months=tuple(reversed(_months(types, cards, hours))),
        baseline=known[0] if known else None,
        outside=len(proof.outside) if proof else None,
        proved_on=proof.day if proof else None,
        may_prove=True,
        may_set_baseline=access.may(actor, oversight.BASELINE, chart=chart),
    )


def baselines(limit: int = 20) -> list[Baseline]:
    """What was entered, newest first. Figures without a letter in them: no right is asked for."""
    made = history.latest(events.PROMISES, limit=limit, kinds=[events.BASELINE_SET])
    return [
        Baseline(
            answered=one.body.get("answered"),
            done=one.body.get("done"),
            note=str(one.values.get("note", "")),
            by=one.actor_id,
            at=one.at,
        )
        for one in reversed(made)
    ]


def _months(types: Mapping[str, CardType], cards: Mapping[int, Whereabouts], hours: WorkTime) -> list[Month]:
    """By the calendar and the zone of the company, the oldest month first."""
    firsts = months_back(hours.local(clock.now()).date(), MONTHS)
    since = datetime.combine(firsts[0], time(), hours.schedule.tz)
    taken = _taken(types, cards, since, hours)
    happened = _happened(cards.values(), since, hours.schedule.zone)
    return [
        Month(
            first,
            _took(taken["answered"], first),
            _took(taken["done"], first),
            _share(one for one in happened if one.month == first and one.kind == MOVED),
            _share(one for one in happened if one.month == first),
        )
        for first in firsts
    ]


def _taken(
    types: Mapping[str, CardType], cards: Mapping[int, Whereabouts], since: datetime, hours: WorkTime
) -> dict[Literal["answered", "done"], list[tuple[date, int]]]:
    """(month, working minutes) of every incoming letter that was answered or done since then."""
    incoming = {key for key, kind in types.items() if kind.letter and kind.letter.direction == "in"}
    at = {
        card: moment
        for moment, lies in registration_times({kind_of(types[key]) for key in incoming})
        for card in lies
        if card in cards and cards[card].type in incoming
    }
    answered = _answered(cards)
    last = hours.local(clock.now()).date()
    ruler = Ruler.of(hours, min((hours.local(one).date() for one in at.values()), default=last), last)
    ends: dict[Literal["answered", "done"], dict[int, datetime]] = {
        "answered": {card: answered[card] for card in at if card in answered},
        "done": {card: end for card in at if (end := _ended(cards[card]))},
    }
    return {
        what: [
            (hours.local(end).date().replace(day=1), ruler.between(at[card], end))
            for card, end in found.items()
            if end >= since
        ]
        for what, found in ends.items()
    }


def _answered(cards: Mapping[int, Whereabouts]) -> dict[int, datetime]:
    """When the first answer to a letter had left."""
    found: dict[int, datetime] = {}
    for card, other in Link.objects.filter(kind="reply").values_list("card", "other"):
        end = _ended(cards[card]) if card in cards and other in cards else None
        if end and (other not in found or end < found[other]):
            found[other] = end
    return found


def _ended(card: Whereabouts) -> datetime | None:
    return card.finished_at if card.stage_kind == "success" else None


def _took(taken: Iterable[tuple[date, int]], first: date) -> Took:
    minutes = sorted(spent for month, spent in taken if month == first)
    return Took(len(minutes), quantile(minutes, 0.5), quantile(minutes, MOST))


def _happened(cards: Iterable[Whereabouts], since: datetime, zone: str) -> list[counting.Happened]:
    kinds = KINDS.keys() - _NO_STEPS
    alive = (one.id for one in cards if one.finished_at is None or one.finished_at >= since)
    return counting.by_month((f"card:{one}" for one in alive), kinds, since, zone)


def _share(lines: Iterable[counting.Happened]) -> Shares:
    counted = [(one.by_person, one.count) for one in lines]
    return Shares(sum(many for by_person, many in counted if not by_person), sum(many for _who, many in counted))
