"""YAML of packs, read carefully: JSON-like values only, no repeated keys, bounded size, and the line of every value.

The values are those of YAML 1.2, as editors read it: `no` and `on` are words, 13:00 is a text, a date is a text.
Anchors, aliases and `<<` may be used. An alias costs nothing to read, but counts in full against the bound.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from django.utils.translation import gettext as _

MAX_BYTES = 256 * 1024
#: values of a file, with aliases counted each time they are used
MAX_VALUES = 50_000
MAX_DEPTH = 40
_WORDS: dict[str, Any] = {"": None, "~": None, "null": None, "true": True, "false": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]{1,3})?")
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Place:
    """Where a value stands, and the places of the values inside it."""

    line: int
    inside: dict[str | int, Place] = field(default_factory=dict)


@dataclass(slots=True)
class Document:
    """A file that was read. `troubles` are (line, sentence); `data` is None when there is nothing usable."""

    data: Any = None
    place: Place = field(default_factory=lambda: Place(1))
    troubles: list[tuple[int, str]] = field(default_factory=list)


class _Unreadable(Exception):
    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line = line


@dataclass(slots=True)
class _Built:
    value: Any
    place: Place
    weight: int = 1


def read(raw: bytes | str) -> Document:
    """The values of a file, or what is wrong with it."""
    document = Document()
    try:
        text = _text(raw)
        built = _Builder(yaml.parse(text, Loader=_Loader), document.troubles).document()
    except _Unreadable as trouble:
        document.troubles.append((trouble.line, str(trouble)))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = (getattr(error, "problem", None) or str(error)).splitlines()[0]
        said = _("This is not YAML: %(reason)s. Check the indents, colons and quotes here.") % {"reason": reason}
        document.troubles.append((mark.line + 1 if mark else 1, said))
    else:
        document.data, document.place = built.value, built.place
    return document


def _text(raw: bytes | str) -> str:
    if len(raw) > MAX_BYTES:
        raise _Unreadable(1, _("The file is larger than %(limit)s KB.") % {"limit": MAX_BYTES // 1024})
    try:
        return raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1  # type: ignore[arg-type]
        raise _Unreadable(line, _("The file is not in UTF-8.")) from error


class _Builder:
    def __init__(self, events: Iterator[yaml.Event], troubles: list[tuple[int, str]]) -> None:
        self.events = events
        self.troubles = troubles
        self.anchors: dict[str, _Built] = {}

    def document(self) -> _Built:
        starts = (yaml.StreamStartEvent, yaml.DocumentStartEvent)
        event = next(event for event in self.events if not isinstance(event, starts))
        if isinstance(event, yaml.StreamEndEvent):
            raise _Unreadable(1, _("The file is empty."))
        built = self.build(event, 0)
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                raise _Unreadable(_line(event), _("One file holds one document: remove “---”."))
        return built

    def build(self, event: Any, depth: int) -> _Built:
        if depth > MAX_DEPTH:
            raise _Unreadable(_line(event), _("Nested too deeply."))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        tag = event.tag
        if tag not in (None, "!"):
            raise _Unreadable(_line(event), _("Tags like %(tag)s are not used in packs.") % {"tag": tag})
        if isinstance(event, yaml.ScalarEvent):
            built = _Built(self._scalar(event), Place(_line(event)))
        elif isinstance(event, yaml.SequenceStartEvent):
            built = self._list(event, depth)
        else:
            built = self._mapping(event, depth)
        if built.weight > MAX_VALUES:
            raise _Unreadable(_line(event), _("There are more than %(limit)s values here.") % {"limit": MAX_VALUES})
        if event.anchor:
            self.anchors[event.anchor] = built
        return built

    def _alias(self, event: Any) -> _Built:
        found = self.anchors.get(event.anchor)
        if found is None:
            raise _Unreadable(_line(event), _("There is no anchor &%(name)s above.") % {"name": event.anchor})
        return found

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if _UNFIT.search(text):
            self.troubles.append((_line(event), _("There are characters here that cannot be stored.")))
            return _UNFIT.sub("", text)
        if not event.implicit[0]:  # quoted or a block
            return text
        if text.lower() in _WORDS and text in (text.lower(), text.capitalize(), text.upper()):
            return _WORDS[text.lower()]
        if _INT.fullmatch(text):
            return int(text)
        return float(text) if _FLOAT.fullmatch(text) else text

    def _list(self, start: Any, depth: int) -> _Built:
        built = _Built([], Place(_line(start)))
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            item = self.build(event, depth + 1)
            built.place.inside[len(built.value)] = item.place
            built.value.append(item.value)
            built.weight += item.weight
        return built

    def _mapping(self, start: Any, depth: int) -> _Built:
        built = _Built({}, Place(_line(start)))
        merged: list[_Built] = []
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            key, line = self.build(event, depth + 1).value, _line(event)
            item = self.build(next(self.events), depth + 1)
            built.weight += 1 + item.weight
            if key == "<<":
                merged.append(item)
            elif not isinstance(key, str):
                said = _("“%(key)s” cannot be a name: put it in quotes, or is it a list?")
                self.troubles.append((line, said % {"key": key}))
            elif key in built.value:
                self.troubles.append((line, _("“%(key)s” is here twice: the second would win.") % {"key": key}))
            else:
                built.value[key] = item.value
                built.place.inside[key] = Place(line, item.place.inside)
        for item in merged:
            self._merge(built, item)
        return built

    def _merge(self, built: _Built, item: _Built) -> None:
        parts = item.value if isinstance(item.value, list) else [item.value]
        places = item.place.inside.values() if isinstance(item.value, list) else [item.place]
        for part, place in zip(parts, places, strict=True):
            if not isinstance(part, dict):
                self.troubles.append((item.place.line, _("Only a group of names can be taken over with “<<”.")))
                continue
            for key, value in part.items():
                built.value.setdefault(key, value)
                built.place.inside.setdefault(key, place.inside[key])


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
