"""The daily proof: every registered letter is in a live or in a final state, or in the list of what is outside."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal

from marshrut.calendars.queries import today
from marshrut.cards.queries import visible_among
from marshrut.cards.queries.facts import Whereabouts, passed, whereabouts
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType, Stage
from marshrut.documents.queries.journals import JournalEntry, letter_books, registered
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import access

from .. import oversight
from ..models import Proof
from ..types import kind_of, letter_types

#: days of proofs that a page shows
SHOWN: Final = 30
#: a number is given right after the stage that asks for it; after this it is missing
PATIENCE: Final = timedelta(minutes=15)
#: why a registered letter is in no state: on no card and not put away; its card is a draft; on a stage that its route
#: does not know; on its way with nobody to carry it on; at an end without being finished; past the stage that registers
#: it without a number in force
Why = Literal["no_card", "draft", "no_stage", "nobody", "unfinished", "no_number"]


@dataclass(frozen=True, slots=True)
class Outside:
    """A registered letter in no state. `card` is None when there is none, `document` 0 when it has no number."""

    number: str
    document: int
    card: int | None
    why: Why

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Counted:
    """`registered`: those that have a number, and those that should have one by now."""

    registered: int
    live: int
    final: int
    outside: tuple[Outside, ...]


@dataclass(frozen=True, slots=True)
class ProofDay:
    """A proof that was made. `hidden`: how many of those outside the reader may not see; numbers of others only."""

    day: date
    at: datetime
    registered: int
    live: int
    final: int
    outside: tuple[Outside, ...]
    hidden: int = 0

    @property
    def count(self) -> int:
        return len(self.outside) + self.hidden


def counted() -> Counted:
    """Registered letters as they are now, for programs of ours: no right is asked for. Three queries."""
    types = letter_types()
    books = {one.key for one in letter_books(Actor.system())} | set(filter(None, map(kind_of, types.values())))
    cards = {one.id: one for one in whereabouts(types)}
    found = [(entry, _why(entry, cards)) for entry in registered(books)]
    live = sum(1 for _entry, why in found if why == "live")
    final = sum(1 for _entry, why in found if why == "final")
    outside = [_outside(*one, cards) for one in found if one[1] not in _GOOD]
    numbered = {card for entry, _why in found for card in entry.cards}
    due = sorted(_due_a_number(types) - numbered)
    lost = [_lost(cards[one], types) for one in due if one in cards and cards[one].stage_kind != "failure"]
    return Counted(len(found) + len(lost), live, final, (*outside, *lost))


def _due_a_number(types: Mapping[str, CardType]) -> set[int]:
    """Letters past a stage that registers their paper."""
    stages = {key: [stage.key for stage in kind.stages if _registers(stage, kind)] for key, kind in types.items()}
    return passed(stages, clock.now() - PATIENCE)


def _registers(stage: Stage, kind: CardType) -> bool:
    assert kind.letter is not None
    return any(
        robot.do == "register_document" and robot.field == kind.letter.paper and robot.when is None
        for robot in stage.on_enter
    )


def _lost(card: Whereabouts, types: Mapping[str, CardType]) -> Outside:
    return Outside(f"{types[card.type].prefix}{card.id}", 0, card.id, "no_number")


_GOOD: Final = ("live", "final")


def _why(entry: JournalEntry, cards: Mapping[int, Whereabouts]) -> Literal["live", "final"] | Why:
    card = next((cards[one] for one in entry.cards if one in cards), None)
    if card is None:  # registered by hand: it is kept on the disk, and its status says so
        return "final" if entry.final and not entry.removed else "no_card"
    kind = definitions.installed(card.definition_id).pack.card_type(card.type)
    stage = kind.by_stage.get(card.stage) if kind else None
    if stage is None or stage.kind != card.stage_kind:
        return "no_stage"
    if stage.final:
        return "final" if card.finished_at else "unfinished"
    if card.finished_at:
        return "unfinished"
    if stage.kind == "start":
        return "draft"
    return "live" if card.tended else "nobody"


def _outside(entry: JournalEntry, why: Any, cards: Mapping[int, Whereabouts]) -> Outside:
    card = next((one for one in entry.cards if one in cards), None)
    return Outside(entry.text, entry.document, card, why)


def proofs(actor: Actor, days: int = SHOWN) -> tuple[ProofDay, ...]:
    """The last days, newest first; raises Forbidden for whoever does not look after letters."""
    access.require(actor, oversight.SEE_PROMISES)
    since = today() - timedelta(days=days - 1)
    rows = list(Proof.objects.filter(day__gte=since).order_by("-day"))
    outside = [[Outside(**one) for one in row.outside] for row in rows]
    seen = _seen(actor, [one for some in outside for one in some])
    return tuple(_day(row, some, seen) for row, some in zip(rows, outside, strict=True))


def proved(day: date) -> bool:
    return Proof.objects.filter(day=day).exists()


def _day(row: Proof, outside: list[Outside], seen: Collection[Outside]) -> ProofDay:
    shown = tuple(one for one in outside if one in seen)
    return ProofDay(row.day, row.at, row.registered, row.live, row.final, shown, len(outside) - len(shown))


def _seen(actor: Actor, outside: list[Outside]) -> set[Outside]:
    """A letter on a card is told to whoever sees the card, one on none to the readers of the books."""
    cards = visible_among(actor, {one.card for one in outside if one.card}) if actor.kind == "person" else None
    reader = bool(letter_books(actor))
    return {one for one in outside if cards is None or (one.card in cards if one.card else reader)}
