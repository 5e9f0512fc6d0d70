"""What a carrier's code means: tables in `data/`. A code that is in none is shown as it is and told to the admin."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, cast

import yaml

from marshrut.shipments.rules.statuses import Leg, Said

log = logging.getLogger(__name__)
DATA: Final = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Meaning:
    status: Said
    leg: Leg | Literal[""] = ""
    alert: str = ""


@lru_cache(maxsize=1000)
def meaning(carrier: str, code: str) -> Meaning:
    """`carrier` is the name of a table."""
    found = _table(carrier)
    status = _fits(found["statuses"], code)
    if status is None:
        log.warning("%s says %s, which is in no table", carrier, code[:100])
    leg, alert = _fits(found["legs"], code), _fits(found["alerts"], code)
    return Meaning(cast("Said", status or "unknown_event"), cast("Leg", leg or ""), alert or "")


def _fits(names: Mapping[str, str], code: str) -> str | None:
    if code in names:
        return names[code]
    begun = [name for name in names if name.endswith("*") and code.startswith(name[:-1])]
    return names[max(begun, key=len)] if begun else None


@lru_cache
def _table(carrier: str) -> dict[str, dict[str, str]]:
    told: dict[str, Any] = yaml.safe_load((DATA / f"{carrier}.yaml").read_text(encoding="utf-8"))
    return {
        kind: {str(code): key for key, codes in told.get(kind, {}).items() for code in codes}
        for kind in ("statuses", "legs", "alerts")
    }
