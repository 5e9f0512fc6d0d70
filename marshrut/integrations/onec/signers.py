"""Who signed: the text of a certificate is free, so it is kept as it is and a name is read out of it when it is one."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal

from marshrut.edocs.source import Direction, Signer

Side = Literal["ours", "theirs"]
#: whose content a file is: of the sending side, of the receiving one, or of both (PDF, contracts)
Whose = Literal["sender", "receiver", "both"]
_LATER: Final = datetime.max.replace(tzinfo=UTC)
_WORD: Final = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
#: a last name, a first one and a patronymic; abroad and in ИП there may be none
_FULL: Final = re.compile(
    rf"\b({_WORD})\s+({_WORD})\s+({_WORD}(?:вич|вна|ична|ьич|мич|чна)|{_WORD}\s+(?:оглы|кызы))(?!\w)"
)
_TWO: Final = re.compile(rf"^({_WORD})\s+({_WORD})$")
#: what two words with capitals may be instead
_POST: Final = re.compile(
    r"(?:генеральн|главн|финансов|исполнительн|директор|общество|индивидуальн|россия)", re.IGNORECASE
)
_INITIALS: Final = re.compile(rf"\b({_WORD})\s+([А-ЯЁ])\.\s?([А-ЯЁ])\.")
_INN: Final = re.compile(r"\b\d{10}(?:\d{2})?\b")
_NOISE: Final = re.compile(r"[^0-9a-zа-я]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """A signature on the content of a document. `by`: who of us put it there, as 1C says."""

    file: str
    no: int
    at: datetime | None
    whom: str
    thumb: str = ""
    valid: bool | None = None
    by: str = ""
    of: Whose = "both"


@dataclass(frozen=True, slots=True)
class Ours:
    """What tells our signatures: thumbprints of our certificates with their people, our names and INN."""

    thumbs: dict[str, str]
    words: tuple[str, ...] = ()


def person(whom: str) -> str:
    """ "Иванова Анна Петровна", or "" when no name can be told from firms and positions."""
    text = re.sub(r"[\"«»“”]", " ", whom)
    if found := _FULL.search(text):
        return " ".join(" ".join(found.groups()).split())
    parts = [part.strip() for part in re.split(r"[,;=\n]", whom)]
    if two := next((found for part in parts if (found := _TWO.match(part)) and not _POST.match(part)), None):
        return " ".join(two.groups())
    if found := _INITIALS.search(text):
        return f"{found[1]} {found[2]}. {found[3]}."
    return ""


def signers(marks: Sequence[Mark], direction: Direction, ours: Ours) -> tuple[Signer, ...]:
    """In the order they signed; the same signature on two files is one."""
    found: dict[tuple[str, str], Signer] = {}
    for mark in sorted(marks, key=lambda one: (one.at or _LATER, one.file, one.no)):
        side = _side(mark, marks, direction, ours)
        whom = " ".join(mark.whom.split())[:500]
        name = ours.thumbs.get(mark.thumb, "") or person(whom)
        key = (side, mark.thumb or whom.lower())
        found.setdefault(key, Signer(side, whom, name, mark.at, mark.thumb, mark.valid))
    return tuple(found.values())


def _side(mark: Mark, marks: Collection[Mark], direction: Direction, ours: Ours) -> Side:
    sender: Side = "ours" if direction == "out" else "theirs"
    receiver: Side = "theirs" if direction == "out" else "ours"
    if mark.of != "both":
        return sender if mark.of == "sender" else receiver
    if _is_ours(mark, ours):
        return "ours"
    # nothing tells it: whoever signed a file first is its sender
    same = sorted((one for one in marks if one.file == mark.file), key=lambda one: one.no)
    known = any(_is_ours(one, ours) for one in same)
    if known:
        return "theirs"
    return sender if not same or same[0].no == mark.no else receiver


def _is_ours(mark: Mark, ours: Ours) -> bool:
    if mark.thumb and mark.thumb in ours.thumbs:
        return True
    if mark.by:
        return True
    told = _NOISE.sub(" ", mark.whom.lower())
    return any(word and f" {word} " in f" {told} " for word in ours.words)


def words(*names: str) -> tuple[str, ...]:
    """Names and numbers of our organisation as they may stand in a certificate."""
    cleaned = (_NOISE.sub(" ", name.lower()).strip() for name in names)
    return tuple(word for word in cleaned if len(word) >= 4)
