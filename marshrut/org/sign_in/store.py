"""Where Django keeps sessions: in a table of ours that knows whose each is, from where, and when it was last seen.

All of it costs the one query that reads a session anyway. `SESSION_ENGINE` names this module.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Now

from ..models import SignInSession

#: seconds between two writes of when a session was last seen
PAUSE = 60
#: keys of what a session knows beside Django's own
PLACE, PROVED, HAS_FACTOR = "place", "proved_at", "has_factor"


def alive() -> Q:
    """Neither too long open nor too long without a request (reliability §6.4)."""
    idle, whole = timedelta(seconds=settings.SESSION_IDLE_AGE), timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return Q(expire_date__gt=Now(), seen_at__gt=Now() - idle, started_at__gt=Now() - whole)


class SessionStore(db.SessionStore):
    #: the row as it was read; a row saved again keeps the moment it began
    row: SignInSession | None = None

    @classmethod
    def get_model_class(cls) -> type[SignInSession]:
        return SignInSession

    def _get_session_from_db(self) -> SignInSession | None:
        stale = Q(seen_at__lt=Now() - timedelta(seconds=PAUSE))
        found = SignInSession.objects.filter(alive(), session_key=self.session_key)
        self.row = found.annotate(stale=Case(When(stale, then=Value(True)), default=Value(False))).first()
        if self.row is None:
            self._session_key = None
        return self.row

    def load(self) -> dict[str, Any]:
        row = self._get_session_from_db()
        return self.decode(row.session_data) if row else {}

    @property
    def is_stale(self) -> bool:
        """Was read in this request, and last seen more than a minute ago."""
        return bool(self.row and getattr(self.row, "stale", False))

    def begin(self) -> None:
        """From the next save on this is a new session, with its own time."""
        self.row = None

    def create_model_instance(self, data: dict[str, Any]) -> SignInSession:
        row = cast("SignInSession", super().create_model_instance(data))
        place = data.get(PLACE) or {}
        row.person_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        row.device, row.address = place.get("device", ""), place.get("address", "")
        now: Any = Now()  # the clock of the database
        row.started_at, row.seen_at = self.row.started_at if self.row else now, now
        return row
