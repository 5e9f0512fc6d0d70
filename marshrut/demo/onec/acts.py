"""Acts of the exchange: each writes the rows that БЭД 1.9 would write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from .exchange import OUT, Base, ref
from .tables import Row

ActName = Literal[
    "send",
    "operator",
    "deliver",
    "receipt",
    "sign",
    "sign_ours",
    "reject",
    "clarify",
    "offer_annul",
    "they_offer_annul",
    "annul",
    "refuse_annul",
    "error",
    "resend",
    "close",
    "correct",
]
ACTS: Final[frozenset[ActName]] = frozenset(get_args(ActName))


def act(base: Base, key: str, name: ActName, *, by: str = "", comment: str = "", at: datetime | None = None) -> None:
    """`by`: who did it, a person of theirs or of ours; `at`: naive, in the zone of the base."""
    with base.lock:
        Acting(base, key, by, comment, at or base.now()).do(name)


@dataclass
class Acting:
    base: Base
    key: str
    by: str
    comment: str
    at: datetime

    def do(self, name: ActName) -> None:
        getattr(self, f"_{name}")()

    @property
    def outgoing(self) -> bool:
        return self.base.place(self.key) == OUT

    @property
    def plain(self) -> bool:
        return bool(self.base.document(self.key)["ТипРегламента"] == "Неформализованный")

    def _set(self, state: str, action: str, *, user: str = "") -> None:
        self.base.state(self.key, state, at=self.at, comment=self.comment)
        self.base.journal(self.key, action, state, self.at, user, self.comment)

    def _change(self, **values: Any) -> None:
        self.base.change(self.base.place(self.key), self.base.document(self.key), **values)

    def _say(self, part: str, way: str, status: str) -> Row:
        return self.base.message(self.key, self.base.place(self.key), part, way, status, self.at, self.comment)

    def _first(self, part: str) -> Row:
        found = self.base.tables["Document_СообщениеЭДО"].all(ЭлектронныйДокумент=self.key, ТипЭлементаРегламента=part)
        return found[-1]

    def _signature(self, message: Row, whom: str, thumb: str, placed_by: str = "") -> None:
        files = self.base.tables["Catalog_СообщениеЭДОПрисоединенныеФайлы"]
        file = files.find(ВладелецФайла_Key=message["Ref_Key"])
        assert file is not None
        number = (
            len(self.base.tables["InformationRegister_ЭлектронныеПодписи"].all(ПодписанныйОбъект=file["Ref_Key"])) + 1
        )
        self.base.change(files.name, file, ПодписанЭП=True)
        self.base.write(
            "InformationRegister_ЭлектронныеПодписи",
            ПодписанныйОбъект=file["Ref_Key"],
            ПодписанныйОбъект_Type="StandardODATA.Catalog_СообщениеЭДОПрисоединенныеФайлы",
            ПорядковыйНомер=str(number),
            ДатаПодписи=self.base.stamp(self.at),
            КомуВыданСертификат=whom,
            Отпечаток=thumb,
            ПодписьВерна=True,
            УстановившийПодпись=placed_by,
        )

    def _theirs(self, message: Row) -> None:
        party = self.base.tables["Catalog_Контрагенты"].find(Ref_Key=self.base.document(self.key)["Контрагент"])
        firm = str(party["Description"]) if party else ""
        person = self.by or "Петрова Мария Сергеевна"
        self._signature(
            message,
            f"{person}, {firm}, Генеральный директор",
            ref(f"their certificate {person}").replace("-", "").upper(),
        )

    def _ours(self, message: Row) -> None:
        row = self.base.tables["Catalog_Организации"].find(Ref_Key=self.base.document(self.key)["Организация_Key"])
        firm, person = str(row["Description"]) if row else "", self.by or "Соколов Андрей Викторович"
        self._signature(message, f"{person}, {firm}", self.base.our_signer(person, firm), person)

    def _send(self) -> None:
        self._ours(self._first("ИнформацияОтправителя"))
        self.base.change(
            "Document_СообщениеЭДО",
            self._first("ИнформацияОтправителя"),
            Статус="Отправлен",
            ДатаИзмененияСтатуса=self.base.stamp(self.at),
        )
        self._change(
            ДатаОтправки=self.base.stamp(self.at),
            ДатаПодписания=self.base.stamp(self.at),
            Остановлен=False,
            ПричинаОстановки="",
        )
        self._set("ОжидаетсяПодтверждениеОператора", "Отправить", user=self.by)

    def _operator(self) -> None:
        self._say("ПДП", "Входящий", "Получен")
        receipt = self.base.document(self.key)["ТребуетсяИзвещение"]
        self._set("ОжидаетсяИзвещениеОПолучении" if receipt else "ОжидаетсяПодтверждение", "Загрузить")

    _deliver = _operator

    def _receipt(self) -> None:
        self._say("ИОП", "Входящий", "Получен")
        self._set(
            "ОжидаетсяПодтверждение" if self.base.document(self.key)["ТребуетсяПодтверждение"] else "ОбменЗавершен",
            "Загрузить",
        )

    def _sign(self) -> None:
        """The other side signs what we sent."""
        if self.plain:
            message = self._first("ИнформацияОтправителя")
            self.base.change(
                "Document_СообщениеЭДО", message, Статус="Подтвержден", ДатаИзмененияСтатуса=self.base.stamp(self.at)
            )
        else:
            message = self._say("ИнформацияПолучателя", "Входящий", "Получен")
        self._theirs(message)
        self._set("ОбменЗавершен", "Загрузить")

    def _sign_ours(self) -> None:
        """We sign what they sent."""
        if self.plain:
            message = self._first("ИнформацияОтправителя")
            self.base.change(
                "Document_СообщениеЭДО", message, Статус="Подтвержден", ДатаИзмененияСтатуса=self.base.stamp(self.at)
            )
        else:
            message = self._say("ИнформацияПолучателя", "Исходящий", "Отправлен")
        self._ours(message)
        self._change(ДатаПодписания=self.base.stamp(self.at))
        self._set("ОбменЗавершен", "Подписать", user=self.by)

    def _reject(self) -> None:
        self._say("УОУ", "Входящий" if self.outgoing else "Исходящий", "Получен" if self.outgoing else "Отправлен")
        self._change(Остановлен=self.outgoing, ПричинаОстановки="ОтклонениеПодписания" if self.outgoing else "")
        self._set(
            "ТребуетсяУточнение" if self.outgoing else "ОжидаетсяИсправление",
            "Загрузить" if self.outgoing else "ОтклонитьПодписание",
            user="" if self.outgoing else self.by,
        )

    _clarify = _reject

    def _error(self) -> None:
        self._change(Остановлен=True, ПричинаОстановки="ОшибкаПередачиБлокирующая")
        self._set("ТребуетсяУточнение", "Загрузить")

    def _resend(self) -> None:
        self._change(Остановлен=False, ПричинаОстановки="", ДатаОтправки=self.base.stamp(self.at))
        self._set("ОжидаетсяПодтверждениеОператора", "ОтправитьПовторно", user=self.by)

    def _offer_annul(self) -> None:
        self._say("ПОА", "Исходящий", "Отправлен")
        self._set("ОжидаетсяПодтверждениеАннулирования", "Аннулировать", user=self.by)

    def _they_offer_annul(self) -> None:
        self._say("ПОА", "Входящий", "Получен")
        self._set("ТребуетсяПодтверждениеАннулирования", "Загрузить")

    def _annul(self) -> None:
        self._change(ДатаАннулирования=self.base.stamp(self.at))
        self._set("Аннулирован", "ПринятьАннулирование", user=self.by)

    def _refuse_annul(self) -> None:
        self._say("ПОА_УОУ", "Входящий", "Получен")
        self._set("ОбменЗавершен", "ОтклонитьАннулирование")

    def _close(self) -> None:
        self._set("ЗакрытПринудительно", "ЗакрытьПринудительно", user=self.by)

    def _correct(self) -> None:
        self._change(Исправлен=True)
        self._set("ОбменЗавершенСИсправлением", "Загрузить")
