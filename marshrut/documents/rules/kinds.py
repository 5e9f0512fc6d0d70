"""Kinds of papers: who they are open to, colours of their statuses. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Protocol

KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
WHO = re.compile(r"everyone|role:[a-z][a-z0-9_]{0,39}|(?:person|department):[1-9][0-9]{0,17}")
#: contrast with white that text needs (WCAG AA)
READABLE = 4.5
COLOR = re.compile(r"#[0-9a-f]{6}")
#: offered to whoever sets statuses; each is readable as text on white (WCAG AA, 4.5:1)
COLORS = (
    "#5b6472",  # grey
    "#2563c9",  # blue
    "#0f766e",  # sea
    "#6d4bd1",  # violet
    "#9a5b00",  # amber
    "#c2410c",  # orange
    "#1a7f37",  # green
    "#c0263b",  # red
    "#7a5c45",  # brown
)


class Chart(Protocol):
    """What the words of `who` ask of the company."""

    def active(self, person: int) -> bool: ...

    def roles_of(self, person: int) -> frozenset[str]: ...

    def department_of(self, person: int) -> int | None: ...

    def with_below(self, department: int) -> frozenset[int]: ...


def among(who: Iterable[str], person: int, chart: Chart) -> bool:
    """Whether one of the words means the person. A department means everybody in it and below; the dismissed nobody."""
    return chart.active(person) and any(_means(word, person, chart) for word in who)


def _means(word: str, person: int, chart: Chart) -> bool:
    if word == "everyone":
        return True
    what, _colon, value = word.partition(":")
    if what == "role":
        return value in chart.roles_of(person)
    if what == "person":
        return value == str(person)
    own = chart.department_of(person)
    return what == "department" and own is not None and own in chart.with_below(int(value))


def contrast(color: str) -> float:
    """Contrast of "#rrggbb" with white by WCAG 2: 1 to 21."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def new_key(taken: Collection[str]) -> str:
    """A key for a status that has none yet: «status_1», «status_2» …; people never see it."""
    at = 1
    while f"status_{at}" in taken:
        at += 1
    return f"status_{at}"
