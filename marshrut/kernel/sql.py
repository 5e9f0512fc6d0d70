"""Prepared statements on Django's own connection.

Django binds parameters on the client, which suits lists (a plan made for the very values). The fixed statements of the
hot path want the opposite: parsed and planned once per connection.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, LiteralString

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connection
from django.db.models import BigIntegerField, BooleanField, F, Func, Q, Value


def prepared(query: LiteralString, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
    """Run `query` (psycopg placeholders) as a prepared statement, in the transaction that is open if any."""
    connection.ensure_connection()
    raw: psycopg.Connection[Any] = connection.connection
    started = time.monotonic()
    with connection.wrap_database_errors, psycopg.Cursor(raw) as cursor:
        cursor.execute(query, parameters, prepare=True)
        rows = cursor.fetchall() if cursor.description else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": query, "time": f"{time.monotonic() - started:.3f}"})
    return rows


def any_of(column: str, ids: Iterable[int]) -> Q:
    """As `Q(column__in=ids)`, with one parameter however many they are."""
    array = Value(list(ids), output_field=ArrayField(BigIntegerField()))
    return Q(Func(F(column), array, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField()))
