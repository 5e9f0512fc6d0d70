"""Every pack that comes along is right on all four levels, in a company that has the people for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from marshrut.definitions import loading
from marshrut.definitions.validation import validate
from marshrut.org.rules import OrgChart, Seat, Unit
from tests.support.packs import PACKS
from tests.support.toy import office

FOLDERS = sorted(path.parent for path in PACKS.glob("*/pack.yaml"))
SOURCES = {folder.name: loading.source(loading.folder(folder)) for folder in FOLDERS}


def company(roles: list[str]) -> OrgChart:
    """A director over a department, and one more person for each role."""
    people = {1: Seat("Директор", 1), 2: Seat("Начальник", 2), 3: Seat("Алиса", 2)}
    held = {}
    for person, role in enumerate(roles, start=10):
        people[person] = Seat(role, 2)
        held[role] = (person,)
    departments = {1: Unit("Компания", None, 1), 2: Unit("Отдел", 1, 2)}
    return OrgChart(revision=1, people=people, departments=departments, roles=held, company_time=office())


def test_there_are_packs() -> None:
    assert "payments" in SOURCES


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_pack_is_right(folder: Path) -> None:
    source = SOURCES[folder.name]
    assert source.key == folder.name
    others = frozenset().union(*(one.card_types for name, one in SOURCES.items() if name != folder.name))
    head = source.head.data
    verdict = validate(source, chart=company(list(head.get("roles", {}))), others=others)
    assert [str(problem) for problem in verdict.problems] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_pack_speaks_english_too(folder: Path) -> None:
    from marshrut.definitions.schema.base import Text
    from marshrut.definitions.validation.names.walk import walk

    pack = validate(SOURCES[folder.name]).pack
    assert pack is not None
    silent = [loading.written(at.steps) for at in walk(pack) if isinstance(at.thing, Text) and not at.thing.en]
    assert silent == []
