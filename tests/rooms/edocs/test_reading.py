"""What a base says is kept once: silent at first, announced later, fenced, all or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction

from marshrut.edocs import commands, rowing
from marshrut.edocs.models import Base, EDoc, EDocAct, Run, Turn
from marshrut.edocs.source import Act, SourceTrouble
from marshrut.kernel.errors import Conflict, Invalid
from tests.support.bases import ROBOT, paper, signed
from tests.support.papers import Papers


def test_the_first_filling_is_silent(empty: Papers, heard: list[int]) -> None:
    counts = empty.read(paper("d1"), signed(paper("d2")))
    assert counts == {"read": 2, "new": 2, "changed": 0, "unchanged": 0}
    empty.work()
    assert (empty.card("d1").stage, empty.card("d2").stage) == ("waiting", "signed")
    assert heard == []
    assert not Turn.objects.exists()
    assert empty.doc("d2").silent
    assert empty.base().first_done_at is not None
    assert empty.base().lanes.keys() == {"first", "changes", "open"}


def test_a_card_says_what_the_base_says(papers: Papers) -> None:
    papers.read(paper())
    fields = papers.fields()
    assert (fields["kind"], fields["number"], fields["status"], fields["actor"]) == (
        "act",
        "15",
        "delivered",
        "counterparty",
    )
    assert (fields["counterparty"], fields["organisation"]) == (papers.company.pk, papers.ours.pk)
    assert papers.card().company_id == papers.company.pk
    assert fields["sent_on"] == "2026-11-05"
    assert fields["manager"] == papers.office.id("junior")


def test_what_comes_after_is_announced_once(papers: Papers, heard: list[int]) -> None:
    sent = paper()
    papers.read(sent)
    done = signed(sent)
    for _again in range(3):
        papers.read(done)
        papers.work()
    assert papers.turns() == ["delivered", "signed"]
    assert len(heard) == 2
    assert papers.card().stage == "signed"
    assert papers.fields()["signed_theirs_by"] == "Иванова Анна"
    assert EDocAct.objects.count() == 1


def test_unchanged_documents_cost_no_write(papers: Papers) -> None:
    many = [paper(f"d{n}") for n in range(20)]
    papers.read(*many)
    before = list(EDoc.objects.order_by("pk").values_list("pk", "change"))
    assert papers.read(*many)["unchanged"] == 20
    with patch.object(rowing, "update", side_effect=AssertionError):
        papers.read(*[replace(one, version="another") for one in many])
    assert list(EDoc.objects.order_by("pk").values_list("pk", "change")) == before
    assert set(EDoc.objects.values_list("version", flat=True)) == {"another"}


def test_a_version_alone_is_no_change(papers: Papers, heard: list[int]) -> None:
    papers.read(paper())
    papers.read(replace(paper(), version="2", changed_at=papers.doc().changed_at, sent_at=papers.doc().sent_at))
    assert papers.doc().version == "2"
    assert papers.turns() == ["delivered"]


def test_what_was_overlooked_for_long_is_not_announced(papers: Papers, heard: list[int]) -> None:
    past = papers.now() - timedelta(days=200)
    papers.read(
        signed(paper("old", changed_at=past, sent_at=past, date=past.date()), changed_at=past, answered_at=past)
    )
    papers.work()
    assert papers.turns("old") == []
    assert heard == []
    assert papers.doc("old").silent


def test_backward_moves_are_written_down_and_not_announced(papers: Papers, heard: list[int]) -> None:
    sent = paper()
    papers.read(signed(sent))
    papers.later(hours=1)
    papers.read(replace(sent, version="3", status="viewed", changed_at=papers.now()))
    papers.work()
    assert papers.turns() == ["signed", "viewed?"]
    assert len(heard) == 1
    assert papers.card().stage == "waiting"
    papers.later(hours=1)
    papers.read(signed(sent, version="4"))
    papers.work()
    assert papers.turns() == ["signed", "viewed?", "returned"]


def test_a_refused_revocation_is_no_second_signing(papers: Papers, heard: list[int]) -> None:
    sent = paper()
    papers.read(signed(sent))
    asked = signed(sent, version="r", status="revocation_requested", actor="us")
    papers.read(asked)
    papers.read(signed(sent, version="s2"))
    papers.read(asked)
    papers.read(replace(asked, status="revoked", version="x", actor="none"))
    papers.work()
    assert papers.turns() == ["signed", "revocation_requested", "returned", "revocation_requested", "revoked"]
    assert papers.card().stage == "revoked"
    assert len(heard) == 5


def test_one_reader_at_a_time(papers: Papers) -> None:
    first = commands.take_base(ROBOT, base="main", lane="changes")
    assert first is not None
    assert commands.take_base(ROBOT, base="main", lane="open") is None
    commands.end_run(ROBOT, base="main", lease=first["lease"])
    assert commands.take_base(ROBOT, base="main", lane="open") is not None


def test_a_reader_whose_lease_was_stolen_is_fenced(papers: Papers) -> None:
    slow = commands.take_base(ROBOT, base="main", lane="changes")
    assert slow is not None
    _expire()
    quick = commands.take_base(ROBOT, base="main", lane="changes")
    assert quick is not None
    assert quick["epoch"] > slow["epoch"]
    at = papers.now()
    with pytest.raises(Conflict) as refused:
        commands.record_documents(ROBOT, base="main", lease=slow["lease"], documents=[paper()], cursor=at)
    assert refused.value.code == "fenced"
    assert not EDoc.objects.exists()
    assert papers.base().cursor is None
    assert commands.end_run(ROBOT, base="main", lease=slow["lease"]) == {"ended": False}
    commands.record_documents(ROBOT, base="main", lease=quick["lease"], documents=[paper()], cursor=at)
    assert papers.base().cursor == at
    assert list(Run.objects.order_by("-pk").values_list("trouble", flat=True))[:2] == ["", "lost"]


def test_a_late_reader_whom_nobody_replaced_goes_on(papers: Papers) -> None:
    taken = commands.take_base(ROBOT, base="main", lane="changes")
    assert taken is not None
    _expire()
    commands.record_documents(ROBOT, base="main", lease=taken["lease"], documents=[paper()])
    assert commands.take_base(ROBOT, base="main", lane="changes") is None  # it is alive again


def test_killed_between_nothing_is_half(papers: Papers, heard: list[int]) -> None:
    taken = commands.take_base(ROBOT, base="main", lane="changes")
    assert taken is not None
    how: dict[str, Any] = {"base": "main", "lease": taken["lease"], "documents": [paper()], "cursor": papers.now()}
    killed = patch.object(rowing, "add_turns", side_effect=KeyboardInterrupt)
    with killed, pytest.raises(KeyboardInterrupt), transaction.atomic():
        commands.record_documents(ROBOT, **how)
    assert not EDoc.objects.exists()
    assert papers.base().cursor is None
    commands.record_documents(ROBOT, **how)
    papers.work()
    assert papers.turns() == ["delivered"]
    assert len(heard) == 1


def test_the_cursor_never_goes_back(papers: Papers) -> None:
    at = papers.now()
    papers.read(cursor=at)
    papers.read(cursor=at - timedelta(hours=1))
    assert papers.base().cursor == at


def test_the_newest_word_of_one_answer_counts(papers: Papers) -> None:
    sent = paper()
    later = signed(sent, changed_at=papers.now() + timedelta(seconds=1))
    papers.read(later, sent)
    assert papers.doc().status == "signed"
    assert EDoc.objects.count() == 1


def test_too_many_at_once_are_refused(papers: Papers) -> None:
    taken = commands.take_base(ROBOT, base="main", lane="changes")
    assert taken is not None
    with pytest.raises(Invalid, match="at most"):
        commands.record_documents(ROBOT, base="main", lease=taken["lease"], documents=[paper()] * 1001)


def test_acts_are_kept_for_good(papers: Papers) -> None:
    papers.read(paper(acts=(Act("a", "sent", papers.now()), Act("b", "operator", None))))
    papers.read(paper(version="2", status="viewed", acts=(Act("b", "operator", papers.now(), comment="другое"),)))
    assert list(EDocAct.objects.order_by("pk").values_list("uid", "comment")) == [("a", ""), ("b", "")]


def test_a_base_that_fails_is_left_alone_longer_and_longer(papers: Papers) -> None:
    waits = []
    for _try in range(3):
        taken = commands.take_base(ROBOT, base="main", lane="changes")
        assert taken is not None
        commands.end_run(ROBOT, base="main", lease=taken["lease"], trouble=SourceTrouble("silent", "нет ответа"))
        closed = papers.base().closed_until
        assert closed is not None
        assert commands.take_base(ROBOT, base="main", lane="changes") is None
        waits.append((closed - papers.now()).total_seconds())
        papers.now.at = closed
    assert waits == [60, 120, 240]
    assert papers.base().error_words == "нет ответа"
    papers.read()
    assert papers.base().failures == 0
    assert papers.base().last_error == ""


def test_a_wrong_password_is_not_tried_again_soon(papers: Papers) -> None:
    taken = commands.take_base(ROBOT, base="main", lane="changes")
    assert taken is not None
    commands.end_run(ROBOT, base="main", lease=taken["lease"], trouble=SourceTrouble("refused"))
    closed = papers.base().closed_until
    assert closed is not None
    assert closed - papers.now() == timedelta(hours=1)


def test_what_cannot_be_kept_is_made_fit(papers: Papers) -> None:
    odd = paper(
        number="9" * 5000 + "\x00", kind="нет такого", status="странный", actor="кто", url="javascript:alert(1)"
    )
    papers.read(replace(odd, date=odd.date.replace(year=21) if odd.date else None))
    doc = papers.doc()
    assert (doc.kind, doc.status, doc.actor, doc.url, doc.date) == ("other", "unknown", "none", "", None)
    assert len(doc.number) == 300
    assert papers.card().stage == "unknown"


def _expire() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE edocs_base SET lease_until = clock_timestamp() - interval '1 second'")
    assert Base.objects.count() == 1
