"""XML of strangers as a small tree. No document types, no entities, nothing is fetched; depth and size are bounded.

expat reads bytes by the encoding the file declares (nearly always windows-1251); when that is a lie, by the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal
from xml.parsers import expat

#: bytes of a document, elements of it, elements inside of each other, characters of one value
SIZE, ELEMENTS, DEPTH, VALUE = 24 << 20, 250_000, 40, 2000
ROOT: Final = "Файл"
Why = Literal["broken", "too_big", "unknown", "encrypted"]


class Unread(Exception):
    """`why` the content is no document that can be read."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


class Node:
    """An element by its local name."""

    __slots__ = ("attributes", "children", "name", "text")

    def __init__(self, name: str, attributes: dict[str, str]) -> None:
        self.name = name
        self.attributes = attributes
        self.children: list[Node] = []
        self.text = ""

    def all(self, path: str) -> list[Node]:
        """Elements at "A/B" from here."""
        found = [self]
        for name in path.split("/"):
            found = [child for one in found for child in one.children if child.name == name]
        return found

    def one(self, *paths: str) -> Node | None:
        """The first element at the first path that leads anywhere."""
        return next((found[0] for path in paths if (found := self.all(path))), None)

    def value(self, *paths: str) -> str:
        """The first value there is: "A/B/@c", "A/B" for a text, "//@c" for wherever the attribute stands."""
        return next((found for path in paths if (found := self._value(path))), "")

    def every(self) -> Iterator[Node]:
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(one.children))

    def _value(self, path: str) -> str:
        if path.startswith("//@"):
            name = path[3:]
            return next((clean(one.attributes[name]) for one in self.every() if one.attributes.get(name)), "")
        way, at, attribute = path.rpartition("@")
        if not at:
            found = self.one(path)
            return clean(found.text) if found else ""
        places = self.all(way.rstrip("/")) if way else [self]
        return next((clean(one.attributes[attribute]) for one in places if one.attributes.get(attribute)), "")


def clean(value: str) -> str:
    """One line without control signs."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value[:VALUE]).split())


def tree(content: bytes) -> Node:
    """The root. Raises Unread."""
    if len(content) > SIZE:
        raise Unread("too_big")
    why: Why = "broken"
    for encoding in (None, "utf-8", "windows-1251"):
        try:
            root = _parsed(content, encoding)
        except Unread as unread:
            why = unread.why
            if why == "too_big":
                raise
            continue
        if root.name == ROOT:
            return root
        why = "unknown"
    raise Unread(why)


def _parsed(content: bytes, encoding: str | None) -> Node:
    building = _Building()
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = building.refuse
    parser.EntityDeclHandler = building.refuse
    parser.StartElementHandler = building.begin
    parser.EndElementHandler = building.end
    parser.CharacterDataHandler = building.say
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError, UnicodeError) as error:
        raise Unread("broken") from error
    if building.root is None:
        raise Unread("broken")
    return building.root


class _Building:
    def __init__(self) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.count = 0

    def refuse(self, *_told: object) -> None:
        raise Unread("broken")

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > ELEMENTS or len(self.open) >= DEPTH:
            raise Unread("too_big")
        node = Node(name.rpartition(":")[2], attributes)
        if self.open:
            self.open[-1].children.append(node)
        elif self.root is None:
            self.root = node
        self.open.append(node)

    def end(self, _name: str) -> None:
        self.open.pop()

    def say(self, text: str) -> None:
        node = self.open[-1]
        if len(node.text) < VALUE:
            node.text += text[:VALUE]
