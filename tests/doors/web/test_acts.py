"""The task box and the inbox: for whom and on what ground, handing on, asking, adding, undoing, the approval sheet."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from marshrut.cards import commands
from marshrut.cards.models import Card, Task
from marshrut.kernel import clock
from marshrut.org import commands as org
from tests.support.office import SYSTEM, MovingClock, Office, build, drain
from tests.support.toy import msk

REASON = "tests look at what was written"


@pytest.fixture
def office(db: None, now: MovingClock) -> Office:
    return build()


def signed_in(office: Office, name: str) -> Client:
    client = Client()
    client.force_login(office.people[name])
    return client


def page(office: Office, name: str, url: str) -> str:
    answer = signed_in(office, name).get(url)
    assert answer.status_code == 200
    return text_of(answer)


def text_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\u00a0", " ").split())


def press(office: Office, name: str, url: str, **data: Any) -> Any:
    return signed_in(office, name).post(url, data, headers={"HX-Request": "true"})


def toast(answer: Any) -> dict[str, str]:
    found: dict[str, str] = json.loads(answer.headers["HX-Trigger"])["toast"]
    return found


def stand_in(office: Office, *, absent: str, present: str) -> None:
    org.set_absence(
        SYSTEM,
        person=office.id(absent),
        since=msk("2026-07-02 09:00"),
        until=msk("2026-07-08 00:00"),
        substitutes=[{"person": office.id(present)}],
    )
    drain(clock.now())


GROUND = "За кого: Борисов Б., замещение на время отпуска по 7 июля 2026"


def test_the_stand_in_reads_for_whom_and_why(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    stand_in(office, absent="boris", present="viktor")
    for url in (f"/cards/{card}/", f"/inbox/?task={task}"):
        text = page(office, "viktor", url)
        assert GROUND in text
        assert "Почему это задание у меня? Борисов Б. — руководитель отдела инициатора" in text
        assert "Борисов Б.: отпуск по 7 июля 2026. Замещает Викторов В." in text
    assert "за кого: Борисов Б." in page(office, "viktor", "/inbox/")
    assert GROUND in page(office, "alisa", f"/cards/{card}/")


def test_delegate_and_take_back(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    text = signed_in(office, "boris").get(f"/cards/{card}/").content.decode()
    for act in ("delegate", "forward", "ask-opinion", "add-approver"):
        assert f'action="/tasks/{task}/{act}"' in text
        assert f'data-opens="{act}-{task}"' in text
    answer = press(office, "boris", f"/tasks/{task}/delegate", to=office.id("viktor"), target="card", comment="Прошу")
    assert (answer.status_code, toast(answer)["text"]) == (200, "Задание поручено")
    assert "Забрать обратно" in text_of(answer)
    assert "За кого: Борисов Б., по поручению" in page(office, "viktor", f"/inbox/?task={task}")
    answer = press(office, "boris", f"/tasks/{task}/take-back", target="card")
    assert toast(answer)["text"] == "Задание снова у вас"
    assert Task.objects.system(REASON).get(pk=task).assignee_id == office.id("boris")


def test_forward_and_a_refusal_says_why(office: Office) -> None:
    task = office.task(office.request(), "approve").pk
    answer = press(office, "boris", f"/tasks/{task}/forward", to=office.id("boris"), target="card")
    assert answer.status_code == 422
    assert "Задание уже у этого коллеги." in text_of(answer)
    answer = press(office, "boris", f"/tasks/{task}/forward", to="", target="inbox")
    assert answer.status_code == 422
    answer = press(office, "boris", f"/tasks/{task}/forward", to=office.id("director"), target="inbox")
    assert (answer.status_code, toast(answer)["text"]) == (200, "Задание перенаправлено")
    assert press(office, "viktor", f"/tasks/{task}/forward", to=office.id("ops")).status_code == 404


def test_opinion_is_asked_answered_and_shown(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    question = {"to": office.id("viktor"), "comment": "Поставщик надёжный?", "target": "inbox"}
    answer = press(office, "boris", f"/tasks/{task}/ask-opinion", **question)
    assert (answer.status_code, toast(answer)["text"]) == (200, "Вопрос отправлен")
    opinion = office.task(card, "opinion").pk
    text = page(office, "viktor", f"/inbox/?task={opinion}")
    assert "Дайте мнение" in text
    assert "Поставщик надёжный?" in text
    assert "Ответа пока нет" in page(office, "boris", f"/cards/{card}/")
    answer = press(
        office, "viktor", f"/tasks/{opinion}/complete", outcome="given", reason="Да, три года", target="inbox"
    )
    assert answer.status_code == 200
    for url in (f"/inbox/?task={task}", f"/cards/{card}/"):
        text = page(office, "boris", url)
        assert "Поставщик надёжный? Да, три года" in text
        assert "Ответа пока нет" not in text


def test_added_approver(office: Office) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    data = {"to": office.id("viktor"), "comment": "Нужна лаборатория", "target": "card"}
    answer = press(office, "boris", f"/tasks/{task}/add-approver", **data)
    assert toast(answer)["text"] == "Согласующий добавлен"
    assert "Викторов В." in page(office, "alisa", f"/cards/{card}/")


@pytest.mark.parametrize("target", ["card", "inbox"])
def test_a_decision_can_be_undone_from_the_toast_and_from_the_card(
    office: Office, now: MovingClock, target: str
) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    answer = press(office, "boris", f"/tasks/{task}/complete", outcome="approved", version="1", target=target)
    assert toast(answer) == {"text": "Согласовано: Флаконы 50 мл", "tone": "ok", "undo": f"/tasks/{task}/undo"}
    assert "Ваше решение: Согласовано. Его можно отменить до 10:05" in page(office, "boris", f"/cards/{card}/")
    assert "Отменить решение" not in page(office, "ops", f"/cards/{card}/")
    boris = signed_in(office, "boris")
    answer = boris.post(f"/tasks/{task}/undo", {"key": "undo-key-1"}, headers={"Accept": "application/json"})
    assert answer.json() == {"text": "Решение отменено"}
    assert Card.objects.system(REASON).get(pk=card).stage == "unit_approval"
    again = office.task(card, "approve").pk
    assert f"/tasks/{again}/complete" in boris.get(f"/inbox/?task={again}").content.decode()
    answer = boris.post(f"/tasks/{task}/undo", {"key": "undo-key-2"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_undo")


def test_no_undo_is_offered_when_it_is_impossible(office: Office, now: MovingClock) -> None:
    card = office.request()
    task = office.task(card, "approve").pk
    press(office, "boris", f"/tasks/{task}/complete", outcome="approved", version="1", target="card")
    now.to("2026-07-02 10:06")
    assert "Отменить решение" not in page(office, "boris", f"/cards/{card}/")
    answer = press(office, "boris", f"/tasks/{task}/undo", target="card")
    assert answer.status_code == 409
    assert "в течение 5 минут" in text_of(answer)


def test_many_decisions_at_once_each_with_its_ground_and_its_undo(office: Office) -> None:
    mine, theirs = office.request(), office.request(by="viktor")
    stand_in(office, absent="director", present="boris")
    tasks = {
        office.task(mine, "approve").pk,
        Task.objects.system(REASON).get(card_id=theirs, key="approve", state="open").pk,
    }
    ids = ",".join(f"{one}:1" for one in tasks)
    boris = signed_in(office, "boris")
    answer = boris.post("/tasks/bulk", {"ids": ids, "outcome": "approved", "key": "bulk-key-1"}, follow=True)
    found = re.search(r'data-undo="(/tasks/bulk/undo\?ids=[\d,]+)"', answer.content.decode())
    assert found
    decided = Task.objects.system(REASON).filter(pk__in=tasks, state="done")
    assert decided.count() >= 1
    answer = boris.post(found[1], {"key": "undo-bulk-1"}, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert not Task.objects.system(REASON).filter(pk__in=tasks, state="done").exists()


def test_approval_sheet(office: Office, now: MovingClock) -> None:
    card = office.request()
    stand_in(office, absent="boris", present="viktor")
    task = office.task(card, "approve").pk
    commands.ask_opinion(office.actor("viktor"), task=task, person=office.id("ops"), question="Срочно ли?")
    office.complete(card, "opinion", "given", "ops", reason="Срочно")
    office.complete(card, "approve", "approved", "viktor")
    commands.undo_decision(office.actor("viktor"), task=task)
    commands.edit_card(office.actor("alisa"), card=card, fields={"amount": "130000"})
    office.complete(card, "approve", "rejected", "viktor", reason="Сначала согласуйте <b>цену</b>")
    commands.restart_card(office.actor("alisa"), card=card)
    now.at = msk("2026-07-08 09:00")
    office.complete(card, "approve", "approved", "boris")
    answer = signed_in(office, "alisa").get(f"/cards/{card}/sheet/")
    text = text_of(answer)
    assert "<script" not in answer.content.decode()
    assert "<b>цену</b>" not in answer.content.decode()
    assert "Лист согласования" in text
    assert "Круг 1, с 2 июля 2026, 10:00" in text
    assert "Круг 2, с" in text
    assert "за кого: Борисов Б. (замещение на время отпуска по 7 июля 2026)" in text
    assert "Согласовано решение отменено" in text
    assert "Отклонено" in text
    assert "Дайте мнение: Срочно ли? Мнение дано" in text
    assert "Сумма: 125 000,50 ₽" in text.replace("\u202f", " ")
    assert "Сумма: 130 000,00 ₽" in text.replace("\u202f", " ")
    assert "Файл: Счёт.pdf" in text
    assert re.search(r"событие \d+, контрольная сумма [0-9a-f]{64}", text)
    assert f'href="/cards/{card}/sheet/"' in signed_in(office, "alisa").get(f"/cards/{card}/").content.decode()
    stranger = office.request(by="director")
    assert signed_in(office, "viktor").get(f"/cards/{stranger}/sheet/").status_code == 404


def test_the_sheet_marks_ones_own_card_and_asks_for_the_right_to_print(office: Office) -> None:
    card = office.request(by="boris")
    office.complete(card, "approve", "approved", "boris")
    assert "Согласовано (своя заявка)" in page(office, "boris", f"/cards/{card}/sheet/")
    assert f"/cards/{card}/sheet/" in signed_in(office, "boris").get(f"/cards/{card}/").content.decode()


def test_acts_in_english(office: Office) -> None:
    card = office.request()
    stand_in(office, absent="boris", present="viktor")
    viktor = office.people["viktor"]
    viktor.language = "en"
    viktor.save(update_fields=["language"])
    with translation.override("en"):  # the tests after this one read Russian again
        text = page(office, "viktor", f"/cards/{card}/")
        assert "For: Борисов Б., substitution during the vacation until 7 July 2026 inclusive" in text
        for words in ("Ask for an opinion", "Add an approver", "Delegate", "Approval sheet"):
            assert words in text
        assert "Forward" not in text, "who stands in has nothing to give away"
        assert "Approval sheet" in page(office, "viktor", f"/cards/{card}/sheet/")
