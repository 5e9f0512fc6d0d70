"""Sets of rows, as the OData of 1C shows them: fields, keys, what is asked for, in which order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from .literals import BadFilter, Both, Call, Compare, Either, Node, Not, Value

Row = dict[str, Any]
#: how fields that hold one of several types are asked for; differs from base to base
Dialect = Literal["cast", "string", "guid", "any"]
EMPTY: Final = "00000000-0000-0000-0000-000000000000"
NO_DATE: Final = "0001-01-01T00:00:00"
_FLAGS: Final = frozenset(
    {
        "DeletionMark",
        "Posted",
        "IsFolder",
        "ТребуетсяПодтверждение",
        "ТребуетсяИзвещение",
        "ОбменБезПодписи",
        "Исправлен",
        "Остановлен",
        "Актуальный",
        "ПодписанЭП",
        "ПодписьВерна",
        "ДоговорПодписан",
        "ЭтоУниверсальныйДокумент",
    }
)


class UnknownField(ValueError):
    """What 1C answers with code 6."""


@dataclass
class Table:
    """One set. `key`: its key fields; `fields`: what may be selected; heavy ones come only when named."""

    name: str
    key: tuple[str, ...]
    fields: tuple[str, ...]
    heavy: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    _hashes: dict[str, dict[Any, list[Row]]] = field(default_factory=dict)
    _sorted: dict[str, tuple[list[Any], list[Row]]] = field(default_factory=dict)

    def add(self, row: Row) -> Row:
        made = {name: row.get(name, _empty(name)) for name in (*self.fields, *self.heavy)}
        self.rows.append(made)
        self._sorted.clear()
        for name, found in self._hashes.items():
            found.setdefault(made[name], []).append(made)
        return made

    def change(self, row: Row, values: Row) -> None:
        """Keeps the indexes: a base of 100 000 documents is made and led in no time."""
        for name, value in values.items():
            if name in self._hashes:
                self._hashes[name][row[name]].remove(row)
                self._hashes[name].setdefault(value, []).append(row)
            self._sorted.pop(name, None)
            row[name] = value

    def touched(self) -> None:
        """The rows were put there by hand."""
        self._hashes.clear()
        self._sorted.clear()

    def find(self, **wanted: Any) -> Row | None:
        return next(iter(self.all(**wanted)), None)

    def all(self, **wanted: Any) -> list[Row]:
        first, value = next(iter(wanted.items()))
        return [row for row in self._hash(first).get(value, ()) if all(row[k] == v for k, v in wanted.items())]

    def ask(self, node: Node | None, dialect: Dialect) -> list[Row]:
        if node is None:
            return list(self.rows)
        self._check(node, dialect)
        return [row for row in self._candidates(node) if _holds(node, row)]

    def _check(self, node: Node, dialect: Dialect) -> None:
        if isinstance(node, Both | Either):
            for part in node.parts:
                self._check(part, dialect)
        elif isinstance(node, Not):
            self._check(node.part, dialect)
        elif node.field not in self.fields:
            raise UnknownField(node.field)
        elif isinstance(node, Compare) and not _fits(self, node, dialect):
            raise BadFilter(node.field)

    def _candidates(self, node: Node) -> Iterable[Row]:
        """Fewer rows to hold the filter against, as an index of the database would give."""
        parts = node.parts if isinstance(node, Both) else (node,)
        for part in parts:
            equal = part.parts if isinstance(part, Either) else (part,)
            if all(isinstance(one, Compare) and one.op == "eq" for one in equal):
                found: dict[int, Row] = {}
                for one in equal:
                    assert isinstance(one, Compare)
                    found.update((id(row), row) for row in self._hash(one.field).get(one.value.text, ()))
                return found.values()
        for part in parts:
            if isinstance(part, Compare) and part.op == "ge" and part.value.kind == "datetime":
                values, rows = self._order(part.field)
                until = next((one for one in parts if isinstance(one, Compare) and one.op == "lt"), None)
                last = bisect_left(values, until.value.text) if until and until.field == part.field else len(rows)
                return rows[bisect_left(values, part.value.text) : last]
        return self.rows

    def _hash(self, name: str) -> dict[Any, list[Row]]:
        if name not in self._hashes:
            found: dict[Any, list[Row]] = {}
            for row in self.rows:
                found.setdefault(row[name], []).append(row)
            self._hashes[name] = found
        return self._hashes[name]

    def _order(self, name: str) -> tuple[list[Any], list[Row]]:
        if name not in self._sorted:
            rows = sorted(self.rows, key=lambda row: str(row[name]))
            self._sorted[name] = ([row[name] for row in rows], rows)
        return self._sorted[name]

    def picked(self, rows: Sequence[Row], names: Sequence[str] | None, dropped: Sequence[str] = ()) -> list[Row]:
        """Only the selected fields. `dropped`: fields that this base does not have."""
        if names is None:
            return [{name: row[name] for name in self.fields if name not in dropped} for row in rows]
        for name in names:
            if name not in (*self.fields, *self.heavy) or name in dropped:
                raise UnknownField(name)
        return [{name: row[name] for name in names} for row in rows]


def _fits(table: Table, node: Compare, dialect: Dialect) -> bool:
    """Whether 1C takes a literal of this kind for that field."""
    kind = node.value.kind
    if f"{node.field}_Type" in table.fields:
        return dialect in ("any", kind)
    if node.field == "Ref_Key" or node.field.endswith("_Key"):
        return kind == "guid"
    sample = next((row[node.field] for row in table.rows), None)
    if isinstance(sample, bool):
        return kind == "bool"
    if isinstance(sample, int | float):
        return kind == "number"
    if isinstance(sample, str) and len(sample) == 19 and sample[10:11] == "T":
        return kind == "datetime"
    return kind == "string" or sample is None


def _holds(node: Node, row: Row) -> bool:
    if isinstance(node, Both):
        return all(_holds(part, row) for part in node.parts)
    if isinstance(node, Either):
        return any(_holds(part, row) for part in node.parts)
    if isinstance(node, Not):
        return not _holds(node.part, row)
    if isinstance(node, Call):
        value = str(row[node.field])
        return node.text in value if node.name == "substringof" else value.startswith(node.text)
    return _compared(node.op, row[node.field], node.value, row.get(f"{node.field}_Type"))


def _compared(op: str, have: Any, value: Value, kind: Any) -> bool:
    if value.kind == "cast" and kind != f"StandardODATA.{value.type}":
        return False
    want = value.text
    if op == "eq":
        return bool(have == want)
    if op == "ne":
        return bool(have != want)
    return bool({"gt": have > want, "ge": have >= want, "lt": have < want, "le": have <= want}[op])


def _empty(name: str) -> Any:
    """What a field nobody filled in holds."""
    if name.endswith("_Key"):
        return EMPTY
    if name.endswith("_Type"):
        return "StandardODATA.Undefined"
    if name.startswith("Дата") or name == "Date":
        return NO_DATE
    if name in _FLAGS:
        return False
    return 0 if name == "СуммаДокумента" else ""
