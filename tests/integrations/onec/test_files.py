"""Files of documents: out of the base, out of a service beside it, or a reason why there is none (S2.16)."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

import pytest

from marshrut.edocs import queries
from marshrut.edocs.source import Content, FileRef, SourceTrouble
from marshrut.integrations.onec import files, form
from marshrut.integrations.onec.source import OneC as Program

from .conftest import Office

PICTURES = "Catalog_КэшВизуализацииДокументовЭДОПрисоединенныеФайлы"
MESSAGES = "Catalog_СообщениеЭДОПрисоединенныеФайлы"


@dataclass
class Known:
    profile: dict[str, Any]


@pytest.fixture
def shelf(office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[Office, tuple[FileRef, ...]]:
    key = office.onec.sent("УПД-1")
    office.later(minutes=10)
    office.read()
    monkeypatch.setattr(queries, "run_base", lambda base: Known(office.kept.kept()))
    return office, office.memory.of(key).files


def content(office: Office, file: FileRef) -> Content:
    return Program().file(office.account(), file.place, file.ref)


def test_a_picture_is_given_out_of_the_base(shelf: tuple[Office, tuple[FileRef, ...]]) -> None:
    office, (picture, *_rest) = shelf
    found = content(office, picture)
    assert (found.mime, found.code, found.body[:5]) == ("application/pdf", "", b"%PDF-")
    assert found.name.endswith(".pdf")


def test_what_lies_on_a_disk_of_1c_has_a_reason(shelf: tuple[Office, tuple[FileRef, ...]]) -> None:
    office, (_picture, original, *_rest) = shelf
    assert (content(office, original).code, content(office, original).body) == ("in_volume", b"")


def test_a_picture_that_is_none_is_not_given(shelf: tuple[Office, tuple[FileRef, ...]]) -> None:
    office, (picture, *_rest) = shelf
    with office.onec.base.lock:
        row = office.onec.base.tables[PICTURES].find(Ref_Key=picture.ref)
        assert row is not None
        row["ФайлХранилище_Base64Data"] = base64.b64encode(b"<html><script>alert(1)</script>").decode()
    assert (content(office, picture).code, content(office, picture).body) == ("empty", b"")


def test_a_file_that_is_gone(shelf: tuple[Office, tuple[FileRef, ...]]) -> None:
    office, (picture, *_rest) = shelf
    office.onec.base.remove(picture.ref)
    assert content(office, picture).code == "gone"


def test_a_base_without_contents_says_so(shelf: tuple[Office, tuple[FileRef, ...]]) -> None:
    office, (picture, *_rest) = shelf
    office.onec.moods.without = {PICTURES: {"ФайлХранилище_Base64Data"}}
    assert content(office, picture).code == "empty"


@pytest.mark.parametrize(
    ("kind", "code"), [("401", "refused"), ("rights", "rights"), ("html", "html"), ("500", "broken")]
)
def test_a_trouble_is_told(shelf: tuple[Office, tuple[FileRef, ...]], kind: Any, code: str) -> None:
    office, (picture, *_rest) = shelf
    office.onec.fault(kind, times=9)
    assert content(office, picture).code == code


@pytest.mark.parametrize("place", ["Catalog_Контрагенты", "Catalog_X", ""])
def test_only_files_are_given(shelf: tuple[Office, tuple[FileRef, ...]], place: str) -> None:
    office, (picture, *_rest) = shelf
    before = len(office.onec.requests)
    assert content(office, FileRef(place, picture.ref, "")).code == "empty"
    assert content(office, FileRef(PICTURES, "x' or '1", "")).code == "empty"
    assert len(office.onec.requests) == before


def test_a_service_of_its_own_is_asked_when_the_base_has_none(
    shelf: tuple[Office, tuple[FileRef, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    from marshrut.integrations.onec import transport
    from marshrut.kernel.egress import Answer

    office, (_picture, original, *_rest) = shelf
    office.settings["file_service"] = "/hs/marshrut/file/"
    asked: list[str] = []

    def file(self: Any, path: str) -> Answer:
        asked.append(path)
        return Answer(200, {}, b'<?xml version="1.0" encoding="windows-1251"?><x/>')

    monkeypatch.setattr(transport.Line, "file", file)
    found = content(office, original)
    assert (found.mime, found.body[:5]) == ("application/xml", b"<?xml")
    assert asked == [f"hs/marshrut/file/{original.ref}"]


@pytest.mark.parametrize(
    ("body", "mime"),
    [
        (b"%PDF-1.7", "application/pdf"),
        (b"\xef\xbb\xbf<?xml?>", "application/xml"),
        (b"PK\x03\x04", "application/zip"),
        (b"<html>", "application/octet-stream"),
        (b"<svg onload=x>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_nothing_is_called_what_a_browser_would_run(body: bytes, mime: str) -> None:
    assert files.mime(body) == mime


def test_a_person_waits_half_a_minute_at_most_and_nothing_is_asked_twice(
    shelf: tuple[Office, tuple[FileRef, ...]], monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    from marshrut.kernel import egress

    office, (picture, *_rest) = shelf
    patiences: list[float] = []
    usual = egress.Line.ask

    def ask(self: Any, *told: Any, patience: float | None = None, **more: Any) -> egress.Answer:
        patiences.append(patience or 0)
        return usual(self, *told, patience=patience, **more)

    monkeypatch.setattr(egress.Line, "ask", ask)
    office.onec.fault("503", times=9)
    assert content(office, picture).code == "busy"
    assert len(patiences) == 1
    assert 0 < patiences[0] <= files.PATIENCE <= 30
    assert waits == []
    monkeypatch.setattr(files, "PATIENCE", 0.0)
    assert content(office, picture).code == "silent"
    assert len(patiences) == 1


@pytest.mark.parametrize("service", ["hs/file?ref=", "hs/x#", "hs\\x", "hs/%2e%2e/x", "hs/\u202e"])
def test_a_slip_in_the_name_of_the_service_is_said(shelf: tuple[Office, tuple[FileRef, ...]], service: str) -> None:
    office, (_picture, original, *_rest) = shelf
    office.settings["file_service"] = service
    assert content(office, original).code == "settings"
    assert list(form.flaws({"file_service": service})) == ["file_service"]


@pytest.mark.parametrize("service", ["../../admin", "hs/./x", "hs/.."])
def test_a_service_lies_inside_the_publication(service: str) -> None:
    assert list(form.flaws({"file_service": service})) == ["file_service"]
    assert form.flaws({"file_service": " /hs/marshrut/file/ "}) == {}


@pytest.mark.parametrize("day", ["0001-01-01", "0206-01-01", "1989-12-31", "2026-08-05", "9999-12-31", "soon"])
def test_a_day_of_another_century_is_said_at_its_line(office: Office, day: str) -> None:
    assert list(form.flaws({"from_date": day})) == ["from_date"]
    assert form.flaws({"from_date": "2026-08-03"}) == form.flaws({"from_date": ""}) == {}


def test_centuries_are_not_read(office: Office) -> None:
    office.settings["from_date"] = "0206-01-01"
    with pytest.raises(SourceTrouble, match="settings"):
        office.read()
