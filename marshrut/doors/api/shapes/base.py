"""What every shape is made of: ids, instants, amounts, values of fields, the headers of writes."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils import timezone
from ninja import Header
from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

#: the largest whole number that every JSON reader keeps exactly
MOST = 2**53 - 1
TEXT = 20_000
FILES = 200
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)


class Answer(BaseModel):
    """What we say."""

    model_config = ConfigDict(frozen=True)


class Body(BaseModel):
    """What we are told. A member we do not know is refused: a misspelt one would be lost silently."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _iso(at: datetime) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds")


def _value(raw: Any) -> Any:
    """Text, a number, yes or no, nothing, or ids of files. What a field makes of it is the engine's business."""
    match raw:
        case None | bool():
            return raw
        case str() if len(raw) <= TEXT:
            return raw
        case int() | float() if -(10**15) <= raw <= 10**15:
            return raw
        case list() if len(raw) <= FILES and all(type(one) is int and 0 < one <= MOST for one in raw):
            return raw
        case _:
            raise PydanticCustomError("field_value", "not a value of a field")


def _moment(raw: Any) -> datetime:
    """RFC 3339: a day, a time and an offset. Python alone would take numbers and times of nowhere too."""
    text = raw.upper() if isinstance(raw, str) and MOMENT.fullmatch(raw) else "nonsense"
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise PydanticCustomError("moment", "not a time with its zone") from None


#: id of a card, task, file, person or company
Id = Annotated[int, Field(strict=True, ge=1, le=MOST, examples=[17])]
PathId = Annotated[int, Field(ge=1, le=MOST, examples=[17])]
#: ISO 8601 in the zone of the token's person
Instant = Annotated[
    datetime,
    PlainSerializer(_iso, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-07-02T10:00:00+03:00"]}),
]
#: the same when we are told it
Moment = Annotated[
    datetime,
    PlainValidator(_moment),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2026-07-03T09:00:00+03:00"]}),
]
#: roubles
Money = Annotated[
    Decimal,
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "examples": ["125000.50"]}),
]
FieldValue = Annotated[
    Any,
    PlainValidator(_value),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "maxLength": TEXT},
                {"type": "boolean"},
                {"type": "number", "minimum": -(10**15), "maximum": 10**15},
                {
                    "type": "array",
                    "maxItems": FILES,
                    "items": {"type": "integer", "minimum": 1, "maximum": MOST},
                },
                {"type": "null"},
            ]
        }
    ),
]
#: field key -> value; the kinds are those of GET /api/card-types
FieldValues = Annotated[dict[str, FieldValue], Field(max_length=200)]
#: the same as we say them, in canonical form
FieldsShown = Annotated[
    dict[str, Any],
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {
                "anyOf": [
                    {"type": "string"},
                    {"type": "boolean"},
                    {"type": "integer"},
                    {"type": "array", "items": {"type": "integer"}},
                ]
            },
        }
    ),
]

Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[!-~]{1,200}$",
        max_length=200,
        description=(
            "Any text of yours that names this write, e.g. a UUID. The same key with the same request is answered with"
            " the first result and done once; with another request it is refused (409 key_reused). Kept for 7 days."
        ),
        example="5e0c8d2e-9d4f-4a57-8a0e-0f6c1f1d9a11",
    ),
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        pattern=r'^("[0-9]{1,9}"|\*)$',
        max_length=12,
        description="The ETag of the card as you saw it. When its content changed since: 409 changed_since_seen.",
        example='"4"',
    ),
]


class Ref(Answer):
    """A person or a company by id, with the name people read."""

    id: int = Field(examples=[3])
    name: str = Field(examples=["Борисов Б."])


class Links(Answer):
    """Where the thing is: `self` here, `page` for people."""

    self: str = Field(examples=["/api/cards/17"])
    page: str = Field(examples=["/cards/17/"])
