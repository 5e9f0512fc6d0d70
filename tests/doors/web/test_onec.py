"""Bases of 1C for administrators: connected, called upon by the doctor, read anew; what is secret never comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client

from marshrut.edocs.models import Base
from marshrut.edocs.source import SourceTrouble
from marshrut.kernel.outside import Step
from tests.doors.web.conftest import shown, signed_in
from tests.support import bases
from tests.support.bases import EVENT_KEY, PASSWORD, Answers
from tests.support.desk import Desk
from tests.support.edocs import office_of_edocs
from tests.support.office import MovingClock

FORM = {
    "title": "Бухгалтерия", "base": "main", "own_address": "https://1c.example.ru/bp", "own_login": "Обмен",
    "own_password": PASSWORD, "own_overlap": "30", "every": "10", "silent_after": "30", "active": "1",
}  # fmt: skip
PAGES = ("/onec/", *(f"/onec/main/{part}" for part in ("", "edit/", "terms/", "mapping/", "oddities/")))
FORMS = ("edit/", "remove", "refresh", "key", "terms/", "mapping/")


@pytest.fixture
def answers() -> Iterator[Answers]:
    with bases.answering() as there:
        yield there


@pytest.fixture
def desk(db: None, now: MovingClock, answers: Answers) -> Desk:
    return office_of_edocs(now)


@pytest.fixture
def browser(desk: Desk) -> Client:
    return signed_in(desk.office, "admin")


def filled(desk: Desk, **more: str) -> dict[str, str]:
    owner = desk.office.id("alisa")
    return {**FORM, "owner": str(owner), "owner_text": "Алисова А.", **more}


def page(browser: Client, address: str = "/onec/main/") -> str:
    return shown(browser, address).split("<main")[1]


def test_the_empty_list_offers_to_connect(browser: Client) -> None:
    text = page(browser, "/onec/")
    assert "Ни одна база 1С не подключена" in text
    assert 'href="/onec/new/"' in text
    form = page(browser, "/onec/new/")
    assert "Админов" in form  # looks after it, unless somebody else is named
    assert "Ключ событий" not in form
    assert "Своё соответствие" not in form


def test_connected_checked_and_changed(desk: Desk, browser: Client, answers: Answers) -> None:
    assert browser.post("/onec/new/", filled(desk)).headers["Location"] == "/onec/main/"
    answers.steps = [Step("in", "Вход", "ok"), Step("set", "Состав", "warn", "Нет журнала", "Отметьте его")]
    text = browser.post("/onec/main/").content.decode()
    for said in ("Всё работает", "Вход", "Нет журнала", "Отметьте его"):
        assert said in text
    assert answers.accounts[0].secrets == {"login": "Обмен", "password": PASSWORD}
    changed = filled(desk, title="Торговля", own_password="", own_login="", every="20", version="1")
    assert browser.post("/onec/main/edit/", changed).status_code == 302
    text = page(browser)
    assert "Торговля" in shown(browser, "/onec/")
    assert "20 минут" in text
    answers.steps = []
    browser.post("/onec/main/")
    assert answers.accounts[1].secrets["password"] == PASSWORD


def test_what_is_secret_never_comes_back(desk: Desk, browser: Client) -> None:
    browser.post("/onec/new/", filled(desk))
    refused = browser.post("/onec/main/edit/", filled(desk, every="часто", version="1"))
    assert refused.status_code == 422
    found = [browser.get(one).content.decode() for one in PAGES]
    assert not any(PASSWORD in one for one in (*found, refused.content.decode()))
    assert "никому не показывается" in found[1]


def test_what_was_typed_survives_a_refusal(desk: Desk, browser: Client) -> None:
    wrong = filled(desk, own_address="не адрес", base="Ы!", own_overlap="много", own_login="", owner="", owner_text="")
    answer = browser.post("/onec/new/", wrong)
    text = answer.content.decode()
    assert answer.status_code == 422
    for kept in ("не адрес", "Ы!".lower(), "много", "Бухгалтерия"):
        assert f'value="{kept}"' in text or f'value="{kept.upper()}"' in text
    assert "<details" in text
    assert "open>" in text.split('<details class="onec-rare"')[1][:10]
    assert text.count('class="error"') == 5
    assert not Base.objects.exists()


def test_another_address_asks_for_the_password_anew(desk: Desk, browser: Client) -> None:
    browser.post("/onec/new/", filled(desk))
    moved = filled(desk, own_address="https://evil.example/bp", own_login="", own_password="", version="1")
    answer = browser.post("/onec/main/edit/", moved)
    assert answer.status_code == 422
    assert "Адрес изменился" in answer.content.decode()


def test_two_administrators_do_not_overwrite_each_other(desk: Desk, browser: Client) -> None:
    browser.post("/onec/new/", filled(desk))
    for address, sent in (
        ("/onec/main/edit/", filled(desk, title="Вторая")),
        ("/onec/main/terms/", {"contract-warn": "9", "contract-critical": "12"}),
        ("/onec/main/mapping/", {"mapping": "like: другое"}),
        ("/onec/new/", filled(desk)),
    ):
        assert browser.post(address, {**sent, "version": "7"} if "new" not in address else sent).status_code == 409
    row = Base.objects.get()
    assert (row.title, row.overdue, row.version) == ("Бухгалтерия", {}, 1)


def test_a_double_click_connects_once(desk: Desk, browser: Client) -> None:
    for _click in range(2):
        assert browser.post("/onec/new/", filled(desk, key="click-0001")).status_code == 302
    assert Base.objects.get().version == 1


def test_a_failed_check_says_what_to_do(desk: Desk, browser: Client, answers: Answers) -> None:
    bases.connect(desk.office)
    answers.trouble = SourceTrouble("refused", "HTTP 401")
    text = browser.post("/onec/main/").content.decode()
    assert "Что-то пока не работает" in text
    assert "HTTP 401" in text


def test_everything_is_read_anew(desk: Desk, browser: Client, answers: Answers) -> None:
    bases.connect(desk.office)
    assert "ещё не читалась" in page(browser)
    for _click in range(2):
        browser.post("/onec/main/refresh", {"key": "click-0001"})
    desk.settle()
    assert [(base, lane) for base, lane, _asked in answers.runs] == [("main", "changes")]
    assert "полминуты" in browser.post("/onec/main/refresh", follow=True).content.decode()


def test_the_journal_says_what_came_of_a_reading(desk: Desk, browser: Client) -> None:
    bases.connect(desk.office)
    bases.say(bases.found("1"), bases.found("2"), lane="first", desk=desk)
    text = page(browser)
    assert "прочитано 2" in text
    assert "новых 2" in text
    assert 'href="/edocs/?base=main"' in text
    assert "1 контрагент без компании" in text


def test_days_until_overdue_are_said_for_each_kind(desk: Desk, browser: Client) -> None:
    bases.connect(desk.office)
    sent = {"contract-warn": "7", "contract-critical": "10", "act-warn": "", "act-critical": "", "version": "1"}
    assert browser.post("/onec/main/terms/", sent).status_code == 302
    assert Base.objects.get().overdue == {"contract": {"warn": 7, "critical": 10}}
    text = page(browser, "/onec/main/terms/")
    assert 'name="contract-warn" value="7"' in text
    assert 'name="act-warn" value="3"' in text
    refused = browser.post("/onec/main/terms/", {**sent, "contract-warn": "12", "act-warn": "скоро", "version": "2"})
    assert refused.status_code == 422
    assert 'value="скоро"' in refused.content.decode()
    backwards = browser.post("/onec/main/terms/", {"contract-warn": "12", "contract-critical": "5", "version": "2"})
    assert backwards.status_code == 422
    assert 'class="error"' in backwards.content.decode()


def test_problems_of_a_mapping_are_listed(desk: Desk, browser: Client) -> None:
    bases.connect(desk.office)
    answer = browser.post("/onec/main/mapping/", {"mapping": "like: ерунда", "version": "1"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("<li>Строка") == 2
    assert "like: ерунда</textarea>" in text
    assert browser.post("/onec/main/mapping/", {"mapping": "like: bp30_bed19", "version": "1"}).status_code == 302
    assert "like: bp30_bed19" in page(browser, "/onec/main/mapping/")
    assert Base.objects.get().settings["mapping"].strip() == "like: bp30_bed19"


def test_the_key_for_events_is_shown_once(desk: Desk, browser: Client, answers: Answers) -> None:
    bases.connect(desk.office)
    shown_once = [browser.post("/onec/main/key", {"key": "click-0001"}).content.decode() for _click in range(2)]
    keys = {text.split('class="secret"><code>')[1].split("<")[0] for text in shown_once}
    (made,) = keys  # a double click makes one
    assert len(made) >= 40
    assert made not in browser.get("/onec/main/").content.decode()
    assert "http://testserver/api/onec/events" in page(browser)
    assert "Создать другой ключ" in page(browser)
    browser.post("/onec/main/")
    assert answers.accounts[0].secrets["event_key"] == made
    assert answers.accounts[0].secrets["password"] == PASSWORD


def test_what_is_odd_is_listed(desk: Desk, browser: Client) -> None:
    bases.connect(desk.office)
    assert "Странностей нет" in page(browser, "/onec/main/oddities/")
    bases.say(bases.found("1", status="unknown", raw_status="НаСогласованииУЮриста"), lane="first", desk=desk)
    text = page(browser, "/onec/main/oddities/")
    assert "незнакомый статус" in text
    assert "НаСогласованииУЮриста" in text


def test_a_silent_base_is_seen_from_every_page(desk: Desk, browser: Client, now: MovingClock) -> None:
    bases.connect(desk.office)
    bases.say(lane="first")
    assert "1С не отвечает" not in shown(browser, "/inbox/")
    now.at += timedelta(hours=2)
    assert "1С не отвечает: Бухгалтерия" in shown(browser, "/inbox/")
    assert "1С не отвечает" not in shown(signed_in(desk.office, "viktor"), "/inbox/")
    assert "не отвечает" in page(browser, "/onec/")
    bases.say(lane="changes")
    assert "1С не отвечает" not in shown(browser, "/inbox/")


def test_it_is_disconnected(desk: Desk, browser: Client) -> None:
    bases.connect(desk.office)
    assert browser.post("/onec/main/remove").headers["Location"] == "/onec/"
    assert not Base.objects.exists()
    assert browser.post("/onec/main/remove").status_code == 404


def test_with_documents_it_stays_switched_off(desk: Desk, browser: Client) -> None:
    bases.connect(desk.office)
    bases.say(bases.found(), lane="first", desk=desk)
    assert browser.post("/onec/main/remove").headers["Location"] == "/onec/main/"
    assert "выключен" in page(browser)
    assert Base.objects.get().secrets == ""
    assert browser.post("/onec/main/refresh", follow=True).status_code == 200


@pytest.mark.parametrize("name", ["alisa", "director", "lawyer"])
def test_nobody_else_has_these_pages(desk: Desk, name: str) -> None:
    bases.connect(desk.office)
    browser = signed_in(desk.office, name)
    for address in (*PAGES, "/onec/new/", "/onec/missing/"):
        assert browser.get(address).status_code == 403
    for address in ("new/", "main/", *(f"main/{act}" for act in FORMS)):
        assert browser.post(f"/onec/{address}", {**FORM, "secret": EVENT_KEY}).status_code == 403
    assert 'href="/onec/"' not in browser.get("/inbox/").content.decode()
    assert Base.objects.get().version == 1


def test_there_is_no_other_base(browser: Client) -> None:
    for address in PAGES[1:]:
        assert browser.get(address).status_code == 404
    for act in ("", *FORMS):
        assert browser.post(f"/onec/main/{act}", FORM).status_code == 404
