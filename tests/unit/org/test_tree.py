"""No sequence of moves makes a cycle."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marshrut.org import rules

KEYS = st.integers(1, 8)


@given(st.lists(st.tuples(KEYS, st.none() | KEYS), max_size=40))
def test_allowed_moves_keep_a_tree_and_refused_ones_would_not(moves: list[tuple[int, int | None]]) -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(1, 9))
    for moved, parent in moves:
        after = parents | {moved: parent}
        refused = rules.makes_cycle(moved, parent, parents)
        assert refused == (not all(reaches_top(key, after) for key in after))
        if not refused:
            parents = after


def reaches_top(key: int, parents: dict[int, int | None]) -> bool:
    at: int | None = key
    for _ in range(len(parents) + 1):
        if at is None:
            return True
        at = parents[at]
    return False


def test_children_keep_their_order() -> None:
    assert rules.children({3: None, 2: 3, 1: 3}) == {None: [3], 3: [2, 1]}
