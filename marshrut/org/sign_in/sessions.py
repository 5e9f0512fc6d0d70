"""Open sessions: listed, ended, noted as seen, cleared away. Steps of signing in and of commands, no history here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db.models.functions import Now
from django.http import HttpRequest

from marshrut.jobs.registry import on_housekeeping

from ..models import SignInSession
from . import leaving, store

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class SessionLine:
    """`id` names the session on pages; its key stays in the cookie."""

    id: str
    device: str
    address: str
    started_at: datetime
    seen_at: datetime
    #: the one that asks
    current: bool


def public_id(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def of_person(person: int, current: str | None = None) -> list[SessionLine]:
    """Latest seen first, the asking one at the top."""
    rows = SignInSession.objects.filter(store.alive(), person=person).order_by("-seen_at")
    lines = [
        SessionLine(
            public_id(row.session_key), row.device, row.address, row.started_at, row.seen_at, row.session_key == current
        )
        for row in rows
    ]
    return sorted(lines, key=lambda line: not line.current)


def end(person: int, *, keep: str | None = None, only: str | None = None) -> int:
    """Ends sessions of a person at once: all, all but the key `keep`, or the one of the public id `only`."""
    rows = SignInSession.objects.filter(person=person).exclude(session_key=keep or "")
    if only is not None:
        found = rows.values_list("session_key", flat=True)
        rows = rows.filter(session_key__in=[one for one in found if public_id(one) == only])
        for browser in filter(None, map(_browser, rows)):
            leaving.tell(leaving.Left(person, browser=browser))
    else:
        kept = SignInSession.objects.filter(person=person, session_key=keep).first() if keep else None
        leaving.tell(leaving.Left(person, keep=_browser(kept) if kept else ""))
    return rows.delete()[0]


def _browser(row: SignInSession) -> str:
    found: str = row.get_decoded().get(leaving.BROWSER, "")
    return found


def note(request: HttpRequest, address: str) -> None:
    """The session was used from here; at most one write a minute."""
    if getattr(request.session, "is_stale", False):
        SignInSession.objects.filter(session_key=request.session.session_key).update(seen_at=Now(), address=address)


@on_housekeeping("org.sessions", HOUR)
def clear() -> int:
    """Forget sessions that are over."""
    return SignInSession.objects.exclude(store.alive()).delete()[0]
