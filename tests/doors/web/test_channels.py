"""Channels for administrators: connected, checked step by step, switched; what is secret never comes back."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.test import Client

from marshrut.channels.models import Channel
from marshrut.channels.wire import WireTrouble
from marshrut.kernel import clock
from marshrut.kernel.outside import Step
from tests.doors.web.conftest import shown, signed_in
from tests.support import pigeons as support
from tests.support.office import MovingClock, Office
from tests.support.pigeons import SECRET, Pigeons

FORM = {"own_token": SECRET, "own_url": "https://pigeons.example", "own_how": "poll", "limit_sum": "", "active": "1"}
ADDRESSES = ("/channels/", "/channels/rules/", "/channels/log/", "/channels/pigeon/", "/channels/pigeon/edit/")


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def pigeon(now: MovingClock) -> Iterator[Pigeons]:
    one = Pigeons()
    with support.flying(one, Pigeons("crow", "Ворона", form=(), presses=False, links=False, hears="never")):
        yield one


@pytest.fixture
def browser(office: Office, pigeon: Pigeons) -> Client:
    return signed_in(office, "admin")


def page(browser: Client, address: str = "/channels/") -> str:
    return shown(browser, address).split("<main")[1]


def test_each_says_what_it_needs(browser: Client) -> None:
    text = page(browser)
    assert "всегда включён" in text
    assert "Понадобится: токен" in text
    assert "Для подключения ничего не нужно" in text
    assert text.count("не подключён") == 2
    one = page(browser, "/channels/pigeon/")
    assert 'href="/channels/pigeon/edit/"' in one
    assert "Для подключения понадобится" in one


def test_connected_checked_and_changed(browser: Client, pigeon: Pigeons) -> None:
    assert browser.post("/channels/pigeon/edit/", FORM).headers["Location"] == "/channels/pigeon/"
    pigeon.steps = [Step("account", "Вход", "ok"), Step("hook", "Адрес", "warn", "пока не слышали", "Подождите")]
    answer = browser.post("/channels/pigeon/").content.decode()
    for said in ("Всё работает", "Вход", "пока не слышали", "Подождите"):
        assert said in answer
    assert "Оставьте пустым, чтобы не менять" in page(browser, "/channels/pigeon/edit/")
    changed = {**FORM, "own_token": "", "limit_sum": "1 000 000,50", "short": "1", "version": "1"}
    assert browser.post("/channels/pigeon/edit/", changed).status_code == 302
    row = Channel.objects.get()
    assert (row.limit_sum, row.short) == (Decimal("1000000.50"), True)
    there = page(browser, "/channels/pigeon/")
    assert "без имён, сумм и файлов" in there


def test_what_is_secret_never_comes_back(browser: Client) -> None:
    browser.post("/channels/pigeon/edit/", FORM)
    refused = browser.post("/channels/pigeon/edit/", {**FORM, "limit_sum": "много", "version": "1"})
    assert refused.status_code == 422
    assert 'value="много"' in refused.content.decode()
    pages = [browser.get(one).content.decode() for one in ADDRESSES]
    assert not any(SECRET in one for one in (*pages, refused.content.decode()))
    assert "никому не показывается" in pages[3]


def test_what_was_typed_survives_a_refusal(browser: Client) -> None:
    answer = browser.post("/channels/pigeon/edit/", {**FORM, "own_url": "не адрес", "own_token": ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="не адрес"' in text
    assert text.count('class="error"') == 2
    assert not Channel.objects.exists()


def test_another_address_asks_for_the_token_again(browser: Client) -> None:
    browser.post("/channels/pigeon/edit/", FORM)
    elsewhere = {**FORM, "own_url": "https://thief.example", "own_token": "", "version": "1"}
    assert browser.post("/channels/pigeon/edit/", elsewhere).status_code == 422
    assert Channel.objects.get().settings["url"] == "https://pigeons.example"


def test_two_administrators_do_not_overwrite_each_other(browser: Client) -> None:
    browser.post("/channels/pigeon/edit/", FORM)
    stale = browser.post("/channels/pigeon/edit/", {**FORM, "own_how": "hook"})
    assert stale.status_code == 409
    assert 'value="hook"' in stale.content.decode()
    assert Channel.objects.get().settings["how"] == "poll"


def test_a_double_click_connects_once(browser: Client) -> None:
    for _click in range(2):
        assert browser.post("/channels/pigeon/edit/", {**FORM, "key": "click-0001"}).status_code == 302
    assert Channel.objects.get().version == 1


def test_a_failed_check_says_what_to_do(browser: Client, pigeon: Pigeons) -> None:
    browser.post("/channels/pigeon/edit/", FORM)
    pigeon.troubles = [WireTrouble("refused", "Unauthorized")]
    text = browser.post("/channels/pigeon/").content.decode()
    assert "Что-то пока не работает" in text
    assert "Unauthorized" in text


def test_it_is_switched_off_and_on(browser: Client) -> None:
    browser.post("/channels/pigeon/edit/", FORM)
    browser.post("/channels/pigeon/switch", {"on": "0"})
    assert not Channel.objects.get().active
    assert "выключен" in page(browser)
    browser.post("/channels/pigeon/switch", {"on": "1"})
    assert Channel.objects.get().active


@pytest.mark.parametrize("name", ["alisa", "director"])
def test_nobody_else_has_these_pages(office: Office, pigeon: Pigeons, name: str) -> None:
    browser = signed_in(office, name)
    for address in (*ADDRESSES, "/channels/missing/"):
        assert browser.get(address).status_code == 403
    for address in ("/channels/pigeon/", "/channels/pigeon/edit/", "/channels/pigeon/switch", "/channels/rules/"):
        assert browser.post(address, FORM).status_code == 403
    assert browser.post("/channels/log/1/retry").status_code == 403
    assert 'href="/channels/"' not in browser.get("/inbox/").content.decode()
    assert not Channel.objects.exists()


def test_there_is_no_other_channel(browser: Client) -> None:
    assert browser.get("/channels/missing/").status_code == 404
    assert browser.post("/channels/pigeon/switch", {"on": "1"}).status_code in (404, 409)  # not connected yet
    assert browser.post("/channels/log/999999/retry").status_code == 404


def test_settings_stay_while_the_program_is_away(office: Office, browser: Client) -> None:
    browser.post("/channels/pigeon/edit/", FORM)
    with support.flying():
        assert "не установлен" in page(browser)
        one = page(browser, "/channels/pigeon/")
    assert "Настройки сохранены" in one
    assert 'href="/channels/pigeon/edit/"' not in one
