"""What two versions of a text differ by. Pure: lines in, rows of a table of two columns out.

Two levels: difflib finds the lines that were added, removed or replaced; inside of a replaced stretch the lines that
resemble each other stand side by side, and words are compared in them. Every step has a budget, so that a hostile text
costs as much time as a long one: what goes over it is shown as removed and added, never left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "changed", "added", "removed", "folded"]
Mark = Literal["same", "gone", "new"]
#: pieces of a line: text and what became of it
Runs = tuple[tuple[str, Mark], ...]

#: equal lines kept around a change, and how many must be left over to be folded
AROUND, FOLDED = 3, 4
#: pairs of lines whose likeness is looked at in all; pairs of words in one line and in all
LIKENESS, WORDS, ALL_WORDS = 150_000, 400_000, 6_000_000
#: share of common words from which two lines are the same line, changed
ALIKE = 0.4

_TOKEN = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")


@dataclass(frozen=True, slots=True)
class Row:
    """`left_n` and `right_n` number the lines from 1, 0 where a side has none; `count` lines are folded."""

    kind: Kind
    left: Runs = ()
    right: Runs = ()
    left_n: int = 0
    right_n: int = 0
    count: int = 0


class _Budget:
    def __init__(self, left: int) -> None:
        self.left = left

    def pays(self, price: int) -> bool:
        if price > self.left:
            return False
        self.left -= price
        return True


def compare(left: Sequence[str], right: Sequence[str], around: int = AROUND) -> tuple[Row, ...]:
    """Rows in the order of the papers; empty when both sides have no line. Blank lines and spaces do not count."""
    one, other = _lines(left), _lines(right)
    return tuple(_folded(list(_paired(one, other)), around))


def differs(rows: Sequence[Row]) -> int:
    """How many places differ: neighbouring changed lines are one place."""
    changed = [row.kind not in {"same", "folded"} for row in rows]
    return sum(now and not before for before, now in zip([False, *changed], changed, strict=False))


def _lines(text: Sequence[str]) -> list[str]:
    return [line for line in (" ".join(line.split()) for line in text) if line]


def _paired(left: list[str], right: list[str]) -> Iterator[Row]:
    likeness, words = _Budget(LIKENESS), _Budget(ALL_WORDS)
    # lines that come again and again are no landmarks (autojunk): this keeps long tables quick
    for kind, l1, l2, r1, r2 in SequenceMatcher(None, left, right).get_opcodes():
        if kind == "equal":
            yield from (_same(left[l1 + step], l1 + step, r1 + step) for step in range(l2 - l1))
        else:
            for at, to in _aligned(left[l1:l2], right[r1:r2], likeness):
                yield _row(left, right, None if at is None else l1 + at, None if to is None else r1 + to, words)


def _same(text: str, left: int, right: int) -> Row:
    return Row("same", ((text, "same"),), ((text, "same"),), left + 1, right + 1)


def _row(left: list[str], right: list[str], at: int | None, to: int | None, words: _Budget) -> Row:
    if at is None:
        assert to is not None
        return Row("added", right=((right[to], "new"),), right_n=to + 1)
    if to is None:
        return Row("removed", ((left[at], "gone"),), left_n=at + 1)
    if left[at] == right[to]:
        return _same(left[at], at, to)
    gone, new = _inside(left[at], right[to], words)
    return Row("changed", gone, new, at + 1, to + 1)


def _aligned(left: list[str], right: list[str], budget: _Budget) -> list[tuple[int | None, int | None]]:
    """Which line of a replaced stretch became which one; without budget each is removed or added."""
    if not left or not right or not budget.pays(len(left) * len(right)):
        return [(at, None) for at in range(len(left))] + [(None, to) for to in range(len(right))]
    bags = [[Counter(re.findall(r"\w+", line.lower())) for line in side] for side in (left, right)]
    like = [[_likeness(a, b) for b in bags[1]] for a in bags[0]]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for at in reversed(range(len(left))):
        for to in reversed(range(len(right))):
            joined = like[at][to] + best[at + 1][to + 1] if like[at][to] >= ALIKE else 0.0
            best[at][to] = max(joined, best[at + 1][to], best[at][to + 1])
    return _walked(like, best)


def _walked(like: list[list[float]], best: list[list[float]]) -> list[tuple[int | None, int | None]]:
    """The best alignment read off: removed lines before added ones between two pairs."""
    pairs: list[tuple[int | None, int | None]] = []
    at, to, rows, columns = 0, 0, len(like), len(best[0]) - 1
    added: list[tuple[int | None, int | None]] = []
    while at < rows and to < columns:
        if like[at][to] >= ALIKE and best[at][to] == like[at][to] + best[at + 1][to + 1]:
            pairs += [*added, (at, to)]
            added, at, to = [], at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            pairs.append((at, None))
            at += 1
        else:
            added.append((None, to))
            to += 1
    pairs += [(rest, None) for rest in range(at, rows)]
    return pairs + added + [(None, rest) for rest in range(to, columns)]


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _inside(left: str, right: str, budget: _Budget) -> tuple[Runs, Runs]:
    one, other = _TOKEN.findall(left), _TOKEN.findall(right)
    price = len(one) * len(other)
    if price > WORDS or not budget.pays(price):
        return ((left, "gone"),), ((right, "new"),)
    gone: list[tuple[str, Mark]] = []
    new: list[tuple[str, Mark]] = []
    bare = [token.strip() for token in one], [token.strip() for token in other]
    for kind, l1, l2, r1, r2 in SequenceMatcher(None, bare[0], bare[1], autojunk=False).get_opcodes():
        gone.append(("".join(one[l1:l2]), "same" if kind == "equal" else "gone"))
        new.append(("".join(other[r1:r2]), "same" if kind == "equal" else "new"))
    return tuple(run for run in gone if run[0]), tuple(run for run in new if run[0])


def _folded(rows: list[Row], around: int) -> Iterator[Row]:
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end].kind == "same":
            end += 1
        if end == at:
            yield rows[at]
            at += 1
            continue
        first = around if at else 0
        last = around if end < len(rows) else 0
        if end - at - first - last < FOLDED:
            yield from rows[at:end]
        else:
            yield from rows[at : at + first]
            hidden = rows[at + first]
            count = end - at - first - last
            yield Row("folded", left_n=hidden.left_n, right_n=hidden.right_n, count=count)
            yield from rows[end - last : end]
        at = end
