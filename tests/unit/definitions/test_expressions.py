"""The language of conditions: binding, empty values, limits, and that nothing but ExpressionError ever comes out."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from marshrut.definitions import catalogue
from marshrut.definitions.schema.expressions import FUNCTIONS, MAX_DEPTH, MAX_LENGTH, ExpressionError, parse
from marshrut.definitions.schema.pack import Field
from marshrut.definitions.validation.names.kinds import Unfit, kind_of, of_field

VALUES: dict[str, Any] = {
    "amount": Decimal("125000.50"),
    "limit": Decimal(300000),
    "item": "office",
    "note": "Срочно, Оплатить",
    "pay_before": date(2026, 11, 20),
    "arrived": datetime(2026, 11, 20, 10, 0),  # noqa: DTZ001 - only its day is looked at
    "files": (7, 8),
    "urgent": True,
    "nothing": None,
    "zero": Decimal(0),
    "author": Decimal(5),
    "person": Decimal(5),
}


def value(source: str) -> Any:
    return parse(source).evaluate(VALUES)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", Decimal(7)),
        ("(1 + 2) * 3", Decimal(9)),
        ("10 - 2 - 3", Decimal(5)),
        ("12 / 2 / 3", Decimal(2)),
        ("-2 + 5", Decimal(3)),
        ("- -2", Decimal(2)),
        ("0.1 + 0.2 = 0.3", True),
        ("true or true and false", True),
        ("(true or true) and false", False),
        ("not true or true", True),
        ("not amount > 5", False),
        ("not false and false", False),
        ("1 + 1 = 2 and 3 > 2", True),
        ('amount + 1 > limit / 3 and item = "office"', True),
        ('item in ["office", "other"]', True),
        ("not item in []", True),
        ('item != "office"', False),
        ("pay_before - days(3)", date(2026, 11, 17)),
        ("pay_before - pay_before = days(0)", True),
        ("arrived <= pay_before", True),
        ("day_of(arrived) = pay_before", True),
        ('contains(note, "оплатить")', True),
        ("contains(note, nothing)", False),
        ('lower(item) = "office"', True),
        ("count(files) = 2 and filled(files)", True),
        ("abs(0 - 5)", Decimal(5)),
        ("author = person", True),
        ("urgent", True),
        ("filled(nothing)", False),
        ("nothing = empty", True),
        ("missing_field = empty", True),
        ("nothing or amount", Decimal("125000.50")),
    ],
)  # fmt: skip
def test_values(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("nothing > 5", False),
        ("nothing <= 5", False),
        ("5 < nothing", False),
        ("nothing + 5", None),
        ("-nothing", None),
        ("abs(nothing)", None),
        ("pay_before + days(nothing)", None),
        ("amount in nothing", False),
        ("amount / zero", None),
        ("amount / zero > 5", False),
        ("zero / zero", None),
    ],
)
def test_empty_and_impossible_values_are_empty(source: str, expected: object) -> None:
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "breaks off"),
        ("   ", "breaks off"),
        ("amount >", "breaks off"),
        ("> 5", "“>” is not expected"),
        ("1 2", "“2” is not expected"),
        ("1 < 2 < 3", "“<” is not expected"),
        ("amount == 5", "“=” is not expected"),
        ("(1 + 2", r"“\)” is missing"),
        ("filled(note", r"“\)” is missing"),
        ("filled()", "takes 1"),
        ("filled(1, 2)", "takes 1"),
        ("[1 2]", "“,” is missing before “2”"),
        ("exec(1)", "no function “exec”"),
        ("note.title", "“.title” at character 5"),
        ("note[0]", r"“\[” is not expected"),
        ("__import__(1)", "no function “__import__”"),
        ("amount; 5", "“; 5” at character 7"),
        ('"open', "at character 1"),
        ("Amount > 5", "“Amount > 5” at character 1"),
        ("and", "“and” is not expected"),
        ("not", "breaks off"),
        ("1" * (MAX_LENGTH + 1), "longer"),
        ("(" * (MAX_DEPTH + 5) + "1" + ")" * (MAX_DEPTH + 5), "nested"),
        ("not " * (MAX_DEPTH + 5) + "true", "nested"),
        ("-" * (MAX_DEPTH + 5) + "1", "nested"),
    ],
)  # fmt: skip
def test_what_is_no_expression_says_why(source: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        parse(source)


@pytest.mark.parametrize(
    "source",
    ['amount > "5"', "pay_before + 3", 'days("x")', "-item", "count(5)", "abs(item)", "files + 1", "pay_before < 5"],
)
def test_unlike_things_cannot_be_computed(source: str) -> None:
    with pytest.raises(ExpressionError, match="cannot compute"):
        value(source)


def test_names_are_the_fields_that_are_read() -> None:
    assert parse('filled(note) and amount > limit or item = "amount"').names == {"note", "amount", "limit", "item"}


def test_functions_are_those_of_the_catalogue() -> None:
    assert {one.key: len(one.parameters) for one in catalogue.of("function")} == {
        name: count for name, (count, _function) in FUNCTIONS.items()
    }


# -- any text, any values ----------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        *VALUES, *FUNCTIONS, "and", "or", "not", "in", "true", "false", "empty", "(", ")", "[", "]", ",", "=", "!=",
        "<", "<=", ">", ">=", "+", "-", "*", "/", "1", "2.5", '"office"', '""', "9" * 30, ".", "$x", "é", "\n",
    ]
)  # fmt: skip
ANY_VALUE = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=5),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**15), max_value=10**15),
    st.dates(),
    st.lists(st.integers(1, 9), max_size=3).map(tuple),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(WORDS, max_size=12).map(" ".join), st.dictionaries(st.sampled_from(list(VALUES)), ANY_VALUE))
def test_words_in_any_order_raise_nothing_else(source: str, values: dict[str, Any]) -> None:
    with suppress(ExpressionError):
        parse(source).evaluate(values)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_raises_nothing_else(source: str) -> None:
    with suppress(ExpressionError):
        parse(source).holds(VALUES)


# -- whatever the kinds of values allow can be computed ----------------------------------------------------------------

KINDS_OF_FIELDS = {
    "amount": "money",
    "rate": "number",
    "note": "long_text",
    "item": "choice",
    "pay_before": "date",
    "signed": "date",
    "files": "file",
    "urgent": "yes_no",
    "person": "person",
}
FIELDS = {
    name: Field.model_validate(
        {"kind": kind, "title": name, "choices": [{"key": "office", "title": "x"}] if kind == "choice" else []}
    )
    for name, kind in KINDS_OF_FIELDS.items()
}
FIELDS["readers"] = Field.model_validate({"kind": "person", "title": "readers", "several": True})
TYPES: dict[str, tuple[type, st.SearchStrategy[Any]]] = {
    "text": (str, st.text(max_size=5)),
    "number": (Decimal, st.decimals(-(10**4), 10**4, allow_nan=False, places=2)),
    "date": (date, st.dates(date(2000, 1, 1), date(2100, 12, 31))),
    "list": (tuple, st.lists(st.integers(1, 9), min_size=1, max_size=3).map(tuple)),
    "yes_no": (bool, st.booleans()),
    "person": (Decimal, st.integers(1, 9).map(Decimal)),
    "people": (tuple, st.lists(st.integers(1, 9).map(Decimal), min_size=1, max_size=3).map(tuple)),
    "span": (timedelta, st.nothing()),
}
CARD = st.fixed_dictionaries({name: st.none() | TYPES[of_field(field)][1] for name, field in FIELDS.items()})


def _form(form: str, *parts: str) -> st.SearchStrategy[str]:
    """Texts like "({} + {})" with expressions of these kinds in their places."""
    return st.deferred(lambda: st.tuples(*(OF_KIND[part] for part in parts)).map(lambda made: form.format(*made)))


def _either(atoms: list[str], *forms: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(st.sampled_from(atoms), st.sampled_from(atoms), *forms)


def _signs(kind: str) -> st.SearchStrategy[str]:
    sign = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    return st.tuples(_form("{}", kind), sign, _form("{}", kind)).map("({0[0]} {0[1]} {0[2]})".format)


OF_KIND: dict[str, st.SearchStrategy[str]] = {
    "number": _either(
        ["amount", "rate", "5", "0"],
        _form("({} + {})", "number", "number"),
        _form("({} - {})", "number", "number"),
        _form("({} * {})", "number", "number"),
        _form("({} / {})", "number", "number"),
        _form("(-{})", "number"),
        _form("({} or {})", "number", "number"),
        _form("abs({})", "number"),
        _form("count({})", "list"),
        _form("count({})", "people"),
    ),
    "text": _either(["note", "item"], _form("lower({})", "text"), _form("({} + {})", "text", "text")),
    "date": _either(
        ["pay_before", "signed"],
        _form("({} + {})", "date", "span"),
        _form("({} - {})", "date", "span"),
        _form("day_of({})", "date"),
    ),
    "span": _either(
        ["days(3)"],
        _form("days({})", "number"),
        _form("({} - {})", "date", "date"),
        _form("({} + {})", "span", "span"),
        _form("(-{})", "span"),
        _form("abs({})", "span"),
    ),
    "list": _either(["files", "[]"], _form("[{}, {}]", "number", "text")),
    "person": _either(["author", "person"]),
    "people": _either(["readers"], _form("({} or {})", "people", "people")),
    "yes_no": _either(
        ["urgent", "true", 'item = "office"'],
        _signs("number"),
        _signs("text"),
        _signs("date"),
        _signs("span"),
        _form("({} = {})", "person", "person"),
        _form("({} = empty)", "date"),
        _form("({} in [{}, 7])", "number", "number"),
        _form("({} in {})", "person", "people"),
        _form("({} in [{}])", "person", "person"),
        _form("filled({})", "people"),
        _form("(not {})", "yes_no"),
        _form("({} and {})", "yes_no", "yes_no"),
        _form("({} or {})", "yes_no", "yes_no"),
        _form("filled({})", "list"),
        _form("filled({})", "date"),
        _form("contains({}, {})", "text", "text"),
    ),
}


def nested(source: str) -> int:
    """Brackets inside each other at the deepest place. For the parser one with a minus in it is three steps down."""
    depths = accumulate({"(": 1, "[": 1, ")": -1, "]": -1}.get(letter, 0) for letter in source)
    return max(depths, default=0)


@pytest.mark.parametrize("kind", OF_KIND)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_an_expression_whose_kinds_fit_is_computed_on_every_card(kind: str, data: st.DataObject) -> None:
    """Also on one that is not filled in: only dates and numbers beyond all calendars are an excuse."""
    source, card = data.draw(OF_KIND[kind]), data.draw(CARD)
    assume(len(source) <= MAX_LENGTH and nested(source) * 3 < MAX_DEPTH)
    expression = parse(source)
    assert kind_of(expression.tree, FIELDS).kind == kind
    try:
        result = expression.evaluate({**card, "author": Decimal(5)})
    except ExpressionError as error:
        if not isinstance(error.__cause__, OverflowError):
            raise
        return
    assert result is None or isinstance(result, TYPES[kind][0])


@pytest.mark.parametrize(
    "source",
    [
        "amount > note",
        "files = 5",
        "readers = person",
        "5 in readers",
        'item = "ofice"',
        "days(note)",
        "not amount",
    ],
)
def test_what_does_not_fit_is_told_before_it_runs(source: str) -> None:
    with pytest.raises(Unfit):
        kind_of(parse(source).tree, FIELDS)
