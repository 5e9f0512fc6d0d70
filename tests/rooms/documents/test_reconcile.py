"""Rows without content and contents without rows are found (R7)."""

from __future__ import annotations

import os
import time
from pathlib import Path

from marshrut.documents import blobs, queries
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
