"""One row of the table, cleaned: the same rules as on the page of a person, one sentence per cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from ..rules import fold
from ..rules.texts import flaw, one_line
from . import paths
from .roster import Roster

LIMITS: Final = {"email": 254, "last_name": 100, "first_name": 100, "middle_name": 100, "position": 200}
NEEDED: Final = frozenset({"email", "last_name", "first_name"})
_YES: Final = frozenset({"да", "yes", "true", "1", "+", "x", "х", "д", "y"})
_NO: Final = frozenset({"", "нет", "no", "false", "0", "-", "—", "н", "n"})
_LANGUAGES: Final = {"русский": "ru", "russian": "ru", "английский": "en", "english": "en"}

_zones = cache(available_timezones)


@dataclass(slots=True)
class Entry:
    """`values`: column -> clean value, of the columns the table has; `problems`: column -> sentence."""

    row: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, Any] = field(default_factory=dict)

    @property
    def is_department(self) -> bool:
        """A row that names a department and nobody in it."""
        return not any(self.values.get(key) for key in LIMITS) and bool(self.values.get("department"))

    def refuse(self, column: str, sentence: Any) -> None:
        self.problems.setdefault(column, sentence)


def entry(row: int, cells: Mapping[str, str], roster: Roster) -> Entry:
    made = Entry(row)
    for column, cell in cells.items():
        made.values[column] = _value(made, column, cell, roster)
    if made.is_department:
        made.problems = {column: why for column, why in made.problems.items() if column == "department"}
    return made


def _value(made: Entry, column: str, cell: str, roster: Roster) -> Any:
    if column in LIMITS:
        line = one_line(cell)
        return _email(made, line.lower()) if column == "email" else _text(made, column, line)
    if column == "department":
        return _path(made, cell)
    if column == "head":
        return _yes_no(made, cell)
    if column == "roles":
        return _roles(made, cell, roster)
    return _language(made, cell) if column == "language" else _zone(made, cell)


def _text(made: Entry, column: str, line: str, *, needed: bool | None = None) -> str:
    wrong = flaw(line, limit=LIMITS[column], needed=column in NEEDED if needed is None else needed)
    if wrong == "empty":
        made.refuse(column, _("Fill this in."))
    elif wrong == "long":
        made.refuse(column, _("Too long: %(limit)s characters at most.") % {"limit": LIMITS[column]})
    elif wrong:
        made.refuse(column, _("There are characters here that cannot be stored."))
    return line


def _email(made: Entry, address: str) -> str:
    _text(made, "email", address)
    try:
        validate_email(address)
    except ValidationError:
        made.refuse("email", _("This does not look like an e-mail address."))
    return address


def _path(made: Entry, cell: str) -> tuple[str, ...]:
    names = paths.parts(cell)
    for name in names:
        wrong = flaw(name, limit=200)
        if wrong == "long":
            made.refuse("department", _("Too long: %(limit)s characters at most.") % {"limit": 200})
        elif wrong:
            made.refuse("department", _("There are characters here that cannot be stored."))
    return names


def _yes_no(made: Entry, cell: str) -> bool:
    word = fold(cell)
    if word not in _YES | _NO:
        made.refuse("head", _("Write «yes» or «no»."))
    return word in _YES


def _roles(made: Entry, cell: str, roster: Roster) -> tuple[str, ...]:
    found = []
    for part in re.split(r"[;\n]", cell):
        if not (name := one_line(part)):
            continue
        key = roster.role_names.get(fold(name))
        if key is None:
            made.refuse(
                "roles", _("There is no role «%(name)s». Add it on the page of the company first.") % {"name": name}
            )
        else:
            found.append(key)
    return tuple(sorted(set(found)))


def _language(made: Entry, cell: str) -> str | None:
    word = fold(cell)
    code = _LANGUAGES.get(word, word)
    if code and code not in dict(settings.LANGUAGES):
        made.refuse("language", _("There is no such language here."))
    return code or None


def _zone(made: Entry, cell: str) -> str | None:
    name = one_line(cell)
    if name and name not in _zones():
        made.refuse("time_zone", _("There is no such time zone. An example of a right one: Europe/Moscow."))
    return name or None
