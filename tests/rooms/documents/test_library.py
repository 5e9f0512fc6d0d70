"""The library: who sees what, what is found by which words, page after page."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.documents import commands, queries
from marshrut.documents.commands import indexing
from marshrut.documents.models import FileText, StoredFile
from marshrut.documents.queries import Filter, searching
from marshrut.kernel.errors import NotFound

from .papers import SYSTEM, Desk, desk


@pytest.fixture
def at_desk(db: None) -> Desk:
    return desk()


def found(at_desk: Desk, by: str = "victor", **wanted: object) -> list[int]:
    return [row.id for row in queries.library(at_desk.actor(by), Filter(**wanted)).rows]  # type: ignore[arg-type]


def read(paper: int, text: str) -> None:
    """As the worker writes it down."""
    (version,) = queries.versions_of([paper], SYSTEM)[paper]
    sha256 = StoredFile.objects.get(pk=version.file.id).sha256
    FileText.objects.update_or_create(sha256=sha256, defaults={"text": text, "state": "ready"})
    indexing.reindex([paper])


@pytest.mark.parametrize(
    ("asked", "hit"),
    [
        ("поставка", True),
        ("ПОСТАВКОЙ", True),
        ("поставки договоров", True),
        ("флакон", True),
        ("учет", True),
        ("Учёта", True),
        ("елка", True),
        ("ёлками", True),
        ("догов", True),
        ("01-05/1", False),
        ("01-05/001", True),
        ("001-2026", True),
        ("1-2026", True),
        ("2026", True),
        ("№ 01-05/001-2026", True),
        ("договор самолёт", False),
        ("«поставки»", True),
        ("' & | ! :*", False),
        ("поставка\0", True),
    ],
)
def test_words_find_by_stem_and_numbers_by_their_parts(at_desk: Desk, asked: str, hit: bool) -> None:
    paper = at_desk.paper()
    at_desk.register(paper, on=date(2026, 3, 1))
    read(paper, "Учёт флаконов.\nНовогодние ёлки поставляет завод.")
    at_desk.paper(kind="order", name="Приказ о премии.txt")
    assert found(at_desk, text=asked) == ([paper] if hit else [])


def test_a_word_of_very_many_papers_finds_the_newest(at_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "FEW", 2)
    papers = [at_desk.paper() for _ in range(4)]
    at_desk.paper(kind="order", name="Приказ.txt")
    commands.edit_kind(SYSTEM, kind="order", readers=["role:lawyer"])
    for by in ("victor", "boris"):
        page = queries.library(at_desk.actor(by), Filter(text="поставка", kind="contract"), limit=3)
        assert [row.id for row in page.rows] == papers[:0:-1]
        assert (page.found, page.next) == (4, papers[1])
        rest = queries.library(at_desk.actor(by), Filter(text="поставка"), after=page.next)
        assert [row.id for row in rest.rows] == papers[:1]


def test_what_is_renamed_is_found_by_its_new_title_only(at_desk: Desk) -> None:
    paper = at_desk.paper()
    commands.rename_document(at_desk.actor("alice"), document=paper, title="Соглашение об аренде")
    assert (found(at_desk, text="аренда"), found(at_desk, text="поставка")) == ([paper], [])


def test_a_void_number_finds_the_paper_no_more(at_desk: Desk) -> None:
    paper = at_desk.paper()
    number = at_desk.register(paper, on=date(2026, 3, 1))
    commands.void_number(at_desk.actor("boris"), document=paper, reason="Ошибка")
    assert found(at_desk, text=number) == []


def test_where_the_words_stand_is_shown(at_desk: Desk) -> None:
    paper = at_desk.paper()
    read(paper, "слово " * 200 + "Неустойка за просрочку поставщиком — 0,1 %. " + "слово " * 200)
    (row,) = queries.library(at_desk.actor("victor"), Filter(text="неустойки")).rows
    assert [text for text, hit in row.snippet if hit] == ["Неустойка"]
    assert sum(len(text) for text, _hit in row.snippet) < 400


def test_filters_narrow_together(at_desk: Desk) -> None:
    ours = at_desk.ours[0]
    at_desk.own(ours)
    one = at_desk.paper(doc_date=date(2025, 5, 5), links=[("company", ours)], organisation=ours)
    other = at_desk.paper(by="victor")
    act = at_desk.paper(kind="act", name="Акт.txt", links=[("company", ours)])
    commands.set_status(at_desk.actor("boris"), document=one, status="signed")
    at_desk.register(one)
    assert found(at_desk, kind="contract") == [other, one]
    assert found(at_desk, status="signed") == [one]
    assert found(at_desk, kind="act", status="check") == []
    assert found(at_desk, year=2025) == [one]
    assert found(at_desk, registered=True) == [one]
    assert found(at_desk, registered=False) == [act, other]
    assert found(at_desk, author=at_desk.company.victor) == [other]
    assert found(at_desk, organisation=ours) == [one]
    assert found(at_desk, place="company", ref=ours) == [act, one]
    assert found(at_desk, place="company", ref=ours, family="contract") == [one]
    assert found(at_desk, place="company", ref=999) == []
    assert found(at_desk, kind="nothing") == []
    tree = {node.name: node for node in queries.folders(at_desk.actor("victor"))}
    assert (tree["Договоры"].count, tree["Акты"].count, tree["Приказы"].count) == (2, 1, 0)
    assert found(at_desk, folder=tree["Договоры"].id) == [other, one]
    assert found(at_desk, folder=next(one.id for one in tree["Договоры"].children if one.name == "2025")) == [one]
    part = queries.of_place(at_desk.actor("victor"), "company", ours, families=["accounting"])
    assert ([row.id for row in part.rows], part.found) == ([act], 1)


def test_hidden_kinds_show_nowhere(at_desk: Desk) -> None:
    ours = at_desk.ours[0]
    paper = at_desk.paper(links=[("company", ours)])
    number = at_desk.register(paper, on=date(2026, 3, 1))
    commands.edit_kind(SYSTEM, kind="contract", readers=["role:lawyer"], adders=["role:lawyer"])
    victor = at_desk.actor("victor")
    assert found(at_desk) == []
    assert found(at_desk, text="поставка") == []
    assert found(at_desk, text=number) == []
    assert found(at_desk, place="company", ref=ours) == []
    assert queries.of_place(victor, "company", ours).found == 0
    assert "Договоры" not in {node.name for node in queries.folders(victor)}
    assert "contract" not in {one.key for one in queries.kinds(victor)}
    assert queries.visible_documents(victor, [paper]) == {}
    for hidden in (
        lambda: queries.document_page(victor, paper),
        lambda: queries.document_page(victor, 999_999),
        lambda: queries.book(victor, "contract"),
        lambda: queries.kind("contract", victor),
        lambda: queries.number_preview(victor, kind="contract"),
        lambda: commands.set_status(victor, document=paper, status="signed"),
        lambda: commands.link_document(victor, document=paper, place="company", ref=ours),
    ):
        with pytest.raises(NotFound):
            hidden()
    assert found(at_desk, by="alice") == [paper]  # her own
    assert found(at_desk, by="boris") == [paper]
    assert found(at_desk, by="admin") == []


def test_files_are_read_by_readers_of_their_paper(at_desk: Desk) -> None:
    paper = at_desk.paper()
    commands.add_version(at_desk.actor("alice"), document=paper, file=at_desk.file())
    files = [one.file.id for one in queries.document_page(SYSTEM, paper).versions]
    assert [queries.may_see_file(at_desk.actor("victor"), file) for file in files] == [True, True]
    commands.edit_kind(SYSTEM, kind="contract", readers=["role:lawyer"])
    assert [queries.may_see_file(at_desk.actor("victor"), file) for file in files] == [False, False]
    assert not queries.may_see_file(at_desk.actor("boris"), at_desk.file())


def test_pages_follow_each_other_and_cost_the_same(at_desk: Desk) -> None:
    ours = at_desk.ours[0]
    papers = [at_desk.paper(links=[("company", ours)]) for _ in range(7)]
    seen: list[int] = []
    after = None
    while True:
        page = queries.library(at_desk.actor("victor"), after=after, limit=3)
        seen += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == papers[::-1]
    costs = []
    for limit in (1, 7):
        with CaptureQueriesContext(connection) as asked:
            queries.library(at_desk.actor("victor"), Filter(text="поставка"), limit=limit)
        costs.append(len(asked))
    assert costs[0] >= costs[1]
    assert max(costs) <= 17  # letters are not open to everybody: papers seen through cards are asked for
