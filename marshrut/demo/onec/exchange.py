"""What happens to e-documents in this 1C: each act writes the rows that БЭД 1.9 would write."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Literal

from . import objects
from .infobase import IN, KINDS, OUT, STATES, Infobase, Profile, ref
from .pictures import pdf
from .tables import EMPTY, Row

__all__ = ["IN", "KINDS", "OUT", "Base", "Profile", "ref"]


class Base(Infobase):
    """An infobase with documents of БЭД 1.9."""

    def add(
        self,
        number: str,
        *,
        party: str,
        organisation: str,
        kind: str = "upd",
        direction: Literal["out", "in"] = "out",
        amount: float = 1000.0,
        at: datetime | None = None,
        state: str | None = None,
        reply: bool = True,
        contract: str = "",
        comment: str = "",
        user: str = "",
        paper: bool = True,
        picture: bool = True,
    ) -> str:
        """A document that nobody has sent yet (one of theirs has just come). Returns its reference."""
        key, name = ref(f"edoc {direction} {number}"), OUT if direction == "out" else IN
        at = at or self.now()
        contract_key = self._contract(party, contract) if contract else ""
        self.write(
            name,
            Ref_Key=key,
            Number=f"{self.next(name):09}",
            Date=self.stamp(at),
            НомерДокумента=number,
            ДатаДокумента=at.strftime("%Y-%m-%dT00:00:00"),
            ВидДокумента_Key=ref(f"kind {kind}"),
            СуммаДокумента=amount,
            Контрагент=party,
            Контрагент_Type="StandardODATA.Catalog_Контрагенты",
            Организация_Key=organisation,
            ТипРегламента=KINDS[kind][2],
            ТребуетсяПодтверждение=reply,
            ТребуетсяИзвещение=KINDS[kind][2] != "Неформализованный",
            ИдентификаторДокументооборота=ref(f"flow {number}"),
            Ответственный_Key=self.user(user) if user else EMPTY,
            Комментарий=comment,
            **(
                {
                    "ДоговорКонтрагента": contract_key,
                    "ДоговорКонтрагента_Type": "StandardODATA.Catalog_ДоговорыКонтрагентов",
                }
                if contract_key
                else {}
            ),
            **({"ДатаПолучения": self.stamp(at)} if direction == "in" else {}),
        )
        if paper and direction == "out" and kind in ("upd", "act"):
            self._paper(key, number, party, organisation, amount, at, comment)
        if picture and len(self.tables[OUT].rows) < 2000:
            self._picture(key, name, number)
        first = "ТребуетсяПодписание" if direction == "out" or reply else "ОбменЗавершен"
        self.message(
            key,
            name,
            "ИнформацияОтправителя",
            "Исходящий" if direction == "out" else "Входящий",
            "Сформирован" if direction == "out" else "Получен",
            at,
        )
        self.state(key, state or first, at=at)
        return key

    def _contract(self, party: str, number: str) -> str:
        key = ref(f"contract {party} {number}")
        if self.tables["Catalog_ДоговорыКонтрагентов"].find(Ref_Key=key) is None:
            self.write(
                "Catalog_ДоговорыКонтрагентов",
                Ref_Key=key,
                Owner_Key=party,
                Description=f"Договор № {number}",
                Номер=number,
            )
        return key

    def _paper(
        self, key: str, number: str, party: str, organisation: str, amount: float, at: datetime, comment: str
    ) -> None:
        paper = ref(f"paper {number}")
        self.write(
            "Document_РеализацияТоваровУслуг",
            Ref_Key=paper,
            Number=number,
            Date=self.stamp(at),
            Posted=True,
            Организация_Key=organisation,
            Контрагент_Key=party,
            СуммаДокумента=amount,
            ЭтоУниверсальныйДокумент=True,
            Комментарий=comment,
        )
        self.write(
            "InformationRegister_ОбъектыУчетаДокументовЭДО",
            ЭлектронныйДокумент=key,
            ЭлектронныйДокумент_Type=f"StandardODATA.{OUT}",
            ОбъектУчета=paper,
            ОбъектУчета_Type="StandardODATA.Document_РеализацияТоваровУслуг",
            Актуальный=True,
        )

    def _picture(self, key: str, name: str, number: str) -> None:
        body = base64.b64encode(pdf([f"Document No. {number}", "Training 1C: signed content"])).decode()
        self.write(
            "Catalog_КэшВизуализацииДокументовЭДОПрисоединенныеФайлы",
            Ref_Key=ref(f"picture {key}"),
            Description=f"Документ {number}",
            Расширение="pdf",
            Размер=len(body),
            ТипХраненияФайла="ВИнформационнойБазе",
            ВладелецФайла=key,
            ВладелецФайла_Type=f"StandardODATA.{name}",
            **{objects.BODY: body},
        )

    def message(self, key: str, name: str, part: str, way: str, status: str, at: datetime, note: str = "") -> Row:
        number = self.next(f"message {key}")
        message = ref(f"message {key} {number}")
        row = self.write(
            "Document_СообщениеЭДО",
            Ref_Key=message,
            Number=f"{number:09}",
            Date=self.stamp(at),
            ЭлектронныйДокумент=key,
            ЭлектронныйДокумент_Type=f"StandardODATA.{name}",
            Направление=way,
            ТипЭлементаРегламента=part,
            Статус=status,
            ДатаИзмененияСтатуса=self.stamp(at),
            Состояние="Хранение",
            ДополнительнаяИнформация=note,
        )
        if part in ("ИнформацияОтправителя", "ИнформацияПолучателя"):
            self.write(
                "Catalog_СообщениеЭДОПрисоединенныеФайлы",
                Ref_Key=ref(f"file {message}"),
                Description=f"ON_NSCHFDOPPR_{number}",
                Расширение="xml",
                Размер="2048",
                ТипХраненияФайла="ВТомахНаДиске",
                ВладелецФайла_Key=message,
            )
        return row

    def state(self, key: str, value: str, *, at: datetime | None = None, comment: str = "") -> None:
        """Put the state itself, whatever the exchange is."""
        name = self.place(key)
        row, stamp = self.tables[STATES].find(ЭлектронныйДокумент=key), self.stamp(at)
        if row is None:
            self.write(
                STATES,
                ЭлектронныйДокумент=key,
                ЭлектронныйДокумент_Type=f"StandardODATA.{name}",
                Состояние=value,
                ДатаИзменения=stamp,
                Комментарий=comment,
            )
        else:
            self.change(STATES, row, Состояние=value, ДатаИзменения=stamp, Комментарий=comment)
        document = self.document(key)
        self.change(name, document)

    def place(self, key: str) -> str:
        return OUT if self.tables[OUT].find(Ref_Key=key) is not None else IN

    def document(self, key: str) -> Row:
        """Raises KeyError when there is none."""
        found = self.tables[OUT].find(Ref_Key=key) or self.tables[IN].find(Ref_Key=key)
        if found is None:
            raise KeyError(key)
        return found

    def state_of(self, key: str) -> str:
        row = self.tables[STATES].find(ЭлектронныйДокумент=key)
        return str(row["Состояние"]) if row else ""

    def remove(self, key: str) -> None:
        """Physically, as an administrator of 1C can."""
        for table in self.tables.values():
            table.rows[:] = [row for row in table.rows if key not in _keys(row)]
            table.touched()

    def journal(self, key: str, action: str, state: str, at: datetime, user: str = "", comment: str = "") -> None:
        self.write(
            "InformationRegister_ЖурналДействийПоЭДО",
            ЭлектронныйДокумент=key,
            ЭлектронныйДокумент_Type=f"StandardODATA.{self.place(key)}",
            НомерЗаписи=str(self.next(f"journal {key}")),
            Действие=action,
            ДатаИзменения=self.stamp(at),
            СостояниеДокумента=state,
            Пользователь=user,
            Комментарий=comment,
        )


def _keys(row: Row) -> tuple[object, object]:
    return row.get("Ref_Key"), row.get("ЭлектронныйДокумент")
