"""How people are written and sorted. Pure."""

from __future__ import annotations

import unicodedata

#: keeps a surname and its initials on one line
NBSP = "\u00a0"

#: dots separate words; NUL cannot be asked of the database
_NO_PART_OF_WORDS = str.maketrans({".": " ", "\x00": None})


def short_name(last: str, first: str, middle: str = "") -> str:
    """«Иванова А. П.», with no-break spaces; a missing part is left out."""
    initials = [f"{part[0]}." for part in (first.strip(), middle.strip()) if part]
    return NBSP.join([last.strip(), *initials]) if last.strip() else first.strip()


def full_name(last: str, first: str, middle: str = "") -> str:
    """«Иванова Анна Петровна»."""
    return " ".join(part.strip() for part in (last, first, middle) if part.strip())


def initials(last: str, first: str) -> str:
    """Two letters for a round badge: «АИ» for Анна Иванова."""
    return "".join(part.strip()[0].upper() for part in (first, last) if part.strip())


def fold(text: str) -> str:
    """What search compares: no case, ё as е, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).lower().split()).replace("ё", "е")


def words(text: str) -> list[str]:
    """The words of a search, folded; dots of initials fall away: «Иванова А.» is ["иванова", "а"]."""
    return fold(text.translate(_NO_PART_OF_WORDS)).split()


def sort_key(*parts: str) -> str:
    """A key whose code-point order is Russian order: no case, ё counts as е and follows it when all else is equal.

    PostgreSQL without ICU puts ё after я, so the column has collation "C", which is also how Python sorts.
    """
    lower = " ".join(unicodedata.normalize("NFC", " ".join(parts)).lower().split())
    folded = lower.replace("ё", "е")
    # a tab sorts before every printable character, so the tie-break never outranks a letter
    return folded if folded == lower else f"{folded}\t{lower}"
