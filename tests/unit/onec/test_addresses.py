"""Addresses, sign-in and questions as 1C reads them."""

from __future__ import annotations

from base64 import b64decode
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.integrations.onec import auth, query, url

GUID = "5c1f0b0e-0000-11ee-80c1-000000000001"


@pytest.mark.parametrize(
    ("given_", "service"),
    [
        ("https://1c.example.ru/bp", "https://1c.example.ru/bp/odata/standard.odata"),
        ("https://1c.example.ru/bp/", "https://1c.example.ru/bp/odata/standard.odata"),
        ("https://1c.example.ru/bp/odata/standard.odata/", "https://1c.example.ru/bp/odata/standard.odata"),
        (" https://1c.example.ru/bp/odata/standard.odata/Catalog_X ", "https://1c.example.ru/bp/odata/standard.odata"),
        ("https://1cfresh.com/a/ea/123/odata/standard.odata", "https://1cfresh.com/a/ea/123/odata/standard.odata"),
        ("http://сервер/бух", "http://сервер/%D0%B1%D1%83%D1%85/odata/standard.odata"),
    ],
)
def test_a_publication_or_its_service_may_be_named(given_: str, service: str) -> None:
    assert url.base(given_) == service
    assert url.publication(given_) == service.removesuffix("/odata/standard.odata")


@pytest.mark.parametrize(
    "wrong", ["", "bp", "ftp://x/bp", "https:///bp", "https://x/bp?a=1", "https://x/b%5Cp", "https://["]
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(url.Unfit):
        url.base(wrong)


def test_row_1_a_space_is_never_a_plus() -> None:
    told = url.address("https://x/bp/odata/standard.odata", "Catalog_Контрагенты", {"$filter": "A eq 'б в+г&д#е%'"})
    assert "+" not in told
    assert told.endswith("?$filter=A%20eq%20'%D0%B1%20%D0%B2%2B%D0%B3%26%D0%B4%23%D0%B5%25'")
    assert "/Catalog_%D0%9A%D0%BE" in told


@given(st.text(max_size=40))
def test_a_query_never_holds_what_a_server_reads_otherwise(text: str) -> None:
    told = url.query({"$filter": text.encode("utf-8", "ignore").decode()})
    assert not set(told.removeprefix("$filter=")) & set("+ &#\r\n")


@pytest.mark.parametrize("sign", ["?", "+", "\\", "\n", "\0"])
def test_what_servers_refuse_in_a_path_is_not_sent(sign: str) -> None:
    with pytest.raises(url.Unfit):
        url.segment(f"Catalog_{sign}")


def test_row_3_a_login_goes_in_utf8() -> None:
    told = auth.header("Обмен Ёж", "пароль:1")
    assert b64decode(told.removeprefix("Basic ")).decode() == "Обмен Ёж:пароль:1"
    assert b64decode(auth.header("a", "").removeprefix("Basic ")) == b"a:"
    with pytest.raises(ValueError, match="colon"):
        auth.header("a:b", "")


def test_literals() -> None:
    assert query.text("O'Neil") == "'O''Neil'"
    assert query.when(datetime(2026, 1, 2, 3, 4, 5)) == "datetime'2026-01-02T03:04:05'"  # noqa: DTZ001
    assert query.is_ref("Ref_Key", GUID) == f"Ref_Key eq guid'{GUID}'"
    assert query.select(["A", "B", "A"]) == "A,B"
    with pytest.raises(ValueError, match="guid"):
        query.guid("x' or 1 eq 1 or '")


def test_row_9_a_reference_of_several_types_is_compared_in_three_ways() -> None:
    assert query.is_composite("Д", GUID, "Document_X", "cast") == f"Д eq cast(guid'{GUID}','Document_X')"
    assert query.is_composite("Д", GUID, "Document_X", "string") == f"Д eq '{GUID}'"
    assert query.is_composite("Д", GUID, "Document_X", "guid") == f"Д eq guid'{GUID}'"
