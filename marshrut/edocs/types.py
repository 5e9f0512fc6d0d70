"""Which card types are e-documents today."""

from __future__ import annotations

from collections.abc import Mapping

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType


def edoc_types() -> Mapping[str, CardType]:
    """Active card types with an `edoc` section, by key. No query of its own."""
    types = (kind for version in definitions.active() for kind in version.pack.card_types)
    return {kind.key: kind for kind in types if kind.edoc is not None}


def edoc_type() -> CardType | None:
    """The one that new documents become: the first installed; None while no pack has one."""
    return next(iter(edoc_types().values()), None)
