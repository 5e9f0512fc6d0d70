"""The reference notebook keeps to what its clerk says of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marshrut.engine.decision import Refusal
from marshrut.engine.happenings import Create, Happening, Pause, Resume
from tests.support.comparing import compare
from tests.support.reference import Notebook
from tests.support.small import ALICE, BORIS, DARIA, VICTOR, Game, Part, stage, task

LADDER: list[Part] = [{"key": "rescue", "after": {"work_days": 3}, "do": "remind"}]
#: Sunday noon, when days and minutes count differently
SUNDAY = timedelta(days=3, hours=2)


def test_a_refusal_leaves_no_mark_on_a_sleeping_slip() -> None:
    """Who stood in at that moment never held it: awake, its clock goes on and does not begin anew."""
    played = Game(stage("w1", task(assignee=[{"role": "one"}], ladder=LADDER, pause={"max_days": 7}), next="done"))
    book = Notebook(played.definition.card_type, {}, played.company, ALICE)
    book.do(Create({}, start=True), ALICE, played.now)

    def write(what: Happening, person: int) -> str | None:
        book.company = played.company
        return book.do(what, person, played.now)

    pause = Pause(1, played.now + timedelta(days=7), "Ждём")
    assert write(pause, DARIA) is None
    compare(played.do(pause, DARIA), book)
    played.away(DARIA, VICTOR)
    assert write(Resume(1), BORIS) == "not_your_task"
    with pytest.raises(Refusal, match="not_your_task"):
        played.do(Resume(1), BORIS)
    played.back(DARIA)
    played.now += SUNDAY
    assert write(Resume(1), DARIA) is None
    compare(played.do(Resume(1), DARIA), book)
