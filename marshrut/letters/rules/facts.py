"""What the fields of a card say about the letter that it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from marshrut.definitions.schema.letters import Letter
from marshrut.definitions.schema.pack import CardType

from .numbers import key

#: letters this long ahead of the paper name what they answer
HEAD = 8_000
LINE = 500


def facts(letter: Letter, fields: Mapping[str, Any], begun: date) -> dict[str, Any]:
    """Columns of the letter. `begun`: the day its card was made."""

    def of(name: str) -> Any:
        place = getattr(letter, name)
        return fields.get(place) if place else None

    number, theirs = _line(of("number")), _line(of("their_number"))
    dated, sent_on = _day(of("date")), _day(of("sent_on"))
    return {
        "direction": letter.direction,
        "company_id": of("partner"),
        "contact_id": of("contact"),
        "project_id": of("project"),
        "no_project": bool(of("no_project")),
        "organisation_id": of("organisation"),
        "subject": _line(of("subject")),
        "number": number,
        "dated": dated,
        "their_number": theirs,
        "their_date": _day(of("their_date")),
        "number_key": key(number),
        "their_key": key(theirs),
        "addressee_id": _one(of("addressee")),
        "executor_id": _one(of("executor")),
        "term": _day(of("term")),
        "address": _line(of("address")),
        "sent_on": sent_on,
        "way": _line(of("way")),
        "track": _line(of("track")),
        "paper_id": _one(of("paper"), last=True),
        "day": (sent_on if letter.direction == "out" else None) or dated or begun,
    }


def texts(letter: Letter, fields: Mapping[str, Any], paper: str) -> str:
    """What a letter says in all places that may name numbers; `paper`: the text of its file."""
    places = (letter.subject, letter.text, letter.body)
    said = [str(fields.get(place) or "") for place in places if place]
    return "\n\n".join((*said, paper[:HEAD]))


def links(card_type: CardType, fields: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """(field, kind, other card) of the fields that say what this letter is to others."""
    for name, field in card_type.fields.items():
        if field.link is not None:
            value = fields.get(name)
            for other in value if isinstance(value, list) else [value] if value else []:
                yield name, field.link, int(other)


def _line(value: Any) -> str:
    return " ".join(str(value or "").split())[:LINE]


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _one(value: Any, *, last: bool = False) -> int | None:
    if isinstance(value, list | tuple):
        return int(value[-1 if last else 0]) if value else None
    return int(value) if value else None
