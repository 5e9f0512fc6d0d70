"""A person's notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import LiteralString

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from marshrut.cards import queries as cards
from marshrut.cards.queries import talk
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound

from ..models import NOWHERE, Notification
from ..rules import named

#: both numbers by their indexes: neither grows with the notices a person has had
_BELL: LiteralString = """
    SELECT (SELECT count(*) FROM (SELECT FROM automation_notification
                                  WHERE person_id = %(person)s AND read_at IS NULL LIMIT 100) AS unread),
           coalesce((SELECT id FROM automation_notification
                     WHERE person_id = %(person)s ORDER BY id DESC LIMIT 1), 0)
"""


@dataclass(frozen=True, slots=True)
class Notice:
    id: int
    card: int
    task: int | None
    about: str
    title: str
    text: str
    at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class Bell:
    """`latest` is the id of the newest notice: it moves when there is something new."""

    unread: int
    latest: int


def bell(actor: Actor) -> Bell:
    """One cheap query: asked by every open page every few seconds."""
    with connection.cursor() as cursor:
        cursor.execute(_BELL, {"person": actor.person_id or 0})
        unread, latest = cursor.fetchone()
    return Bell(unread, latest)


def notices(actor: Actor, *, unread: bool = False, before: int | None = None, limit: int = 50) -> list[Notice]:
    """Newest first; `before` is the id of the last one of the page before."""
    rows = Notification.objects.filter(person_id=actor.person_id or 0).order_by("-id")
    rows = rows.filter(Q(read_at=None) if unread else Q(), **({"id__lt": before} if before else {}))
    return [_notice(row, seen) for row, seen in _with_sight(actor, list(rows[:limit]))]


def notice(actor: Actor, notice: int) -> Notice:
    """One of the person's own; raises NotFound."""
    row = Notification.objects.filter(person_id=actor.person_id or 0, pk=notice).first()
    if row is None:
        raise NotFound(_("There is no such notification."))
    return next(_notice(row, seen) for row, seen in _with_sight(actor, [row]))


def current(actor: Actor, notices: Iterable[int]) -> list[Notice]:
    """Some of the person's own, oldest first, as they go out to other channels: closed cards are left out, and what was
    erased from a comment since is erased here. Three queries at most.
    """
    rows = list(Notification.objects.filter(person_id=actor.person_id or 0, pk__in=set(notices)).order_by("id"))
    places = {row.pk: place for row in rows if (place := named(row.dedup)) is not None}
    heard = talk.said(places.values())
    erased = {pk for pk, place in places.items() if place in heard and heard[place].erased}
    return [
        replace(_notice(row, True), text=str(_("[erased]"))) if row.pk in erased else _notice(row, True)
        for row, seen in _with_sight(actor, rows)
        if seen or row.card_id == NOWHERE
    ]


def _with_sight(actor: Actor, rows: list[Notification]) -> list[tuple[Notification, bool]]:
    """Whether the reader may still see the card: what a notice quotes of it was true for who might read it then."""
    seen = cards.visible_among(actor, {row.card_id for row in rows})
    return [(row, row.card_id in seen or row.card_id == NOWHERE) for row in rows]


def _notice(row: Notification, seen: bool) -> Notice:
    title, text = (row.title, row.text) if seen else (_("A card that is closed to you now"), "")
    return Notice(row.pk, row.card_id, row.task, row.about, str(title), text, row.at, row.read_at is not None)
