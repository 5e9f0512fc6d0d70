"""Word files for tests: real packages, and the same with a part replaced."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx as word


def paper(*paragraphs: str, table: Sequence[Sequence[str]] = (), head: str = "") -> bytes:
    """A DOCX of paragraphs, then a table."""
    made = word.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        rows = made.add_table(len(table), len(table[0]))
        for row, cells in zip(rows.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    if head:
        made.sections[0].header.paragraphs[0].text = head
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def docx(*paragraphs: str) -> bytes:
    return paper(*paragraphs)


def rewritten(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """The same package with these parts instead of its own, or beside them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            if one.filename not in parts:
                new.writestr(one.filename, old.read(one))
        for name, body in parts.items():
            new.writestr(name, body)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def with_body(xml: bytes, content: bytes | None = None) -> bytes:
    """A package whose text is `xml`."""
    return rewritten(content or paper("x"), {"word/document.xml": xml})


def texts(content: bytes) -> list[str]:
    """Paragraphs and cells of a DOCX, by python-docx."""
    made = word.Document(io.BytesIO(content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    heads = [one.text for section in made.sections for one in section.header.paragraphs]
    return [*(one.text for one in made.paragraphs), *cells, *heads]
