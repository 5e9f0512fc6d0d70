"""Formalised documents in the store: known by their root, found by their words, archives looked into later."""

from __future__ import annotations

import io

import pytest

from marshrut.documents import blobs, commands, queries, starting
from marshrut.documents.fns import asking
from marshrut.documents.rules import FORMAL, FORMAL_ZIP, INERT, ZIP
from marshrut.jobs import worker
from marshrut.jobs.models import Effect
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden, NotFound
from tests.support import company, fns
from tests.support.company import acting
from tests.support.kinds import shipped

from .conftest import Store


def add(office: company.Company, name: str, content: bytes) -> tuple[int, int]:
    """(paper, file)"""
    shipped()
    file = int(commands.store_file(acting(office.admin), name=name, stream=io.BytesIO(content))["id"])
    return int(commands.add_document(acting(office.admin), kind="contract", file=file)["id"]), file


def found_by(office: company.Company, text: str) -> list[int]:
    return [row.id for row in queries.library(acting(office.admin), queries.Filter(text=text)).rows]


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "utf-16"])
def test_it_is_known_by_its_root(store: Store, encoding: str) -> None:
    file = store("ON_NSCHFDOPPR_1.xml", fns.upd_501(encoding=encoding))["id"]
    info = queries.file(file)
    assert (info.content_type, info.formal, info.preview) == (FORMAL, True, "absent")
    assert queries.formal(file).document is not None


def test_other_xml_is_plain_bytes(store: Store) -> None:
    file = store("page.xml", b'<?xml version="1.0"?><svg onload="x"/>')["id"]
    assert queries.file(file).content_type == INERT
    assert queries.formal(file).note == "Этот файл — не формализованный документ."


def test_its_words_find_its_paper(office: company.Company) -> None:
    paper, _file = add(office, "УПД.xml", fns.upd_501())
    worker.drain(strict=True)
    assert found_by(office, "крышка дозатор") == [paper]
    assert found_by(office, fns.SELLER_INN) == [paper]


def test_an_archive_is_looked_into_after_it_is_kept(office: company.Company) -> None:
    paper, file = add(office, "УПД.zip", fns.archive())
    assert queries.file(file).content_type == ZIP
    worker.drain(strict=True)
    assert queries.file(file).content_type == FORMAL_ZIP
    assert queries.formal(file).document is not None
    worker.drain(strict=True)
    assert found_by(office, "крышка дозатор") == [paper]


def test_any_other_archive_stays_one(store: Store) -> None:
    file = store("Фото.zip", fns.archive({"a.txt": b"x"}))["id"]
    worker.drain(strict=True)
    assert queries.file(file).content_type == ZIP
    assert set(Effect.objects.values_list("state", flat=True)) == {"done"}


def test_it_is_read_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file = store("УПД.xml", fns.upd_501())["id"]
    first = queries.formal(file)
    monkeypatch.setattr(starting, "run", lambda *_: pytest.fail("read again"))
    assert queries.formal(file) == first


def test_a_better_reader_reads_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    info = queries.file(store("УПД.xml", fns.upd_501())["id"])
    blobs.keep_formal(info.sha256, '{"by": 1, "why": "broken"}')
    assert queries.formal(info.id).document is None
    monkeypatch.setattr(asking, "READER", asking.READER + 1)
    assert queries.formal(info.id).document is not None


def test_a_stopped_reader_is_no_verdict(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file = store("УПД.xml", fns.upd_503())["id"]
    with monkeypatch.context() as patch:
        patch.setattr(starting, "run", lambda *_: -9)
        assert "не хватило времени" in queries.formal(file).note
    assert queries.formal(file).document is not None


def test_fifty_megabytes_are_kept_and_not_read(store: Store) -> None:
    file = store("Большой.xml", fns.upd_501() + b"<!--" + b" " * (49 << 20) + b"-->")["id"]
    assert "он слишком большой" in queries.formal(file).note


def test_only_the_system_says_that_an_archive_holds_one(office: company.Company, store: Store) -> None:
    file = store("УПД.zip", fns.archive())["id"]
    with pytest.raises(Forbidden):
        commands.record_formal(acting(office.admin), file=file)
    with pytest.raises(NotFound):
        commands.record_formal(Actor.system(), file=404)
    plain = store("УПД.xml", fns.upd_501())["id"]
    commands.record_formal(Actor.system(), file=plain)
    assert queries.file(plain).content_type == FORMAL
