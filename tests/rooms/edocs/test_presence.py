"""A document is gone after two complete nights in vain; nothing follows from an incomplete one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.edocs import commands
from marshrut.edocs.models import EDoc
from marshrut.kernel.errors import Conflict
from tests.support.bases import IN, OUT, ROBOT, paper
from tests.support.papers import Papers


def _look(papers: Papers, refs: list[str], *, complete: bool = True, **window: Any) -> dict[str, int]:
    taken = commands.take_base(ROBOT, base="main", lane="reconcile")
    assert taken is not None
    how = {"place": OUT, "since": None, "until": None, **window}
    found = commands.record_presence(ROBOT, base="main", lease=taken["lease"], refs=refs, complete=complete, **how)
    commands.end_run(ROBOT, base="main", lease=taken["lease"])
    return found


@pytest.fixture
def two(papers: Papers) -> Papers:
    papers.read(paper("a"), paper("b"))
    papers.work()
    return papers


def test_two_complete_nights_in_vain(two: Papers, heard: list[int]) -> None:
    assert _look(two, ["a"]) == {"missing": 1, "gone": 0, "back": 0}
    two.later(days=1)
    assert _look(two, ["a"]) == {"missing": 1, "gone": 1, "back": 0}
    assert _look(two, ["a"]) == {"missing": 0, "gone": 0, "back": 0}
    two.work()
    assert two.turns("b") == ["delivered", "gone"]
    assert two.turns("a") == ["delivered"]
    assert len(heard) == 3


def test_an_incomplete_look_misses_nothing(two: Papers) -> None:
    for _again in range(3):
        assert _look(two, ["a"], complete=False)["missing"] == 0
    assert not EDoc.objects.exclude(gone_at=None).exists()


def test_seen_between_it_is_not_gone(two: Papers) -> None:
    _look(two, ["a"])
    two.later(days=1)
    _look(two, ["a", "b"], complete=False)
    _look(two, ["a"])
    assert two.doc("b").gone_at is None


def test_another_place_or_time_is_no_look_at_it(two: Papers) -> None:
    tomorrow = two.now() + timedelta(days=1)
    for _again in range(3):
        _look(two, [], place=IN)
        _look(two, [], since=tomorrow, until=tomorrow + timedelta(days=30))
    assert not EDoc.objects.exclude(gone_at=None).exists()


def test_looks_of_one_night_are_one_look(two: Papers) -> None:
    """A look that failed elsewhere is repeated within the hour."""
    for _again in range(3):
        assert _look(two, ["a"])["gone"] == 0
        two.later(minutes=50)
    two.later(days=1)
    assert _look(two, ["a"])["gone"] == 1


def test_those_that_were_looked_for_by_key(two: Papers) -> None:
    EDoc.objects.filter(ref="b").update(date=None)
    for _night in range(2):
        assert _look(two, [], known=["b"])["missing"] == 1
        two.later(days=1)
    assert (two.doc("a").gone_at, two.doc("b").gone_at is None) == (None, False)


def test_it_comes_back(two: Papers) -> None:
    _look(two, ["a"])
    two.later(days=1)
    _look(two, ["a"])
    assert _look(two, ["a", "b"])["back"] == 1
    assert two.doc("b").gone_at is None


def test_a_stranger_may_not_look(two: Papers) -> None:
    with pytest.raises(Conflict) as refused:
        commands.record_presence(
            ROBOT, base="main", lease="7.stolen", place=OUT, since=None, until=None, refs=[], complete=True
        )
    assert refused.value.code == "fenced"
