"""What carriers answer, on good days and bad ones, becomes events, numbers that failed, or a trouble of the carrier."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from marshrut.integrations.carriers import asking, cdek
from marshrut.integrations.carriers.meanings import meaning
from marshrut.kernel import egress
from marshrut.shipments.tracking import CarrierTrouble, FetchResult, TrackEvent
from tests.support.carriers import russian_post as fake_post
from tests.support.carriers.accounts import (
    CDEK,
    DELLIN,
    NUMBERS,
    POST,
    PROVIDERS,
    account,
    given,
    known,
    operation,
    state,
    status,
)  # fmt: skip
from tests.support.carriers.driving import Driven

ALL = ("russian_post", "cdek", "dellin")
Carriers = dict[str, Driven]


def fetch(carrier: Driven, *numbers: str, **secrets: str) -> FetchResult:
    return PROVIDERS[carrier.name].fetch(numbers, account(carrier, **secrets))


def told(carrier: Driven, number: str) -> list[TrackEvent]:
    return sorted(fetch(carrier, number).events[number], key=lambda one: one.at)


def statuses(carrier: Driven, number: str) -> list[tuple[str, str]]:
    return [(one.status, one.leg) for one in told(carrier, number)]


def trouble(carrier: Driven, *numbers: str, **secrets: str) -> CarrierTrouble:
    with pytest.raises(CarrierTrouble) as found:
        fetch(carrier, *(numbers or (NUMBERS[carrier.name],)), **secrets)
    return found.value


# -- good days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    ("kind", "last"), [("moving", "in_transit"), ("arrived", "arrived"), ("delivered", "delivered")]
)
def test_a_shipment_is_told_from_its_first_day(carriers: Carriers, name: str, kind: str, last: str) -> None:
    carriers[name].knows(NUMBERS[name], known(name, kind))
    first, second = told(carriers[name], NUMBERS[name])
    assert (first.status, second.status) == ("accepted", last)
    assert first.at == datetime(2026, 7, 1, 7, tzinfo=UTC)
    assert second.text
    assert second.raw


@pytest.mark.parametrize("name", ALL)
def test_said_twice_is_the_same_event(carriers: Carriers, name: str) -> None:
    carriers[name].knows(NUMBERS[name], known(name))
    before, after = (told(carriers[name], NUMBERS[name]) for _ in range(2))
    assert [one.uid for one in before] == [one.uid for one in after]
    assert len({one.uid for one in before}) == 2


@pytest.mark.parametrize("name", ALL)
def test_a_number_nobody_knows_holds_no_other(carriers: Carriers, name: str) -> None:
    other = {"russian_post": "12345678901231", "cdek": "1020304050", "dellin": "16-00000000001"}[name]
    carriers[name].knows(NUMBERS[name], known(name))
    found = fetch(carriers[name], other, NUMBERS[name])
    assert list(found.events) == [NUMBERS[name]]
    assert list(found.not_found) == [other]


def test_one_record_alone_is_a_history(carriers: Carriers) -> None:
    post = carriers["russian_post"]
    post.knows(POST, [operation(1, 1, "2026-07-01T10:00:00.000+03:00", "Приём")])
    assert statuses(post, POST) == [("accepted", "")]


def test_an_operation_without_attribute(carriers: Carriers) -> None:
    post = carriers["russian_post"]
    times = [f"2026-07-0{day}T10:00:00.000+03:00" for day in range(1, 5)]
    kinds = [9, 8, 2, 43]
    post.knows(POST, [operation(kind, None, at) for kind, at in zip(kinds, times, strict=True)])
    # handed over, but to whom? nobody says delivered for them
    assert [one for one, _leg in statuses(post, POST)] == ["in_transit", "in_transit", "unknown_event", "arrived"]


def test_names_and_places_of_the_post(carriers: Carriers) -> None:
    post = carriers["russian_post"]
    post.knows(POST, [operation(8, 2, "2026-07-01T10:00:00.000+03:00", "Обработка", "Казань <&> 1")])
    (one,) = told(post, POST)
    assert (one.text, one.place, one.code) == ("Обработка: атрибут 2", "101000 Казань <&> 1", "8/2")
    assert "ИВАНОВА" not in str(one.raw)  # whose letter it is, nobody asked


def test_what_comes_back_is_on_the_way_back(carriers: Carriers) -> None:
    post = carriers["russian_post"]
    steps = [(1, 1), (8, 2), (12, 1), (3, 1), (8, 4), (8, 2), (2, 2)]
    rows = [operation(*step, f"2026-07-{day:02}T10:00:00.000+03:00") for day, step in enumerate(steps, 1)]
    post.knows(POST, rows[::-1])
    assert statuses(post, POST) == [
        ("accepted", ""), ("arrived", ""), ("delivery_failed", ""), ("returning", "return"), ("in_transit", "return"),
        ("arrived", "return"), ("returned", "return"),
    ]  # fmt: skip


def test_a_term_of_keeping_that_runs_out_is_told_and_changes_nothing(carriers: Carriers) -> None:
    post = carriers["russian_post"]
    post.knows(POST, [operation(8, 28, "2026-07-01T10:00:00.000+03:00")])
    (one,) = told(post, POST)
    assert (one.status, one.alert) == ("note", "storage")


@pytest.mark.parametrize("name", ALL)
def test_an_unknown_code_is_shown_as_it_is_and_logged(
    carriers: Carriers, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    at = "2026-07-03T10:00:00.000+03:00"
    told_so = {
        "russian_post": [operation(77, 5, at, "Телепортация")],
        "cdek": {"statuses": [status("TELEPORTED", at)]},
        "dellin": [state("teleported", at)],
    }
    carriers[name].knows(NUMBERS[name], told_so[name])
    meaning.cache_clear()
    with caplog.at_level(logging.WARNING):
        (one,) = told(carriers[name], NUMBERS[name])
    assert one.status == "unknown_event"
    assert one.text
    assert one.code in caplog.text


def test_an_order_not_delivered_comes_back_as_another_order(carriers: Carriers) -> None:
    there = [status("RECEIVED_AT_SHIPMENT_WAREHOUSE", "2026-07-01T07:00:00+0000"),
             status("RETURNED_TO_RECIPIENT_CITY_WAREHOUSE", "2026-07-02T07:00:00+0000"),
             status("NOT_DELIVERED", "2026-07-03T07:00:00+0000")]  # fmt: skip
    back = [status("CREATED", "2026-07-03T08:00:00+0000"), status("DELIVERED", "2026-07-06T07:00:00+0000")]
    carriers["cdek"].knows(CDEK, {"statuses": there, "return": "1099999999"})
    carriers["cdek"].knows("1099999999", {"statuses": back, "is_return": True})
    assert statuses(carriers["cdek"], CDEK) == [
        ("accepted", ""), ("delivery_failed", ""), ("returning", "return"), ("registered", "return"),
        ("delivered", "return"),
    ]  # fmt: skip
    # whoever waits for the return itself follows its own number
    assert statuses(carriers["cdek"], "1099999999")[-1] == ("delivered", "")


def test_a_status_taken_back(carriers: Carriers) -> None:
    at = "2026-07-03T07:00:00+0000"
    rows = [status("DELIVERED", at, deleted=True), status("TAKEN_BY_COURIER", at),
            status("TAKEN_BY_COURIER", at, deleted=True)]  # fmt: skip
    carriers["cdek"].knows(CDEK, {"statuses": rows})
    assert {(one.status, one.void) for one in told(carriers["cdek"], CDEK)} == {
        ("delivered", True), ("out_for_delivery", False),
    }  # fmt: skip


def test_both_spellings_and_a_russian_letter(carriers: Carriers) -> None:
    codes = ["READY_TO_SHIP_AT_SENDING_OFFICE", "READY_FOR_SHIPMENT_IN_SENDER_CITY", "СREATED"]
    rows = [status(code, f"2026-07-0{day}T07:00:00+0000") for day, code in enumerate(codes, 1)]
    carriers["cdek"].knows(CDEK, {"statuses": rows})
    assert [one for one, _leg in statuses(carriers["cdek"], CDEK)] == ["in_transit", "in_transit", "registered"]


def test_five_documents_a_call_in_any_order(carriers: Carriers) -> None:
    numbers = [f"16-000110968{at:02}" for at in range(12)]
    for one in numbers:
        carriers["dellin"].knows(one, known("dellin", "delivered"))
    found = fetch(carriers["dellin"], *numbers)
    assert set(found.events) == set(numbers)
    assert [one.status for one in sorted(found.events[numbers[3]], key=lambda one: one.at)] == ["accepted", "delivered"]
    assert len(carriers["dellin"].calls()) == 3


def test_papers_that_come_back(carriers: Carriers) -> None:
    carriers["dellin"].knows(DELLIN, [state("accompanying_documents_return", "2026-07-03T10:00:00")])
    (one,) = told(carriers["dellin"], DELLIN)
    assert (one.status, one.alert, one.at) == ("delivered", "docs_returning", datetime(2026, 7, 3, 7, tzinfo=UTC))


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
        for mood in MOODS:
            carriers[name].mood(mood)
            found = trouble(carriers[name], NUMBERS[name], "99-00000000000")
            said += [str(found), repr(found), repr(found.__cause__), found.said]
    for secret in secrets.values():
        assert secret not in "".join(said) + caplog.text


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
def test_people_get_a_page_of_the_carrier(name: str) -> None:
    address = PROVIDERS[name].public_url(f"{NUMBERS[name]} &x=1")
    assert address.startswith("https://")
    assert not egress.refused(address)
    assert "%20%26x%3D1" in address
