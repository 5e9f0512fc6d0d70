"""Numbers of letters in Russian texts: «на ваш исх. № ИСХ-0012/26 от 05.11.2026», «На № 01-15/340».

A number is trusted as far as the words around it say that it is a letter's: those of contracts, invoices and houses
are left out. Two numbers are the same when their keys are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .dates import AFTER, BEFORE, day_of
from .words import Cue, Sense, Whose, cue

#: longest text that is read, and the most numbers one letter may name
LONGEST, MOST = 200_000, 60
_ALIKE = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u3000\t]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d]")
_OPEN = r"[\s«\"“”„'(\[]{0,3}"
_SIGN = r"(?:№\s?№?|\bN\s?[oоº°]\.?|\bN\b\.?|\bN(?=\d)|#|\bза\s+номером|\bномер(?:ом|а)?\b)"
_TOKEN = r"[0-9A-Za-zА-Яа-яЁё][0-9A-Za-zА-Яа-яЁё./\\_+()-]*"  # noqa: S105 - part of a text
_NUMBER = re.compile(rf"{_SIGN}\.?{_OPEN}(?P<token>{_TOKEN})")
#: «исх. ИСХ-0012/26», «вх. 15» with no sign
_AFTER_CUE = re.compile(rf"\b(?:исх|вх)(?:одящ\w+|\.)?\s*:?\s?{_OPEN}(?P<token>(?=[^\s,]*\d){_TOKEN})", re.IGNORECASE)
#: looks like a number of a register on its own
_BARE = re.compile(r"(?<![\w/№.-])(?P<token>[А-ЯЁA-Z]{2,8}-?\d{1,9}(?:[/-]\d{2,4})?)(?![\w/-])")
_MORE = re.compile(rf"\s*(?:,|\bи\b|;|а также)\s*(?:{_SIGN}\.?)?{_OPEN}(?P<token>{_TOKEN})")
_STUCK = re.compile(r"(?<=\d)от(?=\s?[«\"]?\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A number that a text names. `sure`: its words say that it is a letter's."""

    key: str
    number: str
    day: date | None = None
    sense: Sense = "related"
    whose: Whose = ""
    sure: bool = True


def key(number: str) -> str:
    """A number as it is compared: signs alike, spaces and leading zeros make no difference. "" for no number."""
    text = _DASHES.sub("-", _INVISIBLE.sub("", _SPACES.sub(" ", number)))
    text = re.sub(r"^\s*(?:№|N[oо]?\.?(?=[\s\d]))+", "", text).upper().replace("Ё", "Е").replace("\\", "/")
    text = re.sub(r"[\s_«»\"'“”„()]+", "", text.translate(_ALIKE)).strip(".,;:-/")
    text = re.sub(r"(?<![0-9])0+(?=[0-9])", "", text)
    return text if any(sign.isdigit() for sign in text) else ""


def strong(number_key: str) -> bool:
    """Hardly two registers would give it by chance: it has letters and figures."""
    return len(number_key) >= 4 and any(sign.isalpha() for sign in number_key)


def quoted(text: str) -> list[Quoted]:
    """Numbers of letters that a text names, in their order, each once."""
    text = _cleaned(text[:LONGEST])
    found: dict[str, Quoted] = {}
    for one in (*_told(text), *_alone(text)):
        known = found.get(one.key)
        if known is None or (one.sure and not known.sure):
            found[one.key] = one
    return list(found.values())[:MOST]


def _told(text: str) -> Iterator[Quoted]:
    """Numbers with a sign or right after «исх.»; further ones of the same row follow the first."""
    end = 0
    for found in sorted((*_NUMBER.finditer(text), *_AFTER_CUE.finditer(text)), key=lambda one: one.start("token")):
        token = _token(found["token"])
        if found.start("token") < end or not key(token):
            continue
        start = found.start("token") if found.re is _AFTER_CUE else found.start()
        end = found.start("token") + len(token)
        after, before = AFTER.match(text, end), BEFORE.search(text[max(0, start - 60) : start])
        day = day_of(after) if after else day_of(before) if before else None
        end = after.end() if after else end
        told = cue(text[max(0, start - 400) : start], text[end : end + 40])
        said = _quoted(token, day, told)
        if said is None:
            continue
        yield said
        while (more := _MORE.match(text, end)) and (listed := _listed(text, more, told)):
            yield listed[0]
            end = listed[1]


def _listed(text: str, more: re.Match[str], told: Cue) -> tuple[Quoted, int] | None:
    """«… № 12 от 01.02.2026, 13 и № 14»: what follows in a row is of the same kind."""
    token = _token(more["token"])
    if not key(token) or not token[0].isalnum() or (token.isalpha()):
        return None
    end = more.start("token") + len(token)
    after = AFTER.match(text, end)
    signed = "№" in more[0] or "N" in more[0].split(token)[0]
    if not signed and after is None and not re.fullmatch(r"[\d/\\-]+|[А-ЯЁA-Z]+-?[\d/\\-]+", token):
        return None
    said = _quoted(token, day_of(after) if after else None, told)
    return (said, after.end() if after else end) if said else None


def _quoted(token: str, day: date | None, told: Cue) -> Quoted | None:
    number_key = key(token)
    if not number_key or told.letter is False:
        return None
    telling = day is not None or strong(number_key) or bool(re.search(r"\d[/-]\d", number_key))
    if told.letter is None:
        return Quoted(number_key, token, day, told.sense, told.whose, sure=False) if telling else None
    if not told.near and not telling:
        return None
    return Quoted(number_key, token, day, told.sense, told.whose)


def _alone(text: str) -> Iterator[Quoted]:
    """Numbers of a register with no word before them: in subjects, «Re: ИСХ-0012/26»."""
    for found in _BARE.finditer(text):
        told = cue(text[max(0, found.start() - 400) : found.start()], text[found.end() : found.end() + 40])
        if told.letter is not False and strong(key(found["token"])):
            after = AFTER.match(text, found.end())
            day = day_of(after) if after else None
            yield Quoted(key(found["token"]), found["token"], day, told.sense, told.whose, sure=bool(told.letter))


def _token(token: str) -> str:
    """Without what stuck to it: «12от05.11.2026», a bracket or a full stop at the end."""
    token = _STUCK.split(token, maxsplit=1)[0]
    while token and (token[-1] in ".,/\\_+-" or (token[-1] == ")" and token.count("(") < token.count(")"))):
        token = token[:-1]
    if "(" in token and ")" not in token:
        token = token.split("(", 1)[0]
    return token


def _cleaned(text: str) -> str:
    text = _INVISIBLE.sub("", _SPACES.sub(" ", text.replace("\r\n", "\n")))
    text = _DASHES.sub("-", text)
    text = re.sub(r"(?<=[А-ЯЁA-Z]) ?- ?(?=\d)", "-", text)
    text = re.sub(r"(?<=\d) ?/ ?(?=\d)", "/", text)
    return re.sub(r"(?<=[\dА-Яа-яЁё])([-/])\s*\n\s*(?=\d)", r"\1", text)
