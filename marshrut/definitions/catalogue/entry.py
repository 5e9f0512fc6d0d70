"""The form of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..schema.base import Text

Group = Literal["field", "setting", "task", "resolver", "due", "rung", "robot", "function"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of thing that packs are made of. `name` and `about` are what people read."""

    group: Group
    #: the word of the format
    key: str
    name: Text
    about: Text
    #: word -> what it takes; for a function the kinds of its values in order
    parameters: Mapping[str, str] = field(default_factory=dict)
    #: words without which it means nothing
    needed: tuple[str, ...] = ()
    #: kind of the value in conditions: of a field, of what a function gives
    kind: str = ""


def entry(
    group: Group,
    key: str,
    names: tuple[str, str],
    about: tuple[str, str],
    *,
    parameters: Mapping[str, str] | None = None,
    needed: tuple[str, ...] = (),
    kind: str = "",
) -> Entry:
    """`names` and `about`: in Russian, in English."""
    ru, en = names
    about_ru, about_en = about
    return Entry(group, key, Text(ru=ru, en=en), Text(ru=about_ru, en=about_en), parameters or {}, needed, kind)
