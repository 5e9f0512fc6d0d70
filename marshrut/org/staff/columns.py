"""The columns of the table, by the names people give them in Russian and English."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.kernel.errors import Invalid

from .. import rules

#: rows under the heading
MOST: Final = 20_000

KEYS: Final = (
    "email",
    "last_name",
    "first_name",
    "middle_name",
    "position",
    "department",
    "head",
    "roles",
    "language",
    "time_zone",
)

_NAMES: Final[Mapping[str, str]] = {
    "email": "email, mail, email address, почта, электронная почта, эл почта, адрес электронной почты, имейл, логин",
    "last_name": "last name, surname, family name, фамилия",
    "first_name": "first name, given name, имя",
    "middle_name": "middle name, patronymic, отчество",
    "position": "position, job title, должность",
    "department": "department, unit, подразделение, отдел",
    "head": "head of department, head of the department, head, руководитель подразделения, руководитель, начальник",
    "roles": "roles, role, роли, роль, роли в процессах",
    "language": "language, язык",
    "time_zone": "time zone, timezone, часовой пояс",
}
_KNOWN: Final = {name: key for key, names in _NAMES.items() for name in names.split(", ")}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table whose heading was understood: `rows` are (number in the file, column -> text); the heading is row 1."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    #: headings nobody knows
    unknown: tuple[str, ...] = ()


def headings() -> dict[str, str]:
    """Key -> heading in the language of the page, in the order of the table."""
    return {
        "email": pgettext("column", "E-mail"),
        "last_name": pgettext("column", "Last name"),
        "first_name": pgettext("column", "First name"),
        "middle_name": pgettext("column", "Middle name"),
        "position": pgettext("column", "Position"),
        "department": pgettext("column", "Department"),
        "head": pgettext("column", "Head of the department"),
        "roles": pgettext("column", "Roles"),
        "language": pgettext("column", "Language"),
        "time_zone": pgettext("column", "Time zone"),
    }


def recognised(table: Sequence[Sequence[str]]) -> Sheet:
    """Raises Invalid, code "table", when the heading says too little or the same twice."""
    if len(table) > MOST + 1:
        raise _refused(_("The table has more than 20,000 rows. Divide it into several."))
    heading = table[0] if table else []
    keys = [_KNOWN.get(_bare(name)) for name in heading]
    twice = next((name for name, key in zip(heading, keys, strict=True) if key and keys.count(key) > 1), None)
    if twice is not None:
        raise _refused(_("Two columns of the table are about the same: «{name}».").format(name=twice.strip()))
    if "email" not in keys:
        names = ", ".join(headings().values())
        raise _refused(_("There is no column «E-mail». The first row names the columns: {names}.").format(names=names))
    rows = tuple(
        (number, {key: cell for key, cell in zip(keys, row, strict=False) if key})
        for number, row in enumerate(table[1:], 2)
        if any(cell.strip() for cell in row)
    )
    unknown = tuple(name.strip() for name, key in zip(heading, keys, strict=True) if key is None and name.strip())
    return Sheet(tuple(key for key in KEYS if key in keys), rows, unknown)


def _refused(sentence: str) -> Invalid:
    return Invalid(sentence, code="table", fields={"file": sentence})


def _bare(name: str) -> str:
    """«E-mail *:» is «email»."""
    return " ".join(re.sub(r"[^\w\s]", "", rules.fold(name)).split())
