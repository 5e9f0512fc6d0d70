"""A formalised document out of its XML: which it is by what stands in it, its fields by the paths of all its versions.

Where the paths of no known version lead anywhere, the attribute is looked for by its name alone ("//@НомерДок").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from . import tables
from .parts import day, number, party, references, signers
from .shapes import Formal, Kind, Line, Reference
from .tree import Node, Unread, tree

_OUTCOMES: Final = frozenset({"1", "2", "3"})


def parse(content: bytes) -> Formal:
    """Raises Unread."""
    root = tree(content)
    for mark, read in _KNOWN.items():
        if (place := root.one(mark)) is not None:
            found = read(root, place)
            version, file_id = root.value("@ВерсФорм"), root.value("@ИдФайл")
            return replace(found, version=version, file_id=file_id, formed=_formed(root))
    raise Unread("unknown")


def _formed(root: Node) -> str:
    for place in (*root.all("Документ"), *root.all("ИнфПок")):
        said = (
            place.value("@ДатаИнфПр", "@ДатаИнфПок", "@ДатаДок"),
            place.value("@ВремИнфПр", "@ВремИнфПок", "@ВремДок"),
        )
        return " ".join(filter(None, said))
    return ""


def _upd(root: Node, place: Node) -> Formal:
    """УПД and счёт-фактура 5.01 (order 820), 5.02, 5.03 (order 970)."""
    document = root.one("Документ") or root
    table = document.one("ТаблСчФакт")
    handed = document.one("СвПродПер/СвПер")
    correction = place.one("ИспрДок", "ИспрСчФ")
    total = table.one("ВсегоОпл") if table else None
    return _counted(
        Formal(
            kind="upd",
            function=document.value("@Функция"),
            number=place.value("@НомерДок", "@НомерСчФ", "//@НомерДок", "//@НомерСчФ"),
            date=day(place.value("@ДатаДок", "@ДатаСчФ", "//@ДатаДок", "//@ДатаСчФ")),
            currency=place.value("ДенИзм/@КодОКВ", "@КодОКВ") or "643",
            seller=party(place.one("СвПрод")),
            buyer=party(place.one("СвПокуп")),
            net=number(total.value("@СтТовБезНДСВсего")) if total else None,
            tax=number(total.value("СумНалВсего/СумНал")) if total else None,
            untaxed=bool(total and total.one("СумНалВсего/БезНДС")),
            total=number((total or document).value("@СтТовУчНалВсего", "//@СтТовУчНалВсего")),
            basis=references(handed.all("ОснПер")) if handed else (),
            correction=_corrected(correction, ("@НомИспр", "@НомИспрСчФ"), ("@ДатаИспр", "@ДатаИспрСчФ")),
            signers=signers(document),
            text=handed.value("@СодОпер") if handed else "",
            handed_on=day(handed.value("@ДатаПер")) if handed else "",
        ),
        table.all("СведТов") if table else [],
        tables.invoice,
    )


def _corrected(node: Node | None, numbers: tuple[str, ...], days: tuple[str, ...]) -> Reference | None:
    told = node.value(*numbers) if node else ""
    return Reference("", told, day(node.value(*days))) if node and told and told != "-" else None


def _correction(root: Node, place: Node) -> Formal:
    """УКД 189 and 736."""
    document = root.one("Документ") or root
    table = document.one("ТаблКСчФ")
    grown, shrunk = (table.one("ВсегоУвел"), table.one("ВсегоУм")) if table else (None, None)
    increase = number(grown.value("@СтТовУчНалВсего")) if grown else None
    decrease = number(shrunk.value("@СтТовУчНалВсего")) if shrunk else None
    alone = grown if not decrease else None
    essence, again = document.one("СодФХЖ3"), place.one("ИспрКСчФ", "ИспрДок")
    corrected = (Reference("", one.value("@НомерДок", "@НомерСчФ"), day(one.value("@ДатаДок", "@ДатаСчФ")))
                 for name in ("СчФ", "ДокСчФ", "ИсхДок") for one in place.all(name))  # fmt: skip
    return _counted(
        Formal(
            kind="correction",
            function=document.value("@Функция"),
            number=place.value("@НомерДок", "@НомерКСчФ", "//@НомерКСчФ"),
            date=day(place.value("@ДатаДок", "@ДатаКСчФ", "//@ДатаКСчФ")),
            currency=place.value("ДенИзм/@КодОКВ", "@КодОКВ") or "643",
            seller=party(place.one("СвПрод")),
            buyer=party(place.one("СвПокуп")),
            net=number(alone.value("@СтТовБезНДСВсего")) if alone else None,
            tax=number(alone.value("СумНал/СумНДС", "СумНал/СумНал")) if alone else None,
            total=increase if alone else None,
            increase=increase,
            decrease=decrease,
            basis=references(essence.all("ОснКор")) if essence else (),
            correction=_corrected(again, ("@НомИспр", "@НомИспрКСчФ"), ("@ДатаИспр", "@ДатаИспрКСчФ")),
            corrects=tuple(one for one in corrected if one.number),
            signers=signers(document),
            text=essence.value("@СодОпер", "@ИныеСвИзмСтоим") if essence else "",
        ),
        table.all("СведТов") if table else [],
        tables.corrected,
    )


def _waybill(root: Node, place: Node) -> Formal:
    """ТОРГ-12 of order 551."""
    document = root.one("Документ") or root
    head = place.one("СвДокПТПр") or place
    sides, total = head.one("СодФХЖ1") or head, place.one("СодФХЖ2/Всего")
    essence = document.one("СодФХЖ3")
    return _counted(
        Formal(
            kind="waybill",
            number=head.value("ИдентДок/@НомДокПТ", "//@НомДокПТ"),
            date=day(head.value("ИдентДок/@ДатаДокПТ", "//@ДатаДокПТ")),
            currency=head.value("ДенИзм/@КодОКВ") or "643",
            seller=party(sides.one("Продавец")),
            buyer=party(sides.one("Покупатель")),
            net=number(total.value("@СтБезНДСВс")) if total else None,
            tax=number(total.value("@СумНДСВс")) if total else None,
            total=number(total.value("@СтУчНДСВс")) if total else None,
            basis=references(sides.all("Основание")),
            correction=_corrected(head.one("ИспрДокПТ"), ("@НомИспрДокПТ",), ("@ДатаИспрДокПТ",)),
            signers=signers(document),
            text=essence.value("@СодОпер") if essence else "",
            handed_on=day(essence.value("@ДатаОтпуск")) if essence else "",
        ),
        place.all("СодФХЖ2/СвТов"),
        tables.goods,
    )


def _old_waybill(root: Node, place: Node) -> Formal:
    """ТОРГ-12 of the orders before."""
    total = place.one("ТН/Таблица/ВсегоНакл")
    return _counted(
        Formal(
            kind="waybill",
            number=place.value("ТН/@НомТН", "//@НомТН"),
            date=day(place.value("ТН/@ДатаТН", "//@ДатаТН")),
            seller=party(place.one("Поставщик")),
            buyer=party(place.one("Плательщик") or place.one("ГрузПолуч")),
            net=number(total.value("@СумБезНДСВс")) if total else None,
            tax=number(total.value("@СумНДСВс")) if total else None,
            total=number(total.value("@СумУчНДСВс")) if total else None,
            basis=references(place.all("Основание")),
            signers=signers(root.one("Документ")),
            handed_on=day(place.value("ОтпускГруз/@ДатаОтпуск")),
        ),
        place.all("ТН/Таблица/СвТов"),
        tables.goods,
    )


def _act(root: Node, place: Node) -> Formal:
    """Acts of works and services: order 552, and the older one with its fields a floor higher."""
    document = root.one("Документ") or root
    body = place.one("СодФХЖ1") or place
    parts = body.all("ОписРабот")
    essence = document.one("СодФХЖ2")
    return _counted(
        Formal(
            kind="act",
            number=place.value("ИдентДок/@НомДокПРУ", "@НомАкт", "//@НомДокПРУ"),
            date=day(place.value("ИдентДок/@ДатаДокПРУ", "@ДатаАкт", "//@ДатаДокПРУ")),
            currency=place.value("ДенИзм/@КодОКВ") or "643",
            seller=party(body.one("Исполнитель")),
            buyer=party(body.one("Заказчик")),
            net=tables.added(number(one.value("@СтБезНДСИт", "@СумБезНДСИт")) for one in parts),
            tax=tables.added(number(one.value("@СумНДСИт")) for one in parts),
            total=tables.added(number(one.value("@СтУчНДСИт", "@СумУчНДСИт")) for one in parts),
            basis=references(body.all("Основание")),
            correction=_corrected(place.one("ИспрДокПРУ"), ("@НомИспрДокПРУ",), ("@ДатаИспрДокПРУ",)),
            signers=signers(document),
            text=(essence.value("@СодОпер") if essence else "") or body.value("ЗагСодОпер", "Заголовок"),
            handed_on=day(essence.value("@ДатаПер")) if essence else day(place.value("Сдал/@ДатаИсполн")),
        ),
        [row for one in parts for row in one.all("Работа")],
        tables.work,
    )


def _answer(root: Node, place: Node) -> Formal:
    """The title of the buyer, of the customer: what became of the document it names."""
    holder = root.one("ИнфПок", "Документ") or root
    taken = place.one("СвПрин", "СвСоглас", "ГрузПолучил", "РезПринял")
    outcome = taken.value("КодСодОпер/@КодИтога") if taken else ""
    told = (holder.one(name) for name in ("ИдИнфПрод", "ИдДокПТПр", "ИдДокПРУИсп"))
    about = next((one for one in told if one), None)
    return Formal(
        kind="answer",
        function=place.value("@Функция", "@ФункцияПр"),
        number=place.value("@ПорНомДокИнфПр", "@НомСчФИнфПр", "@НомДокИнфПр", "@НомДокПТПр", "@НомДокПРУИсп"),
        date=day(place.value("@ДатаДокИнфПр", "@ДатаСчФИнфПр", "@ДатаДокПТПр", "@ДатаДокПРУИсп")),
        signers=signers(holder),
        text=taken.value("@СодОпер") if taken else "",
        handed_on=day(taken.value("@ДатаПрин", "@ДатаСоглас", "@ДатаПолуч", "@ДатаПрием")) if taken else "",
        outcome=outcome if outcome in _OUTCOMES else "",
        about=about.value("@ИдФайлИнфПр", "@ИдФайлИнфИсп") if about else "",
    )


def _notice(kind: Kind, text: str = "") -> Callable[[Node, Node], Formal]:
    """Notices say what they are about, why, and between whom."""

    def read(root: Node, place: Node) -> Formal:
        document = root.one("Документ") or root
        about = place.one("СведПолФайл", "СведОтпрФайл", "СведАнФайл")
        names = ("@ИмяПолФайла", "@ИмяПостФайла", "@ИмяОтпрФайла", "@ИмяАнФайла")
        received = place.one("ДанПолучДок")
        moment = (place.value("@ДатаПол", "@ДатаОтпр"), place.value("@ВремяПол", "@ВремяОтпр"))
        return Formal(
            kind=kind,
            number=received.value("@НомСФ", "@НомКСФ") if received else "",
            date=day(received.value("@ДатаСФ", "@ДатаКСФ")) if received else "",
            seller=party(document.one("УчастЭДО", "СвОтпрДок")),
            buyer=party(document.one("ОтпрДок", "НапрПредАн", "СвПолДок")),
            signers=signers(document),
            text=place.value(text) if text else "",
            handed_on=day(moment[0]),
            about=about.value(*names) if about else "",
        )

    return read


def _counted(found: Formal, rows: list[Node], read: Callable[[Node], Line]) -> Formal:
    """With its rows, as many as are told."""
    every = tuple(read(row) for row in rows)
    correction = found.kind == "correction"
    askew = False if correction else tables.askew(every, found.total)
    return replace(found, lines=every[: tables.LINES], line_count=len(every), askew=askew)


#: what stands in a document says which it is: names of files are often changed
_KNOWN: Mapping[str, Callable[[Node, Node], Formal]] = {
    "Документ/СвСчФакт": _upd,
    "Документ/СвКСчФ": _correction,
    "Документ/СвДокПТПрКроме": _waybill,
    "Документ/СвТНО": _old_waybill,
    "Документ/СвДокПРУ": _act,
    "Документ/СвАктИ": _act,
    "ИнфПок/СодФХЖ4": _answer,
    "Документ/ИнфПок/СодФХЖ4": _answer,
    "Документ/СодФХЖ4": _answer,
    "Документ/СодФХЖ3": _answer,
    "Документ/СвУведУточ": _notice("clarification", "ТекстУведУточ"),
    "Документ/СвПредАн": _notice("annulment", "ТекстПредАн"),
    "Документ/СвИзвПолуч": _notice("receipt"),
    "Документ/СведПодтв": _notice("confirmation"),
}
