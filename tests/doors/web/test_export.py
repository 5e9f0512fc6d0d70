"""A list of cards goes away as a table: only cards the reader may export, and not without a line about it."""

from __future__ import annotations

import html

import pytest
from django.db import connection
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.cards.queries import export
from marshrut.documents import tables
from marshrut.history.queries import timeline
from tests.doors.web.conftest import signed_in
from tests.support.office import Office

EXPORT = "/cards/payment_request/export"


def taken(browser: Client, query: str = "", form: str = "csv") -> list[list[str]]:
    answer = browser.post(f"{EXPORT}{query}", {"form": form})
    assert answer.status_code == 200
    return tables.read(content(answer))


def content(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.fixture
def director(office: Office) -> Client:
    return signed_in(office, "director")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_table_holds_the_list_with_its_fields(office: Office, director: Client, form: str) -> None:
    card = office.request(purpose="=HYPERLINK(1)")
    office.request(purpose="Крышки")
    heading, *rows = taken(director, form=form)
    assert len(rows) == 2
    found = dict(zip(heading, rows[1], strict=True))
    assert found["№"].endswith(f"-{card}")
    assert (found["Контрагент"], found["ИНН"]) == ("Стеклозавод", "7707083893")
    assert found["Сумма, ₽"].replace(",", ".").rstrip("0") == "125000.5"
    assert "Алиева" in found["Автор"]
    assert "Борисов" in found["У кого"]
    assert "=HYPERLINK(1)" in rows[1]
    assert "Счёт.pdf" in " ".join(rows[1])


def test_a_text_that_looks_like_a_formula_is_none_in_the_file(office: Office, director: Client) -> None:
    office.request(purpose="=cmd|' /C calc'!A0")
    answer = director.post(EXPORT, {"form": "csv"})
    assert "'=cmd" in content(answer).decode("utf-8-sig")
    assert 'attachment; filename="payment_request.csv"' in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_filter_goes_along_and_stands_in_the_journal(office: Office, director: Client, admin: Client) -> None:
    office.request(purpose="Флаконы")
    office.request(purpose="Крышки")
    assert len(taken(director, "?q=крышки")) == 2
    journal = html.unescape(admin.get("/org/exports/").content.decode())
    assert "Громова" in journal
    assert "1 строка" in journal
    assert "q=" in journal


def test_only_cards_with_the_right_to_export(office: Office, director: Client) -> None:
    """Алиса sees her own requests and may take none away; nor do administrators see cards by being ones."""
    office.request()
    for name in ("alisa", "admin", "viktor"):
        answer = signed_in(office, name).post(EXPORT, {"form": "csv"})
        assert answer.status_code == 403, name
    assert timeline("exports") == []
    assert "/export" not in signed_in(office, "alisa").get("/cards/payment_request/list/").content.decode()
    assert EXPORT in director.get("/cards/payment_request/list/").content.decode()


def test_a_long_list_is_cut_and_says_so(office: Office, director: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _number in range(3):
        office.request()
    monkeypatch.setattr(export, "MOST", 2)
    rows = taken(director)
    assert len(rows) == 4
    assert "первые 2 карточек из 3" in rows[-1][0]
    assert "сузьте список" in director.get("/cards/payment_request/list/").content.decode()
    assert timeline("exports")[-1].body["cut"] is True


def test_more_cards_cost_no_more_queries(office: Office, director: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            taken(director)
        return len(queries)

    office.request()
    cost()
    before = cost()
    for _number in range(5):
        office.request()
    assert cost() == before
    assert before <= 16


def test_the_list_can_be_narrowed_to_what_waits_for_a_colleague(office: Office, director: Client) -> None:
    card = office.request()
    done = office.request()
    office.complete(done, "approve", "approved", "boris")
    page = html.unescape(director.get(f"/cards/payment_request/list/?waiting={office.id('boris')}").content.decode())
    assert f"/cards/{card}/" in page
    assert f"/cards/{done}/" not in page
    assert "у кого: Борисов" in page.replace("\u00a0", " ")
