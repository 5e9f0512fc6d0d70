"""Two streams as one talk: pages upwards show everything once and in order, whatever lies at the same moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.automation.rules import Place, Spot, ends, named, together

START = datetime(2026, 7, 2, 7, tzinfo=UTC)


@dataclass(frozen=True)
class Notice:
    pk: int
    at: datetime


@dataclass(frozen=True)
class Word:
    card: int
    number: int
    at: datetime

    @property
    def spot(self) -> Spot:
        return self.at, f"card:{self.card}", self.number


def moments(many: int) -> st.SearchStrategy[list[int]]:
    """Few moments for many messages: most of them meet others."""
    return st.lists(st.integers(0, 6), max_size=many)


def talk(told: list[int], said: list[int]) -> tuple[list[Notice], list[Word]]:
    notices = [Notice(n + 1, START + timedelta(seconds=at)) for n, at in enumerate(sorted(told))]
    words = [Word(n % 3 + 1, n + 1, START + timedelta(seconds=at)) for n, at in enumerate(said)]
    return notices, words


def page(notices: list[Notice], words: list[Word], before: Place | None, limit: int) -> list[Notice | Word]:
    """As `queries.chat.room` asks for it."""
    told = [one for one in notices if before is None or not before.notice or one.pk < before.notice][-limit - 1 :]
    since = told[0].at if len(told) > limit else START - timedelta(days=1)
    said = [one for one in words if one.at >= since and (before is None or one.spot < before.spot)]
    found = together(told, sorted(said, key=lambda one: one.spot)[-limit - 1 :])
    return found[-limit - 1 :]


@given(moments(12), moments(12), st.integers(1, 5))
def test_pages_upwards_show_everything_once_and_in_order(told: list[int], said: list[int], limit: int) -> None:
    notices, words = talk(told, said)
    shown: list[Notice | Word] = []
    place: Place | None = None
    for _page in range(30):
        found = page(notices, words, place, limit)
        now = found[-limit:]
        shown = [*now, *shown]
        if len(found) <= limit:
            break
        place = ends(now, place or Place(0, (START + timedelta(days=1), "", 0)))[0]
    assert shown == together(notices, words)


@given(moments(12), moments(12), st.data())
def test_what_comes_after_a_place_is_all_that_was_not_there(
    told: list[int], said: list[int], data: st.DataObject
) -> None:
    notices, words = talk(told, said)
    seen_notices = data.draw(st.integers(0, len(notices)))
    seen_words = data.draw(st.integers(0, len(words)))
    in_order = sorted(words, key=lambda one: one.spot)
    there = together(notices[:seen_notices], in_order[:seen_words])
    after = ends(there, Place(0, (START - timedelta(days=1), "", 0)))[1]
    came = [one for one in notices if one.pk > after.notice], [one for one in words if one.spot > after.spot]
    assert sorted(map(repr, [*there, *came[0], *came[1]])) == sorted(map(repr, [*notices, *words]))


def test_at_the_same_moment_an_answer_follows_what_it_answers() -> None:
    asked, answered = Notice(1, START), Word(7, 3, START)
    assert together([asked], [answered]) == [asked, answered]


@given(st.integers(0, 10**15), st.integers(0, 10**15), st.integers(0, 10**15), st.integers(0, 10**8))
def test_a_place_survives_a_link(notice: int, micros: int, card: int, number: int) -> None:
    place = Place(notice, (START + timedelta(microseconds=micros), f"card:{card}" if card else "", number))
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize("text", ["", "x", "1-2-3", "1-2-3-4-5", "-1-2-3-4", "1-999999999999999999-1-1", "١-1-1-1"])
def test_nonsense_is_no_place(text: str) -> None:
    assert Place.parse(text) is None


@pytest.mark.parametrize(
    ("dedup", "found"),
    [
        ("card:17:mention:4:9", (17, 4)),
        ("card:17:comment:12:9", (17, 12)),
        ("card:17:v1:task_opened:4:9", None),
        ("card:17:mention:4", None),
        ("", None),
    ],
)
def test_the_comment_of_a_notice_is_read_from_its_name(dedup: str, found: tuple[int, int] | None) -> None:
    assert named(dedup) == found
