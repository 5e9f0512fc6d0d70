"""Canonical JSON: one value, one text, the same after a trip through the database."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.history import rules

TEXT = st.text()
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)


def test_keys_are_sorted_and_letters_stay_letters() -> None:
    assert rules.canonical({"б": 1, "a": [True, None, "Оплата"]}) == '{"a":[true,null,"Оплата"],"б":1}'


def test_two_spellings_of_one_letter_make_one_text() -> None:
    assert rules.canonical({"name": "Андре\u0438\u0306"}) == rules.canonical({"name": "Андрей"})


def test_nul_and_half_surrogates_are_left_out() -> None:
    assert rules.canonical({"text": "до\x00г\ud800овор"}) == '{"text":"дог?овор"}'


@given(PLAIN)
def test_the_text_of_a_value_survives_reading_it_back(value: Any) -> None:
    text = rules.canonical(value)
    text.encode()
    assert rules.restored(json.loads(text)) == text
    assert rules.canonical(json.loads(text)) == text


@pytest.mark.parametrize(
    "value", [1.5, {1: "one"}, Decimal("1.50"), datetime(2026, 1, 12, tzinfo=UTC), {"sum": {"deep": [0.1]}}, {"a": b""}]
)
def test_what_would_come_back_changed_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        rules.canonical(value)


def test_fields_cannot_slide_into_each_other() -> None:
    assert rules.netstring(("ab", "c")) != rules.netstring(("a", "bc"))
    assert rules.netstring(("да",)) == "4:да,".encode()


def test_an_instant_is_written_in_utc_with_microseconds() -> None:
    moscow = timezone(timedelta(hours=3))
    assert rules.instant(datetime(2026, 1, 12, 9, 30, tzinfo=moscow)) == "2026-01-12T06:30:00.000000Z"


def test_one_value_with_two_salts_has_two_digests() -> None:
    assert rules.digest("a", "Иванова") != rules.digest("b", "Иванова")
    assert rules.digest("a", "Иванова") == rules.digest("a", "Иванова")
    assert len(rules.digest("a", "Иванова")) == 43
