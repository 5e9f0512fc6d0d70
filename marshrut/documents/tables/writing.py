"""A table somebody takes away, written to a temporary file that is gone when it is closed."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO, Final, Literal

import xlsxwriter
from django.utils.translation import get_language

#: aware datetimes are shown in their own zone: turn them into the reader's first
Cell = str | int | Decimal | date | datetime | None
Format = Literal["csv", "xlsx"]

CSV: Final = "text/csv; charset=utf-8"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: a text that begins so is a formula to a spreadsheet, or was quoted already
FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n]")
#: characters that a cell of a workbook holds
LONGEST: Final = 32_767


def as_file(rows: Iterable[Sequence[Cell]], form: Format, title: str = "") -> tuple[BinaryIO, str]:
    """The table in the form asked for, at its beginning, and the type of its content."""
    return (as_xlsx(rows, title), XLSX) if form == "xlsx" else (as_csv(rows), CSV)


def as_csv(rows: Iterable[Sequence[Cell]]) -> BinaryIO:
    """UTF-8 with its mark, `;` and CRLF: what a double click opens right in Russian Excel.

    Text that a spreadsheet would take for a formula gets an apostrophe before it; `reading` takes it off again.
    """
    out = tempfile.TemporaryFile()  # noqa: SIM115 – the caller closes it
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", errors="replace")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    comma = (get_language() or "ru").startswith("ru")
    for row in rows:
        writer.writerow([_plain(cell, comma) for cell in row])
    text.detach()
    out.seek(0)
    return out


def _plain(cell: Cell, comma: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return f"'{cell}" if FORMULA.match(cell) else cell
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, Decimal):
        return f"{cell:f}".replace(".", ",") if comma else f"{cell:f}"
    return str(cell)


def as_xlsx(rows: Iterable[Sequence[Cell]], title: str = "") -> BinaryIO:
    """One sheet, the heading in bold and fixed; texts are written as texts, never as formulas or links."""
    out = tempfile.TemporaryFile()  # noqa: SIM115 – the caller closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, {**options, "strings_to_numbers": False, "in_memory": False})
    sheet = book.add_worksheet(_sheet_name(title))
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0.00"})
    day, moment = book.add_format({"num_format": "dd.mm.yyyy"}), book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 49, 22)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if isinstance(cell, str) and cell:
                sheet.write_string(number, place, cell[:LONGEST], bold if number == 0 else None)
            elif isinstance(cell, datetime):
                sheet.write_datetime(number, place, cell.replace(tzinfo=None, microsecond=0), moment)
            elif isinstance(cell, date):
                sheet.write_datetime(number, place, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif isinstance(cell, Decimal):
                sheet.write_number(number, place, float(cell), money)
            elif isinstance(cell, int):
                sheet.write_number(number, place, cell)
    book.close()
    out.seek(0)
    return out


def _sheet_name(title: str) -> str:
    """A workbook allows 31 characters, none of []:*?/\\ and no apostrophe at the ends."""
    return "".join(" " if sign in "[]:*?/\\" else sign for sign in title)[:31].strip(" '") or "1"
