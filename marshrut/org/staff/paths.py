"""«Дирекция / Производство / Цех 1»: where a department lies, in one cell. A stroke inside of a name is doubled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..rules import Unit, fold
from ..rules.texts import one_line

SEPARATOR = " / "
_PART = re.compile(r"(?:[^/]|//)*")
#: levels of departments a table may make
DEEPEST = 12


def parts(text: str) -> tuple[str, ...]:
    """Names from the top down, empty ones left out."""
    found, at = [], 0
    while at <= len(text):
        match = _PART.match(text, at)
        assert match is not None
        found.append(one_line(match[0].replace("//", "/")))
        at = match.end() + 1
    return tuple(name for name in found if name)


def written(names: Sequence[str]) -> str:
    return SEPARATOR.join(name.replace("/", "//") for name in names)


class Tree:
    """The departments of the company and those the table adds; the added ones have numbers below zero."""

    def __init__(self, units: Mapping[int, Unit]) -> None:
        self._units = dict(units)
        self._below: dict[int | None, dict[str, int]] = {}
        self._folded: dict[int | None, dict[str, list[int]]] = {}
        self._texts: dict[int, str] = {}
        self.added: list[int] = []
        for key, unit in units.items():
            self._put(key, unit)

    def _put(self, key: int, unit: Unit) -> None:
        self._below.setdefault(unit.parent, {})[unit.name] = key
        self._folded.setdefault(unit.parent, {}).setdefault(fold(unit.name), []).append(key)

    def unit(self, key: int) -> Unit:
        return self._units[key]

    def inside(self, parent: int | None, name: str) -> int | None:
        """The department called so in exactly these letters, else the only one called so in any case."""
        exact = self._below.get(parent, {}).get(name)
        alike = self._folded.get(parent, {}).get(fold(name), [])
        return exact if exact is not None or len(alike) != 1 else alike[0]

    def add(self, parent: int | None, name: str) -> int:
        key = -1 - len(self.added)
        self._units[key] = Unit(name, parent)
        self._put(key, self._units[key])
        self.added.append(key)
        return key

    def text(self, key: int | None) -> str:
        """The whole path; "" for nowhere."""
        if key is None or key not in self._units:
            return ""
        if key not in self._texts:
            names = [self._units[one].name for one in self._climb(key)]
            self._texts[key] = written(names[::-1])
        return self._texts[key]

    def _climb(self, key: int | None) -> list[int]:
        found: list[int] = []
        while key is not None and key not in found:
            found.append(key)
            key = self._units[key].parent
        return found

    def called(self, name: str) -> list[int]:
        """Departments of the company with this name, wherever they lie."""
        wanted = fold(name)
        return [key for key, unit in self._units.items() if key >= 0 and fold(unit.name) == wanted]
