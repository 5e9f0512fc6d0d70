"""Documents are counted no oftener than somebody wants to know."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.edocs import queries
from marshrut.edocs.models import Base
from marshrut.edocs.queries.shapes import TABS, Filter
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import NotFound
from tests.support import bases
from tests.support.bases import paper, signed
from tests.support.papers import Papers


def _asked(word: str, act: Any) -> list[str]:
    with CaptureQueriesContext(connection) as told:
        act()
    return [one["sql"] for one in told if word in one["sql"]]


@pytest.fixture
def some(papers: Papers) -> Papers:
    papers.read(paper("a"), signed(paper("b")), paper("c", actor="us", status="needs_our_sign"), paper("d", number="7"))
    papers.work()
    return papers


def test_a_search_counts_all_tabs_at_once(some: Papers) -> None:
    chief = some.office.actor("chief")
    found = queries.counts(chief, Filter(text="вектор"))
    assert found == queries.counts(chief, Filter())
    assert queries.counts(chief, Filter(text="15"))["all"] == 3
    assert queries.counts(chief, Filter(text="вектор"), most=2)["all"] == 2
    assert tuple(found) == tuple(TABS)
    (sql,) = _asked("edocs_edoc", lambda: queries.counts(chief, Filter(text="вектор", tab="signed")))
    assert sql.count('FROM "edocs_edoc"') == 1
    assert queries.counts(some.office.actor("viktor"), Filter(text="вектор"))["all"] == 0


def test_titles_of_bases_cost_no_count(some: Papers) -> None:
    assert _asked("edocs_edoc", lambda: queries.base_titles(Actor.system())) == []
    assert queries.base_titles(some.office.actor("admin")) == {"main": "Бухгалтерия"}
    assert queries.base_titles(some.office.actor("chief")) == {}


def test_the_page_of_a_base_counts_that_base_alone(some: Papers) -> None:
    bases.connect(some.office, "second", title="Другая")
    admin, second = some.office.actor("admin"), Base.objects.get(key="second").pk
    assert (queries.base(admin, "main").documents, queries.base(admin, "second").documents) == (4, 0)
    assert [one for one in queries.bases(admin) if one.key == "main"] == [queries.base(admin, "main")]
    assert all(f"= {second}" in sql for sql in _asked("edocs_edoc", lambda: queries.base(admin, "second")))
    with pytest.raises(NotFound):
        queries.base(some.office.actor("chief"), "main")
    with pytest.raises(NotFound):
        queries.base(admin, "third")
