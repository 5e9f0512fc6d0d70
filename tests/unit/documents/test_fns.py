"""Formalised documents of every format, as their orders lay them down, and as strangers bend them."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from marshrut.documents.fns import asking, names, telling
from marshrut.documents.fns.opening import opened
from marshrut.documents.fns.shapes import Formal, Party, Reference, Signer
from marshrut.documents.fns.tree import DEPTH, ELEMENTS, SIZE, Unread
from tests.support import fns

ROMASHKA = Party('ООО "Ромашка"', "legal", fns.SELLER_INN, "770001001", "123456, Москва, ул. Садовая, д. 5, кв. 12")
KOSMETIKA = Party('АО "Косметика"', "legal", fns.BUYER_INN, "780001001", "107031, Москва, Пушечная ул., д. 3")


def refused(content: bytes) -> str:
    with pytest.raises(Unread) as unread:
        opened(content)
    return unread.value.why


def test_upd_501() -> None:
    found = opened(fns.upd_501())
    assert (found.kind, found.version, found.function) == ("upd", "5.01", "СЧФДОП")
    assert (found.number, found.date, found.currency) == ("215", "2026-11-12", "643")
    assert (found.seller, found.buyer) == (ROMASHKA, KOSMETIKA)
    assert (found.net, found.tax, found.total) == (Decimal("52500.00"), Decimal("10500.00"), Decimal("63000.00"))
    assert found.basis == (Reference("Договор", "17/2026", "2026-01-15"),)
    assert found.correction is None  # ДефНомИспрСчФ stands for none
    assert found.signers == (Signer("Васильева Ольга Сергеевна", "Генеральный директор", "Устав"),)
    assert (found.text, found.handed_on, found.formed) == ("Товары переданы", "2026-11-12", "12.11.2026 10.15.00")
    line = found.lines[0]
    assert (line.name, line.unit, line.quantity, line.price) == (
        "Флакон ПЭТ 50 мл",
        "шт",
        Decimal(1000),
        Decimal("40.50"),
    )
    assert (line.net, line.rate, line.tax, line.total) == (Decimal(40500), "20%", Decimal(8100), Decimal(48600))
    assert (found.line_count, found.askew) == (2, False)


@pytest.mark.parametrize("version", ["5.02", "5.03"])
def test_upd_of_order_970(version: str) -> None:
    found = opened(fns.upd_503(version=version))
    assert (found.version, found.number, found.date) == (version, "ЛП-44", "2026-11-13")
    assert found.seller is not None
    assert (found.seller.who, found.seller.name, found.seller.inn) == ("sole", "ИП Лебедев Пётр Ильич", "500000123430")
    assert found.buyer is not None
    assert found.buyer.address == "107031, Москва, ул. Пушечная, д. 3"  # of the state register
    assert (found.total, found.tax, found.untaxed) == (Decimal(30000), None, True)
    assert found.basis == (Reference("Договор", "3-Д", "2026-10-01"),)
    assert found.correction == Reference("", "1", "2026-11-14")
    assert found.signers == (Signer("Лебедев Пётр Ильич", "Индивидуальный предприниматель", "0b1c-мчд"),)


def test_resting_on_no_paper() -> None:
    basis = '<ОснПер РеквНаимДок="Договор" РеквНомерДок="3-Д" РеквДатаДок="01.10.2026"/>'
    assert opened(fns.upd_503({basis: "<БезДокОснПер>1</БезДокОснПер>"})).basis == ()
    assert opened(fns.upd_503({basis: '<ОснПер РеквНаимДок="Без документа-основания"/>'})).basis == ()


@pytest.mark.parametrize(
    ("seller", "who", "name"),
    [
        ('<СвФЛУчастФХЖ ИННФЛ="5"><ФИО Фамилия="Лебедев" Имя="Пётр"/></СвФЛУчастФХЖ>', "person", "Лебедев Пётр"),
        ('<СвИнНеУч НаимОрг="Alba GmbH" Идентиф="DE1"/>', "foreign", "Alba GmbH"),
        (fns.SOLE, "sole", "ИП Лебедев Пётр Ильич"),
    ],
)  # fmt: skip
def test_whoever_sells(seller: str, who: str, name: str) -> None:
    found = opened(fns.upd_501(seller=seller)).seller
    assert found is not None
    assert (found.who, found.name) == (who, name)


def test_answers_of_buyers() -> None:
    old, new = opened(fns.upd_answer_501()), opened(fns.upd_answer_503())
    assert (old.kind, old.number, old.date, old.outcome) == ("answer", "215", "2026-11-12", "2")
    assert old.about == f"ON_NSCHFDOPPR_2BM-{fns.BUYER_INN}_2BM-{fns.SELLER_INN}_20261112_6f0c"
    assert old.signers == (Signer("Жуков Борис Павлович", "Кладовщик", "Доверенность 5"),)
    assert (new.number, new.outcome, new.about, new.handed_on) == ("ЛП-44", "1", "ON_NSCHFDOPPR_77aa", "2026-11-15")
    assert opened(fns.upd_answer_503({'КодИтога="1"': 'КодИтога="9"'})).outcome == ""
    goods, works = opened(fns.waybill_answer()), opened(fns.act_answer())
    assert (goods.kind, goods.number, goods.text, goods.about) == ("answer", "78", "Товар принят", "DP_TOVTORGPR_1")
    assert (works.number, works.text, works.handed_on) == ("А-10", "Услуги приняты", "2025-11-01")


def test_corrections() -> None:
    grown = opened(fns.correction_189())
    assert (grown.kind, grown.number, grown.date) == ("correction", "К-3", "2026-11-20")
    assert grown.corrects == (Reference("", "215", "2026-11-12"),)
    assert (grown.increase, grown.decrease, grown.total, grown.tax) == (
        Decimal(1800),
        None,
        Decimal(1800),
        Decimal(300),
    )
    assert (grown.lines[0].before, grown.lines[0].total) == (Decimal(48600), Decimal(50400))
    assert grown.basis == (Reference("Дополнительное соглашение", "2", "2026-11-18"),)
    shrunk = opened(fns.correction_736())
    assert (shrunk.number, shrunk.corrects[0].number) == ("К-3", "215")
    assert (shrunk.increase, shrunk.decrease, shrunk.total) == (None, Decimal(1800), None)


def test_waybills() -> None:
    found = opened(fns.waybill_551())
    assert (found.kind, found.number, found.date, found.total) == ("waybill", "78", "2025-11-05", Decimal(3600))
    assert (found.seller, found.buyer) == (ROMASHKA, KOSMETIKA)
    assert (found.lines[0].name, found.lines[0].quantity, found.lines[0].total) == (
        "Коробка белая",
        Decimal(200),
        Decimal(3600),
    )
    assert found.signers == (Signer("Крылов Игорь", "", "Доверенность"),)
    old = opened(fns.waybill_old())
    assert (old.number, old.total, old.tax) == ("9", Decimal(118), Decimal(18))
    assert old.buyer is not None
    assert old.buyer.name == "Лебедев Пётр"


def test_acts() -> None:
    found = opened(fns.act_552())
    assert (found.kind, found.number, found.date) == ("act", "А-10", "2025-10-31")
    assert (found.net, found.tax, found.total) == (
        Decimal(2000),
        Decimal(400),
        Decimal(2400),
    )  # groups of works are added up
    assert [line.name for line in found.lines] == ["Уборка", "Охрана"]
    assert (opened(fns.act_old()).number, opened(fns.act_old()).total) == ("3", Decimal(118))


def test_notices() -> None:
    asked = opened(fns.clarification())
    assert (asked.kind, asked.text, asked.number) == ("clarification", "Неверное количество в строке 2", "215")
    assert asked.about == "ON_NSCHFDOPPR_6f0c"
    undone = opened(fns.annulment())
    assert (undone.kind, undone.text, undone.about) == ("annulment", "Выставлен ошибочно", "ON_NSCHFDOPPR_6f0c")
    assert undone.seller is not None
    assert undone.seller.inn == fns.BUYER_INN
    assert (opened(fns.receipt()).kind, opened(fns.receipt()).handed_on) == ("receipt", "2026-11-13")
    for sent in (True, False):
        assert (opened(fns.confirmation(sent)).kind, opened(fns.confirmation(sent)).about) == (
            "confirmation",
            "ON_NSCHFDOPPR_6f0c",
        )


def test_a_version_nobody_knows_is_read_by_names() -> None:
    """A later order may move an attribute: it is looked for wherever it stands."""
    change = {'ВерсФорм="5.03"': 'ВерсФорм="6.00"', '<СвСчФакт НомерДок="ЛП-44" ДатаДок="13.11.2026">':
              '<СвСчФакт><Реквизиты НомерДок="ЛП-44" ДатаДок="13.11.2026"/>'}  # fmt: skip
    found = opened(fns.upd_503(change))
    assert (found.number, found.date, found.total) == ("ЛП-44", "2026-11-13", Decimal(30000))


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "utf-16"])
def test_encodings_that_are_declared(encoding: str) -> None:
    assert opened(fns.upd_501(encoding=encoding)).seller == ROMASHKA


def test_encodings_that_lie() -> None:
    text = fns.upd_501().decode("cp1251")
    assert opened(text.encode()).seller == ROMASHKA  # says windows-1251, is UTF-8
    assert opened(text.replace("windows-1251", "utf-8").encode("cp1251")).seller == ROMASHKA
    assert opened(text.replace("windows-1251", "koi9-x").encode("cp1251")).seller == ROMASHKA


def test_lines_that_do_not_add_up() -> None:
    assert opened(fns.upd_501({'СтТовУчНал="14400.00"': 'СтТовУчНал="14000.00"'})).askew


def test_numbers_that_are_none() -> None:
    change = {'СтТовУчНалВсего="63000.00"': 'СтТовУчНалВсего="1e999999"', 'ЦенаТов="12"': 'ЦенаТов="NaN"'}
    found = opened(fns.upd_501(change))
    assert (found.total, found.lines[1].price) == (None, None)
    assert opened(fns.upd_501({'ДатаСчФ="12.11.2026"': 'ДатаСчФ="31.02.2026"'})).date == ""


_BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;">]>'


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (_BOMB + "<Файл>&c;</Файл>", "broken"),
        ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Файл>&e;</Файл>', "broken"),
        ('<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><Файл/>', "broken"),
        ("<Файл>" * (DEPTH + 1) + "</Файл>" * (DEPTH + 1), "too_big"),
        ("<Файл>" + "<a/>" * (ELEMENTS + 1) + "</Файл>", "too_big"),
        ("<Файл><Документ", "broken"),
        ("<html/>", "unknown"),
        ("<Файл><Документ/></Файл>", "unknown"),
        ("", "broken"),
    ],
)
def test_hostile_xml(body: str, why: str) -> None:
    assert refused(fns.xml(body)) == why


def test_what_is_too_large_is_not_parsed() -> None:
    assert refused(fns.upd_501() + b" " * SIZE) == "too_big"
    assert refused(b"\0" * 1000) == "broken"


def test_truncated_anywhere() -> None:
    whole = fns.upd_501()
    assert {refused(whole[:size]) for size in range(1, len(whole) - 8, 97)} == {"broken"}


def test_archives_of_operators() -> None:
    found = opened(fns.archive())
    assert (found.number, found.inside, found.others) == ("215", "ON_NSCHFDOPPR_6f0c.xml", 0)
    two = opened(fns.archive({"a.xml": fns.upd_answer_501(), "b.xml": fns.upd_501(), "c.xml": fns.act_552()}))
    assert (two.kind, two.others) == ("upd", 1)
    assert opened(fns.archive({"a.xml": fns.receipt(), "b.xml": fns.upd_answer_501()})).kind == "answer"


def test_hostile_archives() -> None:
    assert refused(fns.archive({"a.sgn": b"0", "b.xml": b"<html/>"})) == "unknown"
    assert refused(fns.archive()[:200]) == "broken"
    assert refused(fns.archive({f"{n}.txt": b"" for n in range(2001)})) == "too_big"
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for n in range(4):
            made.writestr(f"{n}.xml", b" " * (SIZE + 10))
    assert refused(bomb.getvalue()) == "too_big"
    escaping = opened(fns.archive({"../../etc/cron.d/x.xml": fns.upd_501()}))
    assert escaping.inside == "x.xml"


@pytest.mark.parametrize("make", fns.ALL.values(), ids=fns.ALL)
def test_what_is_told_is_believed(make: Any) -> None:
    document = opened(make())
    assert telling.believed(json.loads(json.dumps(telling.told(document)))) == document
    kept = asking.remembered(asking.kept(asking.Reading(document)))
    assert kept is not None
    assert kept.document == document
    assert all(isinstance(line, str) for line in telling.lines(document))


def test_lies_are_not_believed() -> None:
    lies: dict[str, Any] = {
        "kind": "upd", "number": ["x"], "date": "2026-99-99", "total": "Infinity",
        "lines": [{"name": "a\x00b"}, 7, None],
        "seller": "ООО", "line_count": -1, "signers": {"a": 1}, "untaxed": "yes", "basis": [["x"]], "others": True,
    }  # fmt: skip
    found = telling.believed(lies)
    assert found is not None
    assert (found.number, found.date, found.total, found.seller, found.line_count) == ("", "", None, None, 0)
    assert [line.name for line in found.lines] == ["a b"]
    assert (found.signers, found.untaxed, found.basis, found.others) == ((), False, (), 0)
    assert telling.believed({"kind": "passport"}) is None
    assert telling.believed([]) is None
    assert asking.believed(b"not json") == asking.Reading(why="broken")
    assert asking.believed(b'{"why": "because"}', "too_big") == asking.Reading(why="too_big")
    assert asking.remembered('{"by": 0, "why": "broken"}') is None  # told by an earlier reader
    assert asking.remembered(None) is None


def test_what_documents_are_called() -> None:
    assert names.title(opened(fns.upd_501())) == "УПД № 215 от 12.11.2026"
    assert names.title(opened(fns.upd_501({'"СЧФДОП"': '"СЧФ"'}))) == "Счёт-фактура № 215 от 12.11.2026"
    assert names.title(opened(fns.upd_answer_501())) == "Ответный титул к документу № 215 от 12.11.2026"
    assert names.title(opened(fns.receipt())) == "Извещение о получении"
    assert names.long_kind(opened(fns.act_552())) == "Акт выполненных работ, оказанных услуг"
    found = opened(fns.upd_501())
    assert names.purpose(found, 210) == "Флакон ПЭТ 50 мл и ещё 1, УПД № 215 от 12.11.2026"
    assert names.purpose(found, 36) == "Флакон ПЭТ…, УПД № 215 от 12.11.2026"
    assert names.purpose(found, 30) == "УПД № 215 от 12.11.2026"
    assert names.basis(found, 100) == "Договор № 17/2026 от 15.01.2026"
    assert names.basis(found, 10) == "Договор №…"
    assert names.purpose(Formal(kind="annulment"), 100) == "Предложение об аннулировании"
