"""One infobase of the training 1C: its tables, its clock, and who is who in it."""

from __future__ import annotations

import base64
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from marshrut.kernel import clock

from . import objects
from .tables import Row, Table

Profile = Literal["bed19", "bed17"]
MOSCOW: Final = ZoneInfo("Europe/Moscow")
OUT: Final = "Document_ЭлектронныйДокументИсходящийЭДО"
IN: Final = "Document_ЭлектронныйДокументВходящийЭДО"
STATES: Final = "InformationRegister_СостоянияДокументовЭДО"
#: what a kind is called, its type and its rules of exchange
KINDS: Final = {
    "upd": ("УПД", "УПД", "УПД"),
    "act": ("Акт выполненных работ", "АктВыполненныхРабот", "Формализованный"),
    "contract": ("Договор", "Договор", "Неформализованный"),
    "invoice": ("Счёт на оплату", "СчетНаОплату", "Неформализованный"),
    "invoice_factura": ("Счёт-фактура", "СчетФактура", "УПД"),
    "ukd": ("УКД", "УКД", "УПД"),
    "other": ("Произвольный документ", "Прочее", "Неформализованный"),
}


def ref(name: str) -> str:
    """The same name gives the same reference, whenever the server is started."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"onec:{name}"))


@dataclass
class Infobase:
    """One infobase. Its server has a clock and a zone; 1C writes times without one."""

    profile: Profile = "bed19"
    utc: Callable[[], datetime] = clock.now
    zone: ZoneInfo = MOSCOW
    tables: dict[str, Table] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)
    #: counts writes; versions of rows are made of it
    writes: int = 0
    _counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        made = objects.bed19() if self.profile == "bed19" else objects.bed17()
        self.tables = {table.name: table for table in made}
        for key, (title, kind, _rules) in KINDS.items():
            if self.profile == "bed19":
                self.write(
                    "Catalog_ВидыДокументовЭДО", Ref_Key=ref(f"kind {key}"), Description=title, ТипДокумента=kind
                )

    def write(self, name: str, **values: Any) -> Row:
        self.writes += 1
        values.setdefault("DataVersion", base64.b64encode(self.writes.to_bytes(8, "big")).decode())
        return self.tables[name].add(values)

    def change(self, name: str, row: Row, **values: Any) -> None:
        self.writes += 1
        if "DataVersion" in row:
            values["DataVersion"] = base64.b64encode(self.writes.to_bytes(8, "big")).decode()
        self.tables[name].change(row, values)

    def now(self) -> datetime:
        """As the clock on the wall of the server shows it."""
        return self.utc().astimezone(self.zone).replace(tzinfo=None)

    def stamp(self, at: datetime | None = None) -> str:
        return (at or self.now()).replace(microsecond=0, tzinfo=None).isoformat()

    def next(self, name: str) -> int:
        self._counts[name] = self._counts.get(name, 0) + 1
        return self._counts[name]

    def organisation(self, name: str, inn: str, kpp: str = "") -> str:
        return self._catalogue("Catalog_Организации", name, inn, kpp)

    def party(self, name: str, inn: str = "", kpp: str = "") -> str:
        return self._catalogue("Catalog_Контрагенты", name, inn, kpp)

    def _catalogue(self, table: str, name: str, inn: str, kpp: str) -> str:
        key = ref(f"{table} {name} {inn}")
        if self.tables[table].find(Ref_Key=key) is None:
            self.write(
                table,
                Ref_Key=key,
                Code=f"{self.next(table):09}  ",
                Description=name,
                НаименованиеПолное=name,
                ИНН=inn,
                КПП=kpp,
            )
        return key

    def user(self, name: str) -> str:
        key = ref(f"user {name}")
        if self.tables["Catalog_Пользователи"].find(Ref_Key=key) is None:
            self.write("Catalog_Пользователи", Ref_Key=key, Description=name)
        return key

    def our_signer(self, name: str, firm: str) -> str:
        """A certificate of ours; returns its thumbprint."""
        thumb = ref(f"certificate {name}").replace("-", "").upper()
        table = self.tables["Catalog_СертификатыКлючейЭлектроннойПодписиИШифрования"]
        if table.find(Отпечаток=thumb) is None:
            last, first, middle = (*name.split(), "", "")[:3]
            self.write(
                table.name,
                Ref_Key=ref(f"certificate row {name}"),
                Description=name,
                Фамилия=last,
                Имя=first,
                Отчество=middle,
                Фирма=firm,
                Отпечаток=thumb,
            )
        return thumb
