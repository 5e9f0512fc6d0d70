"""Which letter a quoted number is of: of the same counterparty, or with exactly that number of ours (decision 0016)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from .numbers import Quoted, strong

Kind = Literal["reply", "follow_up", "addendum", "related"]


@dataclass(frozen=True, slots=True)
class Known:
    """A letter as numbers find it."""

    card: int
    direction: str
    company: int | None
    number_key: str
    their_key: str
    dated: date | None
    sent_on: date | None
    their_date: date | None
    day: date


def chosen(reader: Known, said: Quoted, known: Iterable[Known]) -> Known | None:
    """The one letter that `reader` can mean; None when there is none, or more than one."""
    if said.key in (reader.number_key, reader.their_key):
        return None  # its own number, printed at its head
    fits = [one for one in known if one.card != reader.card and _fits(reader, said, one)]
    fits = _preferred(fits, [one for one in fits if _by_whose(reader, said, one)])
    fits = _preferred(fits, [one for one in fits if said.day and said.day in _days(said, one)])
    return fits[0] if len(fits) == 1 else None


def kind_of(reader: Known, said: Quoted, other: Known) -> Kind:
    """A letter is answered by one that goes the other way."""
    if reader.direction == other.direction:
        return "follow_up" if said.sense == "reply" else said.sense
    return "reply" if said.sense == "related" and said.whose else said.sense


def _fits(reader: Known, said: Quoted, other: Known) -> bool:
    same_company = reader.company is not None and reader.company == other.company
    if said.key == other.number_key:
        trusted = strong(said.key) and (said.sure or same_company or reader.company is None)
        return trusted or (same_company and said.sure and _in_time(reader, said, other))
    if said.key == other.their_key:
        return same_company and said.sure and _in_time(reader, said, other)
    return False


def _in_time(reader: Known, said: Quoted, other: Known) -> bool:
    """Numbers begin anew each year: a day beside it must be that of the letter; without one it must be an earlier."""
    days = _days(said, other)
    if said.day is None or not days:
        return other.day <= reader.day
    return said.day in days


def _days(said: Quoted, other: Known) -> set[date]:
    days = (other.dated, other.sent_on) if said.key == other.number_key else (other.their_date,)
    return {one for one in days if one is not None}


def _by_whose(reader: Known, said: Quoted, other: Known) -> bool:
    """«Ваш исх. №» in a letter to us is a number of ours, «наш исх. №» of theirs; in a letter of ours the reverse."""
    if not said.whose:
        return True
    number_of_ours = (said.whose == "yours") == (reader.direction == "in")
    return (said.key == other.number_key) == number_of_ours


def _preferred(all_of_them: list[Known], better: list[Known]) -> list[Known]:
    return better or all_of_them
