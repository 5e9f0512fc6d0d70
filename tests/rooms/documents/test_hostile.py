"""Every hostile file is refused with a sentence or stored as a harmless attachment, in bounded time and memory."""

from __future__ import annotations

import io
import resource
from pathlib import Path

import pytest

from marshrut.documents import commands, queries, serving
from marshrut.documents.rules import SAVED, SHOWN
from marshrut.jobs import worker
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import Invalid
from tests.support import company
from tests.support.company import acting
from tests.support.hostile_files import NAMES, Hostile, corpus, page_pdf

#: seconds of processor and megabytes, ours and those of the drawing program together
SECONDS, MEGABYTES = 5, 300
SAFE = {kind.content_type for kind in (*SHOWN.values(), *SAVED.values())} | {"application/octet-stream"}


def processor() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def assert_small_children(before: int) -> None:
    """`before`: the largest so far, in KB. A child is born with the size of its parent, so a grown test process hides
    smaller ones; the drawing program's own limit holds all the same."""
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    born = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert largest == before or largest <= max(born, MEGABYTES << 10)


def assert_harmless(file: int) -> None:
    info = queries.file(file)
    assert info.content_type in SAFE
    for inline in (True, False):
        headers = serving.headers(info, inline)
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in headers["Content-Security-Policy"]
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "no-store" in headers["Cache-Control"]
        shown = inline and info.content_type in serving.PICTURES and bool(info.pages)
        assert headers["Content-Disposition"].startswith("inline" if shown else "attachment")


def assert_only_contents(files: Path) -> None:
    """Nothing in the store but contents and pictures, nothing beside the store."""
    inside = {path.relative_to(files).parts for path in files.rglob("*") if path.is_file()}
    assert all(len(parts) in {3, 4} and parts[2].removesuffix(".pages").isalnum() for parts in inside)
    assert [path.name for path in files.parent.iterdir()] == ["files"]


@pytest.mark.parametrize("hostile", list(corpus()), ids=str)
def test_hostile_file(office: company.Company, files: Path, hostile: Hostile) -> None:
    content = hostile.make()
    started, before = processor(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    stream = io.BytesIO(content)
    if hostile.refused:
        with pytest.raises(Invalid) as refusal:
            commands.store_file(acting(office.alice), name=hostile.name, stream=stream)
        assert str(refusal.value).endswith((".", "?"))
        assert not [path for path in files.rglob("*") if path.is_file()]
        return
    stored = commands.store_file(acting(office.alice), name=hostile.name, stream=stream)
    worker.drain(strict=True)
    assert processor() - started < SECONDS
    assert_small_children(before)
    assert queries.file(stored["id"]).preview in hostile.preview
    assert set(Effect.objects.values_list("state", flat=True)) <= {"done"}
    with queries.open_blob(stored["id"]) as kept:
        assert kept.read() == content
    assert_harmless(stored["id"])
    assert_only_contents(files)


@pytest.mark.parametrize("kind", NAMES)
def test_hostile_name(office: company.Company, files: Path, kind: str) -> None:
    stored = commands.store_file(acting(office.alice), name=NAMES[kind], stream=io.BytesIO(page_pdf()))
    info = queries.file(stored["id"])
    assert info.name
    assert info.name.isprintable()
    assert "\n" not in serving.headers(info)["Content-Disposition"]
    assert_harmless(info.id)
    assert_only_contents(files)


def test_two_spellings_of_one_name_are_one(office: company.Company) -> None:
    names = {
        commands.store_file(acting(office.alice), name=name, stream=io.BytesIO(b"x"))["name"]
        for name in ("Счёт.txt", "Сче\u0308т.txt")
    }
    assert len(names) == 1
