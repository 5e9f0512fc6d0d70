"""What carriers answer, on good days and bad ones, becomes events, numbers that failed, or a trouble of the carrier."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest

from marshrut.integrations.carriers.meanings import meaning
from marshrut.shipments.tracking import TrackEvent
from tests.support.carriers.accounts import (
    CDEK,
    DELLIN,
    NUMBERS,
    POST,
    fetch,
    known,
    operation,
    state,
    status,
)
from tests.support.carriers.driving import Driven

ALL = ("russian_post", "cdek", "dellin")
Carriers = dict[str, Driven]


def told(carrier: Driven, number: str) -> list[TrackEvent]:
    return sorted(fetch(carrier, number).events[number], key=lambda one: one.at)


def statuses(carrier: Driven, number: str) -> list[tuple[str, str]]:
    return [(one.status, one.leg) for one in told(carrier, number)]


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
