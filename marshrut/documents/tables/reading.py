"""A table somebody sends: its rows as text, or a sentence why it cannot be read."""

from __future__ import annotations

import codecs
import csv
import io
import json
import logging
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.errors import Invalid

log = logging.getLogger(__name__)

#: bytes, rows with the heading, columns, characters of a cell
SIZE, ROWS, COLUMNS, CELL = 5 << 20, 20_001, 50, 1000
PROGRAM = Path(__file__).with_name("sheet.py")
#: seconds of processor, and by the wall clock on a busy machine
PROCESSOR, PATIENCE = 20, 60

Rows = list[list[str]]

_TOO_BIG = _("The file is too large: up to 5 MB, 20,000 rows and 50 columns.")
_WHY = {
    "too_big": _TOO_BIG,
    "rows": _TOO_BIG,
    "columns": _TOO_BIG,
    "password": _("The workbook is closed by a password. Take the password off and save it again."),
    "formulas": _("There are formulas in the table. Copy the cells, paste them as values, and save it again."),
    "broken": _("The file cannot be read. Save the table once more as XLSX or CSV."),
}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: what the export puts before such signs, so that no program takes the text for a formula
_QUOTED = re.compile(r"^'(?='*[=+\-@\t\r\n])")


def refused(sentence: Any) -> Invalid:
    return Invalid(sentence, code="table", fields={"file": sentence})


def read(content: bytes) -> Rows:
    """Rows of a CSV (UTF-8, UTF-16 with its mark, Windows-1251; ; , or tab) or XLSX. Raises Invalid, code "table"."""
    if len(content) > SIZE:
        raise refused(_TOO_BIG)
    if content.startswith(b"PK"):
        return _checked(_workbook(content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(_("This is a workbook of old Excel, or one with a password. Save it as XLSX or CSV."))
    return read_text(_decoded(content))


def read_text(text: str) -> Rows:
    """Rows of what was pasted or decoded."""
    if len(text.encode("utf-8", "replace")) > SIZE:
        raise refused(_TOO_BIG)
    if "\0" in text:
        raise refused(_WHY["broken"])
    first, _end, rest = text.lstrip("\ufeff").partition("\n")
    named = re.fullmatch(r"sep=(.)\r?", first)
    body, delimiter = (rest, named[1]) if named else (first + _end + rest, _delimiter(first))
    found: Rows = []
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            found.append([_QUOTED.sub("", cell) for cell in row])
            if len(found) > ROWS and any(row):
                raise refused(_TOO_BIG)
    except csv.Error:
        sentence = _("Line %(line)s cannot be read: check the quotation marks in it and before it.")
        raise refused(sentence % {"line": reader.line_num}) from None
    return _checked(found)


def _delimiter(first: str) -> str:
    """The sign that the heading holds most often outside of quotation marks."""
    bare = re.sub(r'"[^"]*"', "", first)
    return max(";\t,", key=bare.count)


def _decoded(content: bytes) -> str:
    named = next((name for mark, name in _BOMS if content.startswith(mark)), None)
    for encoding in [named] if named else ["utf-8", "windows-1251"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(_WHY["broken"])


def _checked(rows: Rows) -> Rows:
    """Without empty rows at the end and empty columns at the right; within the limits."""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise refused(_("The table is empty."))
    width = max(max((place for place, cell in enumerate(row, 1) if cell.strip()), default=0) for row in rows)
    if width > COLUMNS or len(rows) > ROWS:
        raise refused(_TOO_BIG)
    for number, row in enumerate(rows, 1):
        if any(len(cell) > CELL for cell in row):
            sentence = _("Row %(row)s: a cell is longer than %(most)s characters.")
            raise refused(sentence % {"row": number, "most": CELL})
    return [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _workbook(content: bytes) -> Rows:
    command = [sys.executable, "-I", str(PROGRAM), str(ROWS), str(COLUMNS), str(PROCESSOR)]
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out:
        source.write(content)
        source.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 – our own program, the file is its input
                command, stdin=source, stdout=out, stderr=subprocess.DEVNULL, env={}, timeout=PATIENCE, check=False
            )
        except subprocess.TimeoutExpired:
            raise refused(_TOO_BIG) from None
        out.seek(0)
        answer = _answer(out.read())
    if "rows" in answer:
        return [[str(cell) for cell in row] for row in answer["rows"]]
    if done.returncode:  # its limits ended it
        log.warning("The table program ended with %s", done.returncode)
        raise refused(_TOO_BIG)
    raise refused(_WHY.get(answer.get("why", ""), _WHY["broken"]))


def _answer(said: bytes) -> dict[str, Any]:
    try:
        found = json.loads(said)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
