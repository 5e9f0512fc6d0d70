"""What others may read of the company. Pages get plain dataclasses; programs that decide get the `OrgChart`."""

from ..charts import absences_between, chart, chart_at, current_revision
from .absences import AbsenceLine, StandIn, absence, absences, reason_for, whole_days
from .departments import DepartmentCard, DepartmentLine, department_card, departments
from .people import (
    PersonCard,
    PersonLine,
    describe,
    emails,
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
    "AbsenceLine",
    "DepartmentCard",
    "DepartmentLine",
    "PersonCard",
    "PersonLine",
    "RoleLine",
    "StandIn",
    "TokenLine",
    "absence",
    "absences",
    "absences_between",
    "authenticate_token",
    "chart",
    "chart_at",
    "current_revision",
    "department_card",
    "departments",
    "describe",
    "emails",
    "language_of",
    "own_tokens",
    "people",
    "person_by_email",
    "person_card",
    "reason_for",
    "roles",
    "search_people",
    "shown",
    "visible_to",
    "whole_days",
]
