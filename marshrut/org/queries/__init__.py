"""What others may read of the company. Pages get plain dataclasses; programs that decide get the `OrgChart`."""

from ..charts import chart, chart_at, current_revision
from .departments import DepartmentCard, DepartmentLine, department_card, departments
from .people import (
    PersonCard,
    PersonLine,
    describe,
    language_of,
    people,
    person_by_email,
    person_card,
    search_people,
    visible_to,
)
from .roles import RoleLine, roles
from .shown import shown
from .tokens import TokenLine, authenticate_token, own_tokens

__all__ = [
    "DepartmentCard",
    "DepartmentLine",
    "PersonCard",
    "PersonLine",
    "RoleLine",
    "TokenLine",
    "authenticate_token",
    "chart",
    "chart_at",
    "current_revision",
    "department_card",
    "departments",
    "describe",
    "language_of",
    "own_tokens",
    "people",
    "person_by_email",
    "person_card",
    "roles",
    "search_people",
    "shown",
    "visible_to",
]
