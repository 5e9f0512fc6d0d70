"""Rows of documents written many at once, each kind of write in one statement."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, LiteralString

from marshrut.kernel.sql import prepared

from .models import EDoc, EDocAct, Turn


def _columns(model: Any) -> tuple[str, ...]:
    return tuple(one.column for one in model._meta.concrete_fields if not one.primary_key)


_EDOC: Final = _columns(EDoc)
_ACT: Final = _columns(EDocAct)
_TURN: Final = _columns(Turn)


def _list(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _insert(model: Any, columns: Sequence[str], rest: str) -> LiteralString:
    """Of names of our own tables and columns only."""
    table, names = model._meta.db_table, _list(columns)
    return (  # type: ignore[return-value, unused-ignore]
        f"INSERT INTO {table} ({names}) SELECT {names}"  # noqa: S608
        f" FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) {rest}"
    )


_INSERT: Final = _insert(EDoc, _EDOC, "ORDER BY card RETURNING id, card")
_ACTS: Final = _insert(EDocAct, _ACT, "ON CONFLICT DO NOTHING")
_TURNS: Final = _insert(Turn, _TURN, "ORDER BY edoc_id, n RETURNING id, edoc_id, n")
_UPDATE: Final = (
    f"UPDATE edocs_edoc AS kept SET ({_list(_EDOC)}) = ROW({', '.join(f'new.{one}' for one in _EDOC)})"  # noqa: S608
    " FROM jsonb_populate_recordset(NULL::edocs_edoc, %s::jsonb) AS new WHERE kept.id = new.id"
)


def insert(rows: Sequence[EDoc]) -> None:
    """Rows know their ids afterwards."""
    if rows:
        made = {card: pk for pk, card in prepared(_INSERT, [_json(rows, _EDOC)])}
        for row in rows:
            row.pk = made[row.card]


def update(rows: Sequence[EDoc]) -> None:
    if rows:
        prepared(_UPDATE, [_json(rows, (*_EDOC, "id"))])


def add_acts(acts: Sequence[dict[str, Any]]) -> None:
    """By columns. Those that are known already stay as they were."""
    if acts:
        prepared(_ACTS, [json.dumps(acts, default=_plain)])


def add_turns(turns: Sequence[Turn]) -> None:
    """Turns know their ids afterwards."""
    if turns:
        made = {(edoc, n): pk for pk, edoc, n in prepared(_TURNS, [_json(turns, _TURN)])}
        for one in turns:
            one.pk = made[one.edoc_id, one.n]


def _json(rows: Sequence[Any], columns: Sequence[str]) -> str:
    """Attributes of models are called as their columns are."""
    return json.dumps([{name: getattr(row, name) for name in columns} for row in rows], default=_plain)


def _plain(value: Any) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(type(value).__name__)
