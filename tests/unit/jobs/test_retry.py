"""The retry curve and the note about an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.jobs.rules import describe, retry_delay


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(0, 5), (1, 5), (2, 10), (3, 20), (4, 40), (8, 640), (10, 2560), (11, 3600), (500, 3600)]
)
def test_each_try_waits_twice_as_long_up_to_an_hour(attempts: int, seconds: float) -> None:
    assert retry_delay(attempts, 0.5) == pytest.approx(seconds)


@given(attempts=st.integers(0, 100), chance=st.floats(0, 1, exclude_max=True))
def test_the_wait_spreads_by_a_fifth_and_no_more(attempts: int, chance: float) -> None:
    middle = retry_delay(attempts, 0.5)
    assert 0.8 * middle <= retry_delay(attempts, chance) <= 1.2 * middle


def test_an_error_is_noted_in_one_short_line() -> None:
    assert describe(ValueError("нет\x00 связи")) == "ValueError: нет связи"
    assert len(describe(ValueError("x" * 5000))) == 500
