"""A contract from its first draft to both signatures, through commands, worker and PostgreSQL (S1.7–S1.17, S4.2)."""

from __future__ import annotations

from datetime import date

import pytest

from marshrut.cards import commands, queries
from marshrut.cards.models import Card
from marshrut.documents.models import Document, DocumentLink
from marshrut.history.models import Event
from marshrut.history.verify import verify
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from tests.support.contract_office import LARGE, Contracts
from tests.support.office import SYSTEM
from tests.support.toy import msk

CHECK = "Вам необходимо проверить договор перед согласованием!"


def test_three_things_a_person_does(contracts: Contracts) -> None:
    """Created and uploaded → the route led it → the status came by itself (S1.17)."""
    card = contracts.card()
    paper = contracts.paper(card)
    assert (paper.title, paper.folder.parent.name if paper.folder.parent else "") == (
        "Поставка флаконов на 2027 год",
        "Договоры",
    )
    assert (paper.status.key, paper.owner_card, paper.number) == ("check", card, "")
    contracts.approve(card)
    paper.refresh_from_db()
    assert (paper.status.key, paper.number) == ("signing", "01-05/001-2026")
    copy = contracts.sign(card)
    paper.refresh_from_db()
    assert (paper.status.key, paper.status.title, paper.owner_card) == ("signed", "Подписан", None)
    assert (paper.signed_on, paper.sent_on) == (date(2026, 7, 6), date(2026, 7, 3))
    assert contracts.versions(card)[-1] == copy
    assert Card.objects.system("test").get(pk=card).stage_kind == "success"
    assert Document.objects.count() == 1
    assert verify() == []


def test_every_stage_has_its_status(contracts: Contracts) -> None:
    card = contracts.card()
    contracts.approve(card)
    contracts.sign(card)
    paper = contracts.paper(card)
    lines = Event.objects.filter(subject=f"document:{paper.pk}", kind="document.status_set").order_by("seq")
    statuses = [line.body["to"].removeprefix("contract/") for line in lines]
    assert statuses == ["check", "approval", "signing", "signed"]
    assert {line.actor_kind for line in lines} == {"robot"}


def test_the_paper_lies_on_the_card_and_on_the_company(contracts: Contracts) -> None:
    card = contracts.card()
    assert contracts.office.company is not None
    links = DocumentLink.objects.filter(document=contracts.paper(card)).values_list("place", "ref")
    assert set(links) == {("card", card), ("company", contracts.office.company.pk)}


def test_whoever_checks_reads_the_very_words_of_the_route(contracts: Contracts) -> None:
    contracts.card()
    text = contracts.notices("zina", "task_opened").get().text
    assert text.startswith(CHECK)


def test_each_stage_tells_who_is_to_act_now(contracts: Contracts) -> None:
    """S1.8"""
    card = contracts.card()
    contracts.approve(card)
    contracts.sign(card)
    said = {
        who: [row.text.split(" ДГ-")[0] for row in contracts.notices(who, "task_opened")] for who in ("lev", "boris")
    }
    assert said["lev"] == ["Вам необходимо согласовать договор: юридическая экспертиза."]
    assert said["boris"] == ["Вам необходимо согласовать договор вашего сотрудника."]
    # as a head; the signature is before her already, and rings no bell
    assert [row.read_at is None for row in contracts.notices("director", "task_opened")] == [True, False]
    assert len(contracts.notices("zina", "task_opened")) == 3


def test_specialists_decide_side_by_side_and_heads_one_after_another(contracts: Contracts) -> None:
    card = contracts.card()
    contracts.decide(card, "check", "checked", "zina")
    assert contracts.open(card) == ["lawyer", "finance", "security"]
    for key, person in (("security", "sergey"), ("lawyer", "lev"), ("finance", "finance")):
        contracts.decide(card, key, "approved", person)
    assert [contracts.task(card, "heads").assignee_id, len(contracts.open(card))] == [contracts.office.id("boris"), 1]
    contracts.decide(card, "heads", "approved", "boris")
    assert contracts.task(card, "heads").assignee_id == contracts.office.id("director")


def test_a_large_contract_needs_two_of_the_committee(contracts: Contracts) -> None:
    card = contracts.card(amount=LARGE)
    contracts.decide(card, "check", "checked", "zina")
    assert contracts.open(card).count("committee") == 3
    for key, person in (("lawyer", "lev"), ("finance", "finance"), ("security", "sergey")):
        contracts.decide(card, key, "approved", person)
    contracts.decide(card, "committee", "approved", "kira")
    assert contracts.state(card).stage == "approval"
    contracts.decide(card, "committee", "rejected", "klim", reason="Дорого")
    assert contracts.state(card).stage == "approval"
    contracts.decide(card, "committee", "approved", "kostya")
    assert contracts.state(card).stage == "heads"


