"""Documents of БЭД 1.7: the state and the day it changed stand in the document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from .exchange import Base, ref

OUT = "Document_ЭлектронныйДокументИсходящий"
IN = "Document_ЭлектронныйДокументВходящий"


def add(
    base: Base,
    number: str,
    *,
    party: str,
    organisation: str,
    direction: Literal["out", "in"] = "out",
    state: str = "НаПодписи",
    kind: str = "АктВыполненныхРабот",
    amount: float = 1000.0,
    at: datetime | None = None,
    **more: Any,
) -> str:
    key, at = ref(f"older {direction} {number}"), at or base.now()
    base.write(
        OUT if direction == "out" else IN,
        Ref_Key=key,
        Number=number,
        Date=base.stamp(at),
        ВидЭД=kind,
        ТипДокумента=kind,
        НомерДокументаОтправителя=number,
        ДатаДокументаОтправителя=at.strftime("%Y-%m-%dT00:00:00"),
        СостояниеЭДО=state,
        ДатаИзмененияСостоянияЭДО=base.stamp(at),
        УникальныйИД=key,
        Контрагент=party,
        Контрагент_Type="StandardODATA.Catalog_Контрагенты",
        Организация_Key=organisation,
        СуммаДокумента=amount,
        ДокументыОснования=[],
        **more,
    )
    base.write("InformationRegister_СостоянияЭД", СсылкаНаОбъект=key, СостояниеВерсииЭД=state, ЭлектронныйДокумент=key)
    return key


def put(
    base: Base, key: str, state: str, *, at: datetime | None = None, comment: str = "", user: str = "", **more: Any
) -> None:
    """The document is in this state from now on; a line of its journal says so."""
    name = OUT if base.tables[OUT].find(Ref_Key=key) is not None else IN
    row = base.tables[name].find(Ref_Key=key)
    if row is None:
        raise KeyError(key)
    base.change(
        name, row, СостояниеЭДО=state, ДатаИзмененияСостоянияЭДО=base.stamp(at), ПричинаОтклонения=comment, **more
    )
    base.write(
        "InformationRegister_ЖурналСобытийЭД",
        ПрисоединенныйФайл=ref(f"older file {key}"),
        НомерЗаписи=str(base.next(f"older {key}")),
        ВладелецЭД=key,
        ВладелецЭД_Type=f"StandardODATA.{name}",
        Дата=base.stamp(at),
        СтатусЭД=state,
        Пользователь=user,
        Комментарий=comment,
    )
