"""Files are stored once by their content, under a label; refusals leave nothing behind."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import tracemalloc
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import Settings

from marshrut.documents import blobs, commands, queries
from marshrut.documents.models import StoredFile
from marshrut.documents.upload import Upload
from marshrut.jobs.models import Effect
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from marshrut.org import commands as org
from tests.support import company
from tests.support.company import acting
from tests.support.hostile_files import page_pdf

from .conftest import Store

AT = datetime.fromisoformat("2026-11-20T11:30:00+00:00")
PDF = page_pdf()


class Zeros:
    """So many zero bytes without holding them."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, size: int = -1, /) -> bytes:
        part = min(size, self.left)
        self.left -= part
        return bytes(part)


def kept(files: Path) -> set[str]:
    return {str(path.relative_to(files)) for path in files.rglob("*") if path.is_file()}


def test_a_stored_file(office: company.Company, store: Store, files: Path) -> None:
    with clock.running(lambda: AT):
        stored = store("C:\\Счета\\Счёт № 5.pdf", PDF)
    digest = hashlib.sha256(PDF).hexdigest()
    info = queries.file(stored["id"])
    assert (info.name, info.size, info.content_type, info.sha256) == (
        "Счёт № 5.pdf",
        len(PDF),
        "application/pdf",
        digest,
    )
    assert (info.uploaded_by, info.uploaded_at, info.preview) == (office.alice, AT, "waiting")
    assert kept(files) == {f"{digest[:2]}/{digest[2:4]}/{digest}"}
    with queries.open_blob(stored["id"]) as content:
        assert content.read() == PDF
    assert stored == {
        "id": info.id,
        "name": "Счёт № 5.pdf",
        "size": len(PDF),
        "content_type": "application/pdf",
        "preview": "waiting",
    }


def test_only_we_may_read_what_is_stored(store: Store, files: Path) -> None:
    store("a.pdf", PDF)
    for path in files.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_one_content_is_kept_once_under_two_names(store: Store, files: Path) -> None:
    first, second = store("Первый.pdf", PDF), store("Второй.pdf", PDF)
    assert first["id"] != second["id"]
    assert len(kept(files)) == 1
    assert {info.name for info in queries.describe([first["id"], second["id"], 404]).values()} == {
        "Первый.pdf",
        "Второй.pdf",
    }


def test_a_content_damaged_on_disk_is_mended_by_the_next_upload(store: Store) -> None:
    stored = store("a.pdf", PDF)
    blobs.path_of(queries.file(stored["id"]).sha256).write_bytes(b"cut")
    with queries.open_blob(store("b.pdf", PDF)["id"]) as content:
        assert content.read() == PDF


def test_the_preview_is_asked_for_in_the_same_transaction(store: Store) -> None:
    with transaction.atomic():
        store("a.pdf", PDF)
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert not Effect.objects.filter(kind="documents.preview").exists()
    stored = store("a.pdf", PDF)
    effect = Effect.objects.get(kind="documents.preview")
    assert (effect.kind, effect.lane, effect.payload) == ("documents.preview", "preview", {"file": stored["id"]})


def test_types_without_pages_ask_for_no_preview(store: Store) -> None:
    stored = store("a.txt", b"text")
    assert (stored["content_type"], stored["preview"]) == ("text/plain", "absent")
    assert not Effect.objects.filter(kind="documents.preview").exists()
    with translation.override("ru"):
        assert (
            queries.file(stored["id"]).preview_note
            == "Файлы этого типа здесь не показываются. Скачайте файл, чтобы прочитать."
        )


@pytest.mark.parametrize(
    ("name", "content", "code", "sentence"),
    [
        ("a.pdf", b"", "file_empty", "Файл пустой. Проверьте, сохранился ли он до конца."),
        (
            "a.pdf",
            b"\x89PNG\r\n\x1a\n" + bytes(30),
            "file_lies",
            "Имя файла кончается на .pdf, а внутри — PNG. Переименуйте файл или сохраните его в нужном формате.",
        ),
        (
            "a.pdf",
            b"<html>",
            "file_lies",
            "Имя файла кончается на .pdf, но внутри что-то другое. Откройте файл, проверьте его и сохраните заново.",
        ),
        ("a.zip", b"x" * (2 << 20), "file_too_big", "Файл больше 1 МБ. Сожмите его или разделите на части."),
    ],
)
def test_refusals_say_what_to_do_and_leave_nothing(
    store: Store, files: Path, settings: Settings, name: str, content: bytes, code: str, sentence: str
) -> None:
    settings.FILE_LIMIT = 1 << 20
    with translation.override("ru"), pytest.raises(Invalid) as refusal:
        store(name, content)
    assert (refusal.value.code, str(refusal.value)) == (code, sentence)
    assert kept(files) == set()
    assert not StoredFile.objects.exists()


