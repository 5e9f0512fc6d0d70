"""What processes do with papers: the same paper in both places, its status led by the route (S1.10, S1.14)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from marshrut.documents import commands, queries
from marshrut.documents.models import Document, Entry
from marshrut.kernel.errors import Forbidden, Invalid, NotFound, Refused

from .papers import ROBOT, Desk, desk

CARD: dict[str, Any] = {"card": 12, "field": "contract"}


@pytest.fixture
def at_desk(db: None) -> Desk:
    return desk()


def filed(at_desk: Desk, file: int, **how: Any) -> dict[str, Any]:
    return commands.file_from_card(
        ROBOT, **CARD, kind="contract", file=file, **{"visit": 1, "author": at_desk.company.alice, **how}
    )


def status(key: str, visit: int, **how: Any) -> list[int]:
    return list(commands.process_status(ROBOT, **CARD, status=key, visit=visit, **how)["documents"])


def test_the_file_of_a_card_lies_in_the_folder_of_its_kind(at_desk: Desk) -> None:
    ours = at_desk.ours[0]
    at_desk.own(ours)
    made = filed(at_desk, at_desk.file(), title="Поставка флаконов", links=[("company", ours)], organisation=ours)
    page = queries.document_page(at_desk.actor("victor"), made["document"])
    assert (page.row.title, page.path[0], page.row.status.key) == ("Поставка флаконов", "Договоры", "draft")
    assert (page.row.author, page.row.organisation, page.row.owner_card) == (at_desk.company.alice, ours, 12)
    assert [spot.place for spot in page.row.spots] == ["company"]  # the card is none the reader may see
    assert queries.of_place(at_desk.actor("victor"), "company", ours).rows[0].id == made["document"]


def test_another_file_is_the_next_version_and_the_same_is_nothing(at_desk: Desk) -> None:
    first, second = at_desk.file(), at_desk.file()
    assert [filed(at_desk, file)["made"] for file in (first, first, second, first, second)] == [
        "paper", "nothing", "version", "nothing", "nothing",
    ]  # fmt: skip
    page = queries.document_page(at_desk.actor("alice"), Document.objects.get().pk)
    assert [(one.n, one.file.id) for one in page.versions] == [(2, second), (1, first)]


def test_an_earlier_file_put_back_is_the_newest_version(at_desk: Desk) -> None:
    first, second = at_desk.file(), at_desk.file()
    made = [filed(at_desk, file, current=now)["made"] for file, now in (
        (first, False), (second, False), (first, True), (first, False), (second, False), (first, True),
    )]  # fmt: skip
    assert made == ["paper", "version", "version", "nothing", "nothing", "nothing"]
    page = queries.document_page(at_desk.actor("alice"), Document.objects.get().pk)
    assert [one.file.id for one in page.versions] == [first, second, first]


def test_of_several_each_file_is_a_paper(at_desk: Desk) -> None:
    files = [at_desk.file(name=name) for name in ("Спецификация.txt", "График.txt")]
    made = [filed(at_desk, file, several=True)["document"] for file in (*files, *files)]
    assert made[:2] == made[2:]
    assert len(set(made)) == 2


def test_a_paper_of_the_library_stays_one_paper_on_the_card(at_desk: Desk) -> None:
    file = at_desk.file()
    paper = commands.add_document(at_desk.actor("alice"), kind="contract", file=file)["id"]
    assert filed(at_desk, file) == {"document": paper, "version": 1, "made": "nothing"}
    assert Document.objects.get().owner_card == 12


@pytest.mark.parametrize("whose", ["of a colleague", "registered", "signed", "led by another card"])
def test_a_card_does_not_take_over_a_paper_it_must_leave_alone(at_desk: Desk, whose: str) -> None:
    """Whoever may read a signed contract could else make a process of theirs set its status."""
    file = at_desk.file()
    paper = commands.add_document(at_desk.actor("alice"), kind="contract", file=file)["id"]
    author = at_desk.company.boris if whose == "of a colleague" else at_desk.company.alice
    if whose == "registered":
        commands.register_document(at_desk.actor("boris"), document=paper)
    elif whose == "signed":
        commands.set_status(at_desk.actor("boris"), document=paper, status="signed")
    elif whose == "led by another card":
        commands.file_from_card(
            ROBOT, card=13, field="contract", kind="contract", file=file, visit=1, author=at_desk.company.alice
        )
    before = Document.objects.get(pk=paper)
    made = filed(at_desk, file, author=author)
    status("check", 2)
    after = Document.objects.get(pk=paper)
    assert (made["made"], made["document"] != paper) == ("paper", True)
    assert (after.status_id, after.owner_card, after.number) == (before.status_id, before.owner_card, before.number)


def test_the_process_leads_the_status_until_its_end(at_desk: Desk) -> None:
    paper = filed(at_desk, at_desk.file())["document"]
    boris = at_desk.actor("boris")
    status("approval", 2)
    another = at_desk.file("boris")
    by_hand: list[Callable[[], Any]] = [
        lambda: commands.set_status(boris, document=paper, status="signed"),
        lambda: commands.add_version(boris, document=paper, file=another),
        lambda: commands.remove_document(boris, document=paper, reason="x"),
    ]
    for one in by_hand:
        with pytest.raises(Refused) as found:
            one()
        assert found.value.code == "owned_by_card"
    may = queries.document_page(boris, paper).may
    assert (may.set_status, may.add_version, may.remove, may.rename) == (False, False, False, True)
    assert may.why_status
    status("signed", 3, final=True, signed_on=date(2026, 3, 2))
    row = queries.document_page(boris, paper).row
    assert (row.status.key, row.status.final, row.signed_on, row.sent_on) == ("signed", True, date(2026, 3, 2), None)
    commands.set_status(boris, document=paper, status="archived")


def test_what_an_older_visit_says_too_late_is_not_heard(at_desk: Desk) -> None:
    filed(at_desk, at_desk.file())
    assert len(status("approval", 3)) == 1
    assert status("check", 2) == []
    assert Document.objects.get().status.key == "approval"
    assert len(status("signing", 4, final=True)) == 1
    assert status("approval", 3) == []
    assert len(status("check", 5)) == 1  # a decision was undone: the route leads again
    assert Document.objects.get().owner_card == 12


def test_filing_again_after_the_end_does_not_take_the_paper_back(at_desk: Desk) -> None:
    file = at_desk.file()
    filed(at_desk, file)
    status("signed", 2, final=True)
    filed(at_desk, file, visit=2)
    assert Document.objects.get().owner_card is None


def test_a_paper_led_by_another_card_gets_no_version_from_here(at_desk: Desk) -> None:
    """The author of two cards put the paper on both, one after the other."""
    file = at_desk.file()
    paper = filed(at_desk, file)["document"]
    status("draft", 2, final=True)
    other: dict[str, Any] = {"card": 13, "field": "contract", "kind": "contract", "author": at_desk.company.alice}
    assert commands.file_from_card(ROBOT, **other, file=file, visit=1)["document"] == paper
    made = filed(at_desk, at_desk.file(), visit=3)
    assert (made["made"], made["document"] != paper) == ("paper", True)
    assert Document.objects.get(pk=paper).version_n == 1
    assert filed(at_desk, at_desk.file(), visit=3) == {**made, "version": 2, "made": "version"}


def test_an_unknown_status_or_kind_is_said(at_desk: Desk) -> None:
    filed(at_desk, at_desk.file())
    with pytest.raises(NotFound):
        status("nothing", 2)
    with pytest.raises(NotFound):
        commands.file_from_card(ROBOT, card=1, field="x", kind="nothing", file=at_desk.file(), visit=1)


def test_a_card_registers_its_papers_once(at_desk: Desk) -> None:
    at_desk.own(at_desk.ours[0])
    paper = filed(at_desk, at_desk.file(), organisation=at_desk.ours[0])["document"]
    day = date(2026, 3, 1)
    first = commands.process_register(ROBOT, **CARD, on=day)["numbers"]
    assert first == {str(paper): "01-05/001-2026"}
    assert commands.process_register(ROBOT, **CARD, on=day)["numbers"] == {}
    assert queries.book(at_desk.actor("boris"), "contract", at_desk.ours[0], 2026).entries[0].document == paper


@pytest.mark.parametrize("day", [date(26, 7, 3), date(9999, 1, 1)])
def test_a_day_out_of_reason_opens_no_book(at_desk: Desk, day: date) -> None:
    filed(at_desk, at_desk.file())
    with pytest.raises(Invalid) as found:
        commands.process_register(ROBOT, **CARD, on=day)
    assert set(found.value.fields) == {"on"}
    assert not Entry.objects.exists()


def taken_off(files: list[int]) -> list[int]:
    return list(commands.take_off_card(ROBOT, **CARD, files=files)["documents"])


@pytest.mark.parametrize("since", ["nothing", "registered", "signed"])
def test_what_was_taken_off_and_is_put_back_is_the_same_paper(at_desk: Desk, since: str) -> None:
    file, boris = at_desk.file(), at_desk.actor("boris")
    paper = filed(at_desk, file)["document"]
    assert taken_off([]) == [paper]
    assert Document.objects.get().owner_card is None
    if since == "registered":
        commands.register_document(boris, document=paper)
    elif since == "signed":
        commands.set_status(boris, document=paper, status="signed")
    assert filed(at_desk, file) == {"document": paper, "version": 1, "made": "nothing"}
    assert Document.objects.get().owner_card == (12 if since == "nothing" else None)  # what people did stays


def test_what_another_card_leads_meanwhile_is_left_alone(at_desk: Desk) -> None:
    file = at_desk.file()
    paper = filed(at_desk, file)["document"]
    taken_off([])
    other: dict[str, Any] = {"card": 13, "field": "contract", "kind": "contract", "author": at_desk.company.alice}
    assert commands.file_from_card(ROBOT, **other, file=file, visit=1)["document"] == paper
    assert filed(at_desk, file)["document"] != paper
    assert Document.objects.get(pk=paper).owner_card == 13


def test_a_finished_card_leads_nothing_and_its_last_word_is_heard(at_desk: Desk) -> None:
    file = at_desk.file()
    filed(at_desk, file, visit=2)
    filed(at_desk, file, visit=3, leads=False)
    version = Document.objects.get().version
    filed(at_desk, file, visit=3, leads=False)
    row = Document.objects.get()
    assert (row.owner_card, row.version) == (None, version)
    assert len(status("signed", 3, final=True)) == 1
    assert status("check", 2, final=True) == []
    assert Document.objects.get().owner_card is None


def test_a_version_people_added_after_the_end_stays_the_current_one(at_desk: Desk) -> None:
    file, later = at_desk.file(), at_desk.file("boris")
    paper = filed(at_desk, file)["document"]
    filed(at_desk, file, visit=2, leads=False)
    commands.add_version(at_desk.actor("boris"), document=paper, file=later)
    assert filed(at_desk, file, visit=2, leads=False, current=True)["made"] == "nothing"
    assert Document.objects.get().file_id == later


def test_a_card_that_names_no_organisation_registers_for_the_only_one(at_desk: Desk) -> None:
    filed(at_desk, at_desk.file())
    at_desk.own(at_desk.ours[0])
    commands.process_register(ROBOT, **CARD, on=date(2026, 3, 1))
    assert Document.objects.get().organisation_id == at_desk.ours[0]


def test_a_card_registers_in_no_book_of_a_stranger(at_desk: Desk) -> None:
    filed(at_desk, at_desk.file())
    at_desk.own(at_desk.ours[0])
    with pytest.raises(Invalid):
        commands.process_register(ROBOT, **CARD, organisation=at_desk.ours[1])
    assert Document.objects.get().number == ""


def test_people_do_not_do_what_processes_do(at_desk: Desk) -> None:
    boris, file = at_desk.actor("boris"), at_desk.file("boris")
    with pytest.raises(Forbidden):
        commands.file_from_card(boris, **CARD, kind="contract", file=file)
    with pytest.raises(Forbidden):
        commands.process_status(boris, **CARD, status="signed", visit=9)
    with pytest.raises(Forbidden):
        commands.process_register(boris, **CARD)
    with pytest.raises(Forbidden):
        commands.install_kinds(boris)


def test_what_lies_in_a_field_is_taken_out_on_the_card(at_desk: Desk) -> None:
    paper = filed(at_desk, at_desk.file())["document"]
    found = queries.of_card_field(12)
    assert [row.id for row in found["contract"]] == [paper]
    with pytest.raises((Refused, NotFound)):
        commands.unlink_document(at_desk.actor("alice"), document=paper, place="card", ref=12)


def test_a_long_or_odd_name_of_a_card_stops_nothing(at_desk: Desk) -> None:
    made = filed(at_desk, at_desk.file(), title="\x07Договор\n" + "я" * 900)
    assert len(queries.describe_documents([made["document"]])[made["document"]].title) <= 300
