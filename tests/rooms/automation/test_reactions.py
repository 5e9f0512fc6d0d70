"""What follows from a document that is signed, refused, not signed in time: done once, told when it cannot be done."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from pytest_django import Settings

from marshrut.automation import commands, queries
from marshrut.automation.models import Fired, Reaction
from marshrut.automation.reacting import mailing, working
from marshrut.crm import commands as crm
from marshrut.crm.models import Deal
from marshrut.edocs import queries as edocs
from marshrut.edocs.models import EDoc, Turn
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import revision
from tests.support.bases import IN, paper, signed
from tests.support.papers import Papers
from tests.support.reacting import came, cards, fields, only, sign, tick, told

from .effects import made

ALISA, BORIS, JUNIOR = "alisa@example.ru", "boris@example.ru", "junior@example.ru"


def test_the_usual_reactions_come_with_the_product(papers: Papers) -> None:
    sign(papers)
    assert told() == [(ALISA, "Подписан: Акт № 15 от 05.11.2026, Вектор")]
    assert came() == [("done", "told")]
    shown = queries.reactions(papers.office.actor("admin"))
    assert [(one.when, one.what) for one in shown if one.active] == [
        ("документ подписан обеими сторонами", "Сообщить в чат: ответственному менеджеру"),
        ("подпись просрочена", "Сообщить в чат: ответственному менеджеру"),
        ("подпись просрочена", "Поставить задание: ответственному менеджеру"),
        ("подпись просрочена критически", "Сообщить в чат: руководителю менеджера"),
        ("контрагент отклонил документ", "Сообщить в чат: ответственному менеджеру"),
    ]


def test_nothing_follows_from_the_first_filling(papers: Papers) -> None:
    only(papers, "notify", whom="manager")
    papers.read(lane="changes")
    past = papers.now().replace(year=2025)
    papers.read(
        signed(paper("old", changed_at=past, sent_at=past, date=past.date()), changed_at=past, answered_at=past)
    )
    papers.work()
    assert came() == []
    assert told() == []


def test_the_same_answer_again_does_nothing_again(papers: Papers) -> None:
    only(papers, "invoice")
    first = paper()
    papers.read(first)
    papers.later(hours=1)
    for _again in range(3):
        papers.read(signed(first))
        papers.work()
    assert len(cards("invoice")) == 1
    assert came() == [("done", "made")]


def test_a_delivery_repeated_finds_it_done(papers: Papers) -> None:
    reaction = only(papers, "invoice")
    sign(papers)
    turn = Turn.objects.get(event="signed")
    for _again in range(2):
        working.turned({"turn": turn.pk}, effect(papers))
        working.react({"reaction": reaction, "turn": turn.pk}, effect(papers))
        papers.work()
    assert len(cards("invoice")) == 1
    assert Fired.objects.count() == 1


def test_a_document_signed_once_more_after_a_refused_revocation(papers: Papers) -> None:
    """A2.6: nothing is done twice, and a revocation opens a task and undoes nothing."""
    only(papers, "invoice")
    first = paper()
    papers.read(first)
    done = signed(first)
    papers.read(done)
    papers.work()
    asked = replace(done, version="r", status="revocation_requested", actor="us")
    for version, status in (("r", asked), ("s", replace(done, version="s")), ("r2", asked)):
        papers.later(hours=1)
        papers.read(replace(status, version=version, changed_at=papers.now()))
        papers.work()
    assert len(cards("invoice")) == 1
    assert len(cards("followup")) == 1
    assert cards("invoice")[0].stage == "issuing"


def test_accounting_is_asked_for_an_invoice(papers: Papers) -> None:
    only(papers, "invoice", text="По договору {{ договор }}: {{document}}")
    sign(papers, contract="Д-7")
    (made,) = cards("invoice")
    said = fields(made)
    assert said["basis"] == "По договору Д-7: Акт № 15 от 05.11.2026"
    assert said["company"] == papers.company.pk
    assert said["deal"] == Deal.objects.get().pk
    assert said["edoc"] == papers.doc().card
    assert Decimal(str(said["amount"])) == Decimal("1500.50")
    assert (made.stage, made.author_id) == ("issuing", papers.office.id("alisa"))


def test_a_payment_request_is_drafted_for_the_manager(papers: Papers) -> None:
    only(papers, "payment", direction="in")
    sign(papers, direction="in", place=IN)
    (made,) = cards("payment_request")
    assert (made.stage, made.author_id) == ("draft", papers.office.id("alisa"))
    said = fields(made)
    assert (said["counterparty"], said["purpose"]) == (papers.company.pk, "Акт № 15 от 05.11.2026")
    assert "expense_item" not in {key for key, value in said.items() if value}


def test_a_task_for_accounting_logistics_or_a_colleague(papers: Papers) -> None:
    viktor = papers.office.id("viktor")
    for whom in ("accounting", "logistics", f"person:{viktor}"):
        commands.add_reaction(papers.office.actor("admin"), event="signed", do="task", whom=whom, subject="Отгрузите")
    commands.lay_out_reactions(Actor.system())
    sign(papers)
    assert [fields(one)["whom"] for one in cards("followup")] == ["accounting", "logistics", "person"]
    last = fields(cards("followup")[-1])
    assert (last["title"], last["person"], last["edoc"]) == ("Отгрузите", viktor, papers.doc().card)


def test_the_term_of_a_task_is_in_working_days(papers: Papers) -> None:
    only(papers, "task", whom="manager", days=2)
    sign(papers)
    assert fields(cards("followup")[0])["term"] == "2026-11-09"  # Thursday and two working days


def test_a_deal_goes_forward_and_never_back(papers: Papers) -> None:
    only(papers, "move_deal", stage="contract_signed")
    sign(papers)
    deal = Deal.objects.get()
    assert deal.stage == "contract_signed"
    crm.move_deal(papers.office.actor("alisa"), deal=deal.pk, stage="shipping")
    sign(papers, ref="d2", number="16")
    deal.refresh_from_db()
    assert deal.stage == "shipping"
    assert came() == [("done", "moved"), ("skipped", "stays")]
    said = [one.said for one in queries.fired(papers.office.actor("admin"))]
    assert said[1] == "Сделка «Поставка по договору Д-7» перешла на стадию «Договор подписан»."


def test_a_deal_goes_only_from_the_stages_named(papers: Papers) -> None:
    only(papers, "move_deal", stage="invoiced", only_from=["contract_signed"])
    sign(papers)
    assert Deal.objects.get().stage == "new"
    assert came() == [("skipped", "stays")]


def test_without_a_deal_the_manager_hears_why(papers: Papers) -> None:
    Deal.objects.all().delete()
    only(papers, "move_deal", stage="contract_signed")
    sign(papers)
    assert came() == [("failed", "no_deal")]
    assert told() == [(JUNIOR, "Реакция не сработала: Перевести сделку на стадию")]


def test_an_unmatched_document_makes_no_invoice(papers: Papers) -> None:
    only(papers, "invoice")
    stranger = replace(paper().counterparty, ref="p9", inn="7707083893", kpp="770701001", name="Чужая")
    papers.office.company.delete()  # type: ignore[union-attr]
    sign(papers, counterparty=stranger)
    assert came() == [("failed", "no_company")]
    assert cards("invoice") == []


def test_a_refusal_is_told_with_its_reason(papers: Papers) -> None:
    first = paper()
    papers.read(first)
    papers.later(hours=1)
    papers.read(replace(first, version="2", status="rejected", actor="none", reason="Неверная сумма",
                        changed_at=papers.now()))  # fmt: skip
    papers.work()
    assert told() == [(ALISA, "Отклонён: Акт № 15 от 05.11.2026, Вектор")]
    (notice,) = queries.notices(papers.office.actor("alisa"))[:1]
    assert notice.text == "Причина: Неверная сумма"


def test_two_levels_of_overdue(papers: Papers) -> None:
    """S2.14: the manager is told and given a task at the first, the head at the second."""
    papers.read(paper())
    papers.later(days=6)
    tick(papers)
    assert [who for who, _title in told()] == [ALISA]
    (task,) = cards("followup")
    assert fields(task)["title"].startswith("Свяжитесь с клиентом: не подписан Акт № 15")
    papers.later(days=4)
    tick(papers)
    assert [who for who, _title in told()] == [ALISA, BORIS]
    assert papers.fields()["watchers"] == [papers.office.id("boris")]
    for _again in range(3):
        tick(papers)
    assert len(told()) == 2
    assert len(cards("followup")) == 1


def test_signed_meanwhile_is_overdue_no_more(papers: Papers) -> None:
    """The worker stood still for a day: nobody is sent after a client who has signed."""
    only(papers, "task", "overdue", whom="manager")
    first = paper()
    papers.read(first)
    papers.work()
    papers.later(days=6)
    tick(papers, work=False)
    papers.read(signed(first))
    papers.work()
    assert came() == [("skipped", "answered")]
    assert cards("followup") == []


def test_revoked_meanwhile_makes_nothing(papers: Papers) -> None:
    only(papers, "invoice")
    first = paper()
    papers.read(first)
    papers.read(signed(first))
    papers.later(hours=1)
    papers.read(replace(signed(first), version="x", status="revoked", changed_at=papers.now()))
    papers.work()
    assert came() == [("skipped", "moved_on")]


@pytest.mark.parametrize(
    ("narrowed", "fires"),
    [
        ({"kinds": ["act"]}, True),
        ({"kinds": ["contract", "upd"]}, False),
        ({"direction": "out"}, True),
        ({"direction": "in"}, False),
        ({"bases": ["main"]}, True),
        ({"min_amount": "1 500,50"}, True),
        ({"min_amount": "1 500,51"}, False),
        ({"with_deal": True}, True),
        ({"active": False}, False),
    ],
)
def test_conditions(papers: Papers, narrowed: dict[str, Any], fires: bool) -> None:
    only(papers, "notify", whom="manager", **narrowed)
    sign(papers)
    assert bool(told()) is fires


def test_without_a_deal_of_its_own_a_condition_fails(papers: Papers) -> None:
    Deal.objects.all().delete()
    only(papers, "notify", whom="manager", with_deal=True)
    sign(papers)
    assert came() == []


def test_colleagues_get_an_email(papers: Papers, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.ru"
    only(papers, "mail", whom="manager", subject="Подписали {{ document }}", text="{{ party }}\n{{ reason }}\nВсё.")
    sign(papers)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject, letter.body) == ([ALISA], "Подписали Акт № 15 от 05.11.2026", "Вектор\nВсё.")
    assert came() == [("done", "mailed")]


def test_the_client_is_reminded(papers: Papers, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.ru"
    me = papers.office.actor("alisa")
    crm.add_contact(me, name="Первый", email="first@vector.ru", company=papers.company.pk)
    crm.add_contact(me, name="Счетова", email="books@vector.ru", company=papers.company.pk, roles=["accounting"])
    only(papers, "remind_client", "overdue")
    papers.read(paper())
    papers.later(days=6)
    papers.read()
    tick(papers)
    (letter,) = mail.outbox
    assert letter.to == ["books@vector.ru"]
    assert letter.reply_to == [ALISA]
    assert letter.subject == "Просим подписать: Акт № 15 от 05.11.2026"
    assert "Он ждёт вашей подписи уже" in letter.body
    assert "{{" not in letter.body
    assert [one.said for one in queries.fired(papers.office.actor("admin"))] == ["Письмо отправлено: Счетова."]


def test_nobody_is_reminded_while_the_base_is_silent(papers: Papers, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.ru"
    me = papers.office.actor("alisa")
    crm.add_contact(me, name="Первый", email="first@vector.ru", company=papers.company.pk)
    only(papers, "remind_client", "overdue")
    papers.read(paper())
    papers.later(days=6)
    tick(papers)
    assert (mail.outbox, came()) == ([], [("skipped", "silent")])


def test_nobody_of_another_company_is_reminded(papers: Papers, settings: Settings) -> None:
    """The contact was put there while the document was theirs."""
    settings.EMAIL_HOST = "mail.example.ru"
    me = papers.office.actor("alisa")
    stranger = crm.add_contact(me, name="Чужаков", email="spy@rival.ru")["id"]
    crm.add_contact(me, name="Первый", email="first@vector.ru", company=papers.company.pk)
    only(papers, "remind_client", "overdue")
    papers.read(paper())
    EDoc.objects.update(contact_id=stranger)
    papers.later(days=6)
    papers.read()
    tick(papers)
    (letter,) = mail.outbox
    assert letter.to == ["first@vector.ru"]
    crm.link_contact(me, contact=stranger, company=papers.company.pk)
    turn = edocs.turn(Turn.objects.latest("pk").pk)
    assert turn is not None
    assert mailing.client(turn) == stranger


def test_nobody_to_write_to_is_told_to_the_manager(papers: Papers, settings: Settings) -> None:
    settings.EMAIL_HOST = "mail.example.ru"
    only(papers, "remind_client", "overdue")
    papers.read(paper())
    papers.later(days=6)
    papers.read()
    tick(papers)
    assert mail.outbox == []
    assert came() == [("failed", "no_address")]
    assert told() == [(ALISA, "Реакция не сработала: Напомнить клиенту по e-mail")]


def test_without_a_mail_server_it_is_said(papers: Papers, settings: Settings) -> None:
    settings.EMAIL_HOST = ""
    only(papers, "mail", whom="manager")
    sign(papers)
    assert came() == [("failed", "no_server")]


def test_nobody_learns_of_a_document_by_being_told(papers: Papers) -> None:
    only(papers, "notify", whom=f"person:{papers.office.id('viktor')}")
    sign(papers)
    assert told() == []
    assert came() == [("failed", "closed")]


def test_what_was_switched_off_meanwhile_is_not_done(papers: Papers) -> None:
    reaction = only(papers, "invoice")
    first = paper()
    papers.read(first)
    papers.read(signed(first))
    turn = Turn.objects.get(event="signed")
    commands.switch_reaction(papers.office.actor("admin"), reaction=reaction, on=False)
    working.react({"reaction": reaction, "turn": turn.pk}, effect(papers))
    assert came() == [("skipped", "off")]
    assert cards("invoice") == []


def test_a_refusal_of_the_process_is_what_came_of_it(papers: Papers) -> None:
    only(papers, "task", whom="manager", subject=" {{ reason }} ")
    sign(papers)
    assert came() == [("failed", "refused")]
    assert told() == [(ALISA, "Реакция не сработала: Поставить задание")]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"event": "lunch"}, "event"),
        ({"do": "dance"}, "do"),
        ({"kinds": ["napkin"]}, "kinds"),
        ({"direction": "up"}, "direction"),
        ({"bases": ["nowhere"]}, "bases"),
        ({"min_amount": "много"}, "min_amount"),
        ({"whom": ""}, "whom"),
        ({"whom": "person:404"}, "whom"),
        ({"whom": "role:king"}, "whom"),
        ({"whom": "accounting"}, "whom"),
        ({"text": "{{ password }}"}, "text"),
        ({"subject": "я" * 201}, "subject"),
        ({"do": "task", "whom": "manager", "days": 61}, "days"),
        ({"do": "move_deal", "stage": "nowhere"}, "stage"),
        ({"do": "move_deal", "stage": "won", "only_from": ["nowhere"]}, "only_from"),
    ],
)
def test_what_is_wrong_is_refused(papers: Papers, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.add_reaction(
            papers.office.actor("admin"), **{"event": "signed", "do": "notify", "whom": "manager"} | given
        )
    assert field in refusal.value.fields


def test_only_administrators_keep_reactions(papers: Papers) -> None:
    reaction = only(papers, "notify", whom="manager")
    me = papers.office.actor("boris")
    for act in (
        lambda: commands.add_reaction(me, event="signed", do="notify", whom="manager"),
        lambda: commands.edit_reaction(me, reaction=reaction, title="Моя"),
        lambda: commands.switch_reaction(me, reaction=reaction, on=False),
        lambda: commands.remove_reaction(me, reaction=reaction),
        lambda: commands.lay_out_reactions(me),
        lambda: queries.reactions(me),
        lambda: queries.fired(me),
        lambda: queries.try_out(me, 1, "signed"),
    ):
        with pytest.raises(Forbidden):
            act()


def test_edited_removed_and_laid_out_once(papers: Papers) -> None:
    admin = papers.office.actor("admin")
    reaction = only(papers, "notify", whom="manager")
    version = commands.edit_reaction(admin, reaction=reaction, text="Ура", version=1)["version"]
    assert commands.edit_reaction(admin, reaction=reaction, text="Ура", version=version)["version"] == version
    with pytest.raises(Conflict):
        commands.edit_reaction(admin, reaction=reaction, text="Увы", version=1)
    commands.remove_reaction(admin, reaction=reaction)
    with pytest.raises(NotFound):
        queries.reaction(admin, reaction)
    for one in Reaction.objects.filter(removed=False):
        commands.remove_reaction(admin, reaction=one.pk)
    assert commands.lay_out_reactions(Actor.system()) is False
    assert queries.reactions(admin) == []


def test_trying_out_does_nothing(papers: Papers) -> None:
    papers.read(paper())
    card, director = papers.doc().card, papers.office.people["director"]
    director.is_admin = True
    director.save()
    revision.bump()
    me = papers.office.actor("director")
    commands.lay_out_reactions(Actor.system())
    tried = queries.try_out(me, card, "signed")
    assert (tried[0].reaction.what, tried[0].would) == ("Сообщить в чат: ответственному менеджеру", True)
    assert "Она выключена." in [one.said for one in tried]
    assert came() == []
    with pytest.raises(NotFound):
        queries.try_out(papers.office.actor("admin"), card, "signed")


def effect(papers: Papers) -> Any:
    return made(papers.doc().card)
