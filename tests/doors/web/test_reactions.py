"""Reactions on their page: sentences, one press on and off, a form that keeps what was typed, what fired and would."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from marshrut.automation.models import Reaction
from marshrut.kernel import clock
from marshrut.org import revision
from tests.support import bases
from tests.support import papers as support
from tests.support.bases import paper
from tests.support.office import MovingClock
from tests.support.papers import Papers
from tests.support.reacting import only, sign

from .conftest import signed_in


@pytest.fixture
def papers(db: None) -> Iterator[Papers]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving), bases.answering() as answers:
        made = support.filled(support.build(moving, answers, "payments"))
        made.deal()
        yield made


@pytest.fixture
def keeper(papers: Papers) -> Client:
    return signed_in(papers.office, "admin")


def body(who: Client, url: str) -> str:
    answer = who.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_reactions_read_as_sentences(keeper: Client, papers: Papers) -> None:
    only(papers, "move_deal", stage="contract_signed", kinds=["contract"], direction="out")
    text = body(keeper, "/reactions/")
    for said in ("Когда документ подписан обеими сторонами", "Перевести сделку на стадию: Договор подписан",
                 "Исходящий · Договор", "Когда подпись просрочена критически", "руководителю менеджера"):  # fmt: skip
        assert said in text
    assert "/reactions/" in body(keeper, "/inbox/")


def test_one_press_switches_it_off_and_on(keeper: Client, papers: Papers) -> None:
    reaction = only(papers, "notify", whom="manager")
    for on in ("0", "0", "1"):
        assert keeper.post(f"/reactions/{reaction}/switch/", {"on": on, "key": f"pressed-{on}-x"}).status_code == 302
    assert Reaction.objects.get(pk=reaction).active
    assert Reaction.objects.get(pk=reaction).version == 3


def test_added_changed_and_removed(keeper: Client, papers: Papers) -> None:
    boris = papers.office.id("boris")
    form = {"event": "rejected", "whom": "person", "person": str(boris), "kinds": ["act", "upd"], "direction": "",
            "min_amount": "1 000", "subject": "Отказ: {{ document }}", "once_shown": "1", "once": "1",
            "active_shown": "1", "active": "1", "key": "added-once"}  # fmt: skip
    for _press in range(2):
        assert keeper.post("/reactions/new/?do=notify", form).status_code == 302
    made = Reaction.objects.get(event="rejected")
    assert (made.kinds, made.settings["whom"], made.once) == (["act", "upd"], f"person:{boris}", True)
    text = body(keeper, f"/reactions/{made.pk}/")
    assert "Борисов" in text
    assert 'value="upd" checked' in text
    form |= {"version": "1", "text": "Причина: {{ reason }}", "key": "changed-1", "kinds": []}
    assert keeper.post(f"/reactions/{made.pk}/", form).status_code == 302
    made.refresh_from_db()
    assert (made.kinds, made.settings["text"]) == ([], "Причина: {{ reason }}")
    stale = keeper.post(f"/reactions/{made.pk}/", {**form, "text": "Опоздал", "key": "changed-2"})
    assert stale.status_code == 409
    assert "Опоздал" in stale.content.decode()
    assert keeper.post(f"/reactions/{made.pk}/remove").status_code == 302
    assert keeper.get(f"/reactions/{made.pk}/").status_code == 404


def test_a_refused_form_keeps_what_was_typed(keeper: Client) -> None:
    form = {"event": "signed", "whom": "manager", "kinds": ["act"], "subject": "Ура {{ secret }}", "days": "завтра"}
    page = keeper.post("/reactions/new/?do=task", form)
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="Ура {{ secret }}"' in text
    assert 'value="act" checked' in text
    assert 'value="завтра"' in text
    page = keeper.post("/reactions/new/?do=task", {**form, "days": ""})
    assert "f-subject-error" in page.content.decode()
    page = keeper.post("/reactions/new/?do=notify", {"event": "signed", "whom": "person", "person": ""})
    assert "f-person-error" in page.content.decode()
    assert not Reaction.objects.exists()


@pytest.mark.parametrize("do", ["notify", "task", "mail", "remind_client", "move_deal", "invoice", "payment"])
def test_each_act_has_its_form(keeper: Client, do: str) -> None:
    text = body(keeper, f"/reactions/new/?do={do}")
    assert ('name="whom"' in text) is (do in ("notify", "task", "mail"))
    assert ('name="stage"' in text) is (do == "move_deal")
    assert ('name="days"' in text) is (do == "task")


def test_what_fired_leads_to_what_was_made(keeper: Client, papers: Papers) -> None:
    admin = papers.office.people["admin"]
    reaction = only(papers, "invoice")
    sign(papers)
    card = papers.doc().card
    text = body(keeper, "/reactions/log/")
    assert "Документ, который вам не виден" in text
    assert f"/cards/{card}/" not in text
    assert re.findall(r'row-title">([^<]*)<', text) == ["Акт №\u00a015"]
    assert "Создано: карточка № " in text
    assert "Права администратора документов не открывают" in body(keeper, "/reactions/try/")
    assert "Права администратора документов не открывают" in body(keeper, "/edocs/")
    director = papers.office.people["director"]
    director.is_admin = True
    director.save()
    revision.bump()
    text = body(signed_in(papers.office, "director"), f"/reactions/log/?reaction={reaction}&state=done")
    assert f"/cards/{card}/" in text
    assert "Создано: " in text
    assert "Пока ничего не сработало" in body(keeper, "/reactions/log/?state=failed")
    assert "1 раз" in body(keeper, "/reactions/")
    assert admin.pk


def test_what_would_fire(papers: Papers) -> None:
    papers.read(paper())
    director = papers.office.people["director"]
    director.is_admin = True
    director.save()
    revision.bump()
    only(papers, "move_deal", stage="contract_signed", kinds=["contract"])
    who, card = signed_in(papers.office, "director"), papers.doc().card
    text = body(who, f"/reactions/try/?card=ЭД-{card}&event=signed")
    assert "не сработает" in text
    assert "Она для других видов документов." in text
    for wrong in ("нет", "ЭД-999999"):
        page = who.get("/reactions/try/", {"card": wrong, "event": "signed"})
        assert page.status_code == 404
        assert f'value="{wrong}"' in page.content.decode()
    assert signed_in(papers.office, "admin").get(f"/reactions/try/?card={card}").status_code == 404


def test_only_administrators_come_in(papers: Papers) -> None:
    reaction = only(papers, "notify", whom="manager")
    clerk = signed_in(papers.office, "boris")
    for url in ("/reactions/", "/reactions/new/", "/reactions/log/", "/reactions/try/", f"/reactions/{reaction}/"):
        assert clerk.get(url).status_code == 403, url
    assert clerk.post(f"/reactions/{reaction}/switch/", {"on": "0"}).status_code == 403
    assert "/reactions/" not in body(clerk, "/inbox/")
