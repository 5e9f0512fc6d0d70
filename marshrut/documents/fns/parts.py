"""Parts that all formats share: sums, days, parties, signers, references."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from .shapes import Party, Reference, Signer, Who
from .tree import Node

#: roubles and pieces beyond which a number is a mistake
MOST: Final = Decimal(10) ** 15
_WHO: Final[tuple[tuple[Who, tuple[str, ...]], ...]] = (
    ("legal", ("СвЮЛУч", "СвЮЛ", "ЮЛ")),
    ("sole", ("СвИП", "ИП")),
    ("person", ("СвФЛУч", "СвФЛУчастФХЖ", "СвФЛ", "ФЛ")),
    ("foreign", ("СвИнНеУч", "СвИнУчастНеУч")),
)
#: words for resting on no paper at all
_NOTHING: Final = re.compile(r"без документа|отсутствует", re.IGNORECASE)
_DAY: Final = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
#: a dash stands for "none" in formats that allow no emptiness
_NONE: Final = frozenset({"-", "—", "–"})


def number(text: str) -> Decimal | None:
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if not plain or plain in _NONE:
        return None
    try:
        found = Decimal(plain)
    except InvalidOperation:
        return None
    return found if found.is_finite() and abs(found) < MOST else None


def day(text: str) -> str:
    """ISO; "" for what is no day. Written as 12.11.2026, seldom as 2026-11-12."""
    found = _DAY.match(text)
    plain = f"{found[3]}-{found[2]}-{found[1]}" if found else text[:10]
    return plain if is_day(plain) else ""


def is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return len(text) == 10


def person(node: Node | None) -> str:
    """«Иванова Анна Петровна»."""
    name = node.one("ФИО", "ФИОИП") if node else None
    return " ".join(filter(None, (name.value(f"@{part}") for part in ("Фамилия", "Имя", "Отчество")))) if name else ""


def party(node: Node | None) -> Party | None:
    """Of an element with ИдСв in it, or with who it is directly."""
    if node is None:
        return None
    holder = node.one("ИдСв") or node
    for who, names in _WHO:
        found = holder.one(*names)
        if found is not None:
            return Party(
                name=_name(found, who),
                who=who,
                inn=_digits(found.value("@ИННЮЛ", "@ИННФЛ"), (10, 12)),
                kpp=_kpp(found.value("@КПП")) if who == "legal" else "",
                address=address(node.one("Адрес")),
            )
    return None


def _name(found: Node, who: Who) -> str:
    told = found.value("@НаимОрг", "@Наим")
    name = person(found)
    return told or (f"ИП {name}" if who == "sole" and name else name)


def _digits(text: str, lengths: tuple[int, ...]) -> str:
    return text if text.isascii() and text.isdigit() and len(text) in lengths else ""


def _kpp(text: str) -> str:
    return text if text.isascii() and text.isalnum() and len(text) == 9 else ""


def address(node: Node | None) -> str:
    if node is None:
        return ""
    if told := node.value("АдрИнф/@АдрТекст", "АдрИно/@АдрТекст", "АдрТекст"):
        return told
    if plain := node.one("АдрРФ"):
        parts = ("Индекс", "НаимРегион", "Район", "Город", "НаселПункт", "Улица")
        said = [plain.value(f"@{name}") for name in parts]
        marks = (("Дом", "д."), ("Корпус", "корп."), ("Кварт", "кв."))
        said += [_marked(plain.value(f"@{name}"), mark) for name, mark in marks]
        return ", ".join(dict.fromkeys(filter(None, said)))
    return _register(node.one("АдрГАР"))


def _marked(value: str, mark: str) -> str:
    return f"{mark} {value}" if value and value[0].isdigit() else value


def _register(node: Node | None) -> str:
    """An address of the state register (ГАР): a thing and its kind in each element."""
    if node is None:
        return ""
    names = ("МуниципРайон", "ГородСелПоселен", "НаселенПункт", "ЭлПланСтруктур", "ЭлУлДорСети")
    said = [node.value("@Индекс"), node.value("НаимРегион")]
    said += [_pair(one.value("@Вид", "@Тип"), one.value("@Наим")) for name in names for one in node.all(name)]
    numbered = ("Здание", "ПомещЗдания", "ПомещКвартиры")
    said += [_pair(one.value("@Тип"), one.value("@Номер")) for name in numbered for one in node.all(name)]
    return ", ".join(filter(None, said))


def _pair(kind: str, name: str) -> str:
    return " ".join(filter(None, (kind, name)))


def signers(*places: Node | None) -> tuple[Signer, ...]:
    """Whoever the file names as its signers; the signature itself lies beside it."""
    found: dict[tuple[str, str], Signer] = {}
    for place in places:
        for node in place.all("Подписант") if place else ():
            holder = node.one("ЮЛ", "ИП", "ФЛ") or node
            name = person(holder) or person(node)
            post = holder.value("@Должн", "@Должность") or node.value("@Должн", "@Должность")
            trust = node.value("СвДоверЭл/@НомДовер", "СвДоверБум/@ВнНомДовер", "@ОснПолн", "@ОснПолнПодп")
            if name:
                found.setdefault((name, post), Signer(name, post, trust))
    return tuple(found.values())


def references(nodes: list[Node]) -> tuple[Reference, ...]:
    """Papers it rests on; "Без документа-основания" is none."""
    found = []
    for node in nodes:
        title = node.value("@РеквНаимДок", "@НаимОсн")
        one = Reference(title, node.value("@РеквНомерДок", "@НомОсн"), day(node.value("@РеквДатаДок", "@ДатаОсн")))
        if (
            one.number
            or one.date
            or (title and "без документа" not in title.lower() and title.lower() != "отсутствует")
        ):
            found.append(one)
    return tuple(dict.fromkeys(found))
