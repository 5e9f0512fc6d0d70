"""Every test of this room has a store of its own and the small company."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from marshrut.documents import commands
from tests.support import company
from tests.support.company import acting

Store = Callable[[str, bytes], dict[str, Any]]


@pytest.fixture(autouse=True)
def files(tmp_path: Path, settings: Settings) -> Path:
    settings.FILES = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def office(db: None) -> company.Company:
    return company.build()


@pytest.fixture
def store(office: company.Company) -> Store:
    """Алиса stores a file."""

    def stored(name: str, content: bytes) -> dict[str, Any]:
        return commands.store_file(acting(office.alice), name=name, stream=io.BytesIO(content))

    return stored
