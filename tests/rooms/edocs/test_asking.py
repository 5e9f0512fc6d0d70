"""People and 1C itself ask for a document; nothing that is only said is believed."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.edocs import commands, working
from marshrut.edocs.models import Run
from marshrut.edocs.source import SourceTrouble
from marshrut.jobs import effects
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from tests.support.bases import OUT, ROBOT, paper, signed
from tests.support.papers import Papers


@pytest.fixture
def sent(papers: Papers) -> Papers:
    papers.read(paper())
    papers.work()
    papers.source.documents["d1"] = signed(paper())
    return papers


def _card(papers: Papers) -> dict[str, Any]:
    return {"card": papers.doc().card}


def test_a_press_reads_the_document(sent: Papers) -> None:
    commands.refresh(sent.office.actor("chief"), **_card(sent))
    sent.work()
    assert sent.source.runs == [("main", "asked", ((OUT, "d1"),))]
    assert sent.card().stage == "signed"
    assert Run.objects.latest("pk").by == sent.office.id("chief")


def test_once_in_half_a_minute(sent: Papers) -> None:
    chief = sent.office.actor("chief")
    commands.refresh(chief, **_card(sent))
    with pytest.raises(Conflict) as refused:
        commands.refresh(sent.office.actor("ops"), **_card(sent))
    assert refused.value.code == "refreshed_lately"
    sent.later(seconds=31)
    commands.refresh(chief, **_card(sent))


def test_strangers_and_bases_put_aside(sent: Papers) -> None:
    with pytest.raises(NotFound):
        commands.refresh(sent.office.actor("viktor"), **_card(sent))
    commands.set_base(sent.office.actor("admin"), base="main", active=False)
    with pytest.raises(Invalid) as refused:
        commands.refresh(sent.office.actor("chief"), **_card(sent))
    assert refused.value.code == "not_asked"


def test_a_press_for_the_company_asks_about_what_one_may_see(sent: Papers) -> None:
    assert commands.refresh_company(sent.office.actor("viktor"), company=sent.company.pk) == {"asked": 0}
    assert commands.refresh_company(sent.office.actor("chief"), company=sent.company.pk) == {"asked": 1}
    with pytest.raises(Conflict):
        commands.refresh_company(sent.office.actor("chief"), company=sent.company.pk)


def test_a_base_that_is_read_at_this_moment_is_asked_again(sent: Papers) -> None:
    taken = commands.take_base(ROBOT, base="main", lane="changes")
    assert taken is not None
    commands.refresh(sent.office.actor("chief"), **_card(sent))
    sent.work()
    assert sent.doc().status == "delivered"
    assert Effect.objects.filter(kind="edoc_ask", state="retry").exists()
    commands.end_run(ROBOT, base="main", lease=taken["lease"])
    effects.hurry()
    sent.work()
    assert sent.doc().status == "signed"


def test_a_press_waits_as_long_as_it_takes(sent: Papers) -> None:
    taken = commands.take_base(ROBOT, base="main", lane="reconcile")
    assert taken is not None
    commands.refresh(sent.office.actor("chief"), **_card(sent))
    commands.hint(ROBOT, base="main", refs=[(OUT, "d1")])
    commands.refresh_base(sent.office.actor("chief"), base="main")
    for _try in range(12):
        Effect.objects.filter(state__in=("todo", "retry")).update(run_at=sent.now())
        sent.work()
    waiting = Effect.objects.filter(kind__in=("edoc_ask", "edoc_run")).values_list("state", "attempts")
    assert list(waiting) == [("retry", 0)] * 3
    commands.end_run(ROBOT, base="main", lease=taken["lease"])
    sent.source.runs.clear()
    effects.hurry()
    sent.work()
    assert sorted(lane for _base, lane, _asked in sent.source.runs) == ["asked", "changes"]
    assert sent.doc().status == "signed"
    assert not Effect.objects.filter(kind__in=("edoc_ask", "edoc_run"), state="retry").exists()


def test_a_base_put_aside_keeps_nobody_waiting(sent: Papers) -> None:
    commands.refresh(sent.office.actor("chief"), **_card(sent))
    commands.set_base(sent.office.actor("admin"), base="main", active=False)
    sent.work()
    assert Effect.objects.get(kind="edoc_ask").state == "done"
    assert sent.source.runs == []


def test_hints_are_read_together(sent: Papers) -> None:
    commands.hint(ROBOT, base="main", refs=[(OUT, f"n{number}") for number in range(45)])
    commands.hint(ROBOT, base="main", refs=[(OUT, "d1")])
    Effect.objects.filter(kind="edoc_ask").update(run_at=sent.now())
    sent.work()
    assert [len(asked) for _base, _lane, asked in sent.source.runs] == [20, 20, 6]
    assert sent.doc().status == "signed"
    again = Effect.objects.filter(kind="edoc_ask", state="todo")
    assert again.count() == 45  # not there yet: the event may be faster than the transaction
    assert {one["tries"] for one in again.values_list("payload", flat=True)} == {1}


def test_what_the_mapping_does_not_follow_is_not_asked_about(sent: Papers) -> None:
    sent.source.follows = frozenset({OUT})
    refs = [("Document_РеализацияТоваровУслуг", f"d{number}") for number in range(200)]
    assert commands.hint(ROBOT, base="main", refs=[*refs, (OUT, "d1")]) == {"asked": 1}


def test_everybody_may_ask_for_changes_but_not_heal_a_base(sent: Papers) -> None:
    viktor = sent.office.actor("viktor")
    with pytest.raises(Invalid):
        commands.refresh_base(viktor, base="main", lane="reconcile")
    taken = commands.take_base(ROBOT, base="main", lane="changes")
    assert taken is not None
    commands.end_run(ROBOT, base="main", lease=taken["lease"], trouble=SourceTrouble("refused"))
    assert commands.refresh_base(viktor, base="main") == {"base": "main", "asked": False}
    assert commands.refresh_base(sent.office.actor("admin"), base="main")["asked"]
    assert sent.base().closed_until is None


def test_the_whole_base_is_read_on_request(sent: Papers) -> None:
    admin = sent.office.actor("admin")
    commands.refresh_base(admin, base="main", lane="reconcile")
    sent.work()
    assert sent.source.runs == [("main", "reconcile", ())]
    with pytest.raises(Conflict):
        commands.refresh_base(admin, base="main")
    with pytest.raises(NotFound):
        commands.refresh_base(admin, base="other")
    with pytest.raises(Invalid):
        commands.refresh_base(admin, base="main", lane="first")


def _hurry(papers: Papers) -> None:
    Effect.objects.filter(state="todo").update(run_at=papers.now())
    papers.work()


def test_a_hint_is_only_a_question(sent: Papers) -> None:
    assert commands.hint(ROBOT, base="main", refs=[(OUT, "d1")]) == {"asked": 1}
    assert commands.hint(ROBOT, base="main", refs=[(OUT, "d1")]) == {"asked": 0}
    _hurry(sent)
    assert sent.doc().status == "signed"
    assert not Effect.objects.filter(kind="edoc_ask", state__in=["todo", "retry"]).exists()


def test_a_hint_that_came_before_the_commit_is_looked_at_again(sent: Papers) -> None:
    later = sent.source.documents.pop("d1")
    sent.source.documents["d1"] = paper()
    commands.hint(ROBOT, base="main", refs=[(OUT, "d1")])
    _hurry(sent)
    assert sent.doc().status == "delivered"
    sent.source.documents["d1"] = later
    _hurry(sent)
    assert sent.doc().status == "signed"
    assert [one[1] for one in sent.source.runs] == ["asked", "asked"]


def test_a_hint_is_forgotten_in_the_end(sent: Papers) -> None:
    sent.source.documents["d1"] = paper()
    commands.hint(ROBOT, base="main", refs=[(OUT, "d1")])
    for _try in range(12):
        _hurry(sent)
    assert len(sent.source.runs) == 7


def test_hints_about_what_cannot_be_are_dropped(sent: Papers) -> None:
    for base, place, ref in (("other", OUT, "x"), ("main", "", "x"), ("main", OUT, ""), ("main", OUT, "x" * 999)):
        assert commands.hint(ROBOT, base=base, refs=[(place, ref)]) == {"asked": 0}
    with pytest.raises(Forbidden):
        commands.hint(sent.office.actor("admin"), base="main", refs=[(OUT, "d1")])


def test_bases_are_read_when_they_are_due(sent: Papers) -> None:
    def ran() -> list[str]:
        sent.source.runs.clear()
        working.due()
        sent.work()
        return [lane for _base, lane, _asked in sent.source.runs]

    sent.later(minutes=11)
    assert [ran(), ran(), ran()] == [["changes"], ["reconcile"], []]
    sent.later(minutes=10)
    assert [ran(), ran(), ran()] == [["changes"], ["open"], []]
    sent.later(hours=16)  # after two at night
    assert [ran(), ran(), ran(), ran()] == [["changes"], ["open"], ["reconcile"], []]


def test_nobody_waits_for_a_base_that_was_killed_in_the_middle(sent: Papers) -> None:
    assert commands.take_base(ROBOT, base="main", lane="changes") is not None
    sent.later(minutes=30)
    working.due()
    sent.work()
    assert sent.source.runs == []
    _forget_lease()
    working.due()
    sent.work()
    assert [lane for _base, lane, _asked in sent.source.runs] == ["changes"]


def _forget_lease() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE edocs_base SET lease_until = clock_timestamp() - interval '1 second'")