def test_two_of_the_committee_refuse(contracts: Contracts) -> None:
    card = contracts.card(amount=LARGE)
    contracts.decide(card, "check", "checked", "zina")
    contracts.decide(card, "committee", "rejected", "kira", reason="Дорого")
    contracts.decide(card, "committee", "rejected", "klim", reason="И рискованно")
    assert contracts.state(card).stage == "rejected"
    assert contracts.paper(card).status.key == "rejected"


def test_the_committee_begins_at_the_sum_of_the_setting(contracts: Contracts) -> None:
    card = contracts.card(amount="1 000 000")
    contracts.decide(card, "check", "checked", "zina")
    assert "committee" not in contracts.open(card)


def test_remarks_need_words_and_do_not_stop_the_contract(contracts: Contracts) -> None:
    card = contracts.card()
    contracts.decide(card, "check", "checked", "zina")
    with pytest.raises(Invalid):
        contracts.decide(card, "lawyer", "remarks", "lev")
    contracts.decide(card, "lawyer", "remarks", "lev", reason="Неустойка мала, но допустима")
    contracts.decide(card, "finance", "approved", "finance")
    contracts.decide(card, "security", "approved", "sergey")
    assert contracts.state(card).stage == "heads"


# -- rework ------------------------------------------------------------------------------------------------------------


def sent_back(contracts: Contracts) -> int:
    """Лев approved, Сергей sent it back."""
    card = contracts.card()
    contracts.decide(card, "check", "checked", "zina")
    contracts.decide(card, "lawyer", "approved", "lev")
    contracts.decide(card, "security", "rework", "sergey", reason="Нет выписки")
    return card


def test_rework_begins_anew_and_earlier_decisions_stay_by_version(contracts: Contracts) -> None:
    card = sent_back(contracts)
    state = contracts.state(card)
    assert (state.stage, state.round, contracts.open(card)) == ("rework", 2, ["revise"])
    assert contracts.paper(card).status.key == "draft"
    first = contracts.versions(card)
    second = contracts.file("v2")
    contracts.edit(card, contract=[second], amount="260 000")
    contracts.decide(card, "revise", "sent", "alisa")
    assert contracts.open(card) == ["check"]
    assert contracts.versions(card) == [*first, second]
    contracts.decide(card, "check", "checked", "zina")
    assert contracts.open(card) == ["lawyer", "finance", "security"]  # Лев decides again
    lines = Event.objects.filter(subject=f"card:{card}", kind="task.completed").order_by("seq")
    kept = [(line.body["key"], line.body["outcome"]) for line in lines]
    assert kept[:3] == [("check", "checked"), ("lawyer", "approved"), ("security", "rework")]


def test_what_was_approved_is_locked_until_rework(contracts: Contracts) -> None:
    card = contracts.card()
    contracts.decide(card, "check", "checked", "zina")
    with pytest.raises(Conflict):
        contracts.edit(card, contract=[contracts.file("v2")])
    contracts.decide(card, "lawyer", "rework", "lev", reason="Исправьте п. 4")
    contracts.edit(card, contract=[contracts.file("v2")])
    assert len(contracts.versions(card)) == 2


def test_rework_needs_a_reason(contracts: Contracts) -> None:
    card = contracts.card()
    with pytest.raises(Invalid):
        contracts.decide(card, "check", "rework", "zina", reason="  ")


def test_the_counterparty_asks_for_changes(contracts: Contracts) -> None:
    card = contracts.card()
    contracts.approve(card)
    contracts.decide(card, "sign", "signed", "director")
    contracts.decide(card, "send", "sent", "zina", fields={"sent_on": "2026-07-02"})
    contracts.decide(card, "countersign", "rework", "zina", reason="Просят отсрочку")
    assert (contracts.state(card).stage, contracts.state(card).round) == ("rework", 2)
    contracts.edit(card, contract=[contracts.file("v2")])
    contracts.decide(card, "revise", "sent", "alisa")
    assert contracts.state(card).fields.get("sent_on") is None  # what was sent was another text
    contracts.approve(card)
    assert contracts.paper(card).number == "01-05/001-2026"  # registered once, whatever was reworked


# -- recall, refusal, starting anew ------------------------------------------------------------------------------------


@pytest.mark.parametrize("decided", [False, True])
def test_the_author_recalls_a_contract_on_its_way(contracts: Contracts, decided: bool) -> None:
    card = contracts.card()
    if decided:
        contracts.decide(card, "check", "checked", "zina")
        contracts.decide(card, "lawyer", "approved", "lev")
    assert "withdraw" in queries.card(contracts.office.actor("alisa"), card).may
    commands.withdraw_card(contracts.office.actor("alisa"), card=card, reason="Условия меняются")
    contracts.settle()
    assert (contracts.state(card).stage, contracts.open(card)) == ("withdrawn", [])
    assert contracts.paper(card).status.key == "draft"
    commands.restart_card(contracts.office.actor("alisa"), card=card)
    contracts.settle()
    assert (contracts.state(card).stage, contracts.state(card).round) == ("check", 2)
    assert (contracts.paper(card).status.key, contracts.paper(card).owner_card) == ("check", card)


