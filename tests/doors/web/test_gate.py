"""What no page ever reads: bodies without end, NUL, addresses that are none."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, override_settings

from tests.support.office import Office


@pytest.mark.parametrize("address", ["/cards/payment_request/list/?stage=%00", "/inbox/?tab=%00", "/inbox/?%00=1"])
def test_nul_in_the_address(clerk: Client, address: str) -> None:
    page = clerk.get(address)
    assert page.status_code == 400
    assert "Запрос не понят" in page.content.decode()


@pytest.mark.parametrize("sent", [{"name": "a\0b"}, {"na\0me": "a"}])
def test_nul_in_a_form(clerk: Client, sent: dict[str, str]) -> None:
    assert clerk.post("/cards/payment_request/views/?q=x", sent).status_code == 400
    answer = clerk.post("/cards/payment_request/views/?q=x", sent, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "400")


@pytest.mark.parametrize(
    "query", ["stage=nowhere", "stage=%0a", "from=1e999999999", "to=1e5", "from=%D9%A1", "since=9999-99-99"]
)
@pytest.mark.parametrize("part", ["", "list/"])
def test_filters_nobody_understands_are_left_out(clerk: Client, query: str, part: str) -> None:
    assert clerk.get(f"/cards/payment_request/{part}?{query}").status_code == 200


def test_a_sum_without_end(clerk: Client, office: Office) -> None:
    sent = {**office.fields(amount="1e999999999"), "key": "form-of-alisa-01"}
    assert clerk.post("/cards/payment_request/new/", sent).status_code == 422


def test_a_view_is_named_in_plain_letters(clerk: Client) -> None:
    answer = clerk.post("/cards/payment_request/views/?q=x", {"name": "a\nb\x07"})
    assert answer.status_code == 422
    assert "нельзя сохранить" in answer.content.decode()


@pytest.mark.parametrize("headers", [{"hx-request": "true", "hx-current-url": "http://[x"}, {"referer": "http://[x"}])
def test_a_stranger_from_an_address_that_is_none(client: Client, office: Office, headers: dict[str, str]) -> None:
    answer = client.post("/tasks/bulk", headers=headers)
    assert answer.status_code in (204, 302)


@override_settings(FILE_LIMIT=1 << 20)
@pytest.mark.parametrize(
    ("address", "length", "status", "words"),
    [
        ("/login/", (64 << 10) + 1, 413, "Для входа это слишком много"),
        ("/cards/payment_request/new/", (6 << 20) + 1, 413, "не больше 6 МБ"),
        ("/cards/payment_request/new/", "9" * 30, 413, "не больше 6 МБ"),
        ("/cards/payment_request/new/", "-1", 400, "Запрос не понят"),
    ],
)
def test_bodies_are_bounded(client: Client, db: Any, address: str, length: Any, status: int, words: str) -> None:
    for browser in (client, Client(enforce_csrf_checks=True)):
        page = browser.post(address, {"a": "b"}, CONTENT_LENGTH=str(length), headers={"accept-language": "ru"})
        assert page.status_code == status
        assert words in page.content.decode()


def test_a_body_without_a_length(clerk: Client) -> None:
    page = clerk.post("/tasks/bulk", {"a": "b"}, CONTENT_LENGTH="", headers={"transfer-encoding": "chunked"})
    assert page.status_code == 411
