"""Whether a mail names a number: of a card («ЛД-17»), of an order («З-104/26», «104»). Pure.

What only holds the number does not name it: «ЛД-170», «ЛД-17/2», «104,50». A short number of figures alone counts
only after a word for an order: there are too many of them in a mail. Strangers write the text, so no pattern here may
try one stretch of it in two ways: what repeats is possessive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

#: figures alone that nobody writes by chance
TELLING: Final = 5
#: characters of one text that are looked through, and of a number that is looked for
LONGEST: Final = 20_000
NUMBER: Final = 200
_ALIKE: Final = str.maketrans("ABCEHKMOPTXYЁ\u00a0\u202f\t", "АВСЕНКМОРТХУЕ   ")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212\uff0d]")


def plain(text: str) -> str:
    """As it is looked through: capitals, letters that look alike made one, dashes made one."""
    return _DASHES.sub("-", _INVISIBLE.sub("", text[:LONGEST])).upper().translate(_ALIKE)


_SIGN: Final = "0-9A-ZА-Я"
_BEFORE: Final = rf"(?<![{_SIGN}])(?<![{_SIGN}][-/])(?<![0-9][.,])"
_AFTER: Final = rf"(?![{_SIGN}])(?![-/][{_SIGN}])(?![.,:][0-9])"
#: «по заявкам № 103, 104 и 105», «заявка-договор на перевозку груза 104»
_WORD: Final = re.compile(rf"(?:ЗАЯВ|ЗАКАЗ|РЕЙС|ПОРУЧЕНИ)[А-Я]*+|{plain('ORDER')}")
#: what may follow the word before the number in question: so many of these, then so many numbers of other orders
_FILLING: Final = re.compile(r"[\s:#№-]++|(?:НА|ПО)(?![А-Я])|(?:ПЕРЕВОЗК|ГРУЗ|ДОГОВОР|НОМЕР)[А-Я]*+|N[О°]?+\.?+")
_FILLINGS: Final = 12
_OTHER: Final = re.compile(rf"[{_SIGN}/-]{{1,20}}+(?:\s?+[,;]\s?+|\s(?:И|{plain('AND')})\s)(?:№\s?+)?+")
_OTHERS: Final = 10
_STRETCH: Final = 120
_PIECE: Final = re.compile(r"[0-9]+|[^\W\d_]+|[^\w\s]+")


def named(number: str, text: str) -> bool:
    """Whether `text`, made `plain`, names the number."""
    pieces = _PIECE.findall(plain(number)) if len(number) <= NUMBER else []
    figures = [piece for piece in pieces if piece.isdigit()]
    if not figures or not all(piece.lstrip("0") in text for piece in figures):
        return False
    pattern = re.compile(f"{_BEFORE}{_spelled(pieces)}{_AFTER}")
    if len(pieces) == 1 and len(pieces[0].lstrip("0")) < TELLING:
        return any(pattern.match(text, place) for place in _led(text))
    return pattern.search(text) is not None


def which(numbers_of: Iterable[tuple[int, Iterable[str]]], texts: Iterable[str]) -> int | None:
    """Of (card, its numbers), the only one that the first text to name any names; None when it names several."""
    known = [(card, tuple(found)) for card, found in numbers_of]
    for text in texts:
        found = those(known, text)
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def those(numbers_of: Iterable[tuple[int, Iterable[str]]], text: str) -> set[int]:
    """Cards of which the text names a number."""
    looked = plain(text)
    return {card for card, mine in numbers_of if any(named(one, looked) for one in mine)}


@lru_cache(maxsize=4)
def _led(text: str) -> frozenset[int]:
    """Where a number would stand after a word for an order: one look at the text serves all numbers."""
    found: set[int] = set()
    for word in _WORD.finditer(text):
        end = min(word.end() + _STRETCH, len(text))
        places = [word.end()]
        while len(places) <= _FILLINGS and (filling := _FILLING.match(text, places[-1], end)):
            places.append(filling.end())
        fresh, mine = set(places), set(places)
        for _ in range(_OTHERS):
            fresh = {other.end() for place in fresh if (other := _OTHER.match(text, place, end))} - mine
            mine |= fresh
        found |= mine
    return frozenset(found)


def _spelled(pieces: list[str]) -> str:
    """«З-104» is written «З 104» and «З104» as well, «07» as «7»; other signs stand as they are."""
    made = ""
    for at, piece in enumerate(pieces):
        before = pieces[at - 1] if at else ""
        if piece.isdigit():
            figures = piece.lstrip("0")
            made += r"\s?+" if before.isdigit() else ""
            made += f"0*+{figures}" if figures else "0++"
        elif piece.isalpha():
            made += re.escape(piece)
        elif piece == "-" and before.isalpha():
            made += r"[-\s]{0,3}+"
        else:
            made += rf"\s?+{re.escape(piece)}\s?+"
    return made
