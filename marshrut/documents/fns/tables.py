"""Rows of goods and works, format by format."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from .parts import number
from .shapes import Line
from .tree import Node

#: rows that are told
LINES: Final = 1000
#: roubles that roundings may lose
ROUNDING: Final = Decimal("0.05")
#: ОКЕИ codes that are met most
_UNITS: Final = {
    "796": "шт", "166": "кг", "112": "л", "006": "м", "055": "м²", "113": "м³", "168": "т", "778": "упак",
    "839": "компл", "642": "ед", "876": "усл. ед", "356": "ч", "359": "сут", "362": "мес", "163": "г",
    "111": "мл", "715": "пар", "868": "бут", "812": "ящ", "736": "рул", "625": "лист", "018": "пог. м",
}  # fmt: skip


def invoice(node: Node) -> Line:
    """A row of УПД, 5.01 to 5.03."""
    return Line(
        number=node.value("@НомСтр"),
        name=node.value("@НаимТов"),
        unit=unit(node.value("@НаимЕдИзм", "ДопСведТов/@НаимЕдИзм"), node.value("@ОКЕИ_Тов")),
        quantity=number(node.value("@КолТов")),
        price=number(node.value("@ЦенаТов")),
        net=number(node.value("@СтТовБезНДС")),
        rate=node.value("@НалСт"),
        tax=number(node.value("СумНал/СумНал")),
        total=number(node.value("@СтТовУчНал")),
    )


def corrected(node: Node) -> Line:
    """A row of УКД: what it is after the change, and the total before."""
    return Line(
        number=node.value("@НомСтр"),
        name=node.value("@НаимТов", "@НаимТовПосле", "@НаимТовДо"),
        unit=unit(node.value("@НаимЕдИзмПосле", "@НаимЕдИзмДо"), node.value("@ОКЕИ_ТовПосле", "@ОКЕИ_ТовДо")),
        quantity=number(node.value("@КолТовПосле")),
        price=number(node.value("@ЦенаТовПосле")),
        net=number(node.value("СтТовБезНДС/@СтоимПослеИзм")),
        rate=node.value("@НалСтПосле"),
        tax=number(node.value("СумНалПосле/СумНДС", "СумНалПосле/СумНал")),
        total=number(node.value("СтТовУчНал/@СтоимПослеИзм")),
        before=number(node.value("СтТовУчНал/@СтоимДоИзм")),
    )


def goods(node: Node) -> Line:
    """A row of ТОРГ-12, 551 and older."""
    return Line(
        number=node.value("@НомТов"),
        name=" ".join(filter(None, (node.value("@НаимТов"), node.value("@ХарактерТов")))),
        unit=unit(node.value("@НаимЕдИзм"), node.value("@ОКЕИ_Тов")),
        quantity=number(node.value("@НеттоПередано", "@Нетто")),
        price=number(node.value("@Цена")),
        net=number(node.value("@СтБезНДС", "@СумБезНДС")),
        rate=node.value("@НалСт", "@СтавкаНДС"),
        tax=number(node.value("@СумНДС")),
        total=number(node.value("@СтУчНДС", "@СумУчНДС")),
    )


def work(node: Node) -> Line:
    """A row of an act, 552 and older."""
    return Line(
        number=node.value("@Номер"),
        name=node.value("@НаимРабот", "Описание"),
        unit=unit(node.value("@НаимЕдИзм"), node.value("@ОКЕИ")),
        quantity=number(node.value("@Количество")),
        price=number(node.value("@Цена")),
        net=number(node.value("@СтоимБезНДС", "@СумБезНДС")),
        rate=node.value("@НалСт"),
        tax=number(node.value("@СумНДС")),
        total=number(node.value("@СтоимУчНДС", "@СумУчНДС")),
    )


def unit(name: str, code: str) -> str:
    return name or _UNITS.get(code, code if code != "-" else "")


def added(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None when there is nothing to add."""
    known = [one for one in values if one is not None]
    return sum(known, Decimal(0)) if known else None


def askew(lines: tuple[Line, ...], total: Decimal | None) -> bool:
    """Whether rows that all have a total add up to another one."""
    if total is None or not lines or any(line.total is None for line in lines):
        return False
    told = added(line.total for line in lines)
    return told is not None and abs(told - total) > ROUNDING * len(lines)
