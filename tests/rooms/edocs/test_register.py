"""The register and a document's page: plain words, and only what the reader may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from marshrut.edocs import commands, queries
from marshrut.edocs.queries import Filter, waiting
from marshrut.edocs.source import Act, FileRef, Signer
from marshrut.kernel.errors import NotFound
from marshrut.org import queries as org
from tests.support.bases import IN, OURS, PASSWORD, ROBOT, THEM, paper, signed
from tests.support.office import MovingClock
from tests.support.papers import Papers


def _refs(papers: Papers, who: str, **wanted: object) -> list[str]:
    found = queries.register(papers.office.actor(who), Filter(**wanted))  # type: ignore[arg-type]
    return [one.number for one in found.lines]


@pytest.fixture
def some(papers: Papers) -> Papers:
    incoming = {"place": IN, "direction": "in", "status": "needs_our_sign", "actor": "us"}
    papers.read(
        paper("w", number="1"),
        paper("o", number="2", **incoming),
        signed(paper("s", number="3", kind="upd")),
        paper("r", number="4", status="rejected", actor="us", reason="Не та сумма"),
        paper("v", number="5", status="revoked", actor="none"),
    )
    papers.work()
    return papers


@pytest.mark.parametrize(
    ("tab", "numbers"),
    [("waiting", ["1"]), ("ours", ["2"]), ("signed", ["3"]), ("troubles", ["4"]), ("revoked", ["5"]), ("overdue", [])],
)
def test_each_tab_shows_its_own(some: Papers, tab: str, numbers: list[str]) -> None:
    assert _refs(some, "chief", tab=tab) == numbers
    assert queries.counts(some.office.actor("chief"), Filter())[tab] == len(numbers)  # type: ignore[index]


@pytest.mark.parametrize(("actor", "tab"), [("us", "ours"), ("counterparty", "waiting"), ("none", "revoked")])
def test_a_revocation_that_is_asked_for_waits_for_whoever_answers(papers: Papers, actor: str, tab: str) -> None:
    papers.read(signed(paper("a", number="6"), status="revocation_requested", actor=actor))
    papers.work()
    counts = queries.counts(papers.office.actor("chief"), Filter())
    assert {one for one, many in counts.items() if many} == {tab, "all"}


@pytest.mark.parametrize(
    ("sent", "until", "days"),
    [
        ("2026-11-05 10:00", "2026-11-05 17:00", 0),
        ("2026-11-05 10:00", "2026-11-06 09:59", 0),
        ("2026-11-05 10:00", "2026-11-09 10:00", 2),
        ("2026-11-08 12:00", "2026-11-08 13:00", 0),  # a Sunday counts from Monday's opening
        ("2026-11-08 12:00", "2026-11-09 18:00", 0),
        ("2026-11-08 12:00", "2026-11-10 09:00", 1),
        ("2026-11-06 20:00", "2026-11-10 08:00", 0),
    ],
)
def test_whole_working_days_are_counted(papers: Papers, sent: str, until: str, days: int) -> None:
    moments = MovingClock(sent)(), MovingClock(until)()
    assert waiting.between(org.chart().company_time, *moments) == days


def test_what_is_late_says_by_how_much(papers: Papers) -> None:
    papers.read(paper())
    papers.later(days=7)
    commands.tick_overdue(ROBOT)
    line = queries.register(papers.office.actor("chief"), Filter()).lines[0]
    assert (line.waited_days, line.late_days, line.level) == (5, 2, 2)


def test_strangers_see_nothing_and_learn_nothing(some: Papers) -> None:
    viktor = some.office.actor("viktor")
    assert queries.register(viktor, Filter()).lines == ()
    assert set(queries.counts(viktor, Filter()).values()) == {0}
    with pytest.raises(NotFound):
        queries.edoc(viktor, some.doc("w").card)
    with pytest.raises(NotFound):
        queries.file_ref(viktor, some.doc("w").card, 0)


def test_it_is_narrowed_and_walked_page_by_page(some: Papers) -> None:
    assert _refs(some, "chief", kind="upd") == ["3"]
    assert _refs(some, "chief", direction="in") == ["2"]
    assert _refs(some, "chief", text="вектор 4") == ["4"]
    assert _refs(some, "chief", text=THEM.inn[:6], company=some.company.pk) == ["5", "4", "3", "2", "1"]
    assert _refs(some, "chief", company=0) == []
    assert _refs(some, "chief", since=some.now().date() + timedelta(days=1)) == []
    walked, after = [], None
    while True:
        page = queries.register(some.office.actor("chief"), Filter(), after, 2)
        walked += [one.number for one in page.lines]
        if (after := page.after) is None:
            break
    assert walked == ["5", "4", "3", "2", "1"]
    assert queries.register(some.office.actor("chief"), Filter(), "вздор_1", 2).lines


def test_the_page_says_it_plainly(papers: Papers) -> None:
    at = papers.now()
    ours = Signer("ours", "Петров", "Петров Пётр", at)
    sent = paper(signers=(ours,), acts=(Act("1", "sent", at), Act("2", "viewed", at + timedelta(hours=1))),
                 files=(FileRef("Files", "f1", "Акт.pdf", 10, "pdf"),))  # fmt: skip
    papers.read(sent)
    papers.later(days=4)
    with translation.override("en"):
        page = queries.edoc(papers.office.actor("chief"), papers.doc().card)
    assert page.sentence == "We wait for the signature of Вектор: 2 working days"  # from Thursday 10:00 to Monday 10:00
    assert [one.kind for one in page.acts] == ["sent", "viewed"]
    assert (page.us.name, page.them.name) == (OURS.name, THEM.name)
    assert page.us.sentence.startswith("Signed by Петров Пётр")
    assert page.them.sentence == "Not signed yet"
    assert page.may_refresh
    assert queries.file_ref(papers.office.actor("chief"), page.line.card, 0) == ("main", "Files", "f1", "Акт.pdf")
    with pytest.raises(NotFound):
        queries.file_ref(papers.office.actor("chief"), page.line.card, 1)


def test_a_refusal_is_told_with_its_reason(some: Papers) -> None:
    with translation.override("en"):
        assert queries.edoc(some.office.actor("chief"), some.doc("r").card).sentence == "Rejected: Не та сумма"


def test_a_manager_sees_their_own(papers: Papers) -> None:
    papers.deal(responsible="alisa")
    papers.read(paper())
    papers.work()
    assert _refs(papers, "alisa") == ["15"]
    assert [one.number for one in queries.of_company(papers.office.actor("alisa"), papers.company.pk)] == ["15"]
    assert [one.deal for one in queries.of_deal(papers.office.actor("alisa"), papers.doc().deal_id or 0)] == [
        "Поставка"
    ]


def test_many_documents_cost_as_many_queries_as_few(some: Papers) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as context:
            queries.register(some.office.actor("chief"), Filter())
        return len(context)

    few = cost()
    some.read(*[paper(f"m{n}", number=f"m{n}") for n in range(30)])
    assert cost() == few


def test_a_silent_base_is_told_to_whoever_sees_documents(some: Papers) -> None:
    assert queries.silence(some.office.actor("chief")) == []
    some.later(minutes=31)
    with translation.override("en"):
        (red,) = queries.silence(some.office.actor("chief"))
    assert (red.base, red.minutes) == ("main", 31)
    assert queries.silence(some.office.actor("viktor")) == []


def test_bases_are_for_administrators(some: Papers) -> None:
    assert queries.bases(some.office.actor("chief")) == []
    (found,) = queries.bases(some.office.actor("admin"))
    assert (found.documents, found.open, found.unmatched, found.silent) == (5, 2, 0, False)
    secret = [(one.key, one.value, one.there) for one in found.form if one.kind == "secret"]
    assert secret == [("login", "", True), ("password", "", True), ("event_key", "", False)]
    assert PASSWORD not in repr(found)
    assert [one.lane for one in queries.runs(some.office.actor("admin"), "main")] == ["changes", "first"]
    assert queries.odd(some.office.actor("chief"), "main") == []


def test_oddities_are_shown(some: Papers) -> None:
    some.read(replace(paper("w", number="1"), version="2", status="unknown", raw_status="НовоеСостояние"))
    (odd,) = queries.odd(some.office.actor("admin"), "main")
    assert (odd.what, odd.said, odd.card) == ("unknown", "НовоеСостояние", some.doc("w").card)
