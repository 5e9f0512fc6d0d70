"""Tables in files: what is written can be read again, and nothing in them is a formula."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from marshrut.documents import tables
from marshrut.kernel.errors import Invalid

LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])
SIGNS = st.sampled_from("'=+-@aя1\"; ")
TEXT = (st.text(SIGNS, max_size=6) | st.text(LETTERS, max_size=12)).map(str.strip)


def csv(rows: list[list[Any]]) -> bytes:
    with tables.as_csv(rows) as out:
        return out.read()


def xlsx(rows: list[list[Any]]) -> bytes:
    with tables.as_xlsx(rows, "Лист: 1/2") as out:
        return out.read()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1, max_size=5).filter(lambda rows: all(rows[-1])))
def test_text_survives_a_csv(rows: list[list[str]]) -> None:
    head = ["первый", "второй"]
    assert tables.read(csv([head, *rows])) == [head, *rows]


@pytest.mark.parametrize("text", ["'=1", "''=1", "a'=1", "'a", "'", "=1'"])
def test_apostrophes_of_ones_own_stay(text: str) -> None:
    assert tables.read(csv([["a", text]])) == [["a", text]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_text_that_looks_like_a_formula_is_quoted(sign: str) -> None:
    written = csv([["a", f"{sign}cmd"]]).decode("utf-8-sig")
    assert f"'{sign}cmd" in written
    assert tables.read(csv([["a", f"{sign}cmd"]]))[0][1] == f"{sign}cmd"


def test_numbers_and_days_are_written_as_the_reader_writes_them() -> None:
    row = [Decimal("-1250.50"), 7, date(2026, 11, 21), datetime(2026, 11, 21, 9, 30, tzinfo=UTC), None]
    with translation.override("ru"):
        assert csv([row]).decode("utf-8-sig") == "-1250,50;7;2026-11-21;2026-11-21 09:30;\r\n"
    with translation.override("en"):
        assert csv([row]).decode("utf-8-sig").startswith("-1250.50;")
    assert tables.read(xlsx([["h"] * 5, row]))[1][:4] == ["-1250.5", "7", "2026-11-21", "2026-11-21 09:30"]


def test_a_workbook_holds_texts_and_no_formulas_or_links() -> None:
    content = xlsx([["=1+1", "http://example.ru"], ["+7 900", "@x"]])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert b"hyperlink" not in sheet
    assert tables.read(content) == [["=1+1", "http://example.ru"], ["+7 900", "@x"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1251", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_encodings_and_delimiters(encoding: str, sign: str) -> None:
    content = f'Имя{sign}Место\r\nЁлкина{sign}"Цех{sign} ""1"""\r\n\r\n'.encode(encoding)
    assert tables.read(content) == [["Имя", "Место"], ["Ёлкина", f'Цех{sign} "1"']]


def test_excel_may_name_the_delimiter() -> None:
    assert tables.read(b"sep=,\r\na,b;c\r\n") == [["a", "b;c"]]


def test_rows_keep_their_numbers() -> None:
    assert tables.read_text("a;b\n\n;\nc;d\n\n") == [["a", "b"], ["", ""], ["", ""], ["c", "d"]]


def far_cell(row: int, column: int) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write_string(row, column, "x")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 40), (20_001, 0), (0, 50), (1_048_575, 16_383)])
def test_one_cell_far_away_makes_no_table(row: int, column: int) -> None:
    with pytest.raises(Invalid) as refused:
        tables.read(far_cell(row, column))
    assert refused.value.code == "table"


def test_a_workbook_with_a_password_is_refused() -> None:
    content = bytearray(xlsx([["a"]]))
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    with translation.override("en"), pytest.raises(Invalid, match="password"):
        tables.read(bytes(content))
