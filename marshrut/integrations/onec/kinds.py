"""Which kind of paper a document is: by the type 1C gives it, else by its title."""

from __future__ import annotations

import re
from typing import Final

#: ТипыДокументовЭДО and the older ВидыЭД -> KINDS
_TYPES: Final = {
    "УПД": "upd", "УниверсальныйПередаточныйДокумент": "upd", "УПДСЧФДОП": "upd", "УПДДОП": "upd", "УПДСЧФ": "upd",
    "АктВыполненныхРабот": "act", "АктИсполнитель": "act", "АктЗаказчик": "act", "АктНаПередачуПрав": "act",
    "АктСверкиВзаиморасчетов": "act", "АктОРасхождениях": "act", "АктОбОказанииУслуг": "act",
    "Договор": "contract", "ДоговорныйДокумент": "contract", "ДоговорПокупателя": "contract",
    "ДополнительноеСоглашение": "contract",
    "СчетФактура": "invoice_factura",
    "УКД": "ukd", "КорректировочныйСчетФактура": "ukd", "СоглашениеОбИзмененииСтоимости": "ukd",
    "СоглашениеОбИзмененииСтоимостиОтправитель": "ukd", "СоглашениеОбИзмененииСтоимостиПолучатель": "ukd",
    "ТоварнаяНакладная": "waybill", "ТОРГ12": "waybill", "ТОРГ12Продавец": "waybill", "ТОРГ12Покупатель": "waybill",
    "ТранспортнаяНакладная": "waybill",
    "СчетНаОплату": "invoice",
}  # fmt: skip
#: what a title says, tried in this order
_TITLES: Final = tuple(
    (re.compile(words, re.IGNORECASE), kind)
    for words, kind in (
        (r"\bукд\b|корректировоч", "ukd"),
        (r"\bупд\b|универсальн\w+ передаточн", "upd"),
        (r"сч[её]т\W{0,3}фактур", "invoice_factura"),
        (r"договор|контракт|соглашени", "contract"),
        (r"\bакт(?:а|ы|ов)?\b", "act"),
        (r"накладн|торг\W?12", "waybill"),
        (r"\bсч[её]т\b", "invoice"),
    )
)


def kind(type_: str, title: str) -> str:
    """One of KINDS. A title is asked when the type says nothing."""
    if type_ in _TYPES:
        return _TYPES[type_]
    for words, found in _TITLES:
        if words.search(title) or words.search(type_):
            return found
    return "other"
