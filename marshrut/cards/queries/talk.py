"""What people said on cards, as the chat asks for it: across cards, by who said it, with the tasks it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, Concat

from marshrut.history import queries as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from .. import gate
from ..models import Card, Participant, Task
from .inbox import TaskLine, task_line
from .lines import CardLine, lines

COMMENTED = "card.commented"
#: why these rows may be read
CHECKED = "of cards that passed the gate"
#: as much of the record as is quickly looked through whole
NEAR = timedelta(days=7)
OWN = "a person's own words; their cards are asked for through the gate before anything is shown"


@dataclass(frozen=True, slots=True)
class Said:
    """A comment. `who` None: a program said it. `erased`: its text was taken out of the history."""

    card_id: int
    number: int
    at: datetime
    who: int | None
    text: str
    mentions: tuple[int, ...] = ()
    erased: bool = False

    @property
    def spot(self) -> history.Spot:
        return self.at, f"card:{self.card_id}", self.number


def said(places: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Said]:
    """Comments by (card, number in its history). The caller has asked who may see the cards. One query, or none."""
    found = history.named((f"card:{card}", number) for card, number in places)
    spoken = (_said(event) for event in found if event.kind == COMMENTED)
    return {(one.card_id, one.number): one for one in spoken}


def said_by(
    actor: Actor,
    *,
    before: history.Spot | None = None,
    after: history.Spot | None = None,
    since: datetime | None = None,
    limit: int,
) -> list[Said]:
    """The person's own comments: the last before a spot, or the first after one. One query.

    `since` bounds how far back. Words of the last days are found by their moment; whoever looks further back has
    the cards they take part in looked through, as every speaker does.
    """
    if actor.person_id is None:
        return []
    bound = max(filter(None, (since, after[0] if after else None)), default=None)
    near = bound is not None and clock.now() - bound <= NEAR
    found = history.by_person(
        actor.person_id,
        COMMENTED,
        None if near else _subjects(actor.person_id),
        before=before,
        after=after,
        since=since,
        limit=limit,
    )
    return [_said(event) for event in found]


def _subjects(person: int) -> Any:
    mine = Participant.objects.system(OWN).filter(person_id=person).order_by()
    return mine.annotate(subject=Concat(Value("card:"), Cast(F("card_id"), CharField()))).values("subject")


def _said(event: history.Event) -> Said:
    return Said(
        card_id=int(event.subject.rpartition(":")[2]),
        number=event.seq,
        at=event.at,
        who=event.actor_id if event.actor_kind == "person" else None,
        text=str(event.values.get("text", "")),
        mentions=tuple(event.body.get("mentions", ())),
        erased="text" in event.erased,
    )


def cards(actor: Actor, wanted: Collection[int]) -> dict[int, CardLine]:
    """Those of the cards that the reader may see. Three queries, or none."""
    seen = gate.visible_among(actor, set(wanted)) if wanted else set()
    found = lines(Card.objects.system(CHECKED).filter(pk__in=seen)) if seen else ()
    return {line.id: line for line in found}


def tasks(cards: Mapping[int, CardLine], wanted: Collection[tuple[int, int]]) -> dict[tuple[int, int], TaskLine]:
    """Tasks of such cards by (card, number within it), whatever became of them. One query, or none."""
    if not wanted:
        return {}
    on, numbers = {card for card, _n in wanted}, {n for _card, n in wanted}
    rows = Task.objects.system(CHECKED).filter(card_id__in=on & cards.keys(), n__in=numbers).order_by("id")
    return {(row.card_id, row.n): task_line(row, cards[row.card_id]) for row in rows}
