"""Whether a mail names a number: of a card («ЛД-17»), of an order («З-104/26», «104»). Pure.

What only holds the number does not name it: «ЛД-170», «ЛД-17/2», «104,50». A short number of figures alone counts
only after a word for an order: there are too many of them in a mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

#: figures alone that nobody writes by chance
TELLING: Final = 5
#: characters of one text that are looked through
LONGEST: Final = 20_000
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
_WORD: Final = re.compile(rf"ЗАЯВ[А-Я]*|ЗАКАЗ[А-Я]*|РЕЙС[А-Я]*|ПОРУЧЕНИ[А-Я]*|{plain('ORDER')}")
#: what follows the word up to the number in question, itself excluded; looked for in a short stretch only
_LEAD: Final = (
    r"(?:[\s:#№-]|НА|ПО|ПЕРЕВОЗК[А-Я]*|ГРУЗ[А-Я]*|ДОГОВОР[А-Я]*|НОМЕР[А-Я]*|N[О°]?\.?){0,12}"
    rf"(?:[{_SIGN}/-]{{1,20}}(?:\s?[,;]\s?|\s(?:И|{plain('AND')})\s)(?:№\s?)?){{0,10}}"
)
_STRETCH: Final = 120
_WHOLE: Final = re.compile(_AFTER)
_PIECE: Final = re.compile(r"[0-9]+|[^\W\d_]+|[^\w\s]+")


def named(number: str, text: str) -> bool:
    """Whether `text`, made `plain`, names the number."""
    pieces = _PIECE.findall(plain(number))
    if not any(piece.isdigit() for piece in pieces):
        return False
    pattern = rf"{_BEFORE}{_spelled(pieces)}{_AFTER}"
    if len(pieces) == 1 and len(pieces[0].lstrip("0")) < TELLING:
        led = re.compile(_LEAD + pattern)
        ends = (led.match(text, one.end(), one.end() + _STRETCH) for one in _WORD.finditer(text))
        # where the stretch ends nothing is seen of what follows
        return any(found and _WHOLE.match(text, found.end()) for found in ends)
    return re.search(pattern, text) is not None


def which(numbers_of: Iterable[tuple[int, Iterable[str]]], texts: Iterable[str]) -> int | None:
    """Of (card, its numbers), the only one that the first text to name any names; None when it names several."""
    known = [(card, [one for one in found if one]) for card, found in numbers_of]
    for text in texts:
        looked = plain(text)
        found = {card for card, mine in known if any(named(one, looked) for one in mine)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _spelled(pieces: list[str]) -> str:
    """«З-104» is written «З 104» and «З104» as well, «07» as «7»; other signs stand as they are."""
    made = ""
    for at, piece in enumerate(pieces):
        if piece.isdigit():
            made += "0*" + (piece.lstrip("0") or "0")
        elif piece.isalpha():
            made += re.escape(piece)
        elif piece == "-" and at and pieces[at - 1].isalpha():
            made += r"[-\s]{0,3}"
        else:
            made += rf"\s?{re.escape(piece)}\s?"
    return made
