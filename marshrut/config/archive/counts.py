"""Rows of every table."""

from __future__ import annotations

from typing import Any

from psycopg import Connection, sql


def counts(connection: Connection[Any]) -> dict[str, int]:
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    return {table: _count(connection, table) for (table,) in tables}


def _count(connection: Connection[Any], table: str) -> int:
    [(number,)] = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchall()
    return int(number)
