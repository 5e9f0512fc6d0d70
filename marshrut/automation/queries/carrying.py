"""Notices for the room that carries them to people outside the portal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..models import Notification


@dataclass(frozen=True, slots=True)
class Told:
    """As it stands in the portal. `card`: 0 when it is about none; `dedup`: of the effect that delivered it."""

    id: int
    person: int
    about: str
    card: int
    task: int | None
    title: str
    text: str
    at: datetime
    read: bool
    dedup: str


def told(notices: Iterable[int]) -> dict[int, Told]:
    """By id; for programs only: whether the person may still see the card is asked when it is sent."""
    return {
        row.pk: Told(
            row.pk, row.person_id, row.about, row.card_id, row.task, row.title, row.text, row.at,
            row.read_at is not None, row.dedup,
        )
        for row in Notification.objects.filter(pk__in=list(notices))
    }  # fmt: skip


def read_among(notices: Iterable[int]) -> set[int]:
    """Those the person has read in the portal, or that are gone."""
    asked = set(notices)
    unread = Notification.objects.filter(pk__in=asked, read_at=None).values_list("pk", flat=True)
    return asked - set(unread)
