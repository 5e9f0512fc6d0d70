"""Names in conditions and computed values that are no fields: who decided and why, today, how much was skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from marshrut.definitions.schema.expressions import EVERYWHERE, OF_OUTCOME

ME: Final = "me"
BECAUSE: Final = "because"
TODAY: Final = "today"
SKIPPED: Final = "skipped"
NO_TASK: Final = "no_task"


@dataclass(frozen=True, slots=True)
class Pressed:
    """The decision whose robots are at work."""

    me: int | None = None
    because: str = ""


def kept(values: Mapping[str, Any], names: frozenset[str]) -> dict[str, Any]:
    """Those of `names` that would read differently later, as JSON."""
    return {key: _plain(values[key]) for key in sorted(names & values.keys() & (OF_OUTCOME | EVERYWHERE))}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    return value.isoformat() if isinstance(value, date) else value


def read(kept: Mapping[str, Any]) -> dict[str, Any]:
    """What `kept` wrote, as conditions compare it."""
    found: dict[str, Any] = dict(kept)
    for key in (ME, SKIPPED):
        if found.get(key) is not None:
            found[key] = Decimal(found[key])
    if TODAY in found:
        found[TODAY] = date.fromisoformat(found[TODAY])
    return found
