"""What the sender wrote this time, without the letters quoted below it. Made for Russian mail programs. Pure.

The whole mail is kept as it came; this only decides what is shown first, so in doubt it cuts nothing.
"""

from __future__ import annotations

import re
from typing import Final

from .pages import QUOTED

_MONTHS: Final = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?"
_DAY: Final = (
    rf"(?:\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}\s+{_MONTHS}\s+\d{{4}}\s*(?:г\.?|года)?)"
)
_TIME: Final = r"\d{1,2}:\d{2}(?::\d{2})?"
_WEEKDAY: Final = r"(?:(?:пн|вт|ср|чт|пт|сб|вс|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\.?,?\s+)?"
_WROTE: Final = r"(?:пишет|писал(?:\(а\)|а)?|написал(?:\(а\)|а)?|написали|wrote)"
#: what may stand in it ends it in one place only: strangers write these lines
_ADDRESS: Final = r"[^<>\[\]()@]{3,120}@[^<>\[\]()@]{3,120}"
_HEADINGS: Final = (
    "Исходное сообщение|Исходное письмо|Пересылаемое сообщение|Пересланное сообщение|Конец пересылаемого сообщения|"
    "Начало переадресованного сообщения|Original Message|Forwarded message"
)
#: lines that begin a quoted letter
_STARTS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^(?:\W*)(?:On\s.{{1,100}}|{_WEEKDAY}(?:в\s+)?{_DAY}.{{0,200}}){_WROTE}\s*:?$",
        rf"^\W*{_WEEKDAY}{_DAY}\s*(?:г\.?)?,?\s*(?:в\s+)?{_TIME}.{{0,200}}[<\[]{_ADDRESS}[>\]]\s*:$",
        rf"^\W*{_WEEKDAY}{_DAY}\s*(?:г\.?)?,?\s*(?:в\s+)?{_TIME}(?:\s*[+-]\d{{2}}:?\d{{2}})?\s+от\s.{{1,200}}:$",
        rf"^.{{1,120}}[<\[(]{_ADDRESS}[>\])].{{0,60}}{_WROTE}\s*:?$",
        rf"^\W*(?:{_HEADINGS})\W*$",
    )
)
_FORWARDED: Final = re.compile(r"пересыла|пересланн|переадресован|forwarded", re.IGNORECASE)
#: a block «От: … Отправлено: … Кому: …», as Outlook begins a quoted letter
_FROM: Final = re.compile(r"^\W*(?:От|From|От кого)\s*:\s*\S", re.IGNORECASE)
_MORE: Final = re.compile(r"^\W*(?:Отправлено|Дата|Кому|Тема|Копия|Sent|Date|To|Subject|Cc)\s*:", re.IGNORECASE)
_SIGNATURE: Final = re.compile(r"^--\s?$")
_PHONE: Final = re.compile(
    r"^(?:Отправлено (?:из|с|через)\s.{1,80}|Sent from (?:my|Mail|Outlook|Yandex).{0,80})$", re.IGNORECASE
)
_RULER: Final = re.compile(r"^[_\-=*]{5,}$")


def fresh(whole: str) -> str:
    """The text above the first quoted letter. A mail that is nothing but a forwarded letter is left whole."""
    lines = whole.split("\n")
    quoted = _quoted_from(lines)
    end = next((number for number in range(len(lines)) if _begins(lines, number, quoted)), len(lines))
    kept = _without_tail([line for line in lines[:end] if line.strip() != QUOTED])
    text = "\n".join(line for line in kept if not line.startswith(">")).strip()
    if text and not _SHORT.fullmatch(text):
        return text
    if end < len(lines) and _forwarded(lines[end : end + 6]):
        return "\n".join(line for line in lines if line.strip() != QUOTED).strip()
    return text or "\n".join(line for line in lines if line.strip() != QUOTED).strip()


_SHORT: Final = re.compile(r"\W*(?:fyi|см\.? ниже|для информации|переслано)\W*", re.IGNORECASE)


def cut(whole: str) -> bool:
    """Whether anything stands below what was written this time."""
    return len("".join(fresh(whole).split())) < len("".join(whole.replace(QUOTED, "").split()))


def _quoted_from(lines: list[str]) -> int:
    """The line from which on there is nothing but quotes."""
    number = len(lines)
    while number and (not lines[number - 1].strip() or lines[number - 1].lstrip().startswith(">")):
        number -= 1
    return number


def _begins(lines: list[str], number: int, quoted: int) -> bool:
    line = " ".join(lines[number].split())
    if not line:
        return False
    if line == QUOTED:
        return True
    if line.startswith(">"):
        # an answer written under a quoted sentence is an answer: cut only when quotes go on to the end
        return number >= quoted
    if len(line) <= 500 and any(start.search(line) for start in _STARTS):
        return True
    both = f"{line} {' '.join(lines[number + 1].split())}" if number + 1 < len(lines) else line
    # programs fold this line at eighty signs
    if len(both) <= 500 and re.match(rf"\W*{_WEEKDAY}{_DAY}", line, re.IGNORECASE) and _STARTS[0].search(both):
        return True
    return bool(_FROM.match(line)) and sum(bool(_MORE.match(one)) for one in lines[number + 1 : number + 6]) >= 2


def _forwarded(lines: list[str]) -> bool:
    return any(_FORWARDED.search(line) for line in lines) or bool(lines and _FROM.match(lines[0].strip()))


def _without_tail(lines: list[str]) -> list[str]:
    """Without rulers, «Отправлено из мобильной Почты» and the sign before a signature at the end; the signature stays.

    A signature says who wrote and often their ИНН.
    """
    kept = [line for line in lines if not _SIGNATURE.match(line) and not _PHONE.match(line.strip())]
    while kept and (not kept[-1].strip() or _RULER.match(kept[-1].strip())):
        kept.pop()
    return kept
