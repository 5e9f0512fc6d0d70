"""Many cards at once, for rooms above that keep a view of their own of some card types."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from marshrut.definitions.schema.access import Act
from marshrut.kernel.actor import Actor
from marshrut.kernel.sql import any_of

from .. import gate
from ..models import Card, CardContent, CardFile, Task
from .lines import CardLine, Filter, lines, narrowed

#: why these rows may be read
CHECKED = "of cards that passed the gate"


@dataclass(frozen=True, slots=True)
class Raw:
    """A card as it is stored."""

    id: int
    type: str
    definition_id: int
    author: int
    created_at: datetime
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Among:
    """A card that the reader may see; `files` are (file, field), oldest first, with "" for attachments."""

    line: CardLine
    fields: dict[str, Any]
    files: tuple[tuple[int, str], ...]


def raw(actor: Actor, ids: Collection[int]) -> dict[int, Raw]:
    """Of these cards, those the actor may see, with their fields. Two queries."""
    rows = list(gate.visible_among(actor, set(ids)))
    found = CardContent.objects.system(CHECKED).filter(any_of("card_id", rows)).select_related("card")
    return {
        one.card_id: Raw(
            one.card_id,
            one.card.type,
            one.card.definition_id,
            one.card.author_id,
            one.card.created_at,
            one.fields,
        )
        for one in found
    }


def of_types(actor: Actor, types: Collection[str], after: int = 0, limit: int = 500) -> list[int]:
    """Cards of these types that the actor may see, by number, from the one after `after` on."""
    cards = gate.visible_to(actor).filter(type__in=types, id__gt=after)
    return list(cards.order_by("id").values_list("id", flat=True)[:limit])


def among(actor: Actor, ids: Iterable[int]) -> dict[int, Among]:
    """Of these cards, those the actor may see, with what lies on them. Five queries."""
    seen = gate.visible_among(actor, set(ids))
    if not seen:
        return {}
    contents = CardContent.objects.system(CHECKED).filter(any_of("card_id", seen))
    fields = dict(contents.values_list("card_id", "fields"))
    files: dict[int, list[tuple[int, str]]] = {}
    rows = CardFile.objects.system(CHECKED).filter(any_of("card_id", seen)).order_by("id")
    for card, file, field in rows.values_list("card_id", "file_id", "field"):
        files.setdefault(card, []).append((file, field))
    found = lines(Card.objects.system(CHECKED).filter(any_of("pk", seen)))
    return {one.id: Among(one, fields.get(one.id, {}), tuple(files.get(one.id, ()))) for one in found}


def allowed_among(actor: Actor, ids: Iterable[int], act: Act) -> set[int]:
    """Of these cards, those the actor may see and do this with."""
    return set(gate.visible_to(actor, act).filter(any_of("pk", ids)).values_list("pk", flat=True))


def open_among(actor: Actor, ids: Collection[int]) -> set[int]:
    """Of these cards, those the actor may see that are not finished. Two queries."""
    seen = gate.visible_among(actor, set(ids))
    cards = Card.objects.system(CHECKED).filter(any_of("pk", seen), finished_at=None)
    return set(cards.values_list("pk", flat=True))


def open_tasks_among(tasks: Collection[int]) -> set[int]:
    """Of these tasks, by id, those nobody has finished: nothing else of them is told."""
    found = Task.objects.system("only whether they are open").filter(any_of("pk", tasks), state="open")
    return set(found.values_list("pk", flat=True))


def matching_ids(actor: Actor, wanted: Filter, *, kind: str = "", few: bool = False) -> QuerySet[Any, int]:
    """Ids of the cards that the actor may see and that fit, to be asked about inside another query.

    `kind`: only those on stages of this kind. `few`: the query around it names few cards, so each is looked at.
    """
    cards = narrowed(gate.visible_to(actor, newest=few), wanted)
    return (cards.filter(stage_kind=kind) if kind else cards).order_by().values_list("pk", flat=True)
