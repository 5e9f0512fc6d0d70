"""What the values of many cards point at, looked up once for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import CardType
from marshrut.engine.fields import BadValue, clean
from marshrut.kernel.sql import any_of
from marshrut.org.rules import OrgChart

from .models import Card
from .naming import POINTING

WHY = "what a source says a card is about"


class Pointed:
    """`given`: raw values of each card, from a program. What points at nothing is left out: nobody could correct it."""

    def __init__(self, card_type: CardType, chart: OrgChart, given: Iterable[Mapping[str, Any]]) -> None:
        self._chart = chart
        self._kinds = {
            key: field.kind
            for key, field in card_type.fields.items()
            if field.kind in ("company", "card", "person", "file") or field.kind in POINTING
        }
        self._fields = card_type.fields
        self._named = [key for key, kind in self._kinds.items() if kind == "company" or kind in POINTING]
        wanted = self._wanted(given)
        #: what is found by its name: kind -> id -> words
        self._names: dict[str, dict[int, str]] = {kind: {} for kind in ("company", *POINTING)}
        self._ours: set[int] = set()
        self._look(wanted)
        self._cards = _types(wanted["card"])

    def _wanted(self, given: Iterable[Mapping[str, Any]]) -> dict[str, set[int]]:
        wanted: dict[str, set[int]] = defaultdict(set)
        for values in given:
            for key, kind in self._kinds.items():
                if values.get(key) is not None and (one := self._id(key, values[key])) is not None:
                    wanted[kind].add(one)
        return wanted

    def _id(self, key: str, raw: Any) -> int | None:
        try:
            value = clean(self._fields[key], raw)
        except BadValue:
            return None
        return value if isinstance(value, int) else None

    def _look(self, wanted: Mapping[str, set[int]]) -> None:
        known = {kind: self._names[kind].keys() for kind in self._names}
        if more := wanted.get("company", set()) - known["company"]:
            found = crm.describe(more)
            self._names["company"] |= {key: f"{one.name} {one.inn}" for key, one in found.items()}
            self._ours |= {key for key, one in found.items() if one.ours}
        for kind, describe in POINTING.items():
            if more := wanted.get(kind, set()) - known[kind]:
                self._names[kind] |= describe(more)

    def fit(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Without what is not there."""
        kept = dict(values)
        for key, kind in self._kinds.items():
            if kept.get(key) is not None and not self._there(key, kind, kept[key]):
                del kept[key]
        return kept

    def _there(self, key: str, kind: str, value: Any) -> bool:
        one = self._id(key, value)
        if one is None or kind == "file":
            return False
        field = self._fields[key]
        if kind == "person":
            return self._chart.active(one)
        if kind == "card":
            return one in self._cards and (not field.card_types or self._cards[one] in field.card_types)
        return one in self._names[kind] and not (field.ours and one not in self._ours)

    def words(self, fields: Mapping[str, Any]) -> str:
        """Names that the card shall also be found by, of everything it points at now."""
        held = {key: fields[key] for key in self._named if fields.get(key)}
        missing: dict[str, set[int]] = defaultdict(set)
        for key, one in held.items():
            if one not in self._names[self._kinds[key]]:
                missing[self._kinds[key]].add(one)
        if missing:
            self._look(missing)
        return " ".join(filter(None, (self._names[self._kinds[key]].get(one, "") for key, one in held.items())))


def _types(cards: Collection[int]) -> dict[int, str]:
    if not cards:
        return {}
    return dict(Card.objects.system(WHY).filter(any_of("id", cards)).values_list("id", "type"))
