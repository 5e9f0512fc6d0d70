"""Marks of open tasks, like «нет вх. № контрагента»: on the card, in lists and on the board until somebody did them."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import get_language

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType

from ..models import Card, Task


def keys() -> list[str]:
    """Of tasks with a badge in the processes of today."""
    types = (kind for version in definitions.current().active for kind in version.pack.card_types)
    return sorted({task.key for kind in types for stage in kind.stages for task in stage.tasks if task.badge})


def marked(cards: QuerySet[Card]) -> QuerySet[Card]:
    """The cards with the keys of their open tasks that have a badge, as `badged`. No query of its own."""
    known = keys()
    if not known:
        return cards
    waiting = Task.objects.system("of cards that passed the gate").filter(card_id=OuterRef("pk"), state="open")
    return cards.annotate(badged=ArraySubquery(waiting.filter(key__in=known).order_by("n").values("key")))


def said(card_type: CardType, tasks: Iterable[str]) -> tuple[str, ...]:
    """The badges of these open tasks, each once, in the reader's language."""
    found = (place[1].badge for key in tasks if (place := card_type.task(key)) is not None)
    return tuple(dict.fromkeys(badge.say(get_language() or "ru") for badge in found if badge is not None))


def of_row(definition: int, kind: str, tasks: Iterable[str]) -> tuple[str, ...]:
    """The same for a row of a card: by the version that it keeps."""
    card_type = definitions.installed(definition).pack.card_type(kind) if tasks else None
    return said(card_type, tasks) if card_type is not None else ()
