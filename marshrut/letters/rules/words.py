"""Words before a number in a Russian text that tell what the number is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

#: what the letter that names a number is to the letter with it
Sense = Literal["reply", "follow_up", "addendum", "related"]
#: whose number it is, as the writer says: "ваш исх. №", "наш исх. №"
Whose = Literal["", "yours", "ours"]

_LETTERS = [
    r"исх(?:одящ\w*)?",
    r"вх(?:одящ\w*)?",
    r"п[иі]сьм\w*",
    r"обращени\w*",
    r"запрос\w*",
    r"претензи\w*",
    r"уведомлени\w*",
    r"телеграмм\w*",
    r"требовани\w*",
    r"рекламаци\w*",
    r"предписани\w*",
    r"заявлени\w*",
    r"факс\w*",
    r"сообщени\w*",
    r"предложени\w*",
    r"ответ\w*",
    r"напоминани\w*",
    r"жалоб\w*",
    r"ходатайств\w*",
]
_OTHERS = [
    r"договор\w*",
    r"дог",
    r"контракт\w*",
    r"соглашени\w*",
    r"сч[её]т\w*",
    r"накладн\w*",
    r"упд",
    r"торг",
    r"акт(?!ив)\w*",
    r"приказ\w*",
    r"доверенност\w*",
    r"спецификаци\w*",
    r"заказ\w*",
    r"заявк\w*",
    r"лицензи\w*",
    r"инн",
    r"кпп",
    r"огрн\w*",
    r"бик",
    r"тел\w*",
    r"дел[оауе]",
    r"делом",
    r"лот\w*",
    r"извещени\w*",
    r"закупк\w*",
    r"закон\w*",
    r"фз",
    r"постановлени\w*",
    r"распоряжени\w*",
    r"приложени\w*",
    r"пункт\w*",
    r"п",
    r"пп",
    r"стать\w*",
    r"ст",
    r"дома?",
    r"д",
    r"кв\w*",
    r"офис\w*",
    r"оф",
    r"кабинет\w*",
    r"каб",
    r"этаж\w*",
    r"стр",
    r"строени\w*",
    r"строк\w*",
    r"страниц\w*",
    r"вагон\w*",
    r"контейнер\w*",
    r"паспорт\w*",
    r"смет\w*",
    r"объект\w*",
    r"участ\w*",
    r"черт[её]ж\w*",
    r"протокол\w*",
    r"решени\w*",
    r"плат[её]ж\w*",
    r"поручени\w*",
    r"квитанци\w*",
    r"сертификат\w*",
    r"свидетельств\w*",
    r"таблиц\w*",
    r"рис\w*",
    r"позици\w*",
    r"поз",
    r"верси\w*",
    r"раздел\w*",
    r"глав\w*",
    r"гост\w*",
    r"ту",
    r"снип",
    r"реестр\w*",
    r"магазин\w*",
    r"склад\w*",
    r"школ\w*",
    r"садик\w*",
    r"больниц\w*",
    r"сад\w*",
    r"корпус\w*",
    r"допсоглашени\w*",
    r"дс",
    r"доп",
    r"р/с",
    r"к/с",
    r"п/п",
    r"д/с",
    r"очеред\w*",
    r"лист\w*",
    r"форм\w*",
    r"сч[её]т-фактур\w*",
    r"проект\w*",
    r"секци\w*",
    r"подъезд\w*",
    r"цех\w*",
    r"ипотек\w*",
    r"полис\w*",
    r"снт",
    r"ифнс",
    r"филиал\w*",
    r"отделени\w*",
    r"рейс\w*",
    r"маршрут\w*",
    r"партии",
    r"партия",
    r"партию",
    r"чек\w*",
    r"постав(?:к|щик)\w*",
    r"регламент\w*",
    r"ведомост\w*",
    r"инструкци\w*",
    r"положени\w*",
    r"вопрос\w*",
    r"кадастр\w*",
]
_CUES = re.compile(
    rf"(?<![\w/])(?:(?P<letter>{'|'.join(_LETTERS)})|(?P<other>{'|'.join(_OTHERS)}))(?![\w/])", re.IGNORECASE
)
#: what may stand between the word and the number and tells nothing
_FILLING = re.compile(
    r"(?:\b(?:за|под|с|от|от-|г|года?|рег|регистрационн\w+|исх\w*|вх\w*|номер\w*|номера|и|а|также|от|ваш\w*|наш\w*|на"
    r"|январ\w+|феврал\w+|март\w*|апрел\w+|ма[йя]|июн\w+|июл\w+|август\w*|сентябр\w+|октябр\w+|ноябр\w+|декабр\w+)\b"
    r"|[\d\s.,:;()«»\"“”„'/–—-])+",
    re.IGNORECASE,
)
_ON = re.compile(r"(?:^|[\s(«\"])на\s*$", re.IGNORECASE)
_END = re.compile(r"\n\s*\n|[!?;]\s|(?<!\bисх)(?<!\bвх)(?<!\bрег)(?<!\bг)(?<!\bот)\.\s+(?=[А-ЯЁA-Z][а-яёa-z])")
_ADDENDUM = re.compile(r"дополнени\w*|дополнительно|дополня\w+", re.IGNORECASE)
_FOLLOW_UP = re.compile(r"продолжени\w*|продолжая|повторн\w*|в\s+развити\w*|напомина\w*", re.IGNORECASE)
_REPLY = re.compile(r"\bответ\w*|\bотвеча\w+|\bна\b|рассмотре\w+|получ\w+", re.IGNORECASE)
_YOURS = re.compile(r"\bваш\w*|\bвы\b|\bвами\b|\bвас\b", re.IGNORECASE)
_OURS = re.compile(r"\bнаш\w*|\bмы\b|\bнами\b", re.IGNORECASE)
#: how far back a word still belongs to the number, in characters
REACH = 110


@dataclass(frozen=True, slots=True)
class Cue:
    """`letter`: True a letter's number, False another thing's, None nobody says. `near`: only filling between."""

    letter: bool | None
    sense: Sense = "related"
    whose: Whose = ""
    near: bool = False


def cue(before: str, after: str) -> Cue:
    """What the words around a number say; `before` ends where the sign of the number begins."""
    before = _sentence(before[-REACH:])
    said = list(_CUES.finditer(before))
    if _ON.search(before) and not _names_other(after):
        return Cue(letter=True, sense="reply", whose="yours", near=True)
    if not said:
        return Cue(letter=None, sense=_sense(before), whose=_whose(before))
    last = said[-1]
    gap = before[last.end() :]
    near = not gap.strip(" .,:") or _FILLING.fullmatch(gap) is not None
    return Cue(last["letter"] is not None, _sense(before), _whose(before), near)


def _sentence(text: str) -> str:
    ends = [found.end() for found in _END.finditer(text)]
    return text[ends[-1] :] if ends else text


def _names_other(after: str) -> bool:
    word = re.match(r"\s*([^\W\d]+)", after)
    found = _CUES.fullmatch(word[1]) if word else None
    return found is not None and found["other"] is not None and found[0].lower() not in ("п", "д", "г")


def _sense(text: str) -> Sense:
    places: list[tuple[int, Sense]] = []
    for pattern, sense in ((_ADDENDUM, "addendum"), (_FOLLOW_UP, "follow_up"), (_REPLY, "reply")):
        places += [(found.start(), sense) for found in pattern.finditer(text)]  # type: ignore[misc]
    told: list[Sense] = [sense for _at, sense in sorted(places, key=lambda one: one[0])]
    plain = [one for one in told if one != "reply"]
    return plain[-1] if plain else "reply" if told else "related"


def _whose(text: str) -> Whose:
    yours, ours = [[one.start() for one in pattern.finditer(text)] for pattern in (_YOURS, _OURS)]
    if not yours and not ours:
        return ""
    return "yours" if max(yours, default=-1) > max(ours, default=-1) else "ours"
