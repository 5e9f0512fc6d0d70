"""What refusals rest on nothing but values that were not thought of.

That no card gets somewhere is seen with a few values of each field. They are enough where a field meets constants. Of
what is computed, compared with another field, or made by a robot nobody knows at which values a condition turns: then
the route is looked at once more, with each such condition free to hold or not whenever somebody asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from marshrut.definitions.schema.base import Text
from marshrut.definitions.schema.expressions import parse
from marshrut.definitions.schema.pack import CardType, Field

from ..definition import Definition
from .compared import Comparison
from .reading import sources_of
from .values import Values

#: fields that stand for such conditions; no field of a pack begins so
FREE = "__free_"
#: kinds of which more values can be made than are looked at
_ENDLESS = ("money", "number", "date", "text", "long_text")


def guessed(values: Values) -> frozenset[str]:
    """Conditions that may hold at other values than those that are looked at."""
    card_type = values.definition.card_type
    if card_type.edoc is not None:  # its cards are looked at with one set of values
        return frozenset(text for text in values.texts if parse(text).names & card_type.fields.keys())
    made = _made(values.definition)
    return frozenset(
        text for text in values.texts if any(_unsure(values, one, made) for one in values.compared_in(text))
    )


def _unsure(values: Values, one: Comparison, made: set[str]) -> bool:
    fields = values.definition.card_type.fields
    return not one.sure or any(_vague(values, key, one, made) for key in one.names & fields.keys())


def _vague(values: Values, key: str, one: Comparison, made: set[str]) -> bool:
    """Whether not every side of what the field is compared with is among its values."""
    field = values.definition.card_type.fields[key]
    if not one.values and len(one.names) == 1:  # whether it is empty
        return False
    words = {other.values for other in values.met if other.within and key in other.names}
    kept = field.kind == "date" and not all(values.allowed(field, day) for day in values.days(key))
    many = one.counts and field.kind != "file"
    return kept or many or key in made or len(words) > 1 or values.cut(key)


def _made(definition: Definition) -> set[str]:
    """Fields that hold what was computed, or what somebody outside said."""
    card_type = definition.card_type
    said = {signal.note_field for stage in card_type.stages for signal in stage.signals}
    found = {key for key, text in sources_of(card_type) if parse(text).names - definition.known.keys()}
    return {key for key in found | said if key is not None and card_type.fields[key].kind in _ENDLESS}


def freed(definition: Definition, texts: frozenset[str]) -> Definition:
    """The route with a yes and no, written by the system, in the place of each of these conditions."""
    names = {text: f"{FREE}{n}" for n, text in enumerate(sorted(texts))}
    title = Text(ru="…", en="…")
    fields = {name: Field(kind="yes_no", title=title, by_system=True) for name in names.values()}
    card_type: CardType = _replaced(definition.card_type, names)
    return replace(definition, card_type=_fresh(card_type, {"fields": {**card_type.fields, **fields}}))


def _replaced(part: Any, names: Mapping[str, str]) -> Any:
    if isinstance(part, tuple):
        many = tuple(_replaced(one, names) for one in part)
        return part if all(new is old for new, old in zip(many, part, strict=True)) else many
    if not isinstance(part, BaseModel):
        return part
    told = {key: getattr(part, key) for key in type(part).model_fields}
    news = {
        key: names.get(value, value) if key in ("when", "holds") and isinstance(value, str) else _replaced(value, names)
        for key, value in told.items()
    }
    return _fresh(part, news) if any(news[key] is not value for key, value in told.items()) else part


def _fresh(part: BaseModel, news: Mapping[str, Any]) -> Any:
    """A copy that has computed nothing yet."""
    made = part.model_copy(update=dict(news))
    for name in made.__dict__.keys() - type(part).model_fields.keys():
        del made.__dict__[name]
    return made
