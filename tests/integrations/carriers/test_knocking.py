"""СДЭК knocks: a number has news. Whoever knocks is not believed, only heard."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from marshrut.integrations.carriers import polling
from marshrut.jobs import effects
from marshrut.shipments import queries
from marshrut.shipments.models import Carrier
from tests.support.carriers.accounts import CDEK, known
from tests.support.carriers.shipping import Shipping


@pytest.fixture
def stranger() -> Client:
    return Client(enforce_csrf_checks=True)


def address(shipping: Shipping, carrier: str = "cdek") -> str:
    return queries.carrier(shipping.parcels.office.actor("admin"), carrier).hook


def knock(stranger: Client, where: str, number: Any = CDEK, **more: Any) -> int:
    body = {
        "type": "ORDER_STATUS", "date_time": "2026-07-02T09:00:00+0000", "uuid": "72753031-0000-4000-8000-000000000001",
        "attributes": {"is_return": False, "cdek_number": number, "code": "DELIVERED", "status_code": "4"}, **more,
    }  # fmt: skip
    return stranger.post(where, json.dumps(body), content_type="application/json").status_code


def worker(shipping: Shipping) -> None:
    effects.perform(effects.take("carriers"))
    effects.perform(effects.take(polling.kind("cdek")))
    shipping.parcels.settle()


def test_a_knock_is_a_question_at_once_and_the_answer_counts(shipping: Shipping, stranger: Client) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek", "arrived"))  # and not delivered, whatever the knock says
    card = shipping.ship("cdek")
    assert knock(stranger, address(shipping)) == 200
    worker(shipping)
    assert (shipping.stage(card), shipping.row(card).status) == ("arrived", "arrived")


def test_many_knocks_are_one_question(shipping: Shipping, stranger: Client) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek"))
    shipping.ship("cdek")
    for _ in range(5):
        assert knock(stranger, address(shipping)) == 200
        worker(shipping)
    assert len(shipping.carriers["cdek"].calls("/v2/orders")) == 1


def test_only_at_its_own_address(shipping: Shipping, stranger: Client) -> None:
    shipping.ship("cdek")
    where = address(shipping)
    assert len(where) > 40
    for wrong in ("/hooks/cdek/guess/", where.replace("cdek", "dellin"), f"{where[:-2]}x/", "/hooks/cdek/"):
        assert knock(stranger, wrong) == 404
    assert stranger.get(where).status_code == 405
    worker(shipping)
    assert not shipping.carriers["cdek"].calls("/v2/orders")


@pytest.mark.parametrize("carrier", ["dellin", "russian_post", "demo"])
def test_others_do_not_knock(shipping: Shipping, carrier: str) -> None:
    assert address(shipping, carrier) == ""


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"{", b'{"attributes": 5}', b'{"attributes": {"cdek_number": true}}', b"\xff\xfe",
     b'{"attributes": {"cdek_number": "%s"}}' % (b"9" * 1000), b'{"attributes": {"cdek_number": "\\u0000"}}',
     b"[" * 20_000, b'{"type": "PRINT_FORM", "attributes": {"url": "https://x"}}',
     b'{"attributes": {"cdek_number": {"$ne": 1}}}'],
)  # fmt: skip
def test_nonsense_does_nothing(shipping: Shipping, stranger: Client, body: bytes) -> None:
    shipping.ship("cdek")
    assert stranger.post(address(shipping), body, content_type="application/json").status_code == 200
    worker(shipping)
    assert not shipping.carriers["cdek"].calls()


@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data; boundary=x", "multipart/form-data", "multipart/form-data; boundary=\xff",
     "application/x-www-form-urlencoded", "text/plain", "", "nonsense", "application/xml; charset=utf-8"],
)  # fmt: skip
@pytest.mark.parametrize(
    "body", [b"", b"a=%00&b=\0", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--']
)
def test_whatever_it_calls_itself_is_answered_quietly(
    shipping: Shipping, stranger: Client, kind: str, body: bytes
) -> None:
    assert stranger.post(address(shipping), body, content_type=kind).status_code == 200
    assert stranger.post("/hooks/cdek/guess/", body, content_type=kind).status_code == 404


def test_a_notice_counts_whatever_it_calls_itself(shipping: Shipping, stranger: Client) -> None:
    shipping.carriers["cdek"].knows(CDEK, known("cdek", "arrived"))
    shipping.ship("cdek")
    body = json.dumps({"attributes": {"cdek_number": CDEK}})
    kind = "multipart/form-data; boundary=x"
    assert stranger.post(address(shipping), body, content_type=kind).status_code == 200
    worker(shipping)
    assert len(shipping.carriers["cdek"].calls("/v2/orders")) == 1


def test_a_long_body_is_refused_before_it_is_read(shipping: Shipping, stranger: Client) -> None:
    body = json.dumps({"attributes": {"cdek_number": CDEK}, "more": "x" * 270_000})
    answer = stranger.post(address(shipping), body, content_type="application/json", headers={"Accept": "*/*"})
    assert answer.status_code == 413


def test_a_number_of_nobody_is_nobodys(shipping: Shipping, stranger: Client) -> None:
    assert knock(stranger, address(shipping), 1234567890) == 200
    assert knock(stranger, address(shipping), int(CDEK)) == 200


def test_the_address_changes_with_the_connection_and_not_with_the_key(
    shipping: Shipping, stranger: Client, settings: Settings
) -> None:
    where = address(shipping)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another key of the installation"
    assert knock(stranger, where) == 404
    settings.SECRET_KEY_FALLBACKS = [before]
    assert knock(stranger, where) == 200
    assert address(shipping) != where
    settings.SECRET_KEY = before
    shipping.set("cdek", active=False)
    assert address(shipping) == ""
    assert knock(stranger, where) == 404
    Carrier.objects.all().delete()
    shipping.parcels.now.at = shipping.parcels.now.at.replace(minute=1)
    shipping.connect("cdek")
    assert knock(stranger, where) == 404


def test_only_administrators_see_the_address(shipping: Shipping) -> None:
    assert queries.carriers(shipping.parcels.office.actor("alisa")) == []
