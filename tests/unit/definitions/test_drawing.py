"""A route as a drawing: everything is there, nothing lies on anything else."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from marshrut.definitions import loading
from marshrut.definitions.drawing import Box, draw, ways
from marshrut.definitions.drawing.words import Words
from marshrut.definitions.rules import overlaid
from marshrut.definitions.schema.pack import CardType, Pack
from marshrut.definitions.validation import validate
from tests.support.packs import PACKS

FOLDERS = sorted(path.parent for path in PACKS.glob("*/pack.yaml"))


def shipped() -> list[tuple[Pack, CardType]]:
    found = [validate(loading.source(loading.folder(folder))).pack for folder in FOLDERS]
    return [(pack, kind) for pack in found if pack is not None for kind in pack.card_types]


SHIPPED = shipped()


def beside(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def right(kind: CardType, lines: dict[str, int], titles: dict[str, int]) -> None:
    drawing = draw(kind, lines, titles)
    assert [box.stage for box in drawing.boxes] == [stage.key for stage in kind.stages if not stage.reserved]
    assert all(beside(one, other) for one, other in combinations(drawing.boxes, 2))
    assert {(way.here, way.there) for way in ways(kind)} == {(wire.here, wire.there) for wire in drawing.wires}
    assert sorted(way.kind for way in ways(kind)) == sorted(way.kind for wire in drawing.wires for way in wire.ways)
    boxes = {box.stage: box for box in drawing.boxes}
    assert drawing.width < 1500  # so that it can be read on a desk
    words = [wire.label for wire in drawing.wires]
    assert all(
        one == other or one[0] != other[0] or abs(one[1] - other[1]) >= 14 for one, other in combinations(words, 2)
    )
    for wire in drawing.wires:
        for end, (x, y) in ((boxes[wire.here], wire.points[0]), (boxes[wire.there], wire.points[-1])):
            assert end.x <= x <= end.x + end.width
            assert end.y <= y <= end.y + end.height
        for x, y in wire.points:
            assert 0 <= x <= drawing.width
            assert 0 <= y <= drawing.height
        # upright or level, and through no stage
        for (x, y), (to_x, to_y) in pairwise(wire.points):
            assert x == to_x or y == to_y
            for box in drawing.boxes:
                across = min(x, to_x) < box.x + box.width and max(x, to_x) > box.x
                along = min(y, to_y) < box.y + box.height and max(y, to_y) > box.y
                assert not (across and along), (wire.here, wire.there, box.stage)


@pytest.mark.parametrize(("pack", "kind"), SHIPPED, ids=[kind.key for _pack, kind in SHIPPED])
def test_shipped_routes_are_drawn(pack: Pack, kind: CardType) -> None:
    right(kind, {stage.key: 3 * len(stage.tasks) for stage in kind.stages}, {stage.key: 2 for stage in kind.stages})


def route(leads: dict[str, list[str]]) -> CardType:
    """A stage for each key, with a button for each stage it leads to; the first one is where cards start."""
    stages: list[dict[str, Any]] = []
    for here, there in leads.items():
        outcomes = [{"key": f"to_{to}", "title": to, "to": to} for to in there] or [{"key": "ok", "title": "ok"}]
        task = {"key": f"t_{here}", "title": "t", "assignee": [{"author": True}], "outcomes": outcomes}
        stages.append({"key": here, "title": here, "kind": "work" if stages else "start", "tasks": [task]})
    given = {"key": "any", "title": "Any", "create": "Any", "name": "Any", "fields": {}, "first": list(leads)[-1]}
    return CardType.model_validate({**given, "stages": stages})


def test_ways_between_stages_of_the_last_row_fit_on_the_paper() -> None:
    leads: dict[str, list[str]] = {
        "s0": ["s0", "s6"],
        "s1": [],
        "s2": ["s0", "s1", "s4"],
        "s3": ["s0", "s1"],
        "s4": ["s0", "s2"],
        "s5": [],
        "s6": ["s0", "s2", "s3"],
    }
    right(route(leads), dict.fromkeys(leads, 0), dict.fromkeys(leads, 1))


@settings(max_examples=60)
@given(some.data())
def test_any_route_is_drawn(data: some.DataObject) -> None:
    keys = [f"s{n}" for n in range(data.draw(some.integers(2, 9)))]
    kind = route({key: data.draw(some.lists(some.sampled_from(keys), max_size=4, unique=True)) for key in keys})
    right(
        kind,
        {key: data.draw(some.integers(0, 5)) for key in keys},
        {key: data.draw(some.integers(1, 2)) for key in keys},
    )


def test_a_rung_without_a_pause_is_not_told_as_a_pause_of_nothing() -> None:
    pack, kind = next(one for one in SHIPPED if one[1].key == "incoming_letter")
    words = Words(pack, kind, overlaid(pack.settings, {}))
    briefs = [line for stage in kind.stages for task in stage.tasks for line in words.brief(task)]
    assert "в срок → напоминание" in briefs
    assert not any("+ 0" in line for line in briefs)


def test_what_is_said_of_a_task() -> None:
    pack, kind = next(one for one in SHIPPED if one[1].key == "payment_request")
    found = kind.task("approve")
    assert found is not None
    words = Words(pack, kind, {**overlaid(pack.settings, {}), "check_every": 0})  # switched off
    assert words.people(found[1].assignee) == "руководитель (инициатор)"
    assert words.due(found[1]) == "2 раб. дня"
    assert words.rungs(found[1])[:2] == [
        "через 2 раб. дня → напоминание",
        "через 1 раб. час после шага «напоминание» → может решить: Операционный менеджер",
    ]
