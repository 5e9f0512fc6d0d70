"""GET /api/card-types."""

from __future__ import annotations

from django.http import HttpRequest

from marshrut.cards import queries as cards
from marshrut.definitions import queries as definitions

from ..bearer import caller
from ..door import api
from ..present import types as present
from ..shapes.types import CardTypes


@api.get("/card-types", response=CardTypes, tags=["cards"], summary="Card types")
def list_card_types(request: HttpRequest) -> CardTypes:
    """Their fields, stages and outcomes, as a new card would get them, and which of them the person may create."""
    allowed = cards.creatable(caller(request).actor)
    found = ((version, kind) for version in definitions.active() for kind in version.pack.card_types)
    return CardTypes(
        items=tuple(present.card_type(version, kind, may_create=kind.key in allowed) for version, kind in found)
    )
