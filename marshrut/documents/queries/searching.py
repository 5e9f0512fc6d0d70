"""Words in papers: by Russian stems, ё as е, numbers by any of their parts. Nothing is ranked over all."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import QuerySet

from ..models import Document
from ..rules import words
from ..rules.words import Word
from .shapes import Run

#: found papers up to this many are sorted; of more the newest are walked until a page is full
FEW = 3000
AROUND, SHOWN = 90, 320


def narrowed(papers: QuerySet[Document], text: str) -> QuerySet[Document]:
    """Of the papers, those with every word of the text. A text without any word finds nothing."""
    wanted = words.wanted(text)
    if not wanted:
        return papers.none()
    query, values = _query(wanted)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT document_id FROM documents_documentsearch WHERE search @@ ({query}) LIMIT %s",  # noqa: S608 – built of our own pieces
            [*values, FEW + 1],
        )
        ids = [row[0] for row in cursor.fetchall()]
    if len(ids) <= FEW:
        return papers.filter(pk__in=ids)
    # most papers have the word: walk along the newest of them
    return papers.extra(where=[f"EXISTS ({_HAS} AND found.search @@ ({query}))"], params=values)  # noqa: S610 – the same


_HAS = "SELECT 1 FROM documents_documentsearch AS found WHERE found.document_id = documents_document.id"


def snippets(text: str, documents: Collection[int]) -> dict[int, tuple[Run, ...]]:
    """Where the words stand in the texts of these papers (a page of them, not more)."""
    wanted = " ".join(word.text for word in words.wanted(text) if not word.number)
    if not wanted or not documents:
        return {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(to_tsvector('russian', %s))", [wanted])
        stems = cursor.fetchone()[0]
        if not stems:
            return {}
        cursor.execute(_AROUND, [list(documents), stems, AROUND, SHOWN, AROUND + 1])
        found = cursor.fetchall()
    return {pk: _marked(piece, stems, cut) for pk, piece, cut in found}


#: each text is lowered once and looked through once
_AROUND = """
WITH low AS MATERIALIZED (
    SELECT d.id AS pk, t.text AS text, translate(lower(t.text), 'ё', 'е') AS low
    FROM documents_document d
    JOIN documents_storedfile f ON f.id = d.file_id
    JOIN documents_filetext t ON t.sha256 = f.sha256
    WHERE d.id = ANY(%s)
), found AS MATERIALIZED (
    SELECT pk, text, (SELECT min(at) FROM unnest(%s::text[]) AS stem, LATERAL strpos(low, stem) AS at WHERE at > 0)
        AS place
    FROM low
)
SELECT pk, substring(text FROM greatest(1, place - %s) FOR %s), place > %s FROM found WHERE place IS NOT NULL
"""


def _query(wanted: Sequence[Word]) -> tuple[str, list[str]]:
    """(SQL of a tsquery, its values)."""
    pieces: list[str] = []
    values: list[str] = []
    for word in wanted:
        made, given = _one(word)
        pieces.append(made)
        values += given
    return " && ".join(pieces), values


def _one(word: Word) -> tuple[str, list[str]]:
    if word.prefix:
        # what is typed still: its stem, and every word that begins so
        *before, last = word.text.split()
        begun = "to_tsquery('russian', %s)"
        if before:  # «смотри-проект»: the parts before must be there, too
            begun = f"(plainto_tsquery('russian', %s) && {begun})"
        values = [word.text, *([" ".join(before)] if before else []), f"'{last}':*"]
        return f"(plainto_tsquery('russian', %s) || {begun})", values
    if not word.number:
        return "plainto_tsquery('russian', %s)", [word.text]
    return "(plainto_tsquery('russian', %s) || %s::tsquery)", [word.text, f"'№{word.number}':*"]


def _marked(piece: str, stems: Sequence[str], cut: bool) -> tuple[Run, ...]:
    """The piece with words that begin like a stem marked, whole words only at its edges."""
    text = " ".join(piece.split())
    if cut:
        text = "… " + text.partition(" ")[2]
    if len(piece) >= SHOWN:
        text = text.rpartition(" ")[0] + " …"
    pattern = "|".join(re.escape(stem) for stem in sorted(stems, key=len, reverse=True))
    found = re.compile(rf"(?<![^\W_])(?:{pattern})[^\W_]*", re.IGNORECASE)
    runs: list[Run] = []
    at = 0
    for match in found.finditer(words.folded(text)):
        runs += [(text[at : match.start()], False), (text[match.start() : match.end()], True)]
        at = match.end()
    return tuple(run for run in (*runs, (text[at:], False)) if run[0])
