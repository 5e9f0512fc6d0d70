"""Which card types are letters today, and which kinds of papers are their books."""

from __future__ import annotations

from collections.abc import Mapping

from marshrut.definitions import queries as definitions
from marshrut.definitions.schema.pack import CardType


def letter_types() -> Mapping[str, CardType]:
    """Active card types with a `letter` section, by key. No query of its own."""
    types = (kind for version in definitions.active() for kind in version.pack.card_types)
    return {kind.key: kind for kind in types if kind.letter is not None}


def about_letters() -> Mapping[str, CardType]:
    """Active card types whose cards are about another card and let its people in: errands, acquaintance lists."""
    types = (kind for version in definitions.active() for kind in version.pack.card_types)
    return {kind.key: kind for kind in types if any(field.shares for field in kind.fields.values())}


def kind_of(kind: CardType) -> str:
    """The kind of papers that letters of the type are registered as, "" when they are not."""
    paper = kind.fields.get(kind.letter.paper) if kind.letter else None
    return paper.document or "" if paper else ""
