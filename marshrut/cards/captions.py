"""The line that people recognise a card by, and the words it is found by. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from marshrut.definitions.schema.base import PLACEHOLDER
from marshrut.definitions.schema.pack import CardType, Field

SEARCHED = ("text", "long_text", "number", "money", "track_number")
NUMBERED = re.compile(r"\W+")


def name_of(card_type: CardType, fields: Mapping[str, Any]) -> str:
    """The line people recognise the card by; the title of its type while nothing is filled in."""
    asked = [key for key in PLACEHOLDER.findall(card_type.name.ru) if fields.get(key) is not None]
    name = fill(card_type.name.ru, {key: _spoken(card_type.fields[key], fields[key]) for key in asked})
    return " ".join(name.split())[:300] or card_type.create.ru


def _spoken(field: Field, value: Any) -> str:
    """As people say it: a choice by its title, a day as it is written."""
    if field.kind == "choice":
        return next((choice.title.ru for choice in field.choices if choice.key == value), str(value))
    return ".".join(reversed(str(value).split("-"))) if field.kind == "date" else str(value)


def fill(template: str, values: Mapping[str, str]) -> str:
    """`{{ field }}` look-ups; unknown or empty ones become nothing."""
    return re.sub(PLACEHOLDER, lambda match: values.get(match.group(1), ""), template)


def search_text(card_type: CardType, name: str, fields: Mapping[str, Any]) -> str:
    """Words the card is found by; the counterparty's name is added by the caller."""
    known, titles = card_type.fields, card_type.choice_titles
    texts = [str(v) for k, v in fields.items() if v and known[k].kind in SEARCHED]
    # «ВХ-0012/26» is looked for by its parts: PostgreSQL takes it for one word
    parts = [" ".join(NUMBERED.split(v)) for k, v in fields.items() if v and known[k].kind == "text"]
    choices = [titles[k][v] for k, v in fields.items() if k in titles and v in titles[k]]
    # a word that is there twice is found no better
    return " ".join(dict.fromkeys(" ".join([name, *texts, *parts, *choices]).split()))
