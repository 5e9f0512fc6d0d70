"""Word files for tests."""

from __future__ import annotations

import io

import docx as word


def docx(*paragraphs: str) -> bytes:
    paper, made = word.Document(), io.BytesIO()
    for paragraph in paragraphs:
        paper.add_paragraph(paragraph)
    paper.save(made)
    return made.getvalue()