def test_the_limit_itself_is_allowed(store: Store, settings: Settings) -> None:
    settings.FILE_LIMIT = 1 << 20
    assert store("a.txt", b"x" * (1 << 20))["size"] == 1 << 20
    with pytest.raises(Invalid):
        store("a.txt", b"x" * ((1 << 20) + 1))


def test_an_endless_stream_is_cut_off_early(office: company.Company, files: Path) -> None:
    endless = Zeros(1 << 40)
    with pytest.raises(Invalid):
        commands.store_file(acting(office.alice), name="a.bin", stream=endless)
    assert (1 << 40) - endless.left < 60 << 20
    assert kept(files) == set()


def test_a_large_file_never_lies_in_memory_whole(office: company.Company) -> None:
    tracemalloc.start()
    commands.store_file(acting(office.alice), name="a.bin", stream=Zeros(40 << 20))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 << 20


def test_a_full_disk_is_said_before_it_is_full(store: Store, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for free, total in ((1 << 30, 100 << 30), (90 << 20, 1000 << 20)):
        monkeypatch.setattr(blobs, "free_bytes", lambda free=free, total=total: (free, total))
        with pytest.raises(Refused) as refusal:
            store("a.txt", b"x")
        assert refusal.value.code == "disk_full"
    monkeypatch.setattr(blobs, "free_bytes", lambda: (110 << 20, 1000 << 20))
    store("a.txt", b"x")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_disk_that_fills_up_meanwhile(
    store: Store, files: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(number, "full")

    monkeypatch.setattr(os, "fsync", full)
    (files / "incoming").mkdir(parents=True)
    with pytest.raises(Refused) as refusal:
        store("a.txt", b"x")
    assert refusal.value.code == "disk_full"
    assert kept(files) == set()


def test_who_may_store(office: company.Company) -> None:
    org.dismiss_person(company.SYSTEM, person=office.victor)
    for actor in (acting(office.victor), Actor.person(404), Actor("person", "api")):
        with pytest.raises(Forbidden):
            commands.store_file(actor, name="a.txt", stream=io.BytesIO(b"x"))
    stored = commands.store_file(Actor.robot("payments/forms"), name="a.txt", stream=io.BytesIO(b"x"))
    assert queries.file(stored["id"]).uploaded_by is None


def test_people_do_not_record_previews(office: company.Company, store: Store) -> None:
    stored = store("a.pdf", PDF)
    with pytest.raises(Forbidden):
        commands.record_preview(acting(office.admin), file=stored["id"], page_count=1, pictures=[[1, 1]])
    with pytest.raises(NotFound):
        commands.record_preview(Actor.system(), file=404, page_count=1, pictures=[[1, 1]])


def test_a_repeated_upload_with_one_key_is_one_file(office: company.Company) -> None:
    def send(content: bytes) -> dict[str, Any]:
        stream = Upload(io.BytesIO(content))
        return commands.store_file(acting(office.alice), name="a.pdf", stream=stream, key="k1")

    assert send(PDF) == send(PDF)
    assert StoredFile.objects.count() == 1
    with pytest.raises(Conflict):
        send(PDF + b"\n")


def test_what_is_not_there_is_not_found(store: Store) -> None:
    stored = store("a.pdf", PDF)
    blobs.path_of(queries.file(stored["id"]).sha256).unlink()
    with pytest.raises(NotFound):
        queries.open_blob(stored["id"])
    for ask in (queries.file, queries.open_blob, queries.pages):
        with pytest.raises(NotFound):
            ask(404)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" * 64])
def test_only_a_digest_becomes_a_path(digest: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        blobs.path_of(digest)
