"""What a document writes into the fields of its card, and on which stage that stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from typing import Any, Final

from marshrut.definitions.schema.pack import CardType

from .models import EDoc

#: fields of a card that say nothing but what people and matching put
LINKS: Final = ("deal", "contact", "manager", "about")


def stage_of(row: EDoc, card_type: CardType) -> str:
    assert card_type.edoc is not None
    return card_type.edoc.stages[row.status]


def values_of(row: EDoc, card_type: CardType, zone: tzinfo) -> dict[str, Any]:
    """Raw values by the fields of the card type."""
    section = card_type.edoc
    assert section is not None
    said = {name: read(row, zone) for name, read in _READ.items()}
    said |= {name: getattr(row, f"{name}_id") for name in LINKS}
    said |= _signed(row, zone)
    return {getattr(section, name): value for name, value in said.items()}


def links_of(row: EDoc) -> dict[str, int | None]:
    return {name: getattr(row, f"{name}_id") for name in LINKS}


def hear(row: EDoc, card_type: CardType, fields: Mapping[str, Any]) -> bool:
    """What a person has put on the card counts from now on. Whether there was anything."""
    assert card_type.edoc is not None
    said = {name: fields.get(getattr(card_type.edoc, name)) or None for name in LINKS}
    other = {name: value for name, value in said.items() if value != row.linked.get(name)}
    for name, value in other.items():
        setattr(row, f"{name}_id", value)
    if "about" in other:
        row.signal_told = False
    row.by_hand = sorted({*row.by_hand, *other})
    row.linked = {**row.linked, **other}
    return bool(other)


def note_of(row: EDoc) -> str:
    """What stands beside the move in the history: why, in words of the source."""
    return row.reason[:1000]


def signed_on(row: EDoc, side: str) -> datetime | None:
    """When this side signed: its last signature, else what the source says of the document."""
    found = [datetime.fromisoformat(one["at"]) for one in row.signers if one["side"] == side and one["at"]]
    if found:
        return max(found)
    if row.status not in ("signed", "signed_partially", "corrected"):
        return None
    return row.answered_at if (side == "theirs") == (row.direction == "out") else row.sent_at


def signed_by(row: EDoc, side: str) -> str:
    names = [one["name"] or one["whom"] for one in row.signers if one["side"] == side]
    return ", ".join(dict.fromkeys(filter(None, names)))


def _signed(row: EDoc, zone: tzinfo) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for side in ("ours", "theirs"):
        made[f"signed_{side}_on"] = _day(signed_on(row, side), zone)
        made[f"signed_{side}_by"] = signed_by(row, side) or None
    return made


def _day(at: datetime | None, zone: tzinfo) -> str | None:
    return at.astimezone(zone).date().isoformat() if at is not None else None


_READ: Final[Mapping[str, Callable[[EDoc, tzinfo], Any]]] = {
    "kind": lambda row, _zone: row.kind,
    "direction": lambda row, _zone: row.direction,
    "number": lambda row, _zone: row.number or None,
    "date": lambda row, _zone: row.date.isoformat() if row.date else None,
    "amount": lambda row, _zone: str(row.amount) if row.amount is not None else None,
    "organisation": lambda row, _zone: row.organisation_id,
    "counterparty": lambda row, _zone: row.company_id,
    "counterparty_name": lambda row, _zone: row.party_name or None,
    "status": lambda row, _zone: row.status,
    "raw_status": lambda row, _zone: row.raw_status or None,
    "actor": lambda row, _zone: row.actor,
    "reason": lambda row, _zone: row.reason or None,
    "sent_on": lambda row, zone: _day(row.sent_at, zone),
    "answered_on": lambda row, zone: _day(row.answered_at, zone),
    "revoked_on": lambda row, zone: _day(row.revoked_at, zone),
}
