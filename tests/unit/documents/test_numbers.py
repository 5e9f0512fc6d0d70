"""Templates of numbers: what they mean, what is wrong with them, when two of them could give equal numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.documents.rules import numbers
from marshrut.documents.rules.numbers import Flaw, Scheme

DAY = date(2026, 3, 5)


@pytest.mark.parametrize(
    ("scheme", "n", "said"),
    [
        (Scheme("{case}/{n:3}-{yyyy}", case="01-05"), 123, "01-05/123-2026"),
        (Scheme("{case}/{n:3}-{yyyy}", case="01-05"), 7, "01-05/007-2026"),
        (Scheme("{case}/{n:3}-{yyyy}", case="01-05"), 1234, "01-05/1234-2026"),
        (Scheme("ВХ-{n:4}/{yy}"), 123, "ВХ-0123/26"),
        (Scheme("{unit}-{kind}-{n}/{mm}.{yyyy}", unit="15", kind="л-с"), 1, "15-л-с-1/03.2026"),
    ],
)
def test_a_number_is_written_by_its_template(scheme: Scheme, n: int, said: str) -> None:
    assert numbers.flaw(scheme) is None
    assert numbers.text(scheme, n, DAY) == said


@pytest.mark.parametrize(
    ("scheme", "flaw"),
    [
        (Scheme(" "), Flaw.EMPTY),
        (Scheme("{yyyy}"), Flaw.NO_N),
        (Scheme("{n}-{n}/{yy}"), Flaw.TWO_N),
        (Scheme("Д-{n}"), Flaw.NO_YEAR),
        (Scheme("{n}/{year}"), Flaw.UNKNOWN),
        (Scheme("{n}/{yyyy:4}"), Flaw.UNKNOWN),
        (Scheme("{n:0}/{yyyy}"), Flaw.WIDTH),
        (Scheme("{n:12}/{yyyy}"), Flaw.WIDTH),
        (Scheme("{n}/{yyyy}<b>"), Flaw.SIGNS),
        (Scheme("{n}/{yyyy}{"), Flaw.SIGNS),
        (Scheme("{n}/{yyyy}" + "x" * 60), Flaw.LONG),
        (Scheme("{case}/{n}-{yyyy}"), Flaw.NO_CASE),
        (Scheme("{unit}/{n}-{yyyy}"), Flaw.NO_UNIT),
        (Scheme("{kind}/{n}-{yyyy}"), Flaw.NO_KIND),
    ],
)
def test_what_cannot_be_a_template(scheme: Scheme, flaw: Flaw) -> None:
    found = numbers.flaw(scheme)
    assert found is not None
    assert found[0] == flaw


PARTS = st.sampled_from(["{yy}", "{yyyy}", "{mm}", "{case}", "-", "/", "1", "26", "д", "Д"])
SCHEMES = st.builds(
    lambda parts, case: Scheme("".join(parts), case=case),
    st.tuples(st.lists(PARTS, max_size=4), st.sampled_from(["{n}", "{n:3}"]), st.sampled_from(["{yy}", "{yyyy}"]))
    .map(lambda drawn: [*drawn[0], *drawn[1:]])
    .flatmap(st.permutations),
    st.sampled_from(["01-05", "2", "20", "А"]),
).filter(lambda scheme: numbers.flaw(scheme) is None)
ORDINALS = st.integers(1, 2500)
DAYS = st.dates(date(1995, 1, 1), date(2035, 12, 31))


@given(SCHEMES, ORDINALS, ORDINALS, DAYS, st.integers(1, 12))
def test_one_book_prints_no_number_twice(scheme: Scheme, one: int, other: int, on: date, month: int) -> None:
    later = on.replace(month=month, day=1)
    if one != other:
        assert numbers.text(scheme, one, on) != numbers.text(scheme, other, later)


@given(SCHEMES, SCHEMES, ORDINALS, ORDINALS, DAYS, DAYS)
def test_equal_numbers_are_always_foreseen(one: Scheme, other: Scheme, n: int, m: int, on: date, then: date) -> None:
    if numbers.text(one, n, on).casefold() == numbers.text(other, m, then).casefold():
        assert numbers.clash(one, other)


@given(SCHEMES)
def test_a_template_clashes_with_itself(scheme: Scheme) -> None:
    assert numbers.clash(scheme, scheme)


@pytest.mark.parametrize(
    ("one", "other", "clash"),
    [
        ("{n}-ПР/{yyyy}", "{n:3}-А/{yyyy}", False),
        ("{n}-пр/{yyyy}", "{n}-ПР/{yyyy}", True),
        ("1{n}/{yyyy}", "{n}/{yyyy}", True),
        ("{n}/{yyyy}", "{n}/{yy}", False),
        ("{n}-{yyyy}", "{n}/{yyyy}", False),
        ("{yyyy}{n}", "{n}{yyyy}", True),
    ],
)
def test_which_templates_clash(one: str, other: str, clash: bool) -> None:
    assert numbers.clash(Scheme(one), Scheme(other)) is clash
    assert numbers.clash(Scheme(other), Scheme(one)) is clash


@given(SCHEMES, ORDINALS, DAYS)
def test_a_typed_number_is_understood(scheme: Scheme, n: int, on: date) -> None:
    found, suffix = numbers.parsed(scheme, numbers.text(scheme, n, on), on)
    assert numbers.text(scheme, found, on) == numbers.text(scheme, n, on) or suffix


def test_a_number_between_two_others() -> None:
    scheme = Scheme("{case}/{n:3}-{yyyy}", case="01-05")
    assert numbers.parsed(scheme, "01-05/123/1-2026", DAY) == (123, "/1")
    assert numbers.parsed(scheme, "б/н", DAY) == (0, "б/н")
    assert numbers.parsed(scheme, "01-05/123-2025", DAY) == (0, "01-05/123-2025")
