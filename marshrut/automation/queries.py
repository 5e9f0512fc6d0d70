"""A person's notices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from marshrut.kernel.actor import Actor

from .models import Notification


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
    mine = Notification.objects.filter(person_id=actor.person_id or 0)
    latest = mine.aggregate(latest=Coalesce(Max("id"), 0))["latest"]
    unread = mine.filter(read_at=None)[:100].count()
    return Bell(unread, latest)


def notices(actor: Actor, *, unread: bool = False, before: int | None = None, limit: int = 50) -> list[Notice]:
    """Newest first; `before` is the id of the last one of the page before."""
    rows = Notification.objects.filter(person_id=actor.person_id or 0).order_by("-id")
    rows = rows.filter(Q(read_at=None) if unread else Q(), **({"id__lt": before} if before else {}))
    return [_notice(row) for row in rows[:limit]]


def _notice(row: Notification) -> Notice:
    return Notice(row.pk, row.card_id, row.task, row.about, row.title, row.text, row.at, row.read_at is not None)
