"""Which status follows from what carriers say, in whatever order and however often they say it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.shipments.rules.statuses import (
    LEGS,
    SAID,
    STATUSES,
    TERMINAL,
    Happened,
    News,
    Said,
    Standing,
    news,
    standing,
)

START = datetime(2026, 11, 5, 7, tzinfo=UTC)
WAY = Standing("in_transit", "forward", 1)


def told(*said: Said | tuple[Said, str], step: int = 60) -> list[Happened]:
    """So many minutes apart."""
    pairs = [one if isinstance(one, tuple) else (one, "") for one in said]
    times = [START + timedelta(minutes=step * number) for number in range(len(pairs))]
    return [
        Happened(at, at, number, word, leg)  # type: ignore[arg-type]
        for number, (at, (word, leg)) in enumerate(zip(times, pairs, strict=True), 1)
    ]


@pytest.mark.parametrize(
    ("said", "status", "leg"),
    [
        ([], "unknown", "forward"),
        (["registered", "accepted", "in_transit"], "in_transit", "forward"),
        (["in_transit", "unknown_event"], "in_transit", "forward"),
        (["arrived", "note"], "arrived", "forward"),
        (["delivery_failed", "out_for_delivery"], "out_for_delivery", "forward"),
        (["delivered", "in_transit"], "delivered", "forward"),
        (["delivered", "lost"], "delivered", "forward"),
        (["delivered", "returning"], "returning", "return"),
        (["delivered", ("in_transit", "return")], "returning", "return"),
        (["returning", "in_transit"], "returning", "return"),
        (["returning", "arrived"], "arrived", "return"),
        (["returning", "delivered"], "returned", "return"),
        (["returning", "lost"], "lost", "return"),
        (["returned", "returning"], "returned", "return"),
        (["lost", "in_transit"], "lost", "forward"),
        (["lost", "returning"], "returning", "return"),
        (["cancelled", "delivered"], "cancelled", "forward"),
    ],
)
def test_the_last_word_decides_but_a_final_one_stays(said: list[Said], status: str, leg: str) -> None:
    found = standing(told(*said))
    assert (found.status, found.leg) == (status, leg)


def test_order_is_that_of_the_carrier_and_ties_go_by_receipt() -> None:
    early, late = told("arrived", "in_transit")
    assert standing([late, early]).status == "in_transit"
    assert standing(told("in_transit", "arrived", step=0)).status == "arrived"


def test_a_clock_that_runs_ahead_holds_nothing_up() -> None:
    wrong = Happened(START + timedelta(days=400), START, 1, "in_transit")
    later = START + timedelta(days=2)
    assert standing([wrong, Happened(later, later, 2, "arrived")]).status == "arrived"


def test_what_was_taken_back_does_not_count() -> None:
    one, two = told("in_transit", "delivered")
    gone = Happened(two.at, two.received_at, two.order, two.said, void=True)
    assert standing([one, gone]).status == "in_transit"


saids = st.lists(st.tuples(st.sampled_from(SAID), st.sampled_from(["", *LEGS]), st.integers(0, 500)), max_size=12)


def _events(drawn: list[tuple[Said, str, int]]) -> list[Happened]:
    return [
        Happened(START + timedelta(minutes=at), START + timedelta(days=1), number, said, leg)  # type: ignore[arg-type]
        for number, (said, leg, at) in enumerate(drawn, 1)
    ]


@given(saids, st.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_they_are_read(
    drawn: list[tuple[Said, str, int]], chance: random.Random
) -> None:
    events = _events(drawn)
    mixed = chance.sample(events, len(events))
    assert standing(mixed) == standing(events)


@given(saids)
def test_a_final_status_is_left_by_a_return_only(drawn: list[tuple[Said, str, int]]) -> None:
    events = sorted(_events(drawn), key=lambda one: one.place)
    for count in range(1, len(events) + 1):
        before, after, last = standing(events[: count - 1]), standing(events[:count]), events[count - 1]
        assert after.status in STATUSES
        if before.final and after.status != before.status:
            assert last.leg == "return" or last.said in ("returning", "returned")
            assert after.leg == "return"
        if before.leg == "return":
            assert after.leg == "return"
            assert after.status not in ("delivered", "out_for_delivery", "in_transit")


@given(saids)
def test_what_nobody_understands_never_moves_anything(drawn: list[tuple[Said, str, int]]) -> None:
    events = _events(drawn)
    rest = [one for one in events if one.said not in ("unknown_event", "note")]
    assert standing(events).status == standing(rest).status


def test_a_lone_mystery_is_no_way_to_be_in() -> None:
    assert standing(told("unknown_event")).status == "unknown"


@pytest.mark.parametrize(
    ("before", "after", "alert", "found"),
    [
        (Standing(), Standing(), "", None),
        (Standing(), Standing("unknown", "forward", 1), "", News("")),
        (Standing(), Standing("in_transit", "forward", 1), "", News("moved")),
        (WAY, Standing("in_transit", "forward", 2), "", News("")),
        (WAY, Standing("in_transit", "forward", 2), "storage", News("trouble", "storage")),
        (WAY, Standing("arrived", "forward", 2), "", News("arrived")),
        (WAY, Standing("arrived", "forward", 2), "storage", News("trouble", "storage")),
        (WAY, Standing("delivered", "forward", 2), "docs_returning", News("delivered")),
        (WAY, Standing("lost", "forward", 2), "", News("trouble", "lost")),
        (Standing("returning", "return", 1), Standing("arrived", "return", 2), "", News("trouble", "arrived_back")),
        (Standing("delivered", "forward", 2), WAY, "", News("trouble", "taken_back")),
        (Standing("delivered", "forward", 1), Standing("returning", "return", 2), "", News("trouble", "returning")),
    ],
)
def test_what_the_card_is_told(before: Standing, after: Standing, alert: str, found: News | None) -> None:
    assert news(before, after, alert) == found


@given(saids, saids)
def test_the_same_is_no_news_and_a_good_end_is_told_as_such(
    drawn: list[tuple[Said, str, int]], more: list[tuple[Said, str, int]]
) -> None:
    before, after = standing(_events(drawn)), standing(_events([*drawn, *more]))
    assert news(before, before) is None
    found = news(before, after)
    if after.status == "delivered" and before.status not in TERMINAL:
        assert found == News("delivered")
    if found is not None and found.signal == "trouble":
        assert found.trouble
