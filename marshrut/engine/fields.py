"""Typed field values: from what a person typed to the canonical form kept on the card, and to values of conditions."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from marshrut.definitions.schema import tracks
from marshrut.definitions.schema.pack import CardType, Field

from .decision import Refusal

MAX_MONEY = Decimal(1000000000000)
MAX_PLACES = 12
MOST_ID = 10**18
MAX_DIGITS = 20
#: in one field
MAX_PEOPLE = 200
SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
#: as people write numbers, once the spaces between groups are gone: no exponent, no digits of other scripts
NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,20})?")
#: letters and symbols that are drawn as nothing
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
#: pictures younger than the tables of this Python are pictures still
EMOJI = range(0x1F000, 0x1FB00)
#: a day between 2000 and 2099, as ISO writes it
ISO = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def blank(text: str) -> bool:
    """True when a person would see nothing (D8: white space passes elsewhere)."""
    first = text[:1]
    return not (first.isalnum() and first not in FILLERS) and not any(map(_visible, text))


def _visible(letter: str) -> bool:
    kind = unicodedata.category(letter)
    # half of a pair is a mistake to be refused, not nothing
    return letter not in FILLERS and (kind[0] in "LNPS" or kind == "Cs" or ord(letter) in EMOJI)


def empty(value: Any) -> bool:
    return value in (None, "", [], ())


def missing(card_type: CardType, key: str, fields: Mapping[str, Any]) -> bool:
    """Whether the field is still to be filled in; a track number only where the way of sending has one."""
    if not empty(fields.get(key)):
        return False
    way = tracks.way(fields.get(card_type.fields[key].way or ""))
    return way is None or way.number == "needed"


class BadValue(ValueError):
    """The message is the code of a sentence."""


def clean(field: Field, raw: Any) -> Any:
    """The canonical JSON value of `raw`, None when empty. Raises BadValue with a code."""
    if raw is None or (isinstance(raw, str) and blank(raw)) or raw in ([], ()):
        return None
    return _CLEANERS[field.kind](field, raw)


def _text(field: Field, raw: Any) -> str:
    if not isinstance(raw, str):
        raise BadValue("not_text")
    text = CONTROL.sub("", raw).strip()
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadValue("not_text") from error
    if field.kind == "text":
        text = SPACES.sub(" ", text)
    if len(text) > field.max_length:
        raise BadValue("too_long")
    return text


def _decimal(raw: Any) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | str | Decimal):
        raise BadValue("not_number")
    number = plain_number(raw) if isinstance(raw, str) else _bounded(raw)
    if number is None or abs(number) > MAX_MONEY:
        raise BadValue("not_number")
    return number


def plain_number(text: str) -> Decimal | None:
    """What a person typed: "1 234,50", "-2", "100 ₽"; None when it is no number written out."""
    plain = SPACES.sub("", text).removesuffix("₽")
    return Decimal(plain.replace(",", ".")) if NUMBER.fullmatch(plain) else None


def _bounded(raw: float | Decimal) -> Decimal | None:
    """A number of a program; None for one that would be written out as a megabyte."""
    if isinstance(raw, int) and abs(raw) > MAX_MONEY:  # before str(): it refuses thousands of digits
        return None
    number = Decimal(str(raw))
    return plain_number(format(number, "f")) if number.is_finite() and abs(number.adjusted()) <= MAX_DIGITS else None


def _money(_field: Field, raw: Any) -> str:
    amount = _decimal(raw)
    if amount <= 0:
        raise BadValue("not_positive")
    if amount != (rounded := amount.quantize(Decimal("0.01"))):
        raise BadValue("kopecks")
    return str(rounded)


def _number(_field: Field, raw: Any) -> str:
    number = _decimal(raw)
    if number and number.adjusted() < -MAX_PLACES:
        raise BadValue("not_number")
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _date(_field: Field, raw: Any) -> str:
    if isinstance(raw, date):
        return raw.isoformat()[:10]
    if isinstance(raw, str) and ISO.fullmatch(raw):  # programs write it so; and it is found ten times sooner
        try:
            return date.fromisoformat(raw).isoformat()
        except ValueError as error:
            raise BadValue("not_date") from error
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            found = datetime.strptime(str(raw).strip(), form).date()  # noqa: DTZ007 - a calendar date has no zone
        except ValueError:
            continue
        if not 2000 <= found.year <= 2100:
            break
        return found.isoformat()
    raise BadValue("not_date")


def _choice(field: Field, raw: Any) -> str:
    for choice in field.choices:
        if choice.key == raw:
            return choice.key
    raise BadValue("not_choice")


def _identity(_field: Field, raw: Any) -> int:
    if type(raw) is int and 0 < raw < MOST_ID:
        return raw
    if isinstance(raw, bool) or not re.fullmatch(r"[1-9]\d{0,17}", str(raw)):
        raise BadValue("not_id")
    return int(raw)


def _people(field: Field, raw: Any) -> int | list[int] | None:
    """One person, or each of several once; who is not told is nobody."""
    if not field.several:
        return _identity(field, raw)
    values = raw if isinstance(raw, list | tuple) else [raw]
    people = dict.fromkeys(_identity(field, one) for one in values if one not in (None, ""))
    if len(people) > MAX_PEOPLE:
        raise BadValue("too_many")
    return list(people) or None


def _files(field: Field, raw: Any) -> list[int]:
    values = raw if isinstance(raw, list | tuple) else [raw]
    files = list(dict.fromkeys(_identity(field, value) for value in values))
    if field.document is not None and not field.several and len(files) > 1:
        raise BadValue("one_file")
    return files


def _track(field: Field, raw: Any) -> str | None:
    if not isinstance(raw, str):
        raise BadValue("not_text")
    number = tracks.plain(_text(field, raw))
    if len(number) > tracks.MAX_NUMBER:
        raise BadValue("too_long")
    return number or None


def _yes_no(_field: Field, raw: Any) -> bool:
    known = {"true": True, "on": True, "1": True, "yes": True, "false": False, "0": False, "no": False}
    value = known.get(str(raw).lower())
    if value is None:
        raise BadValue("not_yes_no")
    return value


_CLEANERS = {
    "text": _text,
    "long_text": _text,
    "money": _money,
    "number": _number,
    "date": _date,
    "choice": _choice,
    "person": _people,
    "company": _identity,
    "contact": _identity,
    "deal": _identity,
    "project": _identity,
    "card": _identity,
    "file": _files,
    "yes_no": _yes_no,
    "track_number": _track,
}


#: kept as a number, or as the id of something
_NUMBERS = frozenset({"money", "number", "person", "company", "contact", "deal", "project", "card"})


def clean_all(card_type: CardType, raw: Mapping[str, Any]) -> dict[str, Any]:
    """Canonical values of all given fields; refuses with every trouble at once."""
    values: dict[str, Any] = {}
    troubles: dict[str, str] = {}
    for key, value in raw.items():
        field = card_type.fields.get(key)
        if field is None:
            troubles[key] = "no_such_field"
            continue
        try:
            values[key] = clean(field, value)
        except BadValue as trouble:
            troubles[key] = str(trouble)
    if troubles:
        raise Refusal("invalid", "bad_fields", fields=troubles)
    return values


def out_of_bounds(field: Field, value: Any, today: date) -> str | None:
    """The code of a sentence about a day that lies on the wrong side of `today`."""
    if field.kind != "date" or not value:
        return None
    if field.not_after and value > today.isoformat():
        return "after_today"
    return "before_today" if field.not_before and value < today.isoformat() else None


def taking_part(card_type: CardType, fields: Mapping[str, Any]) -> set[int]:
    """People that fields name to take part."""
    named = (fields.get(key) for key, field in card_type.fields.items() if field.takes_part)
    return {person for value in named if value for person in (value if isinstance(value, list) else [value])}


def for_conditions(card_type: CardType, fields: Mapping[str, Any], author: int) -> dict[str, Any]:
    """Values as conditions compare them: Decimal, date, bool, tuple; plus `author`."""
    values: dict[str, Any] = {"author": Decimal(author)}
    for key, value in fields.items():
        kind = card_type.fields[key].kind if key in card_type.fields else "text"
        if value is None:
            values[key] = None
        elif kind == "person" and isinstance(value, list):
            values[key] = tuple(map(Decimal, value))
        elif kind in _NUMBERS:
            values[key] = Decimal(value)
        elif kind == "date":
            values[key] = date.fromisoformat(value)
        else:
            values[key] = tuple(value) if isinstance(value, list) else value
    return values
