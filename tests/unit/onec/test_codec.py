"""Whatever a server says has a shape; nothing of it reaches people as it is."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from decimal import Decimal
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.integrations.onec import cells, codec, redact

ERROR = '{"odata.error":{"code":"9","message":{"lang":"ru","value":"Экземпляр сущности не найден"}}}'
XML = (
    '<?xml version="1.0" encoding="UTF-8"?><m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/'
    'metadata"><m:code>6</m:code><m:message xml:lang="ru">Метод не найден</m:message></m:error>'
)


@pytest.mark.parametrize(
    ("body", "shape", "code"),
    [
        (b'{"value":[]}', "json", None),
        (b'\xef\xbb\xbf{"value":[]}', "json", None),
        (ERROR.encode(), "error", 9),
        (XML.encode(), "error", 6),
        (base64.b64encode(ERROR.encode()), "error", 9),
        ('{"exception":{"descr":"Ошибка","inner":{"descr":"Недостаточно памяти"}}}'.encode(), "error", None),
        (b"<!DOCTYPE html><html></html>", "html", None),
        (b"<html><body>login</body></html>", "html", None),
        (b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>', "atom", None),
        (b"", "empty", None),
        (b"\xef\xbb\xbf", "empty", None),
        (b'{"value":[', "broken", None),
        (b'{"value":[NaN]}', "broken", None),
        (b"[" * 100_000, "broken", None),
        (b"\xff\xfe{\x00}\x00", "json", None),
        ("Сервер занят".encode("cp1251"), "broken", None),
    ],
)
def test_shapes(body: bytes, shape: str, code: int | None) -> None:
    found = codec.read(body)
    assert (found.shape, found.code) == (shape, code)


@given(st.binary(max_size=300))
def test_nothing_makes_it_stumble(body: bytes) -> None:
    assert codec.read(body).shape in ("json", "html", "atom", "error", "empty", "broken")


def test_row_4_numbers_and_letters_are_what_they_were() -> None:
    found = codec.read('\ufeff{"value":[{"Сумма":120000.10,"Имя":"Ёж"}]}'.encode()).data["value"][0]
    assert found == {"Сумма": Decimal("120000.10"), "Имя": "Ёж"}


def test_a_message_in_base64_is_read_before_it_is_judged() -> None:
    words = base64.b64encode("Недостаточно памяти для получения результата".encode()).decode()
    found = codec.read(json.dumps({"odata.error": {"code": "-1", "message": {"value": words}}}).encode())
    assert (found.code, redact.word(found.text)) == (-1, "memory")


def test_row_18_words_of_an_error_are_not_told_on() -> None:
    told = redact.said(500, -1, 'Операция не разрешена в предложении "ГДЕ": ООО «Ромашка», Контрагент eq 1f0a')
    assert told == "HTTP 500, code -1, where"
    assert redact.said(404, 9, "Экземпляр сущности 1f0a не найден") == "HTTP 404, code 9, not_found"
    assert redact.said(500, None, "ООО «Ромашка»") == "HTTP 500"


@pytest.mark.parametrize(
    "body",
    [
        b"<error>" + b"<message>" * 100_000,
        b"<error>" + b"<message" * 100_000,
        b"<error><message>" + b"</a:" * 100_000,
        b"A" * 30 + b" " * 400_000 + b"!",
        b"A" * 400_000 + b"!",
        json.dumps({"error": {"message": "A" * 30 + "\n" * 400_000 + "!"}}).encode(),
    ],
    ids=["unclosed", "no_end", "closings", "blanks", "letters", "message"],
)
def test_no_answer_takes_longer_to_read_than_it_is_long(body: bytes) -> None:
    began = process_time()
    codec.read(body)
    assert process_time() - began < 1


def test_words_of_an_error_are_read_wherever_they_stand() -> None:
    told = "<m:error><m:code>6</m:code>" + " " * 5000 + "<m:message>Метод <![CDATA[не]]> найден</m:message></m:error>"
    assert codec.read(told.encode()).text == "Метод <![CDATA[не]]> найден"
    lines = base64.encodebytes(("x" * 60 + ERROR).encode())
    assert codec.read(lines).shape == "broken"
    assert codec.read(base64.encodebytes(ERROR.encode())).code == 9


def test_a_long_text_is_cut_before_it_is_cleaned() -> None:
    began = process_time()
    assert cells.text({"a": "  " + "x" * 20_000_000}, "a", 50) == "x" * 50
    assert process_time() - began < 1
    assert cells.text({"a": " " * 9000 + "\0" * 50 + "слово" + " " * 9000}, "a", 50) == "слово"


@pytest.mark.parametrize(
    "told", ["1E+999999999999999999", "0E+999999999999", "-1E+99999999999999999999999", "9" * 4000]
)
def test_a_number_that_nobody_can_mean_is_none(told: str) -> None:
    assert cells.number({"a": told}, "a") is None


ROW: dict[str, Any] = {
    "Код": "000000001  ", "Пусто": None, "Число": "1103", "Дробное": Decimal("10.5"), "Да": True, "Нет": "false",
    "Ключ": "1F0A0B0E-0000-11EE-80C1-000000000001", "Ноль": "00000000-0000-0000-0000-000000000000",
    "Ссылка": "1f0a0b0e-0000-11ee-80c1-000000000001", "Ссылка_Type": "StandardODATA.Document_X",
    "Ничего": "", "Ничего_Type": "StandardODATA.Undefined", "Дата": "2026-08-03T11:20:45",
    "НетДаты": "0001-01-01T00:00:00", "Опечатка": "0021-08-03T00:00:00", "Далеко": "3999-12-31T00:00:00",
    "Мусор": "а\x00б\ud800в",
}  # fmt: skip


def test_cells() -> None:
    assert cells.text(ROW, "Код") == "000000001"
    assert cells.text(ROW, "Мусор") == "абв"
    assert [cells.number(ROW, name) for name in ("Число", "Дробное", "Пусто", "Код")] == [
        1103,
        Decimal("10.5"),
        None,
        1,
    ]
    assert [cells.flag(ROW, name) for name in ("Да", "Нет", "Пусто", "Нету")] == [True, False, None, None]
    assert cells.guid(ROW, "Ключ") == cells.guid(ROW, "Ссылка") != ""
    assert cells.guid(ROW, "Ноль") == cells.guid(ROW, "Ничего") == ""
    assert (cells.type_of(ROW, "Ссылка"), cells.type_of(ROW, "Ничего")) == ("Document_X", "")


def test_row_11_times_are_those_of_the_zone_of_the_base() -> None:
    zone = ZoneInfo("Asia/Yekaterinburg")
    at = cells.moment(ROW, "Дата", zone)
    assert at is not None
    assert at.isoformat() == "2026-08-03T06:20:45+00:00"
    assert cells.wall(at, zone) == datetime(2026, 8, 3, 11, 20, 45)  # noqa: DTZ001 - as on the wall
    assert [cells.moment(ROW, name, zone) for name in ("НетДаты", "Опечатка", "Далеко", "Пусто")] == [None] * 4
    assert [cells.odd_stamp(ROW, name) for name in ("НетДаты", "Опечатка", "Далеко", "Дата")] == [
        False,
        True,
        True,
        False,
    ]
