"""Words before a number in a Russian text that tell what the number is of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

#: what the letter that names a number is to the letter with it
Sense = Literal["reply", "follow_up", "addendum", "related"]
#: whose number it is, as the writer says: "ваш исх. №", "наш исх. №"
Whose = Literal["", "yours", "ours"]

_LETTERS = (
    r"исх(?:одящ\w*)?|вх(?:одящ\w*)?|п[иі]сьм\w*|обращени\w*|запрос\w*|претензи\w*|уведомлени\w*|телеграмм\w*|"
    r"требовани\w*|рекламаци\w*|предписани\w*|заявлени\w*|факс\w*|сообщени\w*|предложени\w*|ответ\w*|"
    r"напоминани\w*|жалоб\w*|ходатайств\w*"
)
_OTHERS = (
    r"договор\w*|дог|контракт\w*|соглашени\w*|сч[её]т\w*|накладн\w*|упд|торг|акт(?!ив)\w*|приказ\w*|"
    r"доверенност\w*|спецификаци\w*|заказ\w*|заявк\w*|лицензи\w*|инн|кпп|огрн\w*|бик|тел\w*|дел[оауе]|делом|"
    r"лот\w*|извещени\w*|закупк\w*|закон\w*|фз|постановлени\w*|распоряжени\w*|приложени\w*|пункт\w*|п|пп|"
    r"стать\w*|ст|дома?|д|кв\w*|офис\w*|оф|кабинет\w*|каб|этаж\w*|стр|строени\w*|строк\w*|страниц\w*|вагон\w*|"
    r"контейнер\w*|паспорт\w*|смет\w*|объект\w*|участ\w*|черт[её]ж\w*|протокол\w*|решени\w*|плат[её]ж\w*|"
    r"поручени\w*|квитанци\w*|сертификат\w*|свидетельств\w*|таблиц\w*|рис\w*|позици\w*|поз|верси\w*|раздел\w*|"
    r"глав\w*|гост\w*|ту|снип|реестр\w*|магазин\w*|склад\w*|школ\w*|садик\w*|больниц\w*|сад\w*|корпус\w*|"
    r"допсоглашени\w*|дс|доп|р/с|к/с|п/п|д/с|очеред\w*|лист\w*|форм\w*|сч[её]т-фактур\w*|проект\w*|секци\w*|"
    r"подъезд\w*|цех\w*|ипотек\w*|полис\w*|снт|ифнс|филиал\w*|отделени\w*|рейс\w*|маршрут\w*|партии|партия|"
    r"партию|чек\w*|постав(?:к|щик)\w*|регламент\w*|ведомост\w*|инструкци\w*|положени\w*|вопрос\w*|кадастр\w*"
)
_CUES = re.compile(rf"(?<![\w/])(?:(?P<letter>{_LETTERS})|(?P<other>{_OTHERS}))(?![\w/])", re.IGNORECASE)
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
