"""Many papers as one ZIP: contents as they are, names that do not clash, limits, and what is lost is named."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from marshrut.documents import blobs, bundling, queries
from marshrut.documents.bundling import bundle
from marshrut.kernel.errors import Invalid

from .conftest import Store


def test_contents_under_their_names(store: Store) -> None:
    one, two = store("a.txt", b"one")["id"], store("b.txt", b"two")["id"]
    wanted = [("Договоры/акт.txt", one), ("Договоры/акт.txt", two), ("../../x.txt", one)]
    with bundle(wanted) as made, zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        read = {name: archive.read(name) for name in archive.namelist()}
    assert read == {"Договоры/акт.txt": b"one", "Договоры/акт (2).txt": b"two", "x.txt": b"one"}


def test_what_is_lost_is_named(files: Path, store: Store) -> None:
    kept, lost = store("a.txt", b"one")["id"], store("b.txt", b"two")["id"]
    blobs.path_of(queries.file(lost).sha256).unlink()
    with bundle([("a.txt", kept), ("b.txt", lost), ("c.txt", 999_999)]) as made, zipfile.ZipFile(made) as archive:
        assert archive.namelist() == ["a.txt", "Не вошло в архив.txt"]
        assert archive.read("Не вошло в архив.txt").decode() == "b.txt\r\nc.txt"


def test_limits(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file = store("a.txt", b"one")["id"]
    with pytest.raises(Invalid, match="хотя бы один"):
        bundle([])
    monkeypatch.setattr(bundling, "FILES", 2)
    with pytest.raises(Invalid, match="до 2 файлов"):
        bundle([("a.txt", file)] * 3)
    monkeypatch.setattr(bundling, "SIZE", 5)
    with pytest.raises(Invalid):
        bundle([("a.txt", file)] * 2)
