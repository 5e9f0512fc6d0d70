"""Which card types are shipments today."""

from __future__ import annotations

from collections.abc import Mapping

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType


def shipment_types() -> Mapping[str, CardType]:
    """Active card types with a `shipment` section, by key. No query of its own."""
    types = (kind for version in definitions.active() for kind in version.pack.card_types)
    return {kind.key: kind for kind in types if kind.shipment is not None}


def leads_to(card_type: CardType, stage: str) -> frozenset[str]:
    """Signals that lead to the stage, from wherever: what they say is true there already."""
    return frozenset(one.key for other in card_type.stages for one in other.signals if one.to == stage)
