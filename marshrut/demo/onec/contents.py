"""What papers of the training 1C look like: a page of PDF and, for a УПД, the XML of the tax service.

Pages are drawn by a process of its own that ends: what draws them takes more memory than all the rest.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from . import objects
from .exchange import OUT, Base
from .tables import Row

PAGES = "Catalog_КэшВизуализацииДокументовЭДОПрисоединенныеФайлы"
FILES = "Catalog_СообщениеЭДОПрисоединенныеФайлы"
#: one page: who sells to whom, for how much
PAGE = """#set page(paper: "a4", margin: 24mm)
#set text(font: "Libertinus Serif", size: 12pt, lang: "ru")
#let d = json(bytes(sys.inputs.data))
#text(size: 17pt, weight: "bold", d.title)
#v(6mm)
#grid(columns: (38mm, 1fr), row-gutter: 4mm, [Исполнитель], d.ours, [Заказчик], d.theirs, [Сумма], d.amount)
#v(10mm)
#text(fill: gray)[Образец из учебной 1С. Подписан электронной подписью.]"""


def fill(base: Base) -> None:
    """Draw what has no page of its own yet, and write down the XML of УПД that we send."""
    told = [_said(base, row) for row in base.tables[PAGES].rows]
    drawn = _drawn(told)
    with base.lock:
        for row, page in zip(base.tables[PAGES].rows, drawn, strict=False):
            base.change(PAGES, row, Размер=len(page), **{objects.BODY: page})
        for document in base.tables[OUT].rows:
            if document["ТипРегламента"] == "УПД":
                _formal(base, document)


def _said(base: Base, page: Row) -> dict[str, str]:
    document = base.document(page["ВладелецФайла"])
    kind = base.tables["Catalog_ВидыДокументовЭДО"].find(Ref_Key=document["ВидДокумента_Key"])
    day = ".".join(reversed(document["ДатаДокумента"][:10].split("-")))
    amount = f"{document['СуммаДокумента']:,.2f}".replace(",", " ").replace(".", ",")
    ours, theirs = (
        _firm(base, "Catalog_Организации", document["Организация_Key"]),
        _firm(base, "Catalog_Контрагенты", document["Контрагент"]),
    )
    return {
        "title": f"{kind['Description'] if kind else 'Документ'} № {document['НомерДокумента']} от {day}",
        "ours": f"{ours['Description']}, ИНН {ours['ИНН']}",
        "theirs": f"{theirs['Description']}, ИНН {theirs['ИНН']}",
        "amount": f"{amount} ₽",
    }


def _firm(base: Base, table: str, key: str) -> Row:
    found = base.tables[table].find(Ref_Key=key)
    assert found is not None
    return found


def _drawn(told: Sequence[dict[str, str]]) -> list[str]:
    """Pages in base64, in the order of what is told."""
    done = subprocess.run(
        [sys.executable, "-P", "-c", "from marshrut.demo.onec.contents import main; main()"],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    found: list[str] = json.loads(done.stdout)
    return found


def main() -> None:
    """Reads a list of what pages say, answers with the pages in base64."""
    import typst

    pages = []
    for one in json.load(sys.stdin):
        data = json.dumps(one, ensure_ascii=False)
        made = typst.compile(PAGE.encode(), format="pdf", ignore_system_fonts=True, sys_inputs={"data": data})
        assert isinstance(made, bytes)
        pages.append(base64.b64encode(made).decode())
    sys.stdout.write(json.dumps(pages))


def _formal(base: Base, document: Row) -> None:
    """The file that was signed lies in the base itself, so that it can be shown as a paper."""
    messages = base.tables["Document_СообщениеЭДО"]
    first = messages.find(ЭлектронныйДокумент=document["Ref_Key"], ТипЭлементаРегламента="ИнформацияОтправителя")
    row = base.tables[FILES].find(ВладелецФайла_Key=first["Ref_Key"]) if first else None
    if row is None:
        return
    ours = _firm(base, "Catalog_Организации", document["Организация_Key"])
    theirs = _firm(base, "Catalog_Контрагенты", document["Контрагент"])
    body = xml(document, ours, theirs)
    base.change(FILES, row, Размер=str(len(body)), ТипХраненияФайла="ВИнформационнойБазе")
    base.change(FILES, row, **{objects.BODY: base64.b64encode(body).decode()})


def xml(document: Row, ours: Row, theirs: Row) -> bytes:
    """УПД 5.03 of one line, order ЕД-7-26/970@."""
    number, total = quoteattr(document["НомерДокумента"]), f"{document['СуммаДокумента']:.2f}"
    day = ".".join(reversed(document["ДатаДокумента"][:10].split("-")))
    money = f'СтТовБезНДС="{total}" НалСт="без НДС" СтТовУчНал="{total}"'
    text = f"""<?xml version="1.0" encoding="windows-1251"?>
<Файл ИдФайл="ON_NSCHFDOPPR_{document["Ref_Key"]}" ВерсФорм="5.03" ВерсПрог="Учебная 1С">
<Документ КНД="1115131" Функция="ДОП" ДатаИнфПр="{day}" ВремИнфПр="10.15.00"
 НаимЭконСубСост={quoteattr(ours["Description"])}>
<СвСчФакт НомерДок={number} ДатаДок="{day}">{_side("СвПрод", ours)}{_side("СвПокуп", theirs)}
<ДенИзм КодОКВ="643" НаимОКВ="Российский рубль"/></СвСчФакт>
<ТаблСчФакт><СведТов НомСтр="1" НаимТов="Услуги по договору" ОКЕИ_Тов="796" НаимЕдИзм="шт" КолТов="1"
 ЦенаТов="{total}" {money}>
<Акциз><БезАкциз>без акциза</БезАкциз></Акциз><СумНал><БезНДС>без НДС</БезНДС></СумНал></СведТов>
<ВсегоОпл СтТовБезНДСВсего="{total}" СтТовУчНалВсего="{total}">
<СумНалВсего><БезНДС>без НДС</БезНДС></СумНалВсего></ВсегоОпл>
</ТаблСчФакт>
<СвПродПер><СвПер СодОпер="Услуги оказаны" ДатаПер="{day}"><БезДокОснПер>1</БезДокОснПер></СвПер></СвПродПер>
<Подписант Должн="Директор" ТипПодпис="1" ДатаПодДок="{day}">
<ФИО Фамилия="Соколов" Имя="Андрей" Отчество="Викторович"/></Подписант>
</Документ></Файл>"""
    return text.encode("windows-1251", "replace")


def _side(tag: str, firm: Row) -> str:
    name, inn, kpp = firm["Description"], firm["ИНН"], firm["КПП"]
    if kpp:
        who = f'<СвЮЛУч НаимОрг={quoteattr(name)} ИННЮЛ="{inn}" КПП="{kpp}"/>'
    else:
        last, first, middle = (*name.removeprefix("ИП ").split(), "", "", "")[:3]
        person = f"<ФИО Фамилия={quoteattr(last)} Имя={quoteattr(first)} Отчество={quoteattr(middle)}/>"
        who = f'<СвИП ИННФЛ="{inn}">{person}</СвИП>'
    return f"<{tag}><ИдСв>{who}</ИдСв></{tag}>"
