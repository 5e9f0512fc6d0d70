"""Words that papers are found by. Pure: the stems are made by the database."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

#: characters of a text that are searched; a book of 150 pages
SEARCHED = 300_000
MOST_WORDS = 12
_TOKEN = re.compile(r"[^\W_]+")
_SPLIT = re.compile(r"[0-9]+|[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that must be found. `number`: it may begin a number or a part of one, written this way."""

    text: str
    number: str = ""
    #: the reader may be typing it still
    prefix: bool = False


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


#: letters and signs that are drawn as nothing
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def visible(text: str) -> str:
    """Without signs that are not drawn and only turn, join or hide others; "" when nothing would be seen."""
    shown = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    seen = any(unicodedata.category(sign)[0] in "LNPS" and sign not in _BLANK for sign in shown)
    return shown if seen else ""


def folded(text: str) -> str:
    """What goes into the index: one spelling of each sign, ё as е, no NUL."""
    clean = nfc(text).replace("\0", " ")
    return clean.replace("ё", "е").replace("Ё", "Е")


def bare(number: str) -> str:
    """«01-05/123-2026» → «01051232026»: letters and digits in lower case."""
    return "".join(_TOKEN.findall(folded(number).lower()))


def endings(number: str) -> list[str]:
    """The number from each of its parts on, so that it is found by its beginning and by its middle."""
    parts = _SPLIT.findall(folded(number).lower())
    # people leave out the zeros in front
    plain = [part.lstrip("0") or "0" for part in parts]
    return sorted({"".join(some[at:]) for some in (parts, plain) for at in range(len(some))})


def wanted(text: str) -> list[Word]:
    """The words of a search line, at most `MOST_WORDS`; a word with a digit in it may be a number."""
    raw = folded(text).lower().split()[:MOST_WORDS]
    made = []
    for at, one in enumerate(raw):
        plain = " ".join(_TOKEN.findall(one))
        if not plain:
            continue
        number = bare(one) if re.search(r"[0-9]", one) else ""
        made.append(Word(plain, number, prefix=at == len(raw) - 1 and len(plain) > 2 and not number))
    return made
