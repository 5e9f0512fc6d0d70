"""Values no input would send and a program may: each is refused by its code."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.definitions.schema.pack import Choice, Field
from marshrut.engine.fields import BadValue, clean


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
        ("money", "1e-999999", "kopecks"),
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
    assert [clean(field("number"), raw) for raw in ("1e3", "0.5000", "-2", "0", "1e-12")] == [
        "1000", "0.5", "-2", "0", "0.000000000001",
    ]  # fmt: skip
