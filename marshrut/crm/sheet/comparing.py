"""What a table would change. Pure: the preview shows this, and the import does just this.

An empty cell changes nothing. Rows that repeat a company add its further contacts. Wrong rows are left out.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

from django.utils.translation import gettext as _

from marshrut.org.rules import fold

from .. import rules
from ..sentences import FLAWS, KINDS, ROLES
from . import columns
from .shelf import Known, Person, Shelf

State = Literal["new", "changed", "same", "skipped", "wrong"]


@dataclass(frozen=True, slots=True)
class Change:
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A contact the row names: `contact` is set when the company has a contact of this name."""

    name: str
    phone: str = ""
    email: str = ""
    roles: tuple[str, ...] = ()
    post: str = ""
    contact: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `first` is the number of the row that spoke of the same company before."""

    row: int
    state: State
    name: str
    inn: str
    kpp: str
    company: int | None = None
    first: int | None = None
    changes: tuple[Change, ...] = ()
    #: (column, sentence)
    problems: tuple[tuple[str, str], ...] = ()
    #: all fields as they will be
    fields: Mapping[str, str] = field(default_factory=dict)
    #: kind -> texts, of the kinds that change
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    talk: Talk | None = None


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...]
    #: what to do with companies that are here already: change them, or leave them as they are
    update: bool = True
    #: headings nobody knows
    unknown: tuple[str, ...] = ()

    def of(self, *states: State) -> list[Line]:
        return [line for line in self.lines if line.state in states]

    @cached_property
    def digest(self) -> str:
        """The same for previews that show the same changes."""
        said = [
            [it.row, it.state, it.company, [[one.column, one.old, one.new] for one in it.changes], it.problems]
            for it in self.of("new", "changed", "wrong")
        ]
        return hashlib.sha256(json.dumps([self.update, said], ensure_ascii=False).encode()).hexdigest()


def inns(table: Sequence[Sequence[str]]) -> list[str]:
    """The ИНН the table names, to ask for their companies. Raises Invalid, code "table"."""
    found = (rules.clean({"inn": cells.get("inn", "")})["inn"] for _row, cells in columns.recognised(table).rows)
    return sorted({inn for inn in found if inn})


def plan(table: Sequence[Sequence[str]], shelf: Shelf, *, update: bool = True) -> Plan:
    """Compare the table with what we have. Raises Invalid, code "table", when its heading is not understood."""
    sheet = columns.recognised(table)
    comparison = _Comparison(shelf, update=update)
    return Plan(tuple(comparison.line(row, cells) for row, cells in sheet.rows), update, sheet.unknown)


class _Comparison:
    def __init__(self, shelf: Shelf, *, update: bool) -> None:
        self.shelf = shelf
        self.update = update
        #: ИНН -> lines about companies of it, the first row of each
        self.said: dict[str, list[Line]] = {}
        #: row of the company -> folded names of contacts the table gave it
        self.named: dict[int, set[str]] = {}

    def line(self, row: int, cells: Mapping[str, str]) -> Line:
        given, problems = _cleaned(cells)
        talk = _talk(cells, problems)
        line = Line(row, "wrong", given.get("name", ""), given.get("inn", ""), given.get("kpp", ""), talk=talk)
        before = self._said_before(line)
        if before is not None:
            return self._repeated(line, before, given, problems)
        known = self._known(line, problems)
        made = self._compared(line, known, given, cells, problems)
        if made.inn:
            self.said.setdefault(made.inn, []).append(made)
        return made

    def _said_before(self, line: Line) -> Line | None:
        """The earlier row of the same company: a branch is another one."""
        for one in self.said.get(line.inn, ()):
            if one.kpp == line.kpp or not line.kpp:
                return one
        return None

    def _known(self, line: Line, problems: dict[str, str]) -> Known | None:
        several = self.shelf.companies.get(line.inn, ())
        exact = next((one for one in several if one.fields["kpp"] == line.kpp), None)
        if exact is not None:
            return exact
        if not line.kpp and len(several) > 1:
            problems.setdefault("kpp", _("There are several branches with this INN: write the KPP."))
        if not line.kpp:
            return several[0] if several else None
        taken = {one.company for one in self.said.get(line.inn, ()) if one.state in ("changed", "same")}
        return next((one for one in several if not one.fields["kpp"] and one.id not in taken), None)

    def _is_twin(self, line: Line) -> bool:
        """Whether a new company would be one we have, or one of an earlier row, under the same ИНН (A2.5)."""
        said = [one for one in self.said.get(line.inn, ()) if one.state != "wrong"]
        told = {one.company for one in said}
        there = [one.fields["kpp"] for one in self.shelf.companies.get(line.inn, ()) if one.id not in told]
        return any(not rules.branches(kpp, line.kpp) for kpp in (*there, *(one.fields.get("kpp", "") for one in said)))

    def _compared(
        self,
        line: Line,
        known: Known | None,
        given: Mapping[str, str],
        cells: Mapping[str, str],
        problems: dict[str, str],
    ) -> Line:
        blank = dict.fromkeys(rules.FIELDS, "")
        before = dict(known.fields) if known else blank
        fields = {**before, **{name: text for name, text in given.items() if text}}
        for name, flaw in rules.flaws(fields).items():
            problems.setdefault(name, str(FLAWS[flaw]))
        for name in rules.too_long(fields):
            problems.setdefault(name, _too_long(name))
        if known is None and self._is_twin(line):
            problems.setdefault("kpp", _("For a branch, both companies of this INN must have their KPP written."))
        places = _places(cells, known, problems)
        line = replace(line, name=fields["name"], company=known.id if known else None)
        if problems:
            return replace(line, problems=tuple(problems.items()))
        if known and not self.update:
            return replace(line, state="skipped")
        changes = [Change(name, before[name], fields[name]) for name in columns.NAMES if _moves(name, before, fields)]
        changes += [
            Change(kind, "; ".join(known.places.get(kind, ())) if known else "", "; ".join(texts))
            for kind, texts in places.items()
        ]
        talk, said = self._talked(line, known)
        changes += said
        state: State = "new" if known is None else "changed" if changes else "same"
        return replace(line, state=state, changes=tuple(changes), fields=fields, places=places, talk=talk)

    def _repeated(self, line: Line, before: Line, given: Mapping[str, str], problems: dict[str, str]) -> Line:
        """A further contact of a company the table spoke of."""
        line = replace(line, first=before.row, company=before.company, name=before.name)
        if before.state == "wrong":
            problems.setdefault("inn", _("Row {row} about this company is wrong.").format(row=before.row))
        if line.talk is None:
            problems.setdefault("inn", _("This company is in row {row} already.").format(row=before.row))
        elsewhere = before.fields or dict(self._fields_of(before.company, before.inn))
        for name, text in given.items():
            if text and name != "kind" and before.state != "wrong" and text != elsewhere.get(name, ""):
                problems.setdefault(name, _("Row {row} says something else.").format(row=before.row))
        if problems:
            return replace(line, problems=tuple(problems.items()))
        known = self._by_id(before.company, before.inn)
        if before.state == "skipped":
            return replace(line, state="skipped")
        talk, said = self._talked(line, known)
        state: State = "changed" if said else "same"
        return replace(line, state=state, changes=tuple(said), talk=talk)

    def _by_id(self, company: int | None, inn: str) -> Known | None:
        return next((one for one in self.shelf.companies.get(inn, ()) if one.id == company), None)

    def _fields_of(self, company: int | None, inn: str) -> Mapping[str, str]:
        known = self._by_id(company, inn)
        return known.fields if known else {}

    def _talked(self, line: Line, known: Known | None) -> tuple[Talk | None, list[Change]]:
        """The contact with what is known of them, and what changes about them."""
        talk, names = line.talk, self.named.setdefault(line.first or line.row, set())
        if talk is None or fold(talk.name) in names:
            return None, []
        names.add(fold(talk.name))
        there = known.people.get(fold(talk.name)) if known else None
        if there is None:
            return talk, [Change("contact", "", talk.name), *_told(talk, Person(0, "", "", (), ""))]
        told = _told(talk, there)
        merged = replace(
            talk,
            contact=there.id,
            phone=talk.phone or there.phone,
            email=talk.email or there.email,
            roles=talk.roles or there.roles,
            post=talk.post or there.post,
        )
        return (merged, told) if told else (None, [])


def _cleaned(cells: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """(fields the row fills in, complaints). Where the kind is not said, an ИНН of 12 digits is a sole proprietor's."""
    problems: dict[str, str] = {}
    given = rules.clean({name: cells[name] for name in cells if name in rules.FIELDS})
    kind = fold(given.pop("kind", ""))
    if kind:
        given["kind"] = _kind(kind, problems)
    else:
        given["kind"] = (rules.Kind.SOLE if len(given.get("inn", "")) == 12 else rules.Kind.LEGAL).value
    return given, problems


