"""Reads data/*.yaml: one file a year with the decree, and the regions with their own days off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from .rules import Calendar, DayKind, Decree, SpecialDay

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Region:
    """`code` is the two-digit number of the region, "16"."""

    code: str
    ru: str
    en: str
    days: tuple[SpecialDay, ...]


@lru_cache
def decrees() -> tuple[Decree, ...]:
    """The decrees this version knows, by year. Raises ValueError with the name of the file that is wrong."""
    return tuple(read_year(path) for path in sorted(DATA.glob("20??.yaml")))


@lru_cache
def regions() -> Mapping[str, Region]:
    return {code: _region(code, entry) for code, entry in _load(DATA / "regions.yaml").items()}


@lru_cache
def russia() -> Calendar:
    """The production calendar without days of regions or of the company."""
    return Calendar(decrees())


def read_year(path: Path) -> Decree:
    try:
        data = _load(path)
        moved = data["moved"] or {}
        pairs = ((date.fromisoformat(source), date.fromisoformat(target)) for source, target in moved.items())
        return Decree(int(data["year"]), data["decree"], tuple(pairs))
    except (KeyError, AttributeError, ValueError, yaml.YAMLError) as error:
        raise ValueError(f"{path.name}: {error}") from error


def _region(code: str, entry: Mapping[str, Any]) -> Region:
    days = (
        SpecialDay(date.fromisoformat(it["date"]), DayKind(it["kind"]), f"regional:{it['source']}")
        for it in entry.get("days", ())
    )
    return Region(code, entry["ru"], entry["en"], tuple(days))


def _load(path: Path) -> dict[str, Any]:
    # BaseLoader makes nothing but text: 02 stays a region and off stays a word
    return dict(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))  # noqa: S506
