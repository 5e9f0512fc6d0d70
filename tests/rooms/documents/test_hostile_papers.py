"""Hostile papers are read, shown and taken as templates: bounded, without a request outside, nothing is run."""

from __future__ import annotations

import io
import resource
from contextlib import suppress
from pathlib import Path

import pytest
from pytest_django import Settings

from marshrut.documents import commands, queries
from marshrut.documents.models import FileText
from marshrut.jobs import worker
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import Invalid
from tests.support import company
from tests.support.company import acting
from tests.support.hostile_files import Hostile
from tests.support.hostile_files import corpus as files_of_old
from tests.support.hostile_papers import HostilePaper, corpus
from tests.support.kinds import shipped

#: seconds of processor for one file and one thing done with it, ours and those of the program together
SECONDS = 15
#: megabytes of the largest program
MEGABYTES = 500
READ = (".pdf", ".docx", ".docm", ".xlsx", ".png", ".tiff")
FORBIDDEN = ("<script", "javascript:", "onerror", "onload", "<iframe", "<object", "127.0.0.1", "root:x:", "/bin/bash")
OF_OLD = [one for one in files_of_old() if not one.refused and one.name.endswith(READ)]


def processor() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def assert_bounded(started: float, before: int) -> None:
    assert processor() - started < SECONDS
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    born = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert largest == before or largest <= max(born, MEGABYTES << 10)


def assert_only_ours(files: Path) -> None:
    """Nothing in the store but contents, pictures and markup, nothing beside the store."""
    for path in files.rglob("*"):
        if path.is_file():
            parts = path.relative_to(files).parts
            assert parts[2].removesuffix(".pages").removesuffix(".markup").isalnum()
    assert [path.name for path in files.parent.iterdir()] == ["files"]


@pytest.mark.parametrize("hostile", list(corpus()), ids=str)
def test_read_and_shown(office: company.Company, files: Path, settings: Settings, hostile: HostilePaper) -> None:
    shipped()
    admin = acting(office.admin)
    stored = commands.store_file(admin, name=hostile.name, stream=io.BytesIO(hostile.make()))["id"]
    commands.add_document(admin, kind="contract", file=stored)
    started, before = processor(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    worker.drain(strict=True)
    assert set(Effect.objects.values_list("state", flat=True)) <= {"done"}
    found = FileText.objects.get()
    told = "text" if found.text else found.why
    assert told in hostile.told
    assert not any(sign in found.text for sign in ("root:x:", "/bin/bash", "ха" * 100_000))
    shown = queries.html_of(stored)
    assert shown.html or shown.note
    assert not any(sign in shown.html.lower() for sign in FORBIDDEN)
    assert_bounded(started, before)
    assert_only_ours(files)


@pytest.mark.parametrize("hostile", [one for one in corpus() if one.name.endswith(".docx")], ids=str)
def test_as_a_template(office: company.Company, files: Path, hostile: HostilePaper) -> None:
    admin = acting(office.admin)
    stored = commands.store_file(admin, name=hostile.name, stream=io.BytesIO(hostile.make()))["id"]
    started, before = processor(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    if hostile.template:
        with suppress(Invalid):  # some of them are too much to be filled
            commands.add_template(admin, title="Шаблон", file=stored)
    else:
        with pytest.raises(Invalid) as refusal:
            commands.add_template(admin, title="Шаблон", file=stored)
        assert refusal.value.fields["file"]
    assert_bounded(started, before)
    assert_only_ours(files)


@pytest.mark.parametrize(
    "hostile", [one for one in files_of_old() if not one.refused and one.name.endswith(READ)], ids=str
)
def test_files_of_the_list_as_papers(office: company.Company, files: Path, hostile: Hostile) -> None:
    """The files that were made to hurt storing and drawing hurt no reader, either."""
    shipped()
    admin = acting(office.admin)
    stored = commands.store_file(admin, name=hostile.name, stream=io.BytesIO(hostile.make()))["id"]
    commands.add_document(admin, kind="contract", file=stored)
    started, before = processor(), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    worker.drain(strict=True)
    assert set(Effect.objects.values_list("state", flat=True)) <= {"done"}
    words = queries.words(stored)
    assert words.lines or words.note
    assert_bounded(started, before)
    assert_only_ours(files)
