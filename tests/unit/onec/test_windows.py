"""Windows lose no row: not in a second with thousands, not when rows change meanwhile, not when a server is short."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marshrut.integrations.onec import windows
from marshrut.integrations.onec.transport import Refusal
from marshrut.integrations.onec.windows import Rows, Walker, WindowFailed

BEGIN = datetime(2026, 8, 1)  # noqa: DTZ001 - as on the wall of a server
END = BEGIN + timedelta(days=3)


class Server:
    """Rows with a stamp, read as 1C reads them."""

    def __init__(self, seconds: list[int]) -> None:
        self.rows: list[dict[str, Any]] = [
            {"key": at, "stamp": BEGIN + timedelta(seconds=second)} for at, second in enumerate(seconds)
        ]
        self.asked: list[tuple[float, int, int]] = []
        self.refuse: list[Refusal | None] = []
        self.limit = 0
        self.between: Any = None

    def __call__(self, since: datetime, until: datetime, *, top: int, skip: int, ordered: bool) -> Rows:
        self.asked.append(((until - since).total_seconds(), top, skip))
        if self.refuse and (refusal := self.refuse.pop(0)) is not None:
            raise refusal
        found = [row for row in self.rows if since <= row["stamp"] < until]
        found.sort(key=lambda row: (row["stamp"], row["key"]))
        found = [dict(row) for row in found[skip : skip + top]]
        if self.between is not None:
            self.between()
        return found[: self.limit] if self.limit else found


def walker(server: Any, **more: Any) -> Walker:
    return Walker(server, lambda row: row["stamp"], lambda row: row["key"], **{"page": 4, "most": 8, **more})


def read(found: Walker, since: datetime = BEGIN, until: datetime = END) -> tuple[list[int], list[datetime]]:
    keys, upto = [], []
    for rows, end in found.walk(since, until):
        keys += [row["key"] for row in rows]
        if end is not None:
            upto.append(end)
    return keys, upto


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 259_199), max_size=60))
def test_every_row_is_read_once_whatever_the_density(seconds: list[int]) -> None:
    keys, upto = read(walker(Server(seconds)))
    assert sorted(keys) == list(range(len(seconds)))
    assert upto == sorted(upto)
    assert upto[-1] == END


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 60), st.integers(1, 9))
def test_a_second_with_more_than_a_page(many: int, page: int) -> None:
    keys, _upto = read(walker(Server([7] * many), page=page, most=page))
    assert sorted(keys) == list(range(many))


def test_row_6_paging_is_for_a_second_only() -> None:
    server = Server([7] * 30 + list(range(100, 400)))
    read(walker(server))
    assert all(width == 1 for width, _top, skip in server.asked if skip)


def test_windows_widen_where_rows_are_rare() -> None:
    server = Server([])
    read(walker(server), BEGIN, BEGIN + timedelta(days=365))
    assert len(server.asked) < 20


def test_a_row_that_changes_while_it_is_paged_is_read_where_it_went() -> None:
    """It leaves the second and shifts the rest: a plain walk would skip one."""
    server = Server([7] * 20)

    def leaves() -> None:
        if len(server.asked) == 25:
            server.rows[0]["stamp"] = BEGIN + timedelta(days=2)

    server.between = leaves
    keys, _upto = read(walker(server))
    assert set(keys) == set(range(20))


def test_a_second_that_never_rests_is_a_failed_window() -> None:
    server = Server([7] * 20)
    names = iter(range(1000, 5000))

    def restless() -> None:
        server.rows[0]["key"] = next(names)

    server.between = restless
    with pytest.raises(WindowFailed):
        read(walker(server))


def test_row_15_a_server_that_does_not_filter_is_not_believed() -> None:
    server = Server([10, 20])

    def all_of_it(since: datetime, until: datetime, **_more: Any) -> Rows:
        return server.rows

    with pytest.raises(Refusal, match="ignored"):
        read(walker(all_of_it), BEGIN, BEGIN + timedelta(seconds=15))


def test_row_15_a_server_that_does_not_cut_is_not_believed() -> None:
    server = Server([10] * 20)

    def long(since: datetime, until: datetime, **_more: Any) -> Rows:
        return server.rows

    with pytest.raises(Refusal, match="ignored"):
        read(walker(long))


def test_row_15_a_server_that_does_not_skip_is_not_believed() -> None:
    server = Server([10] * 20)

    def stuck(since: datetime, until: datetime, *, top: int, skip: int, ordered: bool) -> Rows:
        return server(since, until, top=top, skip=0, ordered=ordered)

    with pytest.raises(Refusal, match="ignored"):
        read(walker(stuck))


def test_a_server_that_gives_its_last_page_for_ever_is_not_believed() -> None:
    server = Server([10] * 50)

    def clamped(since: datetime, until: datetime, *, top: int, skip: int, ordered: bool) -> Rows:
        assert len(server.asked) < 500
        here = sum(since <= row["stamp"] < until for row in server.rows)
        return server(since, until, top=top, skip=min(skip, max(here - top, 0)), ordered=ordered)

    with pytest.raises(Refusal, match="ignored: skip"):
        read(walker(clamped))


def _endless(since: datetime, until: datetime, *, top: int, skip: int, ordered: bool) -> Rows:
    at = BEGIN + timedelta(seconds=10)
    return [{"key": skip + n, "stamp": at} for n in range(top)] if since <= at < until else []


def test_a_second_without_end_is_a_failed_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(windows, "CROWD", 300)
    got: list[int] = []
    with pytest.raises(WindowFailed) as failed:
        got.extend(len(rows) for rows, _upto in walker(_endless).walk(BEGIN, END))
    assert failed.value.refusal.code == "restless"
    assert 300 <= sum(got) <= 320


def test_a_second_that_lasts_longer_than_a_reading_may_is_a_failed_window() -> None:
    with pytest.raises(WindowFailed) as failed:
        read(walker(_endless, deadline=0.0))
    assert failed.value.refusal.code == "restless"


def test_of_a_row_that_comes_twice_the_newest_counts() -> None:
    def twice(since: datetime, until: datetime, **_more: Any) -> Rows:
        at = BEGIN + timedelta(hours=1)
        told = [{"key": 1, "stamp": at, "n": 2}, {"key": 1, "stamp": BEGIN, "n": 1}]
        return told if since == BEGIN else []

    ((rows, _end), *_rest) = list(walker(twice).walk(BEGIN, END))
    assert [row["n"] for row in rows] == [2]


def test_a_failure_makes_the_window_narrower_and_then_the_page() -> None:
    server = Server(list(range(0, 1000, 10)))
    server.refuse = [Refusal("broken"), Refusal("silent"), Refusal("broken")]
    keys, _upto = read(walker(server))
    assert sorted(keys) == list(range(100))
    assert [width for width, _top, _skip in server.asked[:4]] == [86400, 43200, 21600, 10800]


def test_three_strikes_end_the_lane_at_its_cursor() -> None:
    server = Server([10, 200_000])
    server.refuse = [None, *[Refusal("broken")] * 4]
    done: list[datetime | None] = []
    with pytest.raises(WindowFailed) as failed:
        done.extend(end for _rows, end in walker(server).walk(BEGIN, END))
    assert done == [BEGIN + timedelta(days=1)] == [failed.value.since]


@pytest.mark.parametrize("code", ["refused", "html", "ignored", "filter", "rights", "busy"])
def test_what_a_smaller_question_does_not_mend_is_not_repeated(code: str) -> None:
    server = Server([10])
    server.refuse = [Refusal(code)]
    with pytest.raises(Refusal, match=code):
        read(walker(server))
    assert len(server.asked) == 1


def test_row_10_a_base_that_cannot_order_is_asked_without_order() -> None:
    server = Server(list(range(0, 1000, 10)))
    server.refuse = [Refusal("broken", word="autoorder")]
    found = walker(server)
    assert len(read(found)[0]) == 100
    assert not found.ordered
