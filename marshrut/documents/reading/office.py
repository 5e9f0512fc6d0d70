"""Paragraphs of Office files, read as a stream. Part of the confined program.

A paragraph is a line; a row of a table is one line, its cells parted by " | ", so that a changed cell shows as a
changed line. Deleted text of tracked changes is left out, inserted text is text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

#: elements inside of each other
DEEPEST = 200
CELLS = " | "
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODF_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


@dataclass(frozen=True, slots=True)
class _Tags:
    """`texts`: elements whose own words count; None: all. `signs` stand for a character."""

    paragraphs: frozenset[str]
    cell: str
    row: str
    skipped: frozenset[str]
    signs: Mapping[str, str]
    texts: frozenset[str] | None = None


_WORD_TAGS = _Tags(
    paragraphs=frozenset({_WORD + "p"}),
    cell=_WORD + "tc",
    row=_WORD + "tr",
    skipped=frozenset({_COMPATIBLE + "Fallback", _WORD + "del", _WORD + "moveFrom", _WORD + "instrText"}),
    signs={_WORD + "tab": " ", _WORD + "br": " ", _WORD + "cr": " ", _WORD + "noBreakHyphen": "-"},
    texts=frozenset({_WORD + "t"}),
)
_ODF_TAGS = _Tags(
    paragraphs=frozenset({_ODF_TEXT + "p", _ODF_TEXT + "h"}),
    cell=_ODF_TABLE + "table-cell",
    row=_ODF_TABLE + "table-row",
    skipped=frozenset({_ODF_TEXT + "tracked-changes"}),
    signs={_ODF_TEXT + "s": " ", _ODF_TEXT + "tab": " ", _ODF_TEXT + "line-break": " "},
)


def word(content: bytes) -> Iterator[str]:
    """Paragraphs of a DOCX: the body, then notes."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        yield from _lines(archive, "word/document.xml", _WORD_TAGS)
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            if part in names:
                yield from _lines(archive, part, _WORD_TAGS)


def open_document(content: bytes) -> Iterator[str]:
    """Paragraphs of an ODT, rows of an ODS."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from _lines(archive, "content.xml", _ODF_TAGS)


def _lines(archive: zipfile.ZipFile, part: str, tags: _Tags) -> Iterator[str]:
    reader = _Reader(tags)
    with archive.open(part) as stream:
        for event, element in ET.iterparse(stream, ("start", "end")):  # noqa: S314 – `archive` has looked through it
            if event == "start":
                reader.begin(element)
            else:
                yield from reader.end(element)


class _Reader:
    """Keeps what is open now (paragraphs may stand inside of each other: text boxes) and lets go of the rest."""

    def __init__(self, tags: _Tags) -> None:
        self.tags = tags
        self.open: list[Any] = []
        self.paragraphs = self.skipping = 0
        self.cells: list[list[str]] = []
        self.rows: list[list[str]] = []

    def begin(self, element: Any) -> None:
        self.open.append(element)
        if len(self.open) > DEEPEST:
            raise RecursionError
        if element.tag in self.tags.skipped:
            self.skipping += 1
        self.paragraphs += element.tag in self.tags.paragraphs
        if element.tag == self.tags.cell:
            self.cells.append([])
        elif element.tag == self.tags.row:
            self.rows.append([])

    def end(self, element: Any) -> Iterator[str]:
        self.open.pop()
        tag = element.tag
        if tag in self.tags.skipped:
            self.skipping -= 1
        elif tag in self.tags.paragraphs:
            self.paragraphs -= 1
            yield from self._told(" ".join("".join(self._words(element)).split()))
        elif tag == self.tags.cell:
            cell = " ".join(self.cells.pop())
            if self.rows:
                self.rows[-1].append(cell)
        elif tag == self.tags.row:
            row = self.rows.pop()
            yield from self._told(CELLS.join(row) if any(row) else "")
        if not self.paragraphs and self.open:
            self.open[-1].remove(element)

    def _words(self, element: Any) -> Iterator[str]:
        """Of one paragraph; paragraphs inside of it were lines of their own."""
        every = self.tags.texts is None
        if every or element.tag in (self.tags.texts or ()):
            yield element.text or ""
        yield self.tags.signs.get(element.tag, "")
        for child in element:
            if child.tag not in self.tags.paragraphs and child.tag not in self.tags.skipped:
                yield from self._words(child)
            if every:
                yield child.tail or ""

    def _told(self, line: str) -> Iterator[str]:
        """A line of a cell belongs to the cell, any other goes out."""
        if not line or self.skipping:
            return
        if self.cells:
            self.cells[-1].append(line)
        else:
            yield line
