"""The number that tells processes whether the packs and settings they keep in memory are still the present ones."""

from __future__ import annotations

from django.db import connection

#: rooms with a statement of their own read the revision as part of it: no extra round trip
SQL = "SELECT coalesce((SELECT revision FROM definitions_definitionsrevision), 0)"


def read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return int(cursor.fetchone()[0])


def bump() -> None:
    """First and last step of every command of this room.

    First: until commit it keeps other such commands waiting. Last: what was kept in memory while the command read is
    not what the command leaves behind.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO definitions_definitionsrevision (id, revision)"
            " VALUES (1, nextval('definitions_revision_sequence'))"
            " ON CONFLICT (id) DO UPDATE SET revision = nextval('definitions_revision_sequence')"
        )
