"""Shipments: each meaning is given to a field that can have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import cast

from django.utils.translation import gettext as _

from ...schema.pack import Shipment
from ...schema.shipments import DIRECTIONS, STATUSES
from ..problem import Finding
from . import known
from .walk import At

#: meaning -> kinds of fields that can have it
KINDS: Mapping[str, tuple[str, ...]] = {
    "way": ("choice",),
    "number": ("track_number",),
    "status": ("choice",),
    "direction": ("choice",),
    "last_event": ("text", "long_text"),
    "last_at": ("date",),
    "delivered_on": ("date",),
    "trouble": ("text", "long_text"),
}
#: written by whoever follows it
WRITTEN = ("status", "last_event", "last_at", "delivered_on", "trouble")


def shipment(at: At) -> Iterator[Finding]:
    about, fields = cast("Shipment", at.thing), at.card_type.fields
    for word, kinds in KINDS.items():
        key = getattr(about, word)
        if key is not None:
            yield from known.field(at, word, key=key, kinds=kinds)
        if key is not None and word in WRITTEN:
            yield from known.filled_by_system(at, word, key=key)
    number = fields.get(about.number)
    if number is not None and number.kind == "track_number" and number.way != about.way:
        said = _("The number is checked by another way: “%(name)s” is needed in its field, way.")
        yield at.wrong("number", said=said % {"name": about.way})
    never = _("A shipment never says “%(name)s”.")
    yield from known.choices(at, "status", key=about.status, needed=STATUSES, said=never)
    if about.direction is not None:
        yield from known.choices(at, "direction", key=about.direction, needed=DIRECTIONS, said=never)
