"""The log of deliveries and rules for everybody: narrowed by reasons, sent once more, chosen for the silent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from marshrut.channels.models import Defaults, Delivery
from marshrut.kernel import clock
from tests.doors.web.conftest import shown, signed_in
from tests.support import pigeons as support
from tests.support.office import MovingClock, Office
from tests.support.pigeons import Pigeons

RULES = {
    "goes-decisions-pigeon": "now", "goes-reminders-pigeon": "now", "goes-escalations-pigeon": "now",
    "goes-talk-pigeon": "none", "goes-news-pigeon": "digest", "goes-house-pigeon": "digest",
    "quiet": "hours", "since": "20:00", "until": "08:00", "digest-0": "10:30", "minutes": "7",
}  # fmt: skip


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving):
        yield moving


@pytest.fixture
def office(office: Office, now: MovingClock) -> Iterator[Office]:
    with support.flying(Pigeons()):
        support.connect(office)
        yield office


@pytest.fixture
def browser(office: Office) -> Client:
    return signed_in(office, "admin")


def page(browser: Client, address: str = "/channels/log/") -> str:
    return shown(browser, address).split("<main")[1]


def told(office: Office, person: str = "alisa", **changes: Any) -> Delivery:
    """An attempt, as the room would have written it."""
    given: dict[str, Any] = {
        "notice": Delivery.objects.count() + 1, "person_id": office.id(person), "channel": "pigeon",
        "address": support.found(office, person),
        "state": "sent", "number": "7F3K", "group": "decisions", "at": clock.now(), "about": "task_opened",
    }  # fmt: skip
    return Delivery.objects.create(**(given | changes))


def test_nothing_was_sent_yet(browser: Client) -> None:
    assert "Пока ничего не отправлено" in page(browser)


def test_each_attempt_has_its_reason(office: Office, browser: Client) -> None:
    told(office)
    told(office, state="failed", why="blocked", said="Forbidden: bot was blocked by the user")
    told(office, "boris", state="held", why="quiet", next_at=clock.now() + timedelta(hours=9))
    text = page(browser)
    for said in ("№ 7F3K", "заблокировал", "bot was blocked by the user", "Дальше:"):
        assert said in text
    assert "Отправить ещё раз" in text


def test_it_is_narrowed_and_turned_over(office: Office, browser: Client) -> None:
    told(office, state="failed", why="gone")
    for _number in range(60):
        told(office, "boris")
    names = office.people["alisa"].short_name.replace("\u00a0", " "), office.people["boris"].short_name
    assert names[0] not in page(browser)
    failed = page(browser, "/channels/log/?state=failed")
    assert names[0] in failed
    assert "Сбросить" in failed
    assert names[0] in page(browser, f"/channels/log/?person={office.id('alisa')}")
    assert "Ничего не нашлось" in page(browser, "/channels/log/?since=2026-08-01")
    assert "Ничего не нашлось" in page(browser, "/channels/log/?group=talk")
    older = next(part for part in browser.get("/channels/log/").content.decode().split('"') if "after=" in part)
    assert names[0] in page(browser, older)


@pytest.mark.parametrize("asked", ["state=nonsense", "person=x", "since=31-31-31", "after=-1", "channel=%27&group=.."])
def test_nonsense_is_no_question(office: Office, browser: Client, asked: str) -> None:
    told(office)
    assert browser.get(f"/channels/log/?{asked}").status_code == 200


def test_what_failed_is_sent_once_more(office: Office, browser: Client) -> None:
    failed = told(office, state="failed", why="silent")
    sent = {"key": "retry-0001", "next": "/channels/log/?state=failed"}
    for _click in range(2):
        answer = browser.post(f"/channels/log/{failed.pk}/retry", sent)
        assert answer.headers["Location"] == "/channels/log/?state=failed"
    assert Delivery.objects.filter(notice=failed.notice, n=2).count() == 1
    going = told(office, state="queued")
    browser.post(f"/channels/log/{going.pk}/retry", {"next": "https://evil.example/"})
    assert not Delivery.objects.filter(notice=going.notice, n=2).exists()


def test_a_press_leads_nowhere_else(office: Office, browser: Client) -> None:
    failed = told(office, state="failed", why="silent")
    answer = browser.post(f"/channels/log/{failed.pk}/retry", {"next": "https://evil.example/"})
    assert answer.headers["Location"] == "/channels/log/"


def test_what_is_said_is_not_in_the_log(office: Office, browser: Client) -> None:
    card = office.request(amount="123456.78")
    told(office, "boris", card_id=card)
    assert "123 456" not in page(browser)


def test_rules_for_everybody(office: Office, browser: Client) -> None:
    text = page(browser, "/channels/rules/")
    assert "Нельзя отключить во всех каналах сразу" in text
    assert browser.post("/channels/rules/", RULES).status_code == 302
    row = Defaults.objects.get()
    assert (row.minutes, row.digest, row.matrix["talk"]) == (7, ["10:30"], {"pigeon": "none"})
    assert row.quiet == {"kind": "hours", "from": "20:00", "to": "08:00", "days": []}
    again = page(browser, "/channels/rules/")
    assert 'value="10:30"' in again
    assert 'value="7"' in again


def test_what_was_typed_survives_a_refusal(office: Office, browser: Client) -> None:
    wrong = {**RULES, "minutes": "скоро", "digest-0": "11:15"}
    answer = browser.post("/channels/rules/", wrong)
    assert answer.status_code == 422
    assert 'value="скоро"' in answer.content.decode()
    assert 'value="11:15"' in answer.content.decode()
    same = browser.post("/channels/rules/", {**RULES, "until": "20:00"})
    assert same.status_code == 422
    assert 'class="error"' in same.content.decode()
    assert not Defaults.objects.exists()


def test_decisions_must_go_somewhere(office: Office, browser: Client) -> None:
    answer = browser.post("/channels/rules/", {**RULES, "goes-decisions-pigeon": "none"})
    assert answer.status_code == 422
    assert "хотя бы один" in answer.content.decode()
    assert not Defaults.objects.exists()


def test_two_administrators_do_not_overwrite_each_other(office: Office, browser: Client) -> None:
    browser.post("/channels/rules/", {**RULES, "version": "0"})
    stale = browser.post("/channels/rules/", {**RULES, "minutes": "9", "version": "0"})
    assert stale.status_code == 409
    assert 'value="9"' in stale.content.decode()
    assert Defaults.objects.get().minutes == 7
