"""Ways of sending, and the numbers by which what was sent is followed: shapes and check digits (S0.26, A0.5).

Pure. A wrong check digit is refused; any other odd shape is only a hint, because carriers change theirs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from .base import Text

Need = Literal["needed", "optional", "none"]


@dataclass(frozen=True, slots=True)
class Way:
    """How something is sent. `provider`: who can say where it is; empty: nobody, people look after it by hand."""

    key: str
    title: Text
    #: whether it has a number to follow it by
    number: Need = "needed"
    provider: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """A number as it is kept. `problem` refuses it, `hint` is only said; both are codes of sentences."""

    number: str
    #: track_missing, track_check
    problem: str | None = None
    #: track_shape, track_unneeded
    hint: str | None = None
    #: it has a check digit, and that one is right
    checked: bool = False


def _way(key: str, ru: str, en: str, number: Need = "needed", provider: str = "") -> tuple[str, Way]:
    return key, Way(key, Text(ru=ru, en=en), number, provider)


#: in the order people should see them
WAYS: Mapping[str, Way] = dict(
    (
        _way("post", "Почта России", "Russian Post", provider="russian_post"),
        _way("ems", "EMS Почты России", "EMS Russian Post", provider="russian_post"),
        _way("cdek", "СДЭК", "CDEK", provider="cdek"),
        _way("dellin", "Деловые Линии", "Dellin", provider="dellin"),
        _way("pek", "ПЭК", "PEC"),
        _way("dpd", "DPD", "DPD"),
        _way("boxberry", "Boxberry", "Boxberry"),
        _way("major", "Major Express", "Major Express"),
        _way("pony", "Pony Express", "Pony Express"),
        _way("courier", "Курьер", "Courier", "optional"),
        _way("by_hand", "Нарочно", "By hand", "none"),
        _way("other", "Другое", "Other", "optional"),
    )
)

MAX_NUMBER = 60
#: what no number has: spaces, what is drawn as nothing, the sign №
_STRANGE = re.compile(r"[^0-9A-ZА-ЯЁ/._#+-]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_LOOK_ALIKE = dict(zip("АВЕКМНОРСТУХ", "ABEKMHOPCTYX", strict=True))
TO_LATIN = str.maketrans(_LOOK_ALIKE)
TO_CYRILLIC = str.maketrans({latin: cyrillic for cyrillic, latin in _LOOK_ALIKE.items()})

INLAND = re.compile(r"[0-9]{14}")
S10 = re.compile(r"[A-Z]{2}[0-9]{9}[A-Z]{2}")
_CDEK = re.compile(r"[0-9]{10}")
_DELLIN = re.compile(r"[0-9]{2}-[0-9]{11}|[0-9]{8,13}")
_PEK = re.compile(r"[А-ЯЁ0-9]{7}-[0-9]{1,4}/[0-9]{4}")


def way(key: object) -> Way | None:
    return WAYS.get(key) if isinstance(key, str) else None


def clean(key: object, raw: object) -> Track:
    """The number `raw` of something sent by the way `key`, as it is kept. Never raises; an unknown way asks nothing."""
    about, number = way(key), plain(raw)
    if about is None:
        return Track(number)
    said = any(letter.isalnum() for letter in number)
    if about.number == "none":
        return Track("", hint="track_unneeded" if said else None)
    if not said:
        return Track("", problem="track_missing" if about.number == "needed" else None)
    return _SHAPES.get(about.key, _any)(number)


def plain(raw: object) -> str:
    """In capitals, with plain dashes, without spaces and signs that no number has."""
    text = unicodedata.normalize("NFKC", raw.replace("№", " ")) if isinstance(raw, str) else ""
    return _STRANGE.sub("", _DASHES.sub("-", text).upper())


def inland_digit(first: str) -> int:
    """Check digit of the 13 digits before it, by the rule of Почта России: weights 3 and 1 in turn, modulo 10."""
    return -sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(first)) % 10


def s10_digit(serial: str) -> int:
    """Check digit of the 8 digits before it, by UPU standard S10: weights 8 6 4 2 3 5 9 7, modulo 11."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def _post(number: str) -> Track:
    digits = number.replace("-", "")
    if INLAND.fullmatch(digits):
        return _checked(digits, inland_digit(digits[:13]) == int(digits[13]))
    latin = digits.translate(TO_LATIN)
    if S10.fullmatch(latin):
        return _checked(latin, s10_digit(latin[2:10]) == int(latin[10]))
    return Track(number, hint="track_shape")


def _checked(number: str, right: bool) -> Track:
    return Track(number, checked=True) if right else Track(number, problem="track_check")


def _any(number: str) -> Track:
    return Track(number)


def _like(shape: re.Pattern[str]) -> Callable[[str], Track]:
    return lambda number: Track(number, hint=None if shape.fullmatch(number) else "track_shape")


def _pek(number: str) -> Track:
    """Their letters are Russian: what was typed with the Latin ones that look like them is set right."""
    russian = number.translate(TO_CYRILLIC)
    return Track(russian) if _PEK.fullmatch(russian) else Track(number, hint="track_shape")


_SHAPES: Mapping[str, Callable[[str], Track]] = {
    "post": _post,
    "ems": _post,
    "cdek": _like(_CDEK),
    "dellin": _like(_DELLIN),
    "pek": _pek,
}