def test_after_our_approval_it_is_too_late_to_recall(contracts: Contracts) -> None:
    card = contracts.card()
    contracts.approve(card)
    assert "withdraw" not in queries.card(contracts.office.actor("alisa"), card).may
    with pytest.raises(Conflict):
        commands.withdraw_card(contracts.office.actor("alisa"), card=card)


def test_nobody_recalls_a_contract_of_somebody_else(contracts: Contracts) -> None:
    card = contracts.card()
    with pytest.raises(NotFound):
        commands.withdraw_card(contracts.office.actor("viktor"), card=card)
    with pytest.raises(Forbidden):
        commands.withdraw_card(contracts.office.actor("lev"), card=card)


def test_a_refusal_tells_the_author_and_the_responsible_why(contracts: Contracts) -> None:
    card = contracts.card(responsible=contracts.office.id("viktor"))
    contracts.decide(card, "check", "rejected", "zina", reason="Контрагент в реестре недобросовестных")
    for who in ("alisa", "viktor"):
        notice = contracts.notices(who, "robot").get()
        assert notice.title.startswith("Договор отклонён: Поставка флаконов")
        assert "Контрагент в реестре недобросовестных" in notice.text


def test_without_its_signed_copy_a_contract_is_not_signed(contracts: Contracts) -> None:
    card = contracts.card()
    contracts.approve(card)
    contracts.decide(card, "sign", "signed", "director")
    contracts.decide(card, "send", "not_needed", "zina")
    with pytest.raises(Invalid) as refused:
        contracts.decide(card, "countersign", "signed", "zina", fields={"signed_on": "2026-07-06"})
    assert set(refused.value.fields) == {"signed_copy"}
    assert contracts.paper(card).status.key == "signing"


def test_signed_needs_the_day_of_signing_only(contracts: Contracts) -> None:
    """A1.4"""
    card = contracts.card()
    contracts.approve(card)
    contracts.decide(card, "sign", "signed", "director")
    contracts.decide(card, "send", "not_needed", "zina")
    copy = contracts.file("signed", by="zina")
    fields = {"signed_copy": [copy], "signed_on": "2026-07-06"}
    contracts.decide(card, "countersign", "signed", "zina", fields=fields)
    paper = contracts.paper(card)
    assert (paper.status.key, paper.signed_on, paper.sent_on) == ("signed", date(2026, 7, 6), None)


def test_annexes_are_papers_of_their_own_and_follow_the_contract(contracts: Contracts) -> None:
    annexes = [contracts.file("a1", "Спецификация.pdf"), contracts.file("a2", "График.pdf")]
    card = contracts.card(annexes=annexes)
    papers = Document.objects.filter(kind__key="annex").order_by("id")
    assert [(one.title, one.status.key) for one in papers] == [("Спецификация", "check"), ("График", "check")]
    contracts.approve(card)
    contracts.sign(card)
    assert {one.status.key for one in papers.all()} == {"signed"}


# -- who ---------------------------------------------------------------------------------------------------------------


def test_nobody_checks_or_reviews_a_contract_of_their_own(contracts: Contracts) -> None:
    card = contracts.card(by="zina")
    assert contracts.task(card, "check").assignee_id == contracts.office.id("lev")
    card = contracts.card(by="lev")
    contracts.decide(card, "check", "checked", "zina")
    assert contracts.task(card, "lawyer").assignee_id == contracts.office.id("director")


def test_the_responsible_person_sees_the_card_by_being_named(contracts: Contracts) -> None:
    card = contracts.card(responsible=contracts.office.id("viktor"))
    commands.comment_card(contracts.office.actor("viktor"), card=card, text="Вижу")
    other = contracts.card()
    with pytest.raises(NotFound):
        commands.comment_card(contracts.office.actor("viktor"), card=other, text="Не вижу")


def test_a_substitute_decides_for_the_lawyer_on_leave(contracts: Contracts) -> None:
    office = contracts.office
    since, until = msk("2026-07-02 09:00"), msk("2026-07-21 00:00")
    org.set_absence(
        SYSTEM, person=office.id("lev"), since=since, until=until, substitutes=[{"person": office.id("viktor")}]
    )
    card = contracts.card()
    contracts.decide(card, "check", "checked", "zina")
    assert contracts.task(card, "lawyer").assignee_id == office.id("viktor")
    contracts.decide(card, "lawyer", "approved", "viktor")
    event = Event.objects.filter(subject=f"card:{card}", kind="task.completed").order_by("seq").last()
    assert event is not None
    assert (event.actor_id, event.on_behalf_of) == (office.id("viktor"), office.id("lev"))
