"""Late documents: each level is told once for every waiting, at its moment in working days (A2.4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from marshrut.calendars import commands as calendars
from marshrut.edocs import commands
from marshrut.edocs.commands import timing
from marshrut.edocs.models import Turn
from tests.support.bases import ROBOT, paper, signed
from tests.support.papers import Papers
from tests.support.toy import msk


def _tick(papers: Papers, at: str) -> None:
    papers.now.at = msk(at)
    commands.tick_overdue(ROBOT)
    commands.tick_overdue(ROBOT)


@pytest.fixture
def sent(papers: Papers) -> Papers:
    """On Thursday the 5th at 10:10."""
    papers.read(paper())
    return papers


def test_warned_after_three_working_days_and_critical_after_five(sent: Papers, heard: list[int]) -> None:
    _tick(sent, "2026-11-10 10:09")
    assert sent.doc().level == 0
    _tick(sent, "2026-11-10 10:10")
    assert (sent.doc().level, sent.turns()) == (1, ["delivered", "overdue"])
    _tick(sent, "2026-11-12 10:09")
    assert sent.doc().level == 1
    _tick(sent, "2026-11-12 10:10")
    assert (sent.doc().level, sent.turns()) == (2, ["delivered", "overdue", "critical"])
    sent.work()
    assert len(heard) == 3


def test_a_worker_that_slept_tells_both_once(sent: Papers) -> None:
    _tick(sent, "2026-12-01 10:00")
    assert sent.turns() == ["delivered", "overdue", "critical"]
    assert [one.at for one in Turn.objects.order_by("n")][1:] == [msk("2026-11-10 10:10"), msk("2026-11-12 10:10")]


def test_signed_in_time_nothing_is_late(sent: Papers) -> None:
    sent.read(signed(paper()))
    _tick(sent, "2026-12-01 10:00")
    assert sent.turns() == ["delivered", "signed"]


def test_late_and_signed_it_is_late_no_more(sent: Papers) -> None:
    _tick(sent, "2026-11-10 10:10")
    sent.read(signed(paper()))
    assert (sent.doc().level, sent.doc().waits_since) == (0, None)


def test_steps_of_the_same_waiting_tell_nothing_twice(sent: Papers) -> None:
    before = paper(sent_at=sent.now(), changed_at=sent.now())
    _tick(sent, "2026-11-10 10:10")
    sent.read(replace(before, version="2", status="viewed", changed_at=sent.now()))
    sent.read(replace(before, version="3", status="sent", actor="operator", changed_at=sent.now()))
    sent.read(replace(before, version="4", status="viewed", changed_at=sent.now()))
    _tick(sent, "2026-11-10 12:00")
    assert sent.turns().count("overdue") == 1
    assert sent.doc().level == 1


def test_sent_anew_it_is_late_anew(sent: Papers) -> None:
    _tick(sent, "2026-11-10 10:10")
    sent.read(paper(version="2", status="rejected", actor="us", reason="Ошибка"))
    sent.later(hours=1)
    sent.read(paper(version="3", status="sent", sent_at=sent.now()))
    _tick(sent, "2026-11-20 10:00")
    assert sent.turns() == ["delivered", "overdue", "rejected", "sent", "overdue", "critical"]


def test_what_was_late_at_the_first_filling_is_shown_and_not_told(empty: Papers, heard: list[int]) -> None:
    long_ago = msk("2026-10-01 10:00")
    empty.read(paper(sent_at=long_ago, changed_at=long_ago))
    assert empty.doc().level == 2
    _tick(empty, "2026-11-20 10:00")
    empty.work()
    assert (empty.turns(), heard) == ([], [])


def test_other_terms_count_at_once_and_what_was_told_is_not_told_again(sent: Papers) -> None:
    _tick(sent, "2026-11-10 10:10")
    commands.set_base(sent.office.actor("admin"), base="main", overdue={"act": {"warn": 10, "critical": 15}})
    assert sent.doc().level == 0
    commands.set_base(
        sent.office.actor("admin"),
        base="main",
        overdue={"": {"warn": 1, "critical": 2}, "act": {"warn": 1, "critical": 2}},
    )
    _tick(sent, "2026-11-10 10:20")
    assert sent.turns() == ["delivered", "overdue", "critical"]


def test_what_is_gone_waits_for_nobody(sent: Papers) -> None:
    for _night in range(2):
        sent.later(days=1)
        taken = commands.take_base(ROBOT, base="main", lane="reconcile")
        assert taken is not None
        commands.record_presence(
            ROBOT, base="main", lease=taken["lease"], place=sent.doc().place, since=None, until=None, refs=[],
            complete=True,
        )  # fmt: skip
        commands.end_run(ROBOT, base="main", lease=taken["lease"])
    assert sent.turns() == ["delivered", "gone"]
    _tick(sent, "2026-12-01 10:00")
    assert sent.turns() == ["delivered", "gone"]
    sent.read(paper())
    assert sent.turns() == ["delivered", "gone", "back"]
    assert sent.doc().gone_at is None


def test_a_sending_time_that_moves_tells_nothing_twice(sent: Papers) -> None:
    before = paper(sent_at=sent.now(), changed_at=sent.now())
    _tick(sent, "2026-11-20 10:10")
    told = ["delivered", "overdue", "critical"]
    assert sent.turns() == told
    moved = before.sent_at + timedelta(seconds=1) if before.sent_at else None
    sent.read(replace(before, version="2", sent_at=moved, changed_at=sent.now()))
    _tick(sent, "2026-11-20 10:20")
    assert (sent.turns(), sent.doc().level, sent.doc().clock_begun) == (told, 2, moved)
    sent.read(replace(before, version="3", sent_at=msk("2026-11-19 10:00"), changed_at=sent.now()))
    assert sent.doc().level == 0
    _tick(sent, "2026-11-26 10:20")
    assert sent.turns() == [*told, "overdue", "critical"]  # sent a fortnight later, after all


def test_clocks_of_a_base_that_is_not_read_do_not_strike(sent: Papers) -> None:
    admin = sent.office.actor("admin")
    commands.set_base(admin, base="main", active=False)
    _tick(sent, "2026-12-01 10:00")
    assert (sent.turns(), sent.doc().level) == (["delivered"], 0)
    commands.set_base(admin, base="main", active=True)
    _tick(sent, "2026-12-01 10:10")
    assert sent.turns() == ["delivered"]  # nobody has looked yet
    sent.read(signed(paper()))
    _tick(sent, "2026-12-01 10:20")
    assert sent.turns() == ["delivered", "signed"]


def test_a_base_that_is_back_and_was_read_tells_what_is_late_still(sent: Papers) -> None:
    admin = sent.office.actor("admin")
    commands.remove_base(admin, base="main")
    _tick(sent, "2026-12-01 10:00")
    commands.set_base(admin, base="main", active=True, secrets={"login": "Обмен"})
    sent.read()
    _tick(sent, "2026-12-01 10:10")
    assert sent.turns() == ["delivered", "overdue", "critical"]


def test_clocks_are_wound_only_when_the_calendar_or_the_terms_are_others(
    sent: Papers, monkeypatch: pytest.MonkeyPatch
) -> None:
    wound: list[int] = []
    usual = timing._rewound

    def counted(*given: Any) -> Any:
        wound.append(1)
        return usual(*given)

    monkeypatch.setattr(timing, "_rewound", counted)
    monkeypatch.setattr(timing, "PORTION", 1)
    sent.read(paper("d2"))
    tidy = partial(commands.tidy, ROBOT, before=sent.now())
    tidy()
    assert len(wound) == 3  # two portions, and an empty one
    tidy()
    assert len(wound) == 3
    calendars.set_day(sent.office.actor("admin"), day=date(2026, 11, 9), kind="off", source="Указ")
    assert tidy()["changed"] == 2
    tidy()
    assert len(wound) == 6
