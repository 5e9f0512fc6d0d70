"""Values that somebody could have typed: for what a form demands and nobody said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from marshrut.definitions.schema.pack import CardType, Field, Outcome, Task
from marshrut.definitions.schema.tracks import way

from ..fields import missing


def plausible(card_type: CardType, key: str, fields: Mapping[str, Any], today: date, person: int, thing: int) -> Any:
    """A raw value of the field. `person`: who is named; `thing`: the id of what is pointed at."""
    field = card_type.fields[key]
    if field.kind == "choice":
        return field.choices[0].key if field.choices else None
    if field.kind == "track_number":
        return track(fields.get(field.way or ""))
    if field.kind == "person":
        return [person] if field.several else person
    if field.kind == "file":
        return [thing]
    if field.kind in ("company", "contact", "deal", "project", "card"):
        return thing
    return _PLAIN[field.kind] if field.kind in _PLAIN else _written(field, today)


def _written(field: Field, today: date) -> Any:
    return today.isoformat() if field.kind == "date" else field.title.ru[: field.max_length]


_PLAIN: Mapping[str, Any] = {"number": "1", "money": "1000.00", "yes_no": True}


def track(sent: object) -> str:
    """A number that fits the way of sending."""
    known = way(sent)
    return "80087700000000" if known is None or known.key in ("post", "ems") else "1234567890"


def demanded(card_type: CardType) -> list[str]:
    """What the author must fill in to send the card on its route, in the order of the form."""
    first = card_type.by_stage[card_type.first]
    wanted = {*first.require, *(one.field for one in first.require_that)}
    wanted |= {key for key, field in card_type.fields.items() if field.required}
    asked = [key for key in card_type.fields if key in wanted and key not in card_type.only_in_tasks]
    return [key for key in asked if not card_type.fields[key].by_system]


def asked_for(card_type: CardType, rule: Task, outcome: Outcome, fields: Mapping[str, Any]) -> Iterable[str]:
    """Fields that the button needs and that are empty still."""
    needed = {*outcome.needs, *(entry.field for entry in rule.asked(outcome) if entry.required)}
    return [entry.field for entry in rule.form if entry.field in needed and missing(card_type, entry.field, fields)]
