"""Passwords, limits, bad days: what a carrier does not answer is a trouble with a name and holds no other number."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytest_django import Settings

from marshrut.integrations.carriers import asking, cdek
from marshrut.kernel import egress
from marshrut.shipments.tracking import Account, CarrierTrouble
from tests.support.carriers import russian_post as fake_post
from tests.support.carriers.accounts import (
    CDEK,
    NUMBERS,
    POST,
    PROVIDERS,
    account,
    fetch,
    given,
    known,
    trouble,
)
from tests.support.carriers.driving import Driven

ALL = ("russian_post", "cdek", "dellin")
Carriers = dict[str, Driven]


# -- tokens and passwords ----------------------------------------------------------------------------------------------


def test_one_token_serves_many_questions(carriers: Carriers) -> None:
    carriers["cdek"].knows(CDEK, known("cdek"))
    for _ in range(3):
        fetch(carriers["cdek"], CDEK)
    assert len(carriers["cdek"].calls("/oauth/token")) == 1


def test_a_token_refused_before_its_time_is_renewed_once(carriers: Carriers) -> None:
    carriers["cdek"].knows(CDEK, known("cdek"))
    fetch(carriers["cdek"], CDEK)
    carriers["cdek"].remembers(tokens=[])
    assert fetch(carriers["cdek"], CDEK).events
    assert len(carriers["cdek"].calls("/oauth/token")) == 2


def test_a_token_ends(carriers: Carriers, monkeypatch: pytest.MonkeyPatch) -> None:
    carriers["cdek"].knows(CDEK, known("cdek"))
    fetch(carriers["cdek"], CDEK)
    monkeypatch.setattr(cdek, "monotonic", lambda: 10_000_000.0)
    fetch(carriers["cdek"], CDEK)
    assert len(carriers["cdek"].calls("/oauth/token")) == 2


@pytest.mark.parametrize("lasts", ["1e400", "NaN", "-Infinity", "-5", "1" + "0" * 400, "true", '"an hour"', "null"])
def test_a_token_of_a_strange_length_is_used_once(
    carriers: Carriers, monkeypatch: pytest.MonkeyPatch, lasts: str
) -> None:
    answer = egress.Answer(200, {}, b'{"access_token": "T", "expires_in": %s}' % lasts.encode())
    asked: list[str] = []

    def ask(method: str, address: str, **sent: Any) -> egress.Answer:
        asked.append(address)
        return answer

    monkeypatch.setattr(asking, "ask", ask)
    assert PROVIDERS["cdek"].check(account(carriers["cdek"]))[-1].outcome == "ok"
    PROVIDERS["cdek"].fetch([CDEK], account(carriers["cdek"]))
    assert len([one for one in asked if one.endswith("/oauth/token")]) == 2


def test_an_answer_that_was_not_foreseen_is_said_too(carriers: Carriers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "read", lambda answer: 1 / 0)
    last = PROVIDERS["cdek"].check(account(carriers["cdek"]))[-1]
    assert (last.key, last.outcome) == ("account", "bad")
    assert last.advice


def test_a_changed_secret_gets_a_token_of_its_own(carriers: Carriers) -> None:
    carriers["cdek"].knows(CDEK, known("cdek"))
    fetch(carriers["cdek"], CDEK)
    carriers["cdek"].remembers(secret="renewed-secret")
    assert fetch(carriers["cdek"], CDEK, password="renewed-secret").events
    assert len(carriers["cdek"].calls("/oauth/token")) == 2


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_password_is_refused_and_never_repeated(carriers: Carriers, name: str) -> None:
    (secret,) = given(carriers[name])[1]
    found = trouble(carriers[name], **{secret: "wrong-Xk17"})
    assert found.code == "refused"
    assert "wrong-Xk17" not in str(found)
    assert len(carriers[name].calls()) == 1


# -- limits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_too_many_requests_and_how_long_to_wait(carriers: Carriers, name: str) -> None:
    carriers[name].mood("busy")
    found = trouble(carriers[name])
    assert (found.code, found.retry_after) == ("limit", timedelta(minutes=10))


@pytest.mark.parametrize("name", ["cdek", "dellin"])
def test_a_limit_in_the_middle_keeps_what_was_answered(carriers: Carriers, name: str) -> None:
    numbers = [f"16-000110968{at:02}" for at in range(10)] if name == "dellin" else ["1010101010", "1020202020"]
    for one in numbers:
        carriers[name].knows(one, known(name))
    carriers[name].mood("busy", *([""] * (2 if name == "cdek" else 1)))
    found = fetch(carriers[name], *numbers)
    assert len(found.events) == len(numbers) // 2
    assert not found.failed
    assert found.retry_after == timedelta(minutes=10)


def test_the_limit_of_the_post_is_a_fault(carriers: Carriers) -> None:
    carriers["russian_post"].remembers(used=fake_post.MOST)
    found = trouble(carriers["russian_post"])
    assert found.code == "limit"
    assert "лимит" in found.said


def test_a_number_the_post_does_not_accept(carriers: Carriers) -> None:
    assert list(fetch(carriers["russian_post"], "1234").not_found) == ["1234"]


# -- bad days ----------------------------------------------------------------------------------------------------------

MOODS = {
    "down": {"cut"}, "silent": {"silent"}, "slow": {"silent"}, "cut": {"cut"}, "oversized": {"protocol"},
    "page": {"protocol"}, "redirect": {"protocol"}, "zipped": {"protocol"}, "broken": {"broken"}, "null": {"protocol"},
    "garbage": {"protocol"},
}  # fmt: skip


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("mood", MOODS)
def test_a_bad_day_is_a_trouble_with_a_name(carriers: Carriers, name: str, mood: str) -> None:
    carriers[name].mood(mood)
    assert trouble(carriers[name], NUMBERS[name], "99-00000000000").code in MOODS[mood]
    assert len(carriers[name].calls()) <= asking.IN_A_ROW


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("mood", ["cut", "page", "oversized", "garbage"])
def test_one_bad_answer_holds_no_other_number(carriers: Carriers, name: str, mood: str) -> None:
    number = NUMBERS[name]
    others = {"russian_post": "12345678901231", "cdek": "1020304050", "dellin": "16-00000000001"}
    carriers[name].knows(number, known(name))
    carriers[name].knows(others[name], known(name))
    fetch(carriers[name], number)  # a token
    bad = [mood, mood] if name == "dellin" else [mood]  # both together, then the first of them alone
    carriers[name].mood("", *bad)
    found = fetch(carriers[name], number, others[name])
    assert len(found.failed) == 1
    assert len(found.events) == 1


@pytest.mark.parametrize("name", ALL)
def test_nobody_there(carriers: Carriers, name: str, settings: Settings) -> None:
    gone = Driven(name, 9)
    settings.EGRESS_ALLOW = frozenset({gone.place})
    assert trouble(gone).code == "closed"


@pytest.mark.parametrize("name", ALL)
def test_only_where_the_installation_lets_out(carriers: Carriers, name: str, settings: Settings) -> None:
    settings.EGRESS_ALLOW = frozenset()
    assert trouble(carriers[name]).code == "forbidden"
    assert not carriers[name].calls()


def test_an_answer_that_blows_up_is_refused(carriers: Carriers) -> None:
    carriers["russian_post"].remembers(bomb=True)
    assert trouble(carriers["russian_post"], POST, "12345678901231").code == "protocol"


@pytest.mark.parametrize("name", ALL)
def test_no_trouble_tells_a_secret(carriers: Carriers, name: str, caplog: pytest.LogCaptureFixture) -> None:
    _settings, secrets = given(carriers[name])
    said = [repr(account(carriers[name]))]
    with caplog.at_level(logging.DEBUG):
        for mood in (*MOODS, "echo_page", "echo_object", "echo_fault"):
            carriers[name].mood(mood)
            cdek.forget_tokens()
            found = trouble(carriers[name], NUMBERS[name], "99-00000000000")
            said += [str(found), repr(found), repr(found.__cause__), found.said]
            said += [str(step) for step in PROVIDERS[name].check(account(carriers[name]))]
    for secret in secrets.values():
        assert secret not in "".join(said) + caplog.text


@pytest.mark.parametrize(
    "said",
    ["bad: sec&ret/1", "client_secret=sec%26ret%2F1", "<p>sec&amp;ret/1</p>", "bad: sec&r", "SEC&RET/1 is no password"],
)
def test_a_secret_is_known_however_it_is_spelled(said: str) -> None:
    whole = Account("cdek", {}, {"password": "sec&ret/1", "other": ""})
    with pytest.raises(CarrierTrouble) as found, asking.hushed(whole):
        raise CarrierTrouble("limit", said, retry_after=timedelta(hours=1))
    assert (found.value.code, found.value.said, found.value.retry_after) == ("limit", "", timedelta(hours=1))
    with pytest.raises(CarrierTrouble, match="too often"), asking.hushed(whole):
        raise CarrierTrouble("limit", "too often")


def test_a_visit_ends_in_time(carriers: Carriers, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE", 0.0)
    found = fetch(carriers["cdek"], CDEK)
    assert (found.events, found.not_found, found.failed) == ({}, [], {})  # it stays due
    assert not carriers["cdek"].calls()


# -- «Проверить» -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_a_good_account_is_good(carriers: Carriers, name: str) -> None:
    steps = PROVIDERS[name].check(account(carriers[name]))
    assert [one.outcome for one in steps] == ["ok", "ok", "ok"]


@pytest.mark.parametrize("name", ALL)
def test_what_is_wrong_is_said_with_what_to_do(carriers: Carriers, name: str) -> None:
    (secret,) = given(carriers[name])[1]
    last = PROVIDERS[name].check(account(carriers[name], **{secret: "wrong-Xk17"}))[-1]
    assert (last.key, last.outcome) == ("account", "bad")
    assert last.advice
    assert "wrong-Xk17" not in str(last)
    carriers[name].mood("busy")
    cdek.forget_tokens()
    assert PROVIDERS[name].check(account(carriers[name]))[-1].outcome == "warn"


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("address", ["https://xn--a/", "nonsense", "https://\u0601.example/"])
def test_an_address_nobody_can_read_is_said_with_what_to_do(carriers: Carriers, name: str, address: str) -> None:
    whole = account(carriers[name])
    wrong = replace(whole, settings={**whole.settings, "address": address})
    (step,) = PROVIDERS[name].check(wrong)
    assert (step.key, step.outcome) == ("address", "bad")
    assert step.said
    assert step.advice


@pytest.mark.parametrize("name", ALL)
def test_people_get_a_page_of_the_carrier(name: str) -> None:
    address = PROVIDERS[name].public_url(f"{NUMBERS[name]} &x=1")
    assert address.startswith("https://")
    assert not egress.refused(address)
    assert "%20%26x%3D1" in address
