"""Numbers: one after another, given once, each book on its own (D25, A1.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction

from marshrut.documents import commands, queries
from marshrut.documents.models import Counter, Entry
from marshrut.kernel import clock
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, Refused
from tests.support.office import install

from .papers import SYSTEM, Desk, desk

MARCH = date(2026, 3, 1)


@pytest.fixture
def at_desk(db: None) -> Desk:
    return desk()


def test_numbers_go_one_after_another(at_desk: Desk) -> None:
    given = [at_desk.register(at_desk.paper(), on=MARCH) for _ in range(3)]
    assert given == ["01-05/001-2026", "01-05/002-2026", "01-05/003-2026"]


def test_a_document_has_one_number(at_desk: Desk) -> None:
    paper = at_desk.paper()
    at_desk.register(paper, on=MARCH)
    with pytest.raises(Conflict, match="01-05/001-2026"):
        at_desk.register(paper, on=MARCH)
    assert Counter.objects.get().last == 1


def test_only_keepers_register(at_desk: Desk) -> None:
    with pytest.raises(Forbidden):
        at_desk.register(at_desk.paper(), by="alice")


def test_a_backdated_document_leaves_this_year_alone(at_desk: Desk) -> None:
    assert at_desk.register(at_desk.paper(), on=MARCH) == "01-05/001-2026"
    assert at_desk.register(at_desk.paper(), on=date(2025, 12, 30)) == "01-05/001-2025"
    assert at_desk.register(at_desk.paper(doc_date=date(2025, 1, 2))) == "01-05/002-2025"
    assert at_desk.register(at_desk.paper(), on=MARCH) == "01-05/002-2026"


def test_january_begins_at_one_by_itself_in_the_zone_of_the_company(at_desk: Desk) -> None:
    with clock.running(lambda: datetime(2026, 12, 31, 20, 59, tzinfo=UTC)):
        assert at_desk.register(at_desk.paper()) == "01-05/001-2026"
    with clock.running(lambda: datetime(2026, 12, 31, 21, 0, tzinfo=UTC)):  # midnight in Moscow
        assert at_desk.register(at_desk.paper()) == "01-05/001-2027"


def test_kinds_and_organisations_have_books_of_their_own(at_desk: Desk) -> None:
    one, other = at_desk.ours
    assert at_desk.register(at_desk.paper(), on=MARCH) == "01-05/001-2026"  # none is ours yet
    at_desk.own(one, other)
    assert at_desk.register(at_desk.paper(), on=MARCH, organisation=one) == "01-05/001-2026"
    assert at_desk.register(at_desk.paper(), on=MARCH, organisation=other) == "01-05/001-2026"
    assert at_desk.register(at_desk.paper(kind="annex"), on=MARCH, organisation=one) == "01-06/001-2026"
    assert at_desk.register(at_desk.paper(organisation=one), on=MARCH) == "01-05/002-2026"
    page = queries.book(at_desk.actor("boris"), "contract", one, 2026)
    assert [(line.text, line.organisation_title) for line in page.entries] == [
        ("01-05/002-2026", "Парфюм"),
        ("01-05/001-2026", "Парфюм"),
    ]
    assert dict(page.organisations) == {None: "", one: "Парфюм", other: "Завод"}


def test_what_is_undone_gives_its_number_back(at_desk: Desk) -> None:
    paper = at_desk.paper()
    point = transaction.savepoint()
    at_desk.register(paper, on=MARCH)
    transaction.savepoint_rollback(point)
    assert at_desk.register(at_desk.paper(), on=MARCH) == "01-05/001-2026"
    assert at_desk.register(paper, on=MARCH) == "01-05/002-2026"


def test_a_void_number_stays_and_is_never_given_again(at_desk: Desk) -> None:
    paper, boris = at_desk.paper(), at_desk.actor("boris")
    at_desk.register(paper, on=MARCH)
    with pytest.raises(Invalid):
        commands.void_number(boris, document=paper, reason="  ")
    commands.void_number(boris, document=paper, reason="Ошибка в дате")
    assert at_desk.register(at_desk.paper(), on=MARCH) == "01-05/002-2026"
    assert at_desk.register(paper, on=MARCH) == "01-05/003-2026"
    lines = queries.book(boris, "contract", None, 2026).entries
    assert [(line.n, line.void_why) for line in lines] == [(3, ""), (2, ""), (1, "Ошибка в дате")]
    assert [line.n for line in queries.document_page(boris, paper).entries] == [3, 1]


def test_void_needs_a_number(at_desk: Desk) -> None:
    with pytest.raises(Refused):
        commands.void_number(at_desk.actor("boris"), document=at_desk.paper(), reason="x")


def test_a_number_holds_its_date_and_its_paper(at_desk: Desk) -> None:
    paper, boris = at_desk.paper(), at_desk.actor("boris")
    at_desk.register(paper, on=MARCH)
    for change in ({"doc_date": date(2026, 4, 1)}, {"organisation": at_desk.ours[0]}):
        with pytest.raises(Refused, match="01-05/001-2026"):
            commands.date_document(boris, document=paper, **change)
    commands.date_document(boris, document=paper, doc_date=MARCH, signed_on=date(2026, 3, 2))
    with pytest.raises(Refused):
        commands.remove_document(boris, document=paper, reason="лишний")


def test_the_book_of_another_program_goes_on(at_desk: Desk) -> None:
    boris = at_desk.actor("boris")
    commands.set_counter(boris, kind="contract", year=2025, last=140)
    assert at_desk.register(at_desk.paper(), on=date(2025, 11, 1)) == "01-05/141-2025"
    with pytest.raises(Conflict, match="141"):
        commands.set_counter(boris, kind="contract", year=2025, last=140)
    with pytest.raises(Forbidden):
        commands.set_counter(at_desk.actor("alice"), kind="contract", year=2025, last=500)
    with pytest.raises(Invalid):
        commands.set_counter(boris, kind="contract", year=26, last=1)


def test_a_slip_in_the_counter_is_taken_back_while_no_paper_got_the_number(at_desk: Desk) -> None:
    boris, year = at_desk.actor("boris"), MARCH.year
    at_desk.register(at_desk.paper(), on=MARCH)
    with pytest.raises(Invalid) as found:
        commands.set_counter(boris, kind="contract", year=year, last=1400)
    assert (found.value.code, list(found.value.fields)) == ("counter_jump", ["confirm"])
    commands.set_counter(boris, kind="contract", year=year, last=1400, confirm=True)
    assert commands.set_counter(boris, kind="contract", year=year, last=140) == {"last": 140}
    assert at_desk.register(at_desk.paper(), on=MARCH) == "01-05/141-2026"
    assert commands.set_counter(boris, kind="contract", year=year, last=141) == {"last": 141}


@pytest.mark.parametrize("last", [-1, 999_999_999, 10**10])
def test_a_book_does_not_reach_numbers_that_cannot_be_printed(at_desk: Desk, last: int) -> None:
    with pytest.raises(Invalid):
        commands.set_counter(at_desk.actor("boris"), kind="contract", year=2026, last=last, confirm=True)
    assert not Counter.objects.exists()


def test_books_are_kept_of_our_organisations_only(at_desk: Desk) -> None:
    one, other = at_desk.ours
    boris, paper = at_desk.actor("boris"), at_desk.paper()
    at_desk.own(one)
    refused: list[Callable[[], Any]] = [
        lambda: at_desk.register(paper, on=MARCH, organisation=other),
        lambda: at_desk.paper(organisation=other),
        lambda: commands.date_document(boris, document=paper, organisation=other),
        lambda: commands.set_counter(boris, kind="contract", year=2026, last=5, organisation=other),
        lambda: commands.set_number_rule(SYSTEM, kind="contract", template="{n}/{yyyy}-Ч", organisation=other),
    ]
    for act in refused:
        with pytest.raises(Invalid) as found:
            act()
        assert (found.value.code, list(found.value.fields)) == ("not_ours", ["organisation"])
    assert queries.number_preview(boris, kind="contract", organisation=other).text == ""
    assert not Counter.objects.exists()


def test_the_only_organisation_of_ours_need_not_be_named(at_desk: Desk) -> None:
    one, other = at_desk.ours
    at_desk.own(one)
    boris, paper = at_desk.actor("boris"), at_desk.paper()
    commands.set_counter(boris, kind="contract", year=2026, last=5)
    assert queries.number_preview(boris, kind="contract", on=MARCH).text == "01-05/006-2026"
    assert at_desk.register(paper, on=MARCH) == "01-05/006-2026"
    assert Entry.objects.get().organisation == one
    at_desk.own(other)
    with pytest.raises(Invalid) as found:
        at_desk.register(at_desk.paper(), on=MARCH)
    assert list(found.value.fields) == ["organisation"]
    assert queries.number_preview(boris, kind="contract", on=MARCH).problem == str(found.value)


def test_whoever_only_sets_counters_reads_no_book(at_desk: Desk) -> None:
    at_desk.register(at_desk.paper(), on=MARCH)
    commands.edit_kind(SYSTEM, kind="contract", readers=["role:lawyer"], adders=["role:lawyer"])
    page = queries.book(at_desk.actor("admin"), "contract", None, 2026)
    assert (page.entries, page.next, page.last, page.preview) == ((), None, 1, "01-05/002-2026")
    assert len(queries.book(at_desk.actor("boris"), "contract", None, 2026).entries) == 1


def test_typed_numbers_are_for_kinds_that_may_have_gaps(at_desk: Desk) -> None:
    with pytest.raises(Invalid):
        at_desk.register(at_desk.paper(), on=MARCH, number="01-05/100-2026")
    commands.edit_kind(SYSTEM, kind="contract", gapless=False)
    assert at_desk.register(at_desk.paper(), on=MARCH, number="01-05/002-2026") == "01-05/002-2026"
    assert at_desk.register(at_desk.paper(), on=MARCH) == "01-05/001-2026"
    assert at_desk.register(at_desk.paper(), on=MARCH) == "01-05/003-2026"
    assert at_desk.register(at_desk.paper(), on=MARCH, number="01-05/001/1-2026") == "01-05/001/1-2026"
    assert at_desk.register(at_desk.paper(), on=MARCH, number="б/н") == "б/н"
    for again in ("б/н", "б\u200b/н", "\u202eб/н\ufeff"):
        with pytest.raises(Conflict):
            at_desk.register(at_desk.paper(), on=MARCH, number=again)
    with pytest.raises(Conflict):
        at_desk.register(at_desk.paper(), on=MARCH, number="01-05/3-2026")


def test_the_most_specific_rule_holds(at_desk: Desk) -> None:
    one, other = at_desk.ours
    at_desk.own(one, other)
    commands.set_number_rule(SYSTEM, kind="contract", template="П-{n}/{yyyy}", organisation=one)
    commands.set_number_rule(SYSTEM, kind="contract", template="{n}Д-{yy}", since_year=2026)
    assert at_desk.register(at_desk.paper(), on=MARCH, organisation=one) == "П-1/2026"
    assert at_desk.register(at_desk.paper(), on=MARCH, organisation=other) == "1Д-26"
    assert at_desk.register(at_desk.paper(), on=date(2025, 3, 1), organisation=other) == "01-05/001-2025"


def test_templates_that_could_collide_are_refused(at_desk: Desk) -> None:
    at_desk.own(at_desk.ours[0])
    with pytest.raises(Invalid):
        commands.set_number_rule(SYSTEM, kind="contract", template="{case}/{n:3}-{yyyy}", case_index="01-06")
    with pytest.raises(Invalid):
        commands.set_number_rule(SYSTEM, kind="contract", template="ВХ-{n}/{yy}", organisation=at_desk.ours[0])
    commands.archive_kind(SYSTEM, kind="annex")
    commands.set_number_rule(SYSTEM, kind="contract", template="{case}/{n:3}-{yyyy}", case_index="01-06")
    found = queries.number_preview(at_desk.actor("boris"), kind="contract", template="{n}")
    assert found.problem
    assert not found.text
    assert queries.number_preview(at_desk.actor("boris"), kind="contract", on=MARCH).text == "01-06/001-2026"


def test_letters_of_a_kind_cannot_make_its_numbers_collide(at_desk: Desk) -> None:
    commands.set_number_rule(SYSTEM, kind="contract", template="{kind}-{n}/{yyyy}")
    commands.set_number_rule(SYSTEM, kind="annex", template="{kind}-{n}/{yyyy}")
    with pytest.raises(Invalid):
        commands.edit_kind(SYSTEM, kind="annex", code="Д")


def test_a_kind_out_of_the_archive_makes_no_equal_numbers(at_desk: Desk) -> None:
    commands.archive_kind(SYSTEM, kind="annex")
    commands.set_number_rule(SYSTEM, kind="contract", template="{case}/{n:3}-{yyyy}", case_index="01-06")
    with pytest.raises(Refused) as found:
        commands.archive_kind(SYSTEM, kind="annex", archived=False)
    assert found.value.code == "numbers_clash"
    assert "{case}/{n:3}-{yyyy}" in str(found.value)
    commands.set_number_rule(SYSTEM, kind="contract", template="{case}/{n:3}-{yyyy}", case_index="01-05")
    commands.archive_kind(SYSTEM, kind="annex", archived=False)
    assert at_desk.register(at_desk.paper(kind="annex"), on=MARCH) == "01-06/001-2026"


def test_the_end_of_a_later_rule_makes_no_equal_numbers(at_desk: Desk) -> None:
    """The earlier rule would hold again for years in which another kind has come to print the same."""
    later = commands.set_number_rule(SYSTEM, kind="contract", template="Д-{n}/{yyyy}", since_year=2026)["id"]
    taken = "{case}/{n:3}-{yyyy}"
    commands.set_number_rule(SYSTEM, kind="annex", template=taken, case_index="01-05", since_year=2026)
    with pytest.raises(Refused) as found:
        commands.remove_number_rule(SYSTEM, rule=later)
    assert found.value.code == "numbers_clash"
    assert at_desk.register(at_desk.paper(), on=MARCH) == "Д-1/2026"


def test_the_only_rule_of_a_kind_that_a_process_registers_stays(at_desk: Desk) -> None:
    install("contracts")
    (rule,) = queries.number_rules(SYSTEM, "contract")
    with pytest.raises(Refused) as found:
        commands.remove_number_rule(SYSTEM, rule=rule.id)
    assert (found.value.code, "Договоры" in str(found.value)) == ("named_by_process", True)
    another = commands.set_number_rule(SYSTEM, kind="contract", template="Д-{n}/{yyyy}", since_year=2026)["id"]
    commands.remove_number_rule(SYSTEM, rule=another)
    (rule,) = queries.number_rules(SYSTEM, "annex")
    commands.remove_number_rule(SYSTEM, rule=rule.id)


def test_without_a_rule_nothing_is_registered(at_desk: Desk) -> None:
    boris = at_desk.actor("boris")
    (rule,) = queries.number_rules(SYSTEM, "contract")
    commands.remove_number_rule(SYSTEM, rule=rule.id)
    with pytest.raises(Invalid):
        at_desk.register(at_desk.paper())
    assert queries.number_preview(boris, kind="contract").text == ""
    assert Entry.objects.count() == 0


@pytest.mark.parametrize("on", [date(1889, 1, 1), date(2226, 1, 1)])
def test_a_mistyped_year_opens_no_book(at_desk: Desk, on: date) -> None:
    with pytest.raises(Invalid):
        at_desk.register(at_desk.paper(), on=on)
    with pytest.raises(Invalid):
        at_desk.paper(doc_date=on)


def test_the_book_is_read_page_by_page(at_desk: Desk) -> None:
    for _ in range(5):
        at_desk.register(at_desk.paper(), on=MARCH)
    seen, after = [], None
    while True:
        page = queries.book(at_desk.actor("victor"), "contract", None, 2026, after=after, limit=2)
        seen += [line.n for line in page.entries]
        after = page.next
        if after is None:
            break
    assert seen == [5, 4, 3, 2, 1]
