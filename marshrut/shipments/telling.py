"""What a shipment writes into the fields of its card, and the sentence that goes with a signal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from marshrut.cards import queries as cards

from .models import Shipment
from .sentences import TROUBLES


@dataclass(frozen=True, slots=True)
class Told:
    """`fields`: only those that differ from what the card says."""

    fields: Mapping[str, Any]
    note: str


def told(card: int, seen: cards.Seen, news: Mapping[str, Any], zone: tzinfo) -> Told:
    row = Shipment.objects.get(card=card)
    card_type = seen.definition.card_type
    section = card_type.shipment
    assert section is not None
    said = ", ".join(one for one in (row.last_text, row.last_place) if one)
    wrong = news["trouble"] if news["signal"] == "trouble" else ""
    sentence = str(TROUBLES.get(wrong, TROUBLES["problem"])) if wrong else ""
    note = f"{sentence} ({said})" if sentence and said else sentence or said
    day = row.last_at.astimezone(zone).date().isoformat() if row.last_at else None
    values = {
        section.status: row.status
        if row.status in {one.key for one in card_type.fields[section.status].choices}
        else None,
        section.last_event: said or None,
        section.last_at: day,
        section.delivered_on: day if row.status == "delivered" else None,
        section.trouble: note if sentence else None,
    }
    if row.status != "delivered" and seen.row["finished_at"]:
        values.pop(section.delivered_on, None)  # somebody knows better
    if news["trouble"] and not wrong:
        del values[section.trouble]  # somebody sees to it yet
    fields = {key: _short(card_type.fields[key], value) for key, value in values.items() if key}
    fields = {key: value for key, value in fields.items() if value != seen.state.fields.get(key)}
    return Told(fields, note)


def _short(field: Any, value: str | None) -> str | None:
    return value[: field.max_length] if value is not None and field.kind in ("text", "long_text") else value
