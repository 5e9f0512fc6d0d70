"""Rows without content and contents without rows are found (R7)."""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

import pytest

from marshrut.documents import blobs, duties, queries
from marshrut.documents.models import StoredFile

from .conftest import Store

WEEK = 7 * 24 * 3600


def grow_old(sha256: str, seconds: float) -> None:
    at = time.time() - seconds
    os.utime(blobs.path_of(sha256), (at, at))


def test_nothing_is_wrong_with_a_whole_store(store: Store) -> None:
    for number in range(3):
        grow_old(queries.file(store("a.txt", b"%d" % number)["id"]).sha256, 2 * WEEK)
    assert queries.rows_without_blob() == []
    assert list(queries.blobs_without_row()) == []


def test_a_lost_content_is_an_alarm(store: Store) -> None:
    good, bad = store("a.txt", b"good")["id"], store("a.txt", b"bad")["id"]
    blobs.path_of(queries.file(bad).sha256).unlink()
    assert queries.rows_without_blob() == [bad]
    with queries.open_blob(good) as content:
        assert content.read() == b"good"


def test_a_content_nobody_names_is_found_after_a_week(store: Store, files: Path) -> None:
    sha256 = queries.file(store("a.txt", b"orphan")["id"]).sha256
    StoredFile.objects.all().delete()
    assert list(queries.blobs_without_row()) == []
    grow_old(sha256, WEEK + 60)
    assert list(queries.blobs_without_row()) == [sha256]
    (files / "readme.txt").write_text("not a content")
    assert list(queries.blobs_without_row(older_than=0)) == [sha256]


def test_a_content_stored_again_is_young_again(store: Store) -> None:
    sha256 = queries.file(store("a.txt", b"again")["id"]).sha256
    grow_old(sha256, 2 * WEEK)
    store("b.txt", b"again")
    StoredFile.objects.all().delete()
    assert list(queries.blobs_without_row()) == []


def test_the_hourly_duty(store: Store, files: Path, caplog: pytest.LogCaptureFixture) -> None:
    lost = store("a.txt", b"lost")["id"]
    blobs.path_of(queries.file(lost).sha256).unlink()
    incoming = files / "incoming"
    for name in ("old", "new"):
        (incoming / name).write_bytes(b"half")
    (incoming / "old pages").mkdir()
    for name in ("old", "old pages"):
        os.utime(incoming / name, (0, 0))
    with caplog.at_level(logging.INFO, "marshrut.documents"):
        duties.tidy()
    assert [path.name for path in incoming.iterdir()] == ["new"]
    assert f"№ {lost}" in caplog.text
    assert "2 unfinished" in caplog.text
