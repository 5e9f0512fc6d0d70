"""A program of its own that turns a workbook into rows of text. Started by `reading`, never imported.

    python -I sheet.py ROWS COLUMNS SECONDS < workbook.xlsx > rows.json

A workbook is an archive of somebody else's making: a small one may unfold to gigabytes, and a single cell far down asks
for a table as large as the sheet. So this process sees two open files, little memory and little time. It writes
{"rows": [["text", …], …]} or {"why": …}: "broken", "password", "formulas", "too_big", "rows", "columns".
"""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sys
import zipfile
from typing import Any

import python_calamine as calamine

from marshrut.documents.confining import confined

#: bytes of memory for data, of the unfolded archive, of the answer
MEMORY, UNFOLDED, OUTPUT = 512 << 20, 128 << 20, 64 << 20
ENTRIES = 2000
CHUNK = 1 << 16
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def warm_up() -> None:
    """Use every part once: what is loaded later would not be found by an account that cannot read our folder."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("é.xml", b"")
    content.getvalue().decode("cp437")
    answer(content.getvalue(), 1, 1)
    text(dt.datetime(2026, 11, 21))  # noqa: DTZ001 – what a cell holds has no zone


def looked_through(content: bytes) -> str:
    """Why the archive may not be read, "" when it may. Every entry is unfolded once, and thrown away."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES or sum(one.file_size for one in entries) > UNFOLDED:
            return "too_big"
        if any(one.flag_bits & 1 for one in entries):
            return "password"
        left = UNFOLDED
        for one in entries:
            is_sheet, tail = "worksheets/" in one.filename and one.filename.endswith(".xml"), b""
            with archive.open(one) as stream:
                while chunk := stream.read(CHUNK):
                    left -= len(chunk)
                    if left < 0:
                        return "too_big"
                    if is_sheet and _FORMULA.search(tail + chunk):
                        return "formulas"
                    tail = chunk[-64:]
    return ""


def rows_of(content: bytes, most_rows: int, most_columns: int) -> dict[str, Any]:
    """The first sheet that can be seen."""
    with calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        shown = [one.name for one in book.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible]
        sheet = book.get_sheet_by_name((shown or book.sheet_names)[0])
        if sheet.total_width > most_columns:
            return {"why": "columns"}
        found = [[text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    while found and not any(found[-1]):
        found.pop()
    return {"rows": found} if len(found) <= most_rows else {"why": "rows"}


def text(cell: Any) -> str:
    """What the cell shows: whole numbers without a point, days without midnight."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ", "minutes")
    return str(cell)


def answer(content: bytes, most_rows: int, most_columns: int) -> dict[str, Any]:
    try:
        why = looked_through(content)
        return {"why": why} if why else rows_of(content, most_rows, most_columns)
    except MemoryError:
        return {"why": "too_big"}
    except calamine.PasswordError:
        return {"why": "password"}
    except BaseException:  # noqa: BLE001 – a fault of the reader is an answer too
        return {"why": "broken"}


if __name__ == "__main__":
    warm_up()
    confined(int(sys.argv[3]), MEMORY, OUTPUT)
    found = answer(sys.stdin.buffer.read(), int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps(found))
