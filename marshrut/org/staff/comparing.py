"""What a table would change. Pure: the preview shows this, and the import does just this."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext as _

from marshrut.kernel.columns import Sheet

from ..rules import fold, full_name
from . import columns
from .entries import Entry, entry
from .paths import DEEPEST, Tree
from .roster import Known, Roster

State = Literal["new", "changed", "same", "wrong"]
#: text, role keys, yes or no, nothing
Value = str | tuple[str, ...] | bool | None

#: columns that become fields of the person as they are
PLAIN = ("last_name", "first_name", "middle_name", "position", "language", "time_zone")


@dataclass(frozen=True, slots=True)
class Change:
    column: str
    old: Value
    new: Value


@dataclass(frozen=True, slots=True)
class Line:
    """One row about a person. `values` are all fields as they will be; `department` below zero is an added one."""

    row: int
    state: State
    email: str
    name: str
    person: int | None = None
    changes: tuple[Change, ...] = ()
    #: (column, sentence)
    problems: tuple[tuple[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    roles: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class NewUnit:
    """A department that the table adds; `parent` may be added too. Parents come before their children."""

    number: int
    name: str
    parent: int | None
    path: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An active employee of whom the table says nothing."""

    id: int
    email: str
    name: str


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...]
    units: tuple[NewUnit, ...]
    #: department -> e-mail of its head after the import, None for an empty seat; only seats that change
    heads: Mapping[int, str | None]
    missing: tuple[Missing, ...]
    warnings: tuple[str, ...]
    #: headings nobody knows
    unknown: tuple[str, ...] = ()

    def of(self, *states: State) -> list[Line]:
        return [line for line in self.lines if line.state in states]

    @property
    def changes_nothing(self) -> bool:
        return not self.units and not self.heads and not self.of("new", "changed", "wrong")

    @cached_property
    def digest(self) -> str:
        """The same for previews that show the same changes."""
        said = {
            "lines": [
                [it.row, it.email, it.state, [[one.column, one.old, one.new] for one in it.changes], it.problems]
                for it in self.of("new", "changed", "wrong")
            ],
            "units": [[unit.path, unit.parent] for unit in self.units],
            "heads": sorted((key, email or "") for key, email in self.heads.items()),
            "missing": [one.id for one in self.missing],
        }
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def plan(table: Sequence[Sequence[str]], roster: Roster) -> Plan:
    """Compare the table with the company. Raises Invalid, code "table", when its heading is not understood."""
    sheet = columns.recognised(table)
    return _Comparison(roster).plan(sheet)


