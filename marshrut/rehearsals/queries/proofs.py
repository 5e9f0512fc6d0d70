"""The newest proof of each route that is in use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from ..models import Proof


@dataclass(frozen=True, slots=True)
class FlawView:
    """What is wrong, in the reader's language. `stage`: its key, or nothing; `way`: how a card gets there."""

    stage: str
    sentence: str
    way: tuple[str, ...]
    warning: bool


@dataclass(frozen=True, slots=True)
class ProofView:
    at: datetime
    flaws: tuple[FlawView, ...]


def newest_proofs() -> Mapping[tuple[str, str], ProofView]:
    """By (pack, card type), in the active language. One query. Routes not proved yet are not among them."""
    language = "en" if (get_language() or "").startswith("en") else "ru"
    return {
        (row.pack, row.card_type): ProofView(row.at, tuple(_flaw(one, language) for one in row.flaws))
        for row in Proof.objects.all()
    }


def _flaw(one: Mapping[str, Any], language: str) -> FlawView:
    return FlawView(one["stage"], one["sentence"][language], tuple(one["way"][language]), one["warning"])
