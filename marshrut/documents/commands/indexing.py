"""What papers are found by: written again whenever title, number or text changes."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from ..models import Document, FileText
from ..rules import words

_WRITE = """
INSERT INTO documents_documentsearch (document_id, search)
SELECT %s, setweight(to_tsvector('russian', %s), 'A')
    || setweight(array_to_tsvector(%s::text[]), 'A')
    || setweight(to_tsvector('russian', %s), 'C')
ON CONFLICT (document_id) DO UPDATE SET search = EXCLUDED.search
"""


def reindex(documents: Collection[int]) -> None:
    """In the caller's transaction. The text is that of the current version, as far as it has been read."""
    rows = Document.objects.filter(pk__in=documents).values_list("pk", "title", "number", "file__sha256")
    texts = dict(FileText.objects.filter(sha256__in={row[3] for row in rows}).values_list("sha256", "text"))
    with connection.cursor() as cursor:
        for pk, title, number, sha256 in rows:
            # № keeps the parts of numbers apart from words
            marks = [f"№{one}" for one in words.endings(number)]
            text = texts.get(sha256, "")[: words.SEARCHED]
            cursor.execute(_WRITE, [pk, words.folded(title), marks, words.folded(text)])


def reindex_content(sha256: str) -> int:
    """Papers whose current version has this content. Returns how many."""
    found = list(Document.objects.filter(file__sha256=sha256).values_list("pk", flat=True))
    reindex(found)
    return len(found)
