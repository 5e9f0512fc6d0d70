"""Where each stage and each way is put: rows from the top down, ways that skip rows run in lanes at the right.

A layered drawing (Sugiyama, Tagawa, Toda 1981) made small: ways that lead back do not count for the rows, a stage
stands one row under the lowest stage that leads to it, within a row stages stand under the middle of those that lead to
them. Ways to the next row are straight; all others go through a lane of their target, so that many refusals make one
line.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..schema.pack import CardType
from .ways import Way, ways

#: pixels: a box, its head, a line of text, between boxes, between rows, between lanes, around everything
WIDTH, HEAD, LINE, GAP, ROW, LANE, EDGE = 300, 34, 18, 32, 72, 20, 24
#: room for the words of ways that go to a lane; above each of those that leave between the rows; boxes in a row
WORDS, PAD, ASIDE, WIDEST = 170, 10, 16, 3


@dataclass(frozen=True, slots=True)
class Box:
    """A stage. Pixels from the top left corner."""

    stage: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Wire:
    """Ways between the same two stages as one line through `points`; `label`: where their words begin."""

    here: str
    there: str
    ways: tuple[Way, ...]
    points: tuple[tuple[int, int], ...]
    label: tuple[int, int]
    #: against the order of the rows
    back: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    width: int
    height: int
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]


def draw(card_type: CardType, lines: Mapping[str, int], titles: Mapping[str, int]) -> Drawing:
    """`lines`: how many lines of text stand in the box of each stage under its head; `titles`: how many in its head."""
    stages = [stage.key for stage in card_type.stages if not stage.reserved]
    found = _together(ways(card_type))
    rows = _folded(
        _rows(stages, [pair for pair, between in found.items() if any(way.kind != "restart" for way in between)])
    )
    level = {key: n for n, row in enumerate(rows) for key in row}
    around = Counter(here for here, there in found if level[there] != level[here] + 1)
    aside = [sum(around[key] for key in row[:-1]) for row in rows]
    heights = {key: _height(lines.get(key, 0), titles.get(key, 1), around[key]) for key in stages}
    boxes = _boxes(rows, heights, aside)
    wires, lanes = _wires(found, boxes, _Rows(rows, level, boxes, aside))
    right = max(box.x + box.width for box in boxes.values()) + (WORDS + lanes * LANE if lanes else 0)
    width = EDGE + max([right, *(wire.label[0] + WORDS for wire in wires)])
    lowest = [y for wire in wires for _x, y in wire.points]  # ways leave below the last row, too
    height = EDGE + max([*lowest, *(box.y + box.height for box in boxes.values())])
    return Drawing(width, height, tuple(boxes[key] for key in stages), tuple(wires))


def _height(lines: int, titles: int, aside: int) -> int:
    """Enough for the text, and for the ways that leave at the side."""
    head = HEAD + LINE * (titles - 1)
    return max(head + (LINE * lines + 2 * PAD if lines else 0), HEAD + LINE * aside)


def _together(found: Sequence[Way]) -> dict[tuple[str, str], tuple[Way, ...]]:
    pairs: dict[tuple[str, str], list[Way]] = defaultdict(list)
    for way in found:
        pairs[way.here, way.there].append(way)
    return {pair: tuple(between) for pair, between in pairs.items()}


# -- rows --------------------------------------------------------------------------------------------------------------


def _rows(stages: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    down = _forward(stages, pairs)
    level = dict.fromkeys(stages, 0)
    for _round in stages:  # the longest way has no more steps than there are stages
        for here, there in down:
            level[there] = max(level[there], level[here] + 1)
    rows: list[list[str]] = [[] for _ in range(max(level.values()) + 1)]
    for key in stages:
        rows[level[key]].append(key)
    for above, row in pairwise(rows):
        places = {key: n for n, key in enumerate(above)}
        row.sort(key=lambda key: _middle([places[here] for here, there in down if there == key and here in places]))
    return [row for row in rows if row]


def _folded(rows: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """A row of many stages goes on below: no screen is that wide."""
    return [row[n : n + WIDEST] for row in rows for n in range(0, len(row), WIDEST)]


def _forward(stages: Sequence[str], pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The ways without those that lead back to a stage one comes from."""
    after: dict[str, list[str]] = defaultdict(list)
    for here, there in pairs:
        after[here].append(there)
    state: dict[str, str] = {}
    kept: list[tuple[str, str]] = []

    def visit(key: str) -> None:
        state[key] = "open"
        for there in after[key]:
            if state.get(there) == "open":
                continue
            kept.append((key, there))
            if there not in state:
                visit(there)
        state[key] = "done"

    for key in stages:
        if key not in state:
            visit(key)
    return kept


def _middle(places: Sequence[int]) -> float:
    return sum(places) / len(places) if places else float("inf")