_KINDS = {
    **dict.fromkeys(("legal", "юрлицо", "юр лицо", "юридическое лицо", "организация", "ооо"), "legal"),
    **dict.fromkeys(("sole", "ип", "индивидуальный предприниматель", "предприниматель"), "sole"),
}


def _kind(word: str, problems: dict[str, str]) -> str:
    named = {fold(str(title)): str(key) for key, title in KINDS.items()}
    found = _KINDS.get(word) or named.get(word)
    if found is None:
        problems["kind"] = str(FLAWS[rules.Flaw.KIND_UNKNOWN])
    return found or ""


def _moves(name: str, before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    return name in rules.FIELDS and before[name] != after[name]


def _places(cells: Mapping[str, str], known: Known | None, problems: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for kind in columns.PLACES:
        parts = re.split(r"[;\n]", cells.get(kind, ""))
        texts = tuple(dict.fromkeys(text for part in parts if (text := rules.clean_text("address", part))))
        if any(len(text) > rules.limit("address") for text in texts):
            problems.setdefault(kind, _too_long("address"))
        if texts and sorted(texts) != sorted(known.places.get(kind, ()) if known else ()):
            found[kind] = texts
    return found


def _talk(cells: Mapping[str, str], problems: dict[str, str]) -> Talk | None:
    said = {key: rules.clean_text(key, cells.get(key, "")) for key in columns.OF_CONTACT if key != "contact_roles"}
    roles = _roles(cells.get("contact_roles", ""), problems)
    if not said["contact"]:
        if any(said.values()) or roles:
            problems["contact"] = _("Write the name of the person.")
        return None
    for key, limit in (("contact", "name"), ("contact_post", "post"), ("contact_phone", ""), ("contact_email", "")):
        if len(said[key]) > rules.limit(limit):
            problems[key] = _too_long(limit)
    if rules.email_flaw(said["contact_email"]):
        problems.setdefault("contact_email", str(FLAWS[rules.Flaw.EMAIL_FORM]))
    return Talk(said["contact"], said["contact_phone"], said["contact_email"], roles, said["contact_post"])


def _roles(cell: str, problems: dict[str, str]) -> tuple[str, ...]:
    names = {fold(str(title)): key for key, title in ROLES.items()} | {key.value: key.value for key in rules.Role}
    words = [word for part in re.split(r"[;,\n]", cell) if (word := fold(part))]
    if not set(words) <= set(names):
        listed = ", ".join(str(title) for title in ROLES.values())
        problems["contact_roles"] = _("There is no such duty. There are: {names}.").format(names=listed)
    chosen = {str(names[word]) for word in words if word in names}
    return tuple(role.value for role in rules.Role if role.value in chosen)


def _told(talk: Talk, there: Person) -> list[Change]:
    """What the row says of the contact that was not known. A telephone and an e-mail are replaced by those given."""
    words = {
        "contact_post": (there.post, talk.post),
        "contact_roles": (_named(there.roles), _named(talk.roles)),
        "contact_phone": (there.phone, talk.phone),
        "contact_email": (there.email, talk.email),
    }
    return [Change(column, old, new) for column, (old, new) in words.items() if new and old != new]


def _named(roles: Sequence[str]) -> str:
    return ", ".join(str(ROLES[role]) for role in roles)


def _too_long(name: str) -> str:
    said: Any = _("Too long: %(limit)s characters at most.") % {"limit": rules.limit(name)}
    return str(said)
