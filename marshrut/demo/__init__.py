"""The demo company: a cosmetics maker living a month of office life, made by commands on a moving clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .loading import Resident


def load(password: str | None = None) -> list[Resident]:
    """Load the company into an empty database; see `loading.load`."""
    from .loading import load as into_empty

    return into_empty(password)
