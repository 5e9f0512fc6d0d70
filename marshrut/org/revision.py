"""The number that tells processes whether the company they keep in memory is still the company.

Two counters in one number: people, departments and roles (this room), hours and calendar (the room below).
"""

from __future__ import annotations

from typing import LiteralString

from django.db import connection

from marshrut.calendars import revision as calendars
from marshrut.kernel import memory

_PEOPLE: LiteralString = "coalesce((SELECT revision FROM org_revision), 0)"
#: rooms with a statement of their own read the revision as part of it: no extra round trip
SQL: LiteralString = f"SELECT ({calendars.SQL}) * 1000000000::bigint + {_PEOPLE}"


def read() -> int:
    with connection.cursor() as cursor:
        cursor.execute(SQL)
        return int(cursor.fetchone()[0])


def bump() -> int:
    """First step of every command that changes the company. Returns a number no other such command ever gets.

    Until commit it also keeps other such commands waiting, so that checks (no cycle, e-mail not taken) hold.
    """
    memory.changing()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO org_revision (id, revision) VALUES (1, nextval('org_revision_sequence'))"
            " ON CONFLICT (id) DO UPDATE SET revision = nextval('org_revision_sequence') RETURNING revision"
        )
        return int(cursor.fetchone()[0])
