"""Parts of a question: literals, conditions, and the three ways in which a reference of several types is compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, Literal

from .cells import GUID

#: how a reference of several types is compared; which one works is found out once for a base
Dialect = Literal["cast", "string", "guid"]
DIALECTS: Final[tuple[Dialect, ...]] = ("cast", "string", "guid")


def text(value: str) -> str:
    doubled = value.replace("'", "''")
    return f"'{doubled}'"


def when(at: datetime) -> str:
    """The year in four digits and the time are obligatory."""
    return f"datetime'{at.year:04d}-{at:%m-%dT%H:%M:%S}'"


def guid(value: str) -> str:
    """Raises ValueError: nothing that came from elsewhere gets into a question as it is."""
    if not GUID.fullmatch(value):
        raise ValueError("no guid")
    return f"guid'{value}'"


def between(field: str, since: datetime, until: datetime) -> str:
    return f"{field} ge {when(since)} and {field} lt {when(until)}"


def is_ref(field: str, value: str) -> str:
    return f"{field} eq {guid(value)}"


def is_composite(field: str, value: str, kind: str, dialect: Dialect) -> str:
    told = guid(value)
    if dialect == "cast":
        return f"{field} eq cast({told},{text(kind)})"
    return f"{field} eq {text(value)}" if dialect == "string" else f"{field} eq {told}"


def any_of(atoms: Iterable[str]) -> str:
    return " or ".join(atoms)


def select(fields: Sequence[str]) -> str:
    """Without blanks: 1C does not forgive them here."""
    return ",".join(dict.fromkeys(fields))
