"""Values no input would send and a program may: each is refused by its code."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from marshrut.definitions.schema.pack import Choice, Field
from marshrut.engine.fields import BadValue, blank, clean


def field(kind: Any) -> Field:
    choices = (Choice.model_validate({"key": "a", "title": "А"}),) if kind == "choice" else ()
    return Field.model_validate({"kind": kind, "title": "Поле", "choices": choices})


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        ("choice", [1], "not_choice"),
        ("choice", {"a": 1}, "not_choice"),
        ("choice", 1, "not_choice"),
        ("number", "1e-999999", "not_number"),
        ("number", "1e999999", "not_number"),
        ("number", [1], "not_number"),
        ("number", True, "not_number"),
        ("money", "1e-999999", "not_number"),
        ("money", "1e999999999", "not_number"),
        ("money", "1e5", "not_number"),
        ("money", "1_000", "not_number"),
        ("money", "١٢٣", "not_number"),
        ("money", "0" * 16, "not_number"),
        ("number", "0." + "0" * 21, "not_number"),
        ("number", 10**100, "not_number"),
        ("number", Decimal("1e999999999"), "not_number"),
        ("number", Decimal("1e-999999999"), "not_number"),
        ("money", Decimal("NaN"), "not_number"),
        ("money", float("inf"), "not_number"),
        ("text", [1], "not_text"),
        ("text", "\ud800", "not_text"),
        ("date", [1], "not_date"),
        ("person", [1], "not_id"),
        ("person", 10**18, "not_id"),
        ("file", [[1]], "not_id"),
        ("yes_no", [1], "not_yes_no"),
    ],
)
def test_values_of_a_wrong_kind(kind: str, raw: Any, code: str) -> None:
    with pytest.raises(BadValue, match=f"^{code}$"):
        clean(field(kind), raw)


def test_numbers_are_written_out() -> None:
    assert [clean(field("number"), raw) for raw in ("1 000", "0.5000", "-2", "0", "0,00", 1e-12)] == [
        "1000", "0.5", "-2", "0", "0", "0.000000000001",
    ]  # fmt: skip
    exact = "1234567890.12345678901234567891"
    assert clean(field("number"), exact) == exact
    assert clean(field("number"), Decimal(100).normalize()) == "100"


@pytest.mark.parametrize("raw", ["1 234,50", "1\u00a0234.50 ₽", "1\u202f234,5", 1234.5, Decimal("1234.50")])
def test_sums_as_people_write_them(raw: Any) -> None:
    assert clean(field("money"), raw) == "1234.50"


@pytest.mark.parametrize(
    "text", ["", " \n", "\u034f", "\u115f\u1160", "\u17b4\u17b5", "\u3164\uffa0", "\u2800", "\u200b\ufeff"]
)
def test_what_nobody_sees_is_blank(text: str) -> None:
    assert blank(text)
    assert clean(field("text"), text) is None


@pytest.mark.parametrize("text", ["а", ".", "1", "₽", "👍", "❤️", "\U0001fae9", "\u200bда"])
def test_what_people_see_is_not_blank(text: str) -> None:
    assert not blank(text)


def test_of_one_document_there_is_one_file() -> None:
    """Another file is its next version; several documents have a field that says so."""
    one = Field.model_validate({"kind": "file", "title": "Договор", "document": "contract"})
    many = Field.model_validate({"kind": "file", "title": "Приложения", "document": "annex", "several": True})
    assert clean(one, [7]) == [7]
    assert clean(one, [7, 7]) == [7]
    assert clean(many, [7, 8]) == clean(field("file"), [7, 8]) == [7, 8]
    with pytest.raises(BadValue, match="one_file"):
        clean(one, [7, 8])


@pytest.mark.parametrize("kind", ["contact", "deal", "project"])
def test_links_into_the_directories_are_ids(kind: str) -> None:
    assert clean(field(kind), "12") == 12
    with pytest.raises(BadValue, match="not_id"):
        clean(field(kind), "ООО «Ромашка»")
