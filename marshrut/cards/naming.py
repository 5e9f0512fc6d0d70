"""Names of what the fields of a card point at in the room of partners; a card is found by them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from marshrut.crm import queries as crm
from marshrut.definitions.schema.pack import CardType

#: kinds of fields that point into the room of partners, beside companies: how their names are found
POINTING: Mapping[str, Callable[[Iterable[int]], dict[int, str]]] = {
    "contact": lambda ids: {key: one.name for key, one in crm.describe_contacts(ids).items()},
    "deal": lambda ids: {key: one.title for key, one in crm.describe_deals(ids).items()},
    "project": lambda ids: {key: one.title for key, one in crm.describe_projects(ids).items()},
}


def ids(card_type: CardType, values: Mapping[str, Any], kind: str) -> dict[str, Any]:
    """What the filled fields of a kind hold."""
    known = card_type.fields
    return {
        key: value for key, value in values.items() if value is not None and key in known and known[key].kind == kind
    }


def words(card_type: CardType, values: Mapping[str, Any]) -> str:
    """Names of the companies, contacts, deals and projects of a card, whatever became of them: a query for a kind."""
    companies = ids(card_type, values, "company")
    names = [f"{one.name} {one.inn}" for one in crm.describe(companies.values()).values()] if companies else []
    for kind, describe in POINTING.items():
        if chosen := ids(card_type, values, kind):
            names += describe(set(chosen.values())).values()
    return " ".join(names)
