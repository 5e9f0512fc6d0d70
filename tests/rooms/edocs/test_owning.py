"""Whose documents are: matched by requisites, queued when nobody fits, put right by people (A2.5)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from marshrut.crm import commands as crm
from marshrut.crm.models import Company
from marshrut.edocs import commands, queries
from marshrut.edocs.models import EDoc, EDocNumber, PartyLink
from marshrut.edocs.rules.matching import number
from marshrut.edocs.source import Party
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from tests.support.bases import ROBOT, paper
from tests.support.papers import Papers

STRANGE = Party("party-9", "ООО «Неизвестная»", "5031004565", "503101001")


def _firm(**changes: Any) -> Company:
    from marshrut.kernel import clock

    usual = {"kind": "legal", "name": "Новая", "inn": STRANGE.inn, "kpp": STRANGE.kpp, "sort_key": "новая",
             "search_text": "новая", "added_at": clock.now()}  # fmt: skip
    return Company.objects.create(**{**usual, **changes})


@pytest.fixture
def queued(papers: Papers) -> Papers:
    papers.read(paper("a", counterparty=STRANGE), paper("b", counterparty=STRANGE))
    papers.work()
    return papers


def test_who_matches_nobody_waits_and_is_not_dropped(queued: Papers) -> None:
    assert queued.fields("a").get("counterparty") is None
    assert queued.fields("a")["counterparty_name"] == STRANGE.name
    (line,) = queries.unmatched(queued.office.actor("junior"))
    assert (line.name, line.documents, line.why, line.may_create) == (STRANGE.name, 2, "no_company", True)
    assert queries.unmatched_count(queued.office.actor("junior")) == 1
    assert queries.unmatched(queued.office.actor("viktor")) == []
    assert not queries.may_sort(queued.office.actor("viktor"))


def test_the_owner_of_the_base_sorts_too(queued: Papers) -> None:
    commands.set_base(queued.office.actor("admin"), base="main", owner=queued.office.id("viktor"))
    assert queries.may_sort(queued.office.actor("viktor"))
    assert len(queries.unmatched(queued.office.actor("viktor"))) == 1


def test_a_company_that_comes_later_is_found(queued: Papers) -> None:
    firm = _firm()
    assert commands.rematch(ROBOT) == {"matched": 1}
    queued.work()
    assert queued.fields("a")["counterparty"] == queued.fields("b")["counterparty"] == firm.pk
    assert queued.card("a").company_id == firm.pk
    assert commands.rematch(ROBOT) == {"matched": 0}


def test_one_press_for_all_documents_of_the_party(queued: Papers) -> None:
    junior = queued.office.actor("junior")
    done = commands.link_party(junior, base="main", party="party-9", company=queued.company.pk)
    assert done["documents"] == 2
    queued.work()
    assert queued.fields("b")["counterparty"] == queued.company.pk
    queued.read(paper("c", counterparty=STRANGE))
    assert queued.doc("c").company_id == queued.company.pk
    _firm()
    commands.rematch(ROBOT)
    queued.read(paper("a", counterparty=STRANGE, version="2", status="viewed"))
    assert queued.doc("a").company_id == queued.company.pk  # what a person said stays


def test_a_link_is_taken_away(queued: Papers) -> None:
    junior = queued.office.actor("junior")
    commands.link_party(junior, base="main", party="party-9", company=queued.company.pk)
    commands.link_party(junior, base="main", party="party-9", company=None)
    queued.work()
    assert queued.doc("a").company_id is None
    assert queries.unmatched(junior)[0].why == "put_aside"
    _firm()
    assert commands.rematch(ROBOT) == {"matched": 0}


def test_refusals_of_a_link(queued: Papers) -> None:
    junior = queued.office.actor("junior")
    with pytest.raises(Forbidden):
        commands.link_party(queued.office.actor("viktor"), base="main", party="party-9", company=queued.company.pk)
    with pytest.raises(NotFound):
        commands.link_party(junior, base="main", party="nobody", company=queued.company.pk)
    with pytest.raises(NotFound):
        commands.link_party(junior, base="other", party="party-9", company=queued.company.pk)
    with pytest.raises(Invalid) as refused:
        commands.link_party(junior, base="main", party="party-9", company=10**9)
    assert set(refused.value.fields) == {"company"}


def test_garbage_requisites_match_nobody(papers: Papers) -> None:
    Company.objects.filter(pk=papers.company.pk).update(kpp="")
    papers.read(paper(counterparty=Party("p", "ООО «Вектор»", "7728168972", "")))
    assert PartyLink.objects.get().why == "bad_inn"


def test_branches_are_told_apart(papers: Papers) -> None:
    branch = _firm(inn=papers.company.inn, kpp="772802002", name="Вектор, филиал")
    papers.read(
        paper("a", counterparty=Party("p1", "Вектор", branch.inn, branch.kpp)),
        paper("b", counterparty=Party("p2", "Вектор", branch.inn, "")),
    )
    assert papers.doc("a").company_id == branch.pk
    assert papers.doc("b").company_id is None
    assert len(queries.unmatched(papers.office.actor("junior"))[0].candidates) == 2


def test_deal_and_manager_follow(papers: Papers) -> None:
    deal = papers.deal("Поставка по договору 15/Л", "alisa")
    papers.deal("Монтаж", "boris")
    papers.read(paper("a", contract="15/Л"), paper("b"))
    assert (papers.doc("a").deal_id, papers.doc("a").manager_id) == (deal.pk, papers.office.id("alisa"))
    assert (papers.doc("b").deal_id, papers.doc("b").manager_id) == (None, papers.office.id("junior"))


def test_whom_the_base_calls_responsible(papers: Papers) -> None:
    papers.read(
        paper("a", responsible="Борисов Борис"),
        paper("b", responsible="ALISA@example.ru"),
        paper("c", responsible="Никто"),
    )
    named = [papers.doc(one).manager_id for one in "abc"]
    assert named == [papers.office.id("boris"), papers.office.id("alisa"), papers.office.id("junior")]


def test_a_number_that_people_have_put_to_a_deal_is_learned(papers: Papers) -> None:
    deal, _other = papers.deal("Первая"), papers.deal("Вторая")
    papers.read(paper("a", contract="77-А"))
    assert papers.doc("a").deal_id is None
    commands.link_edoc(papers.office.actor("ops"), card=papers.doc("a").card, deal=deal.pk)
    papers.read(paper("b", contract="77А"))
    assert papers.doc("b").deal_id == deal.pk


def test_what_a_person_put_stays(papers: Papers) -> None:
    deal = papers.deal()
    papers.read(paper())
    ops = papers.office.actor("ops")
    commands.link_edoc(ops, card=papers.doc().card, deal=None, manager=papers.office.id("boris"))
    papers.read(paper(version="2", status="viewed"))
    papers.work()
    assert (papers.doc().deal_id, papers.doc().manager_id) == (None, papers.office.id("boris"))
    assert papers.fields().get("deal") is None
    commands.link_edoc(ops, card=papers.doc().card, deal=deal.pk)
    papers.work()
    assert papers.fields()["deal"] == deal.pk


def test_refusals_of_linking_a_document(papers: Papers) -> None:
    papers.read(paper())
    card, other = papers.doc().card, papers.deal(company=papers.ours)
    with pytest.raises(NotFound):
        commands.link_edoc(papers.office.actor("viktor"), card=card, deal=None)
    with pytest.raises(Forbidden):
        commands.link_edoc(papers.office.actor("director"), card=card, deal=None)
    with pytest.raises(Invalid) as refused:
        commands.link_edoc(papers.office.actor("ops"), card=card, deal=other.pk, manager=10**9, contact=1, about=10**9)
    assert set(refused.value.fields) == {"deal", "manager", "contact", "about"}
    assert EDoc.objects.get().by_hand == []


def test_a_contact_of_another_company_is_refused(papers: Papers) -> None:
    """Reminders with the number and the sum would go to a stranger."""
    papers.read(paper())
    ops, card = papers.office.actor("ops"), papers.doc().card
    me = papers.office.actor("alisa")
    theirs = crm.add_contact(me, name="Клиентова", company=papers.company.pk)["id"]
    stranger = crm.add_contact(me, name="Чужаков", company=_firm().pk)["id"]
    nobody = crm.add_contact(me, name="Ничейный")["id"]
    for contact in (stranger, nobody):
        with pytest.raises(Invalid) as refused:
            commands.link_edoc(ops, card=card, contact=contact)
        assert set(refused.value.fields) == {"contact"}
    commands.link_edoc(ops, card=card, contact=theirs)
    assert papers.doc().contact_id == theirs


NAMES = ["№ 15/Л", "", "Ёлка-7", "ДОГОВОР № 3 от 01.02.2026", "a_B-9", "—", "Ω15", "12\u00a034", "поставки ПОСТАВКИ"]


def test_the_database_compares_numbers_as_the_rules_do(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT edocs_numbers(%s, %s)", [NAMES[0], json.dumps(NAMES[1:])])
        assert set(cursor.fetchone()[0]) == {number(one) for one in NAMES} - {""}


def test_a_number_is_known_however_it_is_written(papers: Papers) -> None:
    deals = [papers.deal(f"Сделка {n}") for n in range(3)]
    papers.read(*(paper(f"d{n}", contract=f"Договор № {n}/ё") for n in range(3)))
    for n, deal in enumerate(deals):
        EDoc.objects.filter(ref=f"d{n}").update(deal_id=deal.pk)
    papers.read(paper("next", contract="", bases=("ДОГОВОР 1/Е",)))
    assert papers.doc("next").deal_id == deals[1].pk


def test_numbers_follow_their_documents(papers: Papers) -> None:
    first, second = papers.deal("Первая"), papers.deal("Вторая")
    papers.read(paper("a", contract="№ 15"), paper("b", contract="15"))
    assert not EDocNumber.objects.exists()
    EDoc.objects.filter(ref="a").update(deal_id=first.pk)
    EDoc.objects.filter(ref="b").update(deal_id=second.pk)
    found = EDocNumber.objects.order_by("pk").values_list("company_id", "number", "deal_id")
    assert list(found) == [(papers.company.pk, "15", first.pk), (papers.company.pk, "15", second.pk)]
    papers.read(paper("both", contract="15"))
    assert papers.doc("both").deal_id is None  # of two neither
    EDoc.objects.filter(ref="b").update(deal_id=None)
    papers.read(paper("one", contract="15"))
    assert papers.doc("one").deal_id == first.pk
    EDoc.objects.filter(ref__in=["a", "one"]).update(contract="16", bases=["17"])
    assert sorted(set(found.values_list("number", flat=True))) == ["16", "17"]
