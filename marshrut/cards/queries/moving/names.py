"""Names of stages and tasks, and of cards for those who may see them."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel.actor import Actor

from ... import gate
from ...models import Card

INSIDE = "whoever installs packs may ask where cards stand; names are shown of those they may see"
RUNNING = ("start", "work")


def type_of(version: int, card_type: str) -> CardType:
    found = definitions.installed(version).pack.card_type(card_type)
    assert found is not None, "a card keeps the version it goes by"
    return found


def stage_title(kind: CardType, key: str) -> str:
    stage = kind.by_stage.get(key)
    return stage.title.say(get_language() or "ru") if stage else key


def task_title(kind: CardType, key: str) -> str:
    found = kind.task(key)
    return found[1].title.say(get_language() or "ru") if found else key


def quoted(title: str) -> str:
    return _("“{name}”").format(name=title)


def card_names(actor: Actor, cards: Collection[int]) -> dict[int, str]:
    """Of those the reader may see."""
    seen = gate.visible_among(actor, set(cards))
    return dict(Card.objects.system(INSIDE).filter(id__in=seen).values_list("id", "name")) if seen else {}