def _boxes(rows: Sequence[Sequence[str]], heights: Mapping[str, int], aside: Sequence[int]) -> dict[str, Box]:
    boxes: dict[str, Box] = {}
    widest, y = max(map(len, rows)), EDGE
    for row, leaving in zip(rows, aside, strict=True):
        x = EDGE + (widest - len(row)) * (WIDTH + GAP) // 2
        for key in row:
            boxes[key] = Box(key, x, y, WIDTH, heights[key])
            x += WIDTH + GAP
        y += max(heights[key] for key in row) + ASIDE * leaving + ROW
    return boxes


# -- wires -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Rows:
    """`aside`: how many ways leave each row between it and the next, for their lanes."""

    rows: Sequence[Sequence[str]]
    level: Mapping[str, int]
    boxes: Mapping[str, Box]
    aside: Sequence[int]

    def last(self, box: Box) -> bool:
        return self.rows[self.level[box.stage]][-1] == box.stage

    def bottom(self, box: Box) -> int:
        """Where the row of the box ends."""
        return max(self.boxes[key].y + self.boxes[key].height for key in self.rows[self.level[box.stage]])

    def bend(self, box: Box) -> int:
        """Where the ways to the next row turn: below those that go to lanes."""
        return self.bottom(box) + ASIDE * self.aside[self.level[box.stage]] + ROW // 3


def _wires(
    found: Mapping[tuple[str, str], tuple[Way, ...]], boxes: Mapping[str, Box], rows: _Rows
) -> tuple[list[Wire], int]:
    """And the number of lanes."""
    level = rows.level
    straight = {pair for pair in found if level[pair[1]] == level[pair[0]] + 1}
    ports = _ports([pair for pair in found if pair in straight], boxes)
    targets = list(dict.fromkeys(there for here, there in found if (here, there) not in straight))
    lanes = {there: n for n, there in enumerate(sorted(targets, key=lambda key: boxes[key].y))}
    right = max(box.x + box.width for box in boxes.values()) + EDGE + WORDS
    leaving: Counter[str] = Counter()
    below: Counter[int] = Counter()
    coming: Counter[str] = Counter()
    wires = []
    for pair, between in found.items():
        here, there = boxes[pair[0]], boxes[pair[1]]
        if pair in straight:
            wires.append(_down(here, there, between, *ports[pair], bend=rows.bend(here), nth=coming[pair[1]]))
            coming[pair[1]] += 1
            continue
        if rows.last(here):
            y = here.y + HEAD // 2 + leaving[pair[0]] * LINE
            out = [(here.x + here.width, y)]
        else:
            y = rows.bottom(here) + ASIDE * (below[level[pair[0]]] + 1)
            x = here.x + here.width - PAD * (leaving[pair[0]] + 1)
            out = [(x, here.y + here.height), (x, y)]
            below[level[pair[0]]] += 1
        leaving[pair[0]] += 1
        lane = right + lanes[pair[1]] * LANE
        points = (*out, (lane, y), *_into(there, lane, rows))
        back = level[pair[1]] <= level[pair[0]]
        wires.append(Wire(*pair, between, points, (out[0][0] + 6, y - 4), back))
    return wires, len(lanes)


def _ports(pairs: Sequence[tuple[str, str]], boxes: Mapping[str, Box]) -> dict[tuple[str, str], tuple[int, int]]:
    """Where each straight way leaves its box and comes to the next, side by side in the order of the other ends."""
    out: dict[tuple[str, str], int] = {}
    into: dict[tuple[str, str], int] = {}
    for end, other, ports in ((0, 1, out), (1, 0, into)):
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for pair in pairs:
            groups[pair[end]].append(pair)
        for key, group in groups.items():
            group.sort(key=lambda pair: boxes[pair[other]].x)
            for n, pair in enumerate(group, start=1):
                ports[pair] = boxes[key].x + boxes[key].width * n // (len(group) + 1)
    return {pair: (out[pair], into[pair]) for pair in pairs}


def _down(here: Box, there: Box, between: tuple[Way, ...], start: int, end: int, *, bend: int, nth: int) -> Wire:
    """`nth` of those that come to `there`: the words of neighbours stand at two heights."""
    begin = here.y + here.height
    points: tuple[tuple[int, int], ...]
    if start == end:
        points = ((start, begin), (end, there.y))
    else:
        points = ((start, begin), (start, bend), (end, bend), (end, there.y))
    return Wire(here.stage, there.stage, between, points, (end + 8, bend + ASIDE * (1 + nth % 2)), False)


def _into(there: Box, lane: int, rows: _Rows) -> tuple[tuple[int, int], ...]:
    """From the lane: the last box of a row is reached at its side, the others from above."""
    if rows.last(there):
        y = there.y + there.height - PAD
        return ((lane, y), (there.x + there.width, y))
    x = there.x + there.width - PAD * 2
    return ((lane, there.y - PAD), (x, there.y - PAD), (x, there.y))
