"""The kinds of events: the sentence people read, an icon and a group. Rooms register theirs at start-up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from .queries import Event

Group = Literal["history", "comment"]
#: (what the value is: "person", "stage", "money" …; the stored value) -> what to show
Names = Callable[[str, Any], str]
_PLACE = re.compile(r"\{([^\W\d]\w*)\}")


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    #: a lazy translation with places like {from}; filled from the event's values, then from its body
    sentence: Any
    icon: str = "dot"
    group: Group = "history"
    #: place -> what its value is, for `Names`; other places show their value as it is stored
    refs: Mapping[str, str] = field(default_factory=dict)


registry: dict[str, Kind] = {}


def register(
    name: str, sentence: Any, *, icon: str = "dot", group: Group = "history", refs: Mapping[str, str] | None = None
) -> None:
    """Tell what an event kind says, e.g. `register("card.moved", _("Stage changed: {from} → {to}"), icon="move")`."""
    if name in registry:
        raise RuntimeError(f"two kinds of events are called {name}")
    registry[name] = Kind(name, sentence, icon, group, refs or {})


def kind(name: str) -> Kind:
    """The kind, also of an event whose room is gone: then the sentence is its name."""
    return registry.get(name) or Kind(name, name)


def sentence(event: Event, names: Names | None = None) -> str:
    """The plain text of an event in the active language. Filled in one pass, so a value can smuggle in no places."""
    about = kind(event.kind)

    def fill(match: re.Match[str]) -> str:
        place = match[1]
        if place in event.erased:
            return _("[erased]")
        value = event.values[place] if place in event.values else event.body.get(place)
        return _shown(value, about.refs.get(place), names)

    return _PLACE.sub(fill, str(about.sentence))


def _shown(value: Any, ref: str | None, names: Names | None) -> str:
    if value is None or value in ("", []):
        return "—"
    if isinstance(value, list):
        return ", ".join(_shown(one, ref, names) for one in value)
    if ref and names:
        return str(names(ref, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)
