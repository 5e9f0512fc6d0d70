"""The number that tells processes whether the calendar they keep in memory is still the calendar."""

from __future__ import annotations

from django.db import connection

from marshrut.kernel import memory

#: for rooms that read it inside a statement of their own
SQL = "SELECT coalesce((SELECT revision FROM calendars_revision), 0)"


def read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return int(cursor.fetchone()[0])


def bump() -> None:
    """First step of every command of this room; keeps the next one waiting until commit."""
    memory.changing()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO calendars_revision (id, revision) VALUES (1, nextval('calendars_revision_sequence'))"
            " ON CONFLICT (id) DO UPDATE SET revision = nextval('calendars_revision_sequence')"
        )
