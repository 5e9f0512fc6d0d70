"""`$filter` as 1C reads it: a part of OData 3. A sentence becomes a tree that rows are held against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

Kind = Literal["guid", "datetime", "string", "number", "bool", "cast"]
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<guid>guid'[0-9a-fA-F-]{36}')|(?P<datetime>datetime'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d')"
    r"|(?P<string>'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>[(),])|(?P<word>[^\s(),']+))"
)


class BadFilter(ValueError):
    """What 1C answers with code 14."""


@dataclass(frozen=True, slots=True)
class Value:
    kind: Kind
    text: Any
    #: of a cast: the object it is cast to
    type: str = ""


@dataclass(frozen=True, slots=True)
class Compare:
    field: str
    op: Literal["eq", "ne", "gt", "ge", "lt", "le"]
    value: Value


@dataclass(frozen=True, slots=True)
class Call:
    name: Literal["substringof", "startswith"]
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Both:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Node


Node = Compare | Call | Both | Either | Not


def parse(source: str) -> Node:
    """Raises BadFilter."""
    reader = _Reader(source)
    found = reader.either()
    if reader.left():
        raise BadFilter(source)
    return found


class _Reader:
    def __init__(self, source: str) -> None:
        self.tokens: list[tuple[str, str]] = list(_tokens(source))
        self.at = 0

    def left(self) -> bool:
        return self.at < len(self.tokens)

    def either(self) -> Node:
        parts = [self.both()]
        while self.word("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self) -> Node:
        parts = [self.one()]
        while self.word("and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def one(self) -> Node:
        if self.word("not"):
            return Not(self.one())
        if self.sign("("):
            inner = self.either()
            self.need(")")
            return inner
        kind, text = self.take()
        if kind != "word":
            raise BadFilter(text)
        if text in ("substringof", "startswith"):
            return self.call(text)
        op = self.take()[1]
        if op not in ("eq", "ne", "gt", "ge", "lt", "le"):
            raise BadFilter(op)
        return Compare(text, op, self.value())  # type: ignore[arg-type]

    def call(self, name: str) -> Call:
        self.need("(")
        first = self.take()
        self.need(",")
        second = self.take()
        self.need(")")
        text, field = (first, second) if name == "substringof" else (second, first)
        if text[0] != "string" or field[0] != "word":
            raise BadFilter(name)
        return Call(name, field[1], _unquoted(text[1]))  # type: ignore[arg-type]

    def value(self) -> Value:
        kind, text = self.take()
        if kind == "word" and text == "cast":
            self.need("(")
            inner = self.value()
            self.need(",")
            target = self.take()
            self.need(")")
            return Value("cast", inner.text, _unquoted(target[1]))
        if kind == "guid":
            return Value("guid", text[5:-1].lower())
        if kind == "datetime":
            return Value("datetime", text[9:-1])
        if kind == "string":
            return Value("string", _unquoted(text))
        if kind == "number":
            return Value("number", float(text))
        if text in ("true", "false"):
            return Value("bool", text == "true")
        raise BadFilter(text)

    def word(self, wanted: str) -> bool:
        return self._skip("word", wanted)

    def sign(self, wanted: str) -> bool:
        return self._skip("sign", wanted)

    def _skip(self, kind: str, wanted: str) -> bool:
        if self.left() and self.tokens[self.at] == (kind, wanted):
            self.at += 1
            return True
        return False

    def need(self, wanted: str) -> None:
        if not self.sign(wanted):
            raise BadFilter(wanted)

    def take(self) -> tuple[str, str]:
        if not self.left():
            raise BadFilter("the end")
        self.at += 1
        return self.tokens[self.at - 1]


def _tokens(source: str) -> Iterator[tuple[str, str]]:
    at, source = 0, source.rstrip()
    while at < len(source):
        found = _TOKEN.match(source, at)
        if found is None:
            raise BadFilter(source[at:])
        at = found.end()
        yield str(found.lastgroup), found[str(found.lastgroup)]


def _unquoted(text: str) -> str:
    return text[1:-1].replace("''", "'")
