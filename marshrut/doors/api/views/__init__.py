"""Operations, each in a few lines: what was sent → a query or one command → a shape. Importing a module hangs it."""

from . import (
    absences,
    access,
    cards,
    companies,
    contacts,
    deals,
    documents,
    files,
    kinds,
    notices,
    people,
    route,
    tables,
    tasks,
    templates,
    types,
)

__all__ = [
    "absences",
    "access",
    "cards",
    "companies",
    "contacts",
    "deals",
    "documents",
    "files",
    "kinds",
    "notices",
    "people",
    "route",
    "tables",
    "tasks",
    "templates",
    "types",
]
