"""The columns of the table, by the names people give them in Russian and English."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import pgettext

from marshrut.kernel import columns
from marshrut.kernel.columns import Sheet

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
    return columns.recognised(table, _NAMES, headings(), ("email",))
