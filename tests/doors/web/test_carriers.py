"""Carriers for administrators: connected, checked step by step, disconnected; what is secret never comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from marshrut.kernel import clock
from marshrut.kernel.outside import Step
from marshrut.shipments.models import Carrier
from marshrut.shipments.tracking import CarrierTrouble
from tests.doors.web.conftest import shown, signed_in
from tests.support import parcels as support
from tests.support.office import MovingClock
from tests.support.parcels import NUMBER, SECRET, Answers, Parcels

FORM = {"own_url": "https://api.cdek.example", "own_login": "ours", "own_secret": SECRET, "quota": "", "active": "1"}


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-11-05 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def parcels(db: None, now: MovingClock) -> Iterator[Parcels]:
    cdek, demo = Answers(), Answers("demo", "Учебный", form=(), stands_in=True)
    with support.answering(cdek, demo):
        yield support.build(now, cdek)


@pytest.fixture
def browser(parcels: Parcels) -> Client:
    return signed_in(parcels.office, "admin")


def page(browser: Client, address: str = "/carriers/") -> str:
    return shown(browser, address).split("<main")[1]


def test_each_says_what_it_needs(parcels: Parcels, browser: Client, settings: Settings) -> None:
    settings.TRAINING = True
    text = page(browser)
    assert "Понадобится: идентификатор, пароль" in text
    assert "Для подключения ничего не нужно" in text
    assert text.count("не подключён") == 2
    assert "ПЭК" in text.split("Вручную ведутся")[1]
    one = page(browser, "/carriers/cdek/")
    assert "Для подключения понадобится" in one
    assert 'href="/carriers/cdek/edit/"' in one


def test_connected_checked_and_changed(parcels: Parcels, browser: Client) -> None:
    assert browser.post("/carriers/cdek/edit/", FORM).headers["Location"] == "/carriers/cdek/"
    parcels.cdek.steps = [
        Step("account", "Вход", "ok"),
        Step("order", "Запрос", "warn", "пока нет заказов", "Подождите"),
    ]
    answer = browser.post("/carriers/cdek/").content.decode()
    for said in ("Всё работает", "Вход", "пока нет заказов", "Подождите"):
        assert said in answer
    text = page(browser, "/carriers/cdek/edit/")
    assert "Оставьте пустым, чтобы не менять" in text
    changed = {**FORM, "own_secret": "", "own_login": "другой", "quota": "50", "version": "1"}
    assert browser.post("/carriers/cdek/edit/", changed).status_code == 302
    there = page(browser, "/carriers/cdek/")
    assert "другой" in there
    assert "0 из 50" in there


def test_what_is_secret_never_comes_back(parcels: Parcels, browser: Client) -> None:
    browser.post("/carriers/cdek/edit/", FORM)
    refused = browser.post("/carriers/cdek/edit/", {**FORM, "quota": "много", "version": "1"})
    assert refused.status_code == 422
    pages = [browser.get(one).content.decode() for one in ("/carriers/", "/carriers/cdek/", "/carriers/cdek/edit/")]
    assert not any(SECRET in one for one in (*pages, refused.content.decode()))
    assert "никому не показывается" in pages[1]


def test_what_was_typed_survives_a_refusal(parcels: Parcels, browser: Client) -> None:
    answer = browser.post("/carriers/cdek/edit/", {**FORM, "own_url": "не адрес", "own_login": "", "quota": "7"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="не адрес"' in text
    assert 'value="7"' in text
    assert text.count('class="error"') == 2
    assert not Carrier.objects.exists()


def test_two_administrators_do_not_overwrite_each_other(parcels: Parcels, browser: Client) -> None:
    browser.post("/carriers/cdek/edit/", FORM)
    stale = browser.post("/carriers/cdek/edit/", {**FORM, "own_login": "второй"})
    assert stale.status_code == 409
    assert "second" not in stale.content.decode()
    assert 'value="второй"' in stale.content.decode()
    assert Carrier.objects.get().settings["login"] == "ours"


def test_a_double_click_connects_once(parcels: Parcels, browser: Client) -> None:
    for _click in range(2):
        assert browser.post("/carriers/cdek/edit/", {**FORM, "key": "click-0001"}).status_code == 302
    assert Carrier.objects.get().version == 1


def test_where_the_carrier_may_knock(parcels: Parcels, browser: Client) -> None:
    assert "/hooks/" not in page(browser, "/carriers/cdek/")
    browser.post("/carriers/cdek/edit/", FORM)
    assert "http://testserver/hooks/cdek/" in page(browser, "/carriers/cdek/")
    assert "/hooks/" not in page(browser)


def test_a_failed_check_says_what_to_do(parcels: Parcels, browser: Client) -> None:
    browser.post("/carriers/cdek/edit/", FORM)
    parcels.cdek.trouble = CarrierTrouble("refused", "invalid_client")
    text = browser.post("/carriers/cdek/").content.decode()
    assert "Что-то пока не работает" in text
    assert "invalid_client" in text
    assert "из кабинета" in text or "договор" in text


def test_a_silent_carrier_is_seen_from_every_page(parcels: Parcels, browser: Client, now: MovingClock) -> None:
    browser.post("/carriers/cdek/edit/", FORM)
    parcels.parcel()
    parcels.cdek.trouble = CarrierTrouble("silent")
    for _hour in range(30):
        now.at += timedelta(hours=1)
        parcels.poll()
    assert "Перевозчик не отвечает: СДЭК" in shown(browser, "/inbox/")
    assert "Перевозчик не отвечает" not in shown(signed_in(parcels.office, "alisa"), "/inbox/")
    one = page(browser, "/carriers/cdek/")
    assert "не отвечает" in one
    assert "следит за 1 отправлением" in one
    parcels.cdek.trouble = None
    parcels.say("in_transit", number=NUMBER)
    parcels.later(hours=2)
    parcels.poll()
    assert "Перевозчик не отвечает" not in shown(browser, "/inbox/")


def test_it_is_disconnected(parcels: Parcels, browser: Client) -> None:
    browser.post("/carriers/cdek/edit/", FORM)
    assert browser.post("/carriers/cdek/remove").status_code == 302
    assert not Carrier.objects.exists()
    assert browser.post("/carriers/cdek/remove").status_code == 404


@pytest.mark.parametrize("name", ["alisa", "director"])
def test_nobody_else_has_these_pages(parcels: Parcels, name: str) -> None:
    browser = signed_in(parcels.office, name)
    for address in ("/carriers/", "/carriers/cdek/", "/carriers/cdek/edit/", "/carriers/missing/"):
        assert browser.get(address).status_code == 403
    for address in ("/carriers/cdek/", "/carriers/cdek/edit/", "/carriers/cdek/remove"):
        assert browser.post(address, FORM).status_code == 403
    assert 'href="/carriers/"' not in browser.get("/inbox/").content.decode()
    assert not Carrier.objects.exists()


def test_there_is_no_other_carrier(parcels: Parcels, browser: Client) -> None:
    assert browser.get("/carriers/missing/").status_code == 404
    assert browser.post("/carriers/cdek/").status_code == 404  # nothing to check before it is connected


def test_pages_cost_few_queries(parcels: Parcels, browser: Client) -> None:
    browser.post("/carriers/cdek/edit/", FORM)

    def cost(address: str) -> int:
        browser.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(address).status_code == 200
        return len(queries)

    before = [cost(address) for address in ("/carriers/", "/carriers/cdek/")]
    for _number in range(3):
        parcels.parcel()
    assert [cost(address) for address in ("/carriers/", "/carriers/cdek/")] == before
    assert max(before) <= 16


def test_the_training_carrier_says_why_it_cannot_be_connected(parcels: Parcels, browser: Client) -> None:
    assert "Только для обучения" in page(browser)
    one = page(browser, "/carriers/demo/")
    assert "Вымышленные вручения" in one
    assert 'href="/carriers/demo/edit/"' not in one
    refused = browser.post("/carriers/demo/edit/", {"quota": "", "active": "1"})
    assert refused.status_code == 409
    assert "Вымышленные вручения" in refused.content.decode()
