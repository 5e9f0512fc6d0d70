"""Showing a formalised document and reading one into a form cost a fixed number of queries, whatever is in it."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.documents import commands as documents
from tests.support import fns
from tests.support.office import Office, build

#: queries at most
PAGE, READ = 7, 8


@pytest.fixture
def office(db: None) -> Office:
    return build()


def test_the_paper(office: Office, client: Client) -> None:
    client.force_login(office.people["alisa"])
    made = documents.store_file(office.actor("alisa"), name="УПД.xml", stream=io.BytesIO(fns.upd_501()))
    url = f"/files/{made['id']}/document/"
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, headers={"HX-Request": "true"}).status_code == 200
    assert len(queries) <= PAGE, [one["sql"] for one in queries]


def test_reading_into_a_form(office: Office, client: Client) -> None:
    client.force_login(office.people["alisa"])

    def read() -> int:
        file = SimpleUploadedFile("УПД.xml", fns.upd_501())
        with CaptureQueriesContext(connection) as queries:
            assert client.post("/cards/payment_request/read/?field=invoice", {"file": file}).status_code == 200
        return len(queries)

    read()
    assert read() <= READ
