"""Registration numbers: what a template means, and whether two templates could give equal numbers. Pure.

A template is text with {n} or {n:3} (at least so many digits), {yy}, {yyyy}, {mm}, {case}, {unit}, {kind} (A1.5).
Every part but {n} has a fixed length, so one book never prints a number twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

LENGTH = 60
#: digits a number may have
WIDEST = 9
_PART = re.compile(r"\{([^{}]*)\}")
_SIGNS = re.compile(r"[\w \-–—/.,№()+:]*")
FIRST_YEAR = 1990

Piece = Literal["n", "digit"] | str


class Flaw(StrEnum):
    """Why a template cannot be used. `sentences.NUMBER_FLAWS` says each in words."""

    EMPTY = "empty"
    NO_N = "no_n"
    TWO_N = "two_n"
    NO_YEAR = "no_year"
    UNKNOWN = "unknown"
    WIDTH = "width"
    SIGNS = "signs"
    LONG = "long"
    NO_CASE = "no_case"
    NO_UNIT = "no_unit"
    NO_KIND = "no_kind"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A template with the fixed words it is filled with."""

    template: str
    case: str = ""
    unit: str = ""
    kind: str = ""

    @property
    def words(self) -> Mapping[str, str]:
        return {"case": self.case, "unit": self.unit, "kind": self.kind}


def flaw(scheme: Scheme) -> tuple[Flaw, str] | None:
    """What is wrong, with the part it is about."""
    template = scheme.template
    if not template.strip():
        return Flaw.EMPTY, ""
    found = _part_flaw(scheme)
    if found:
        return found
    parts = [name.partition(":")[0] for name in _PART.findall(template)]
    if "n" not in parts:
        return Flaw.NO_N, ""
    if parts.count("n") > 1:
        return Flaw.TWO_N, ""
    if not {"yy", "yyyy"} & set(parts):
        return Flaw.NO_YEAR, ""
    rest = _PART.sub("", template) + scheme.case + scheme.unit + scheme.kind
    if bad := _SIGNS.sub("", rest):
        return Flaw.SIGNS, bad[0]
    if len(text(scheme, 10**WIDEST - 1, date(2000, 1, 1))) > LENGTH:
        return Flaw.LONG, ""
    return None


def _part_flaw(scheme: Scheme) -> tuple[Flaw, str] | None:
    missing = {"case": Flaw.NO_CASE, "unit": Flaw.NO_UNIT, "kind": Flaw.NO_KIND}
    for part in _PART.findall(scheme.template):
        name, colon, width = part.partition(":")
        if name not in {"n", "yy", "yyyy", "mm", *missing} or (colon and name != "n"):
            return Flaw.UNKNOWN, "{" + part + "}"
        if colon and not re.fullmatch(r"[1-9]", width):
            return Flaw.WIDTH, "{" + part + "}"
        if name in missing and not scheme.words[name]:
            return missing[name], ""
    return None


def text(scheme: Scheme, n: int, on: date) -> str:
    """The number `n` of the book, on a paper of that date."""
    values = {"yy": f"{on.year % 100:02}", "yyyy": f"{on.year:04}", "mm": f"{on.month:02}", **scheme.words}

    def fill(match: re.Match[str]) -> str:
        name, _colon, width = match[1].partition(":")
        return f"{n:0{int(width or 1)}}" if name == "n" else values[name]

    return _PART.sub(fill, scheme.template)


def parsed(scheme: Scheme, typed: str, on: date) -> tuple[int, str]:
    """`n` and what stands after it in a number typed by hand: (123, "/1"); (0, whole) when it follows no template."""
    pattern = ""
    for literal, part in _split(scheme.template):
        pattern += re.escape(literal)
        name = part.partition(":")[0]
        if name == "n":
            pattern += rf"(?P<n>[0-9]{{1,{WIDEST}}})(?P<suffix>(?:[/.\-–]?\w{{1,10}})??)"
        elif part:
            pattern += re.escape(text(Scheme("{" + part + "}", scheme.case, scheme.unit, scheme.kind), 0, on))
    found = re.fullmatch(pattern, typed)
    if found is None or not int(found["n"]):
        return 0, typed
    return int(found["n"]), found["suffix"]


def clash(one: Scheme, other: Scheme) -> bool:
    """Whether some number of one could read the same as some number of the other. Case does not tell numbers apart."""
    return _meet(_pieces(one), _pieces(other))


def _split(template: str) -> list[tuple[str, str]]:
    """[(text before, part), …]; the last has no part."""
    bits = _PART.split(template)
    return [(bits[at], bits[at + 1] if at + 1 < len(bits) else "") for at in range(0, len(bits), 2)]


def _pieces(scheme: Scheme) -> list[str]:
    """Signs in order: "digit" is any digit, "more" any number of further digits."""
    made: list[str] = []
    for literal, part in _split(scheme.template):
        made += literal.casefold()
        name, _colon, width = part.partition(":")
        if name == "n":
            made += ["digit"] * int(width or 1) + ["more"]
        elif name == "yyyy":
            made += ["1|2", "0|9", "digit", "digit"]
        elif name == "mm":
            made += ["0|1", "digit"]
        elif name == "yy":
            made += ["digit"] * 2
        elif name:
            made += scheme.words[name].casefold()
    return made


def _meet(one: Sequence[str], other: Sequence[str]) -> bool:
    """Walk both at once through every pair of places that equal signs lead to."""
    seen, ahead = {(0, 0)}, [(0, 0)]
    while ahead:
        here = ahead.pop()
        if _ends(one, here[0]) and _ends(other, here[1]):
            return True
        for sign_of_one, left in _steps(one, here[0]):
            for sign_of_other, right in _steps(other, here[1]):
                if _agree(sign_of_one, sign_of_other) and (left, right) not in seen:
                    seen.add((left, right))
                    ahead.append((left, right))
    return False


def _ends(pieces: Sequence[str], at: int) -> bool:
    return all(piece == "more" for piece in pieces[at:])


def _steps(pieces: Sequence[str], at: int) -> list[tuple[str, int]]:
    """(sign read, place after it)."""
    if at == len(pieces):
        return []
    if pieces[at] == "more":
        return [("digit", at), *_steps(pieces, at + 1)]
    return [(pieces[at], at + 1)]


def _agree(one: str, other: str) -> bool:
    return bool(_signs(one) & _signs(other))


def _signs(piece: str) -> frozenset[str]:
    if piece == "digit":
        return frozenset("0123456789")
    return frozenset(piece.split("|")) if len(piece) > 1 else frozenset(piece)
