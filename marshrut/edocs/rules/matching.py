"""Whose a document is (A2.5): by requisites that can be trusted, nothing ambiguous is guessed. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

#: a document may be dated so much before its deal was written down
EARLIER: Final = timedelta(days=14)
_SIGNS: Final = re.compile(r"[^0-9a-zа-я]+")
_WEIGHTS: Final = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
#: a number of fewer signs says nothing inside other words
SHORT: Final = 3


@dataclass(frozen=True, slots=True)
class Known:
    """A company of ours."""

    id: int
    kpp: str


@dataclass(frozen=True, slots=True)
class Deal:
    id: int
    title: str
    since: date


def good_inn(inn: str) -> bool:
    """The right length and check digits; what 1C keeps may be anything."""
    if not (inn.isascii() and inn.isdigit() and len(inn) in (10, 12) and int(inn)):
        return False
    places = (9,) if len(inn) == 10 else (10, 11)
    return all(int(inn[at]) == _sum(inn[:at]) % 11 % 10 for at in places)


def company(inn: str, kpp: str, there: Sequence[Known]) -> tuple[int | None, str]:
    """(company, "") or (None, why): by ИНН and КПП, else by the ИНН alone when one company has it."""
    if not inn:
        return None, "no_inn"
    if not good_inn(inn):
        return None, "bad_inn"
    exact = [one.id for one in there if one.kpp == kpp]
    if len(exact) == 1:
        return exact[0], ""
    if len(there) == 1:
        return there[0].id, ""
    return None, "several" if there else "no_company"


def number(text: str) -> str:
    """A number as it is compared: without signs between, in small letters. «№ 15/Л» → "15л".

    `edocs_numbers` says the same inside the database.
    """
    return _SIGNS.sub("", text.lower().replace("ё", "е"))


def named(wanted: Collection[str], text: str) -> bool:
    """Whether the text names one of the numbers as a word of its own."""
    words = {number(word) for word in re.split(r"[\s,;()№«»\"]+", text)}
    return any(one in words for one in map(number, wanted) if len(one) >= SHORT)


def deal(numbers: Collection[str], day: date, known: Mapping[str, Iterable[int]], there: Sequence[Deal]) -> int | None:
    """Of the deals of a company: by a number known to belong to one, by its title, or the only one that is open.

    `known`: number → deals of other documents. Two that fit are none.
    """
    wanted = {one for one in map(number, numbers) if one}
    by_number = {found for one in wanted for found in known.get(one, ())}
    if by_number:
        return next(iter(by_number)) if len(by_number) == 1 else None
    by_title = [one.id for one in there if named(wanted, one.title)]
    if by_title:
        return by_title[0] if len(by_title) == 1 else None
    only = there[0] if len(there) == 1 else None
    return only.id if only is not None and day >= only.since - EARLIER else None


def _sum(digits: str) -> int:
    return sum(int(one) * weight for one, weight in zip(digits, _WEIGHTS[-len(digits) :], strict=True))
