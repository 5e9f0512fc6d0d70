"""What tests of routes do without."""

from __future__ import annotations

from dataclasses import replace

import pytest

from marshrut.documents.commands import PREVIEW_EFFECT, READ_EFFECT, RECOGNISE_EFFECT
from marshrut.jobs import registry


def nobody_looks_into_files(patch: pytest.MonkeyPatch) -> None:
    """Pictures and texts of papers have tests of their own; each would cost half a second."""
    for kind in (PREVIEW_EFFECT, READ_EFFECT, RECOGNISE_EFFECT):
        patch.setitem(registry.effects, kind, replace(registry.effects[kind], run=lambda _payload, _effect: None))
