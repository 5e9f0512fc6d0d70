"""When a token was last used: a step of signing in, too frequent for a command and its history line."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

#: seconds between two writes
PAUSE = 60


def record(token: int, at: datetime) -> None:
    """At most one write in each pause, however many calls come in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE org_apitoken SET last_used_at = %(at)s WHERE id = %(token)s"
            " AND (last_used_at IS NULL OR last_used_at <= %(before)s)",
            {"at": at, "token": token, "before": at - timedelta(seconds=PAUSE)},
        )
