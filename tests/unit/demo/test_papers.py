"""Papers of the demo company: one page, the right words on it, the same bytes every time."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from marshrut.demo import papers
from marshrut.demo.papers import Line, Party
from marshrut.documents import detection
from marshrut.documents.rules.russian import long_date, money, money_in_words

SUPPLIER = Party(
    name="ООО «Пакет и Короб»",
    inn="7701000001",
    kpp="770101001",
    address="115088, г. Москва, ул. Заводская, д. 13",
    bank_name="АО «Банк Примерный», г. Москва",
    bik="044525225",
    account="40702810938000000001",
    corr_account="30101810400000000225",
    director="Крылов Д. С.",
    accountant="Юдина О. В.",
)
BUYER = Party(name="ООО «Белая Глина»", inn="7702000004", kpp="770201001", bank_name="АО «Другой банк»")
LINES = (
    Line("Флакон 200 мл, матовый", Decimal("38.40"), Decimal(5000)),
    Line("Плёнка", Decimal("10.05"), Decimal("2.5"), "кг"),
    Line('Доставка #"{x}" \\ $a_1$ <b>', Decimal(6500), unit="усл"),
)
DAY = date(2026, 11, 5)


def text(pdf: bytes) -> str:
    """The words of a PDF of one page, single-spaced."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    words = document[0].get_textpage().get_text_range()
    return re.sub(r"\s+", " ", words.replace("\u00a0", " "))


def invoice(**changes: object) -> bytes:
    given = {"number": "1487", "day": DAY, "supplier": SUPPLIER, "buyer": BUYER, "lines": LINES}
    return papers.invoice(**{**given, **changes})  # type: ignore[arg-type]


def order(executed: date | None) -> bytes:
    return papers.payment_order(
        number=215,
        day=DAY,
        payer=BUYER,
        payee=SUPPLIER,
        amount=Decimal("198525.13"),
        purpose="Оплата по счёту № 1487 от 05.11.2026. В том числе НДС 22 % — 35 799,61 руб.",
        executed=executed,
    )


def test_an_invoice() -> None:
    words = text(invoice(basis="Договор № 12/25", pay_until=date(2026, 11, 12)))
    for expected in (
        "Счёт на оплату № 1487 от 5 ноября 2026 г.",
        "ИНН 7701000001",
        "40702810938000000001",
        "30101810400000000225",
        "ООО «Белая Глина», ИНН 7702000004",
        "Договор № 12/25",
        "192 000,00",
        "2,5 кг",
        "198 525,13",
        "В том числе НДС 22 %: 35 799,61",
        "Сто девяносто восемь тысяч пятьсот двадцать пять рублей 13 копеек",
        "Оплатить не позднее 12 ноября 2026 г.",
        "Крылов Д. С.",
    ):
        assert expected in words
    assert papers.total(LINES) == Decimal("198525.13")


def test_what_is_printed_is_never_read_as_a_form() -> None:
    assert 'Доставка #"{x}" \\ $a_1$ <b>' in text(invoice())


def test_a_supplier_without_vat() -> None:
    ip = Party(name="ИП Ежов И. И.", inn="500100732259", director="Ежов И. И.")
    words = text(invoice(supplier=ip, vat=None))
    assert "Без НДС" in words
    assert "Предприниматель" in words
    assert "Бухгалтер" not in words


def test_a_payment_order_with_the_mark_of_the_bank() -> None:
    words = text(order(date(2026, 11, 6)))
    for expected in ("ПЛАТЁЖНОЕ ПОРУЧЕНИЕ № 215", "0401060", "198525-13", "ИСПОЛНЕНО", "06.11.2026", "НДС 22 %"):
        assert expected in words
    assert "ИСПОЛНЕНО" not in text(order(None))


def test_the_same_data_make_the_same_bytes() -> None:
    assert invoice() == invoice() != invoice(number="1488")
    assert order(DAY) == order(DAY)


def test_they_are_small_and_known_as_pdf() -> None:
    for paper in (invoice(), order(DAY)):
        assert len(paper) < 80_000
        assert detection.found(paper[: detection.HEAD])[0] == "pdf"


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("1234567.05", "Один миллион двести тридцать четыре тысячи пятьсот шестьдесят семь рублей 05 копеек"),
        ("0.50", "Ноль рублей 50 копеек"),
        ("1001.11", "Одна тысяча один рубль 11 копеек"),
        ("2000", "Две тысячи рублей 00 копеек"),
        ("1000000", "Один миллион рублей 00 копеек"),
        ("22002.02", "Двадцать две тысячи два рубля 02 копейки"),
        ("11.01", "Одиннадцать рублей 01 копейка"),
        ("114", "Сто четырнадцать рублей 00 копеек"),
        ("5000000021", "Пять миллиардов двадцать один рубль 00 копеек"),
        ("19.19", "Девятнадцать рублей 19 копеек"),
    ],
)
def test_money_in_words(amount: str, words: str) -> None:
    assert money_in_words(Decimal(amount)) == words


def test_money_and_dates() -> None:
    assert money(Decimal("1234567.5")) == "1\u00a0234\u00a0567,50"
    assert long_date(DAY) == "5\u00a0ноября 2026\u00a0г."


@pytest.mark.parametrize(("amount", "shown"), [("100", "100="), ("100.5", "100-50"), ("0.07", "0-07")])
def test_the_sum_as_banks_write_it(amount: str, shown: str) -> None:
    assert papers._bank_sum(Decimal(amount)) == shown
