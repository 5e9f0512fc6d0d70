"""Figures of what-ifs reckoned by hand, and laws they keep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.rehearsals.habits import POINTS, Custom, Habits, between, quantiles
from marshrut.rehearsals.whatif.courses import Course, Given, Stay
from marshrut.rehearsals.whatif.figures import figures, least, off, took
from marshrut.rehearsals.whatif.prompts import ALL, SOON, Effect, Kind, Seen, measured
from tests.support.toy import msk, office

MINUTES = st.lists(st.integers(0, 100_000), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("values", "median", "most"),
    [([7], 7, 7), ([1, 2], 1, 2), ([3, 1, 2], 2, 3), (range(1, 11), 5, 9), (range(1, 21), 10, 18)],
)
def test_half_and_nine_of_ten_by_hand(values: list[int], median: int, most: int) -> None:
    found = took(values)
    assert (found.median, found.most) == (median, most)


@given(MINUTES)
def test_so_many_pass_no_longer_than_said(values: list[int]) -> None:
    found = took(values)
    assert found.median <= found.most
    assert sum(one <= found.median for one in values) * 2 >= len(values)
    assert sum(one <= found.most for one in values) * 10 >= 9 * len(values)
    assert {found.median, found.most} <= set(values)
    assert least(sorted(values), 100) == max(values)


@given(MINUTES, st.floats(0, 1))
def test_a_spread_keeps_its_ends_and_its_order(values: list[int], share: float) -> None:
    kept = quantiles(values)
    assert len(kept) == POINTS
    assert (kept[0], kept[-1]) == (min(values), max(values))
    assert list(kept) == sorted(kept)
    assert min(values) <= between(kept, share) <= max(values)


def test_nothing_has_no_spread() -> None:
    assert quantiles([]) == ()
    assert took([]).cards == 0


def test_percent_off() -> None:
    assert (off(110, 100), off(90, 100), off(5, 0)) == (10, -10, None)


def test_habits_of_who_did_too_little_are_those_of_all() -> None:
    rare, often, all_of_them = Custom(2, (1,), {}), Custom(9, (2,), {}), Custom(30, (3,), {})
    known = Habits("x", msk("2026-07-01 10:00"), msk("2026-07-02 10:00"), (), {(1, "a"): rare, (2, "a"): often}, {
        "a": all_of_them, "": all_of_them,
    })  # fmt: skip
    assert known.of(1, "a") is all_of_them
    assert known.of(2, "a") is often
    assert known.of(3, "never seen") is all_of_them
    assert Habits("x", known.since, known.until).of(1, "a") is None


def test_figures_of_two_cards_by_hand() -> None:
    ten, end = msk("2026-07-02 10:00"), msk("2026-07-03 10:00")
    quick = Course(1, ten, ten + timedelta(hours=1), "success", [Stay("a", ten, ten + timedelta(hours=1))])
    quick.tasks[1] = Given("t", "a", ten, ten + timedelta(hours=2), ten + timedelta(hours=1))
    waits = Course(2, ten, stays=[Stay("a", ten)])
    waits.tasks[1] = Given("t", "a", ten, ten + timedelta(hours=2), None, 1, 1, 3)
    found = figures([quick, waits], office(), end)
    assert (found.cards, found.ended, found.success) == (2, 1, 1)
    assert (found.whole.took.median, found.whole.took.cards) == (60, 1)
    assert (found.whole.tasks, found.whole.late, found.whole.reminders, found.whole.told) == (2, 1, 1, 3)
    assert found.stages["a"].took.cards == 1


def test_what_a_reminder_does_by_hand() -> None:
    """Ten were reminded after 1000 minutes; six decided within the hour, four much later, ten long before."""
    soon = [Seen("t", 1000 + 60, {"remind": 1000}, frozenset({"remind"}))] * 6
    late = [Seen("t", 1000 + 5 * SOON, {"remind": 1000}, frozenset({"remind"}))] * 4
    early = [Seen("t", 900)] * 10
    effect = measured([*soon, *late, *early]).of("remind", "t")
    assert (effect.prompted, effect.after, effect.before) == (10, 0.6, 0.5)
    assert effect.moves == pytest.approx(0.2)
    assert effect.owed == pytest.approx(1 / 6)
    assert effect.delays == (60,) * 6


def test_with_few_reminders_nobody_is_supposed_to_hurry() -> None:
    effect = measured([Seen("t", 1060, {"remind": 1000}, frozenset({"remind"}))] * 3).of("remind", "t")
    assert (effect.enough, effect.moves, effect.owed) == (False, 0.0, 1.0)
    assert measured([]).of("escalate", ALL) == Effect()


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 5000), st.booleans()), min_size=8, max_size=40))
def test_shares_are_shares(rows: list[tuple[int, int, bool]]) -> None:
    seen = [
        Seen("t", prompted + wait, {"remind": prompted}, frozenset({"remind"} if heeded else ()))
        for prompted, wait, heeded in rows
    ]
    effect = measured(seen).of("remind", "t")
    assert 0 <= effect.moves <= 1
    assert 0 <= effect.owed <= 1
    assert all(wait <= SOON for wait in effect.delays)


def test_who_was_prompted_and_never_answered_counts() -> None:
    """Eight of ten that were reminded answered soon: the effect is not that of eight of eight."""
    prompted: dict[Kind, int] = {"remind": 960}
    answered = [Seen("approve", 1000, prompted, frozenset({"remind"})) for _number in range(8)]
    silent = [Seen("approve", 960 + SOON + 1, prompted, answered=False) for _number in range(2)]
    effect = measured([*answered, *silent]).of("remind", "approve")
    assert (effect.prompted, effect.after, effect.before) == (10, 0.8, 0.0)
    # one that went away, or is watched no longer than that, says nothing
    short = Seen("approve", 970, prompted, answered=False)
    assert measured([*answered, *silent, short]).of("remind", "approve") == effect
    # one that was not prompted and stayed open was open then, too
    open_still = Seen("approve", 960 + SOON, {}, answered=False)
    early = Seen("approve", 900)
    assert measured([*answered, *silent, open_still, early]).of("remind", "approve").before == 1 / 12