class _Comparison:
    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.tree = Tree(roster.departments)
        self.warnings: list[str] = []
        #: e-mail or department of a row -> number of the row
        self.rows: dict[str, int] = {}
        #: department -> row and e-mail of the head the table gives it
        self.seats: dict[int, tuple[int, str]] = {}
        #: department -> e-mails of whom the table says they are no heads
        self.left: dict[int, set[str]] = {}

    def plan(self, sheet: Sheet) -> Plan:
        entries = [entry(row, cells, self.roster) for row, cells in sheet.rows]
        lines = [line for one in entries if (line := self._line(one)) is not None]
        heads = self._heads()
        self._warn_of_seats_left(lines, heads)
        said = {line.email for line in lines}
        missing = tuple(
            Missing(known.id, known.email, known.name)
            for known in self.roster.people.values()
            if known.active and known.email not in said
        )
        units = tuple(self._unit(key) for key in self.tree.added)
        return Plan(tuple(lines), units, heads, missing, tuple(self.warnings), sheet.unknown)

    def _unit(self, key: int) -> NewUnit:
        unit = self.tree.unit(key)
        return NewUnit(key, unit.name, unit.parent, self.tree.text(key))

    def _line(self, one: Entry) -> Line | None:
        """A row about a department alone becomes no line, unless something is wrong with it."""
        place = self._place(one) if "department" in one.values else None
        if one.is_department:
            return self._wrong(one, self.tree.text(place)) if one.problems else None
        known = self._person(one)
        self._seat(one, known, place)
        if one.problems:
            return self._wrong(one, self._name(one, known), known)
        return self._compared(one, known, place)

    def _name(self, one: Entry, known: Known | None) -> str:
        names = [one.values.get(key) or "" for key in ("last_name", "first_name", "middle_name")]
        return full_name(*names) or (known.name if known else "")

    def _wrong(self, one: Entry, name: str, known: Known | None = None) -> Line:
        problems = tuple((column, str(sentence)) for column, sentence in one.problems.items())
        return Line(one.row, "wrong", one.values.get("email", ""), name, known.id if known else None, (), problems)

    def _person(self, one: Entry) -> Known | None:
        email = one.values.get("email", "")
        known = self.roster.people.get(email)
        first = self.rows.setdefault(email, one.row)
        if email and first != one.row:
            one.refuse("email", _("This e-mail is in row {row} already.").format(row=first))
        if known is not None and not known.active:
            sentence = _("The address of {name}, who is dismissed. Reinstate them first, or write another one.")
            one.refuse("email", sentence.format(name=known.name))
        if known is None:
            for column in ("last_name", "first_name"):
                if column not in one.values:
                    one.refuse(column, _("A new employee needs a last name and a first name: add the column."))
        return known

    def _place(self, one: Entry) -> int | None:
        """The department of the path, made if need be. Problems of the row keep new departments from being made."""
        names: tuple[str, ...] = one.values["department"]
        at: int | None = None
        for depth, name in enumerate(names):
            found = self.tree.inside(at, name)
            if found is None:
                if not self._may_add(one, names, depth):
                    return None
                found = self.tree.add(at, name)
            at = found
        return at

    def _may_add(self, one: Entry, names: tuple[str, ...], depth: int) -> bool:
        name, above = names[depth], names[:depth]
        if fold(name) in {fold(other) for other in above}:
            one.refuse("department", _("The department «{name}» would lie inside itself.").format(name=name))
        elif depth >= DEEPEST:
            one.refuse("department", _("Departments lie up to {most} levels deep.").format(most=DEEPEST))
        elif not above and (others := self.tree.called(name)):
            sentence = _("«{name}» is added at the top of the company. There is one of this name already: {path}.")
            said = sentence.format(name=name, path=self.tree.text(others[0]))
            if said not in self.warnings:
                self.warnings.append(said)
        return not one.problems

    def _seat(self, one: Entry, known: Known | None, place: int | None) -> None:
        """Who heads what: the row speaks of the person's own department only."""
        if "head" not in one.values or "department" in one.problems:
            return
        if "department" not in one.values:
            place = known.department if known else None
        if place is None:
            if one.values["head"]:
                one.refuse("head", _("Write the department that this person heads."))
            return
        email = one.values.get("email", "")
        if not one.values["head"]:
            self.left.setdefault(place, set()).add(email)
            return
        row, _email = self.seats.setdefault(place, (one.row, email))
        if row != one.row:
            one.refuse("head", _("The department has a head in row {row} already.").format(row=row))

    def _heads(self) -> dict[int, str | None]:
        changed: dict[int, str | None] = {}
        for place in {**self.seats, **self.left}:
            old = self._head_of(place)
            new = self.seats[place][1] if place in self.seats else None
            if new is None and (old is None or old.email not in self.left.get(place, ())):
                continue
            if new != (old.email if old else None):
                changed[place] = new
                if new and old and old.email not in self.left.get(place, ()):
                    sentence = _("«{name}»: the head changes, {old} was it before.")
                    self.warnings.append(sentence.format(name=self.tree.text(place), old=old.name))
        return changed

    def _warn_of_seats_left(self, lines: Sequence[Line], heads: Mapping[int, str | None]) -> None:
        """Whoever moves on goes on heading the old department, until the table seats somebody there."""
        moved = {line.person: line.values["department"] for line in lines if "department" in line.values}
        for place, unit in self.roster.departments.items():
            head = self.roster.by_id.get(unit.head) if unit.head is not None else None
            if head is None or place in heads or head.department != place or moved.get(head.id, place) == place:
                continue
            sentence = _("«{name}»: {head} goes on heading it from another department. Name a new head.")
            self.warnings.append(sentence.format(name=self.tree.text(place), head=head.name))

    def _head_of(self, place: int) -> Known | None:
        head = self.roster.departments[place].head if place >= 0 else None
        return self.roster.by_id.get(head) if head is not None else None

    def _compared(self, one: Entry, known: Known | None, place: int | None) -> Line:
        values = dict(one.values)
        if values.get("language") is None:
            values.pop("language", None)
        fields = {key: values[key] for key in PLAIN if key in values}
        roles: tuple[str, ...] | None = values.get("roles")
        if known is None:
            return self._new(one, {"language": "ru", **fields, "department": place}, roles)
        changes = [Change(key, getattr(known, key), new) for key, new in fields.items() if getattr(known, key) != new]
        if "department" in values:
            fields["department"] = place
            if place != known.department:
                changes.append(Change("department", self.tree.text(known.department), self.tree.text(place)))
        if (seat := self._head_change(one, known, place)) is not None:
            changes.append(seat)
        if roles is not None and set(roles) != known.roles:
            changes.append(Change("roles", tuple(sorted(known.roles)), roles))
        return Line(
            row=one.row,
            state="changed" if changes else "same",
            email=known.email,
            name=self._name(one, known),
            person=known.id,
            changes=_ordered(changes),
            values=fields,
            roles=roles,
        )

    def _new(self, one: Entry, fields: dict[str, Any], roles: tuple[str, ...] | None) -> Line:
        shown: dict[str, Value] = {**fields, "department": self.tree.text(fields["department"]), "roles": roles or ()}
        shown["head"] = bool(one.values.get("head"))
        changes = [Change(key, None, value) for key, value in shown.items() if value]
        email = one.values["email"]
        return Line(one.row, "new", email, self._name(one, None), None, _ordered(changes), (), fields, roles)

    def _head_change(self, one: Entry, known: Known, place: int | None) -> Change | None:
        if "head" not in one.values:
            return None
        own = place if "department" in one.values else known.department
        head = self._head_of(own) if own is not None else None
        before = head is not None and head.id == known.id
        return Change("head", before, one.values["head"]) if before != one.values["head"] else None


def _ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda change: columns.KEYS.index(change.column)))
