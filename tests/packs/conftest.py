from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from marshrut.documents.commands import PREVIEW_EFFECT, READ_EFFECT, RECOGNISE_EFFECT
from marshrut.jobs import registry


@pytest.fixture(autouse=True, scope="module")
def _nobody_looks_into_files() -> Iterator[None]:
    """Pictures and texts of papers have tests of their own; each would cost half a second here."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (PREVIEW_EFFECT, READ_EFFECT, RECOGNISE_EFFECT):
            idle = replace(registry.effects[kind], run=lambda _payload, _effect: None)
            patch.setitem(registry.effects, kind, idle)
        yield
