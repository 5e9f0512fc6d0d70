"""What two versions of a text differ by. Pure: lines in, rows of a table of two columns out.

Lines that both sides have once are landmarks; between them difflib finds the lines that were added, removed or
replaced; inside of a replaced stretch the lines that resemble each other stand side by side, and words are compared in
them. Every step has a budget, so that a hostile text costs as much time as a long one: what goes over it is shown as
removed and added, never left out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
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
#: as `around`: lines of a text shown whole
WHOLE = 5_000
#: steps of looking for equal lines between landmarks; pairs of lines whose likeness is looked at in all
STEPS, LIKENESS = 10_000_000, 150_000
#: pairs of words in one line and in all, and what a line costs besides
WORDS, ALL_WORDS, LINE = 400_000, 6_000_000, 300
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
    for equal, l1, l2, r1, r2 in _stretches(left, right):
        if equal:
            yield from (_same(left[l1 + step], l1 + step, r1 + step) for step in range(l2 - l1))
        else:
            for at, to in _aligned(left[l1:l2], right[r1:r2], likeness):
                yield _row(left, right, None if at is None else l1 + at, None if to is None else r1 + to, words)


def _stretches(left: list[str], right: list[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """(equal or not, from and to on the left, from and to on the right), in order, nothing left out."""
    steps, at, to = _Budget(STEPS), 0, 0
    for one, other in [*_landmarks(left, right), (len(left), len(right))]:
        for kind, l1, l2, r1, r2 in _between(left[at:one], right[to:other], steps):
            yield kind == "equal", at + l1, at + l2, to + r1, to + r2
        if one < len(left):
            yield True, one, one + 1, other, other + 1
        at, to = one + 1, other + 1


def _landmarks(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Lines found once on each side, the longest run of them that stands in one order."""
    once = [{line for line, times in Counter(side).items() if times == 1} for side in (left, right)]
    places = {line: to for to, line in enumerate(right) if line in once[1]}
    ends: list[int] = []
    last: list[tuple[int, int, int]] = []  # of each length: place on the left, on the right, the one before it
    found: list[tuple[int, int, int]] = []
    for at, line in enumerate(left):
        if line not in once[0] or line not in places:
            continue
        length = bisect_left(ends, places[line])
        found.append((at, places[line], last[length - 1][2] if length else -1))
        ends[length : length + 1] = [places[line]]
        last[length : length + 1] = [(at, places[line], len(found) - 1)]
    run, step = list[tuple[int, int]](), last[-1][2] if last else -1
    while step >= 0:
        at, to, step = found[step]
        run.append((at, to))
    return run[::-1]


def _between(left: list[str], right: list[str], steps: _Budget) -> list[tuple[str, int, int, int, int]]:
    times = Counter(right)
    often = len(right) // 100 + 1 if len(right) >= 200 else len(right)
    # lines that come again and again are not looked for (autojunk): this keeps long tables quick
    places = [times[line] for line in left if 0 < times[line] <= often]
    if steps.pays(len(places) * (len(left) + sum(places))):
        return list(SequenceMatcher(None, left, right).get_opcodes())
    return [("replace", 0, len(left), 0, len(right))]


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
    if not left or not right or not budget.pays(_price(left, right)):
        return [(at, None) for at in range(len(left))] + [(None, to) for to in range(len(right))]
    bags = [[Counter(re.findall(r"\w+", line.lower())) for line in side] for side in (left, right)]
    like = [[_likeness(a, b) for b in bags[1]] for a in bags[0]]
    best = [[0.0] * (len(right) + 1) for _ in range(len(left) + 1)]
    for at in reversed(range(len(left))):
        for to in reversed(range(len(right))):
            joined = like[at][to] + best[at + 1][to + 1] if like[at][to] >= ALIKE else 0.0
            best[at][to] = max(joined, best[at + 1][to], best[at][to + 1])
    return _walked(like, best)


def _price(left: list[str], right: list[str]) -> int:
    """Pairs of lines; long lines cost more."""
    signs = len(left) * sum(map(len, right)) + len(right) * sum(map(len, left))
    return len(left) * len(right) + signs // 256


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
    price = len(one) * len(other) + LINE
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
