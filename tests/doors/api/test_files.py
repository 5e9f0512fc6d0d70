"""Files over the JSON door."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django.fixtures import Settings

from marshrut.documents.models import StoredFile
from marshrut.history.models import Event
from tests.support import fns
from tests.support.office import PDF, Office

from .client import Api, problem


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_upload_is_its_uploaders_until_it_lies_on_a_card(api: Api, office: Office) -> None:
    made = api.upload(name="Счёт № 7.pdf")
    assert made.status_code == 201
    file = made.json()["id"]
    assert made.json() == {
        "id": file,
        "name": "Счёт № 7.pdf",
        "size": len(PDF),
        "content_type": "application/pdf",
        "links": {"self": f"/api/files/{file}", "page": f"/files/{file}/"},
    }
    got = api.get(f"/files/{file}")
    assert body(got) == PDF
    assert got.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    problem(api.get(f"/files/{file}", "boris"), 404, "not_found")
    office.request(invoice=[file])
    assert body(api.get(f"/files/{file}", "boris")) == PDF
    foreign, missing = api.get(f"/files/{file}", "viktor"), api.get("/files/999999", "viktor")
    assert foreign.content == missing.content


def test_attached_to_a_card(api: Api, office: Office) -> None:
    card = office.request()
    made = api.upload(f"/cards/{card}/files", "boris", "Смета.pdf")
    assert made.status_code == 201
    assert made.json()["id"] in [one["id"] for one in api.get(f"/cards/{card}").json()["files"]]


def test_refused_attachment_leaves_nothing(api: Api, office: Office) -> None:
    card = office.request()
    before = StoredFile.objects.count()
    problem(api.upload(f"/cards/{card}/files", "viktor"), 404, "not_found")
    problem(api.upload(f"/cards/{card}/files", "director"), 403, "forbidden")
    assert StoredFile.objects.count() == before


def test_repeated_upload_with_one_key_is_one_file(api: Api, office: Office) -> None:
    card = office.request()
    first = api.upload(Idempotency_Key="a")
    assert api.upload(Idempotency_Key="a").json() == first.json()
    problem(api.upload(Idempotency_Key="a", content=PDF + b"\n"), 409, "key_reused")
    problem(api.upload(Idempotency_Key="a", name="Другое.pdf"), 409, "key_reused")
    attached = api.upload(f"/cards/{card}/files", Idempotency_Key="b")
    assert api.upload(f"/cards/{card}/files", Idempotency_Key="b").json() == attached.json()
    assert Event.objects.filter(subject=f"card:{card}", kind="file.attached").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("Пусто.pdf", b"", "file_empty"), ("Счёт.pdf", b"MZ\x90 program", "file_lies")],
)
def test_what_documents_refuse(api: Api, name: str, content: bytes, code: str) -> None:
    problem(api.upload(name=name, content=content), 422, code)


def test_too_large(api: Api, settings: Settings) -> None:
    settings.FILE_LIMIT = 1000
    problem(api.upload(content=PDF + b" " * 1000), 422, "file_too_big")
    problem(api.upload(content=PDF + b" " * 200_000), 413, "too_large")


def test_names_of_parts_that_nobody_knows(api: Api) -> None:
    said = problem(api.upload(data={"card": "5"}), 422, "invalid")
    assert list(said["fields"]) == ["card"]
    problem(api.post("/files", {"file": "x"}), 422, "invalid")
    broken = api.client.generic(
        "POST", "/api/files", b"--x\r\nbroken", "multipart/form-data; boundary=", headers=api.headers("alisa")
    )
    problem(broken, 400, "bad_request")


def test_names_that_try_to_be_paths(api: Api) -> None:
    for name in ("../../etc/passwd.pdf", "a\x00b.pdf", "..\\con.pdf", "я" * 500 + ".pdf", '"; filename="x.pdf'):
        made = api.upload(name=name)
        assert made.status_code == 201, (name, made.content)
        assert not {"/", "\\", "\0"} & set(made.json()["name"])


def test_a_formalised_document_is_read(api: Api, office: Office) -> None:
    file = api.upload(name="УПД.xml", content=fns.upd_501()).json()["id"]
    told = api.get(f"/files/{file}/document").json()
    assert (told["title"], told["total"]) == ("УПД № 215 от 12.11.2026", "63000.00")
    assert told["seller"]["inn"] == fns.SELLER_INN
    assert told["lines"][0]["quantity"] == "1000"
    problem(api.get(f"/files/{file}/document", "viktor"), 404, "not_found")
    plain = api.upload(name="Счёт.pdf").json()["id"]
    problem(api.get(f"/files/{plain}/document"), 422, "no_document")


def test_a_card_of_a_program_is_filled_from_its_file(api: Api, office: Office) -> None:
    """What the body names, even as null, is left alone."""
    file = api.upload(name="УПД.xml", content=fns.upd_501()).json()["id"]
    body = {"type": "payment_request", "start": False, "fields": {"invoice": [file], "purpose": None}}
    made = api.post("/cards", body).json()
    shown = api.get(f"/cards/{made['card']}").json()["fields"]
    assert shown["amount"] == "63000.00"
    assert not shown.get("purpose")
