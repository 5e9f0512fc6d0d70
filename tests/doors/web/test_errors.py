"""Error pages: in the look of the product, in both languages, without a word of data."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from marshrut.doors.web.middleware import POLICY
from tests.support.office import Office


@pytest.fixture
def broken(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    def explode(*_args: Any) -> None:
        raise RuntimeError("секрет: 7707083893")

    monkeypatch.setattr("marshrut.cards.queries.counts", explode)
    clerk.raise_request_exception = False
    return clerk


@pytest.mark.parametrize(
    ("address", "status", "russian", "english"),
    [
        ("/nothing/", 404, "Такой страницы нет", "There is no such page"),
        ("/cards/999999/", 404, "Такой страницы нет", "There is no such page"),
        ("/org/roles/new/", 403, "нет прав", "You are not allowed"),
        ("/logout/", 405, "", ""),
        ("/tasks/bulk", 405, "Запрос не понят", "The request was not understood"),
    ],
)
def test_refusals_speak_both_languages(
    clerk: Client, office: Office, address: str, status: int, russian: str, english: str
) -> None:
    for language, words in (("ru", russian), ("en", english)):
        office.people["alisa"].language = language
        office.people["alisa"].save()
        page = clerk.get(address)
        assert page.status_code == status
        assert words in page.content.decode()
        assert page.headers["Content-Security-Policy"] == POLICY


def test_a_fault_of_ours_tells_nothing(broken: Client, office: Office) -> None:
    for language, words in (("ru", "Ошибка на нашей стороне"), ("en", "Something broke on our side")):
        office.people["alisa"].language = language
        office.people["alisa"].save()
        page = broken.get("/inbox/")
        text = page.content.decode()
        assert page.status_code == 500
        assert words in text
        assert "7707083893" not in text
        assert "RuntimeError" not in text
        assert page.headers["Content-Security-Policy"] == POLICY


def test_a_request_for_another_host(clerk: Client) -> None:
    page = clerk.get("/inbox/", headers={"host": "evil.example"})
    assert page.status_code == 400
    assert "Запрос не понят" in page.content.decode()
    assert "evil.example" not in page.content.decode()
    assert page.headers["Content-Security-Policy"] == POLICY


def test_a_stranger_is_not_told_what_exists(client: Client, office: Office) -> None:
    real, made_up = (client.get(f"/cards/{number}/").headers["Location"] for number in (office.request(), 999_999))
    assert real.startswith("/login/")
    assert made_up.startswith("/login/")


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "idna", "base64", "no-such", '"'])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=XX"])
def test_a_form_in_a_strange_charset_is_not_understood(db: None, kind: str, charset: str) -> None:
    body = b"username=%D8"
    if "XX" in kind:
        body = b'--XX\r\nContent-Disposition: form-data; name="username"\r\n\r\n+abc\xd8\r\n--XX--\r\n'
    for strict in (False, True):
        browser = Client(enforce_csrf_checks=strict)
        answer = browser.generic("POST", "/login/", body, content_type=f"{kind}; charset={charset}")
        assert answer.status_code == 400


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8"])
def test_a_form_may_name_its_charset(office: Office, charset: str) -> None:
    kind = f"application/x-www-form-urlencoded; charset={charset}"
    assert Client().generic("POST", "/login/", b"username=x", content_type=kind).status_code == 422
