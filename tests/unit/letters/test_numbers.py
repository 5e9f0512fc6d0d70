"""Which numbers of letters a Russian text names, and which it only seems to."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.letters.rules.numbers import key, quoted, strong

NOVEMBER = date(2026, 11, 5)

FOUND = [
    ("На ваш исх. № ИСХ-0012/26 от 05.11.2026 сообщаем следующее.", "ИСХ-12/26", NOVEMBER),
    ("на ваш исх.№ИСХ-0012/26 от 05.11.26 г.", "ИСХ-12/26", NOVEMBER),
    ("В ответ на Ваше письмо № 145 от 5 ноября 2026 г. направляем расчёт.", "145", NOVEMBER),
    ("В ответ на Ваше письмо №145", "145", None),
    ("На № 01-15/340 от 05.11.2026", "1-15/340", NOVEMBER),
    ("На №01-15/340", "1-15/340", None),
    ("Исх. № 77\nНа № ИСХ-0012/26\nот 05.11.2026", "ИСХ-12/26", NOVEMBER),
    ("На ваше письмо от 05.11.2026 № 01/22 сообщаем", "1/22", NOVEMBER),
    ("На Ваше обращение от «05» ноября 2026 года № 88", "88", NOVEMBER),
    ("Ссылаясь на письмо Министерства строительства № 12-34/56 от 05.11.2026", "12-34/56", NOVEMBER),
    ("по Вашему запросу No 512 от 05.11.2026", "512", NOVEMBER),
    ("по Вашему запросу No. 512 от 2026-11-05", "512", NOVEMBER),
    ("в ответ на исх. N 512 от 05.11.2026", "512", NOVEMBER),
    ("в ответ на исх. N512", "512", None),
    ("Ваша претензия № «ПР-7» от 05.11.2026 рассмотрена", "ПР-7", NOVEMBER),
    ('Ваша претензия № "ПР-7" получена', "ПР-7", None),
    ("(исх. 512 от 05.11.2026)", "512", NOVEMBER),
    ("(ваш исх. ИСХ-0012/26)", "ИСХ-12/26", None),
    ("Ваш вх. № ВХ-0003/26 от 05.11.2026", "ВХ-3/26", NOVEMBER),
    ("входящий номер 311 от 05.11.2026", "311", NOVEMBER),
    ("письмо за № 311 от 05.11.2026", "311", NOVEMBER),
    ("письмо за исх. № 311", "311", None),
    ("Письмом исх. № ИСХ-\n0012/26 от 05.11.2026 мы просили", "ИСХ-12/26", NOVEMBER),
    ("письмо № 01-15/\n340 от 05.11.2026", "1-15/340", NOVEMBER),
    ("письмо № ИСХ – 0012 / 26 от 05.11.2026", "ИСХ-12/26", NOVEMBER),
    ("письмо\u00a0№\u00a0ИСХ‑0012/26\u00a0от\u00a005.11.2026", "ИСХ-12/26", NOVEMBER),
    ("письмо № ИСХ-0012/26от05.11.2026", "ИСХ-12/26", NOVEMBER),
    ("письмо № ИСХ-0012/26.", "ИСХ-12/26", None),
    ("(письмо № ИСХ-0012/26)", "ИСХ-12/26", None),
    ("Re: ИСХ-0012/26 Поставка окон", "ИСХ-12/26", None),
    ("RE[2]: FW: ИСХ-0012/26", "ИСХ-12/26", None),
    ("письмо № UCX-1/26", "UСХ-1/26", None),
    ("На уведомление №  45-у от 05.11.2026", "45-У", NOVEMBER),
    ("По договору поставки № 15/2026 в ответ на ваше письмо № 312 сообщаем", "312", None),
    ("В дополнение к нашему письму № 44 от 05.11.2026 направляем", "44", NOVEMBER),
    ("письмо №№ 12-1 от 05.11.2026", "12-1", NOVEMBER),
]

SILENT = [
    "по договору № 15/2026 от 05.11.2026",
    "Договор поставки № ДП-0012/26 от 05.11.2026",
    "в ответ на ваше письмо по договору № 15/2026 от 05.11.2026",
    "государственного контракта № 0173200001426000123",
    "счёт № 45 от 05.11.2026 и счет-фактура № 46",
    "акт № 3 от 05.11.2026, накладная № 12",
    "товарная накладная ТОРГ-12 № 512",
    "приказ № 77-к",
    "доверенность № 12 от 05.11.2026",
    "Федеральный закон № 44-ФЗ",
    "ул. Ленина, д. № 5, кв. № 12, офис № 301",
    "Школа № 5, детский сад № 12",
    "ИНН 7707083893, КПП 770701001, р/с № 40702810900000000001",
    "дело № А40-12345/2026",
    "приложение № 2, п. № 4",
    "тел. № 8 (495) 123-45-67",
    "Просим поставить 5 окон и 12 дверей по 340 рублей.",
    "письмо б/н от 05.11.2026",
    "письмо без номера",
    "Ваше письмо получено, котельная № 3 готова.",
    "№ 5",
    "платёжное поручение № 345 от 05.11.2026",
    "на № 15 договора",
    "",
]


@pytest.mark.parametrize(("text", "wanted", "day"), FOUND)
def test_numbers_of_letters_are_found(text: str, wanted: str, day: date | None) -> None:
    found = {one.key: one.day for one in quoted(text)}
    assert wanted in found
    assert found[wanted] == day


@pytest.mark.parametrize("text", SILENT)
def test_numbers_of_other_things_are_not(text: str) -> None:
    assert [one for one in quoted(text) if one.sure] == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("На ваши письма № 12 от 01.02.2026 и № 15 от 03.02.2026", ["12", "15"]),
        ("на ваши исх. №№ 12, 13 и 14", ["12", "13", "14"]),
        ("письма № 12 от 01.02.2026, 13 от 02.02.2026", ["12", "13"]),
        ("Исх. № 77 от 06.11.2026\nНа № ИСХ-0012/26 от 05.11.2026", ["77", "ИСХ-12/26"]),
        ("на письмо № 12, договор № 5", ["12"]),
    ],
)
def test_several_numbers(text: str, keys: list[str]) -> None:
    assert [one.key for one in quoted(text)] == keys


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("В ответ на Ваше письмо № 145", "reply"),
        ("На № 145-7", "reply"),
        ("В дополнение к письму № 145", "addendum"),
        ("В дополнение к ранее направленному ответу на запрос № 145", "addendum"),
        ("В продолжение переписки, письмо № 145", "follow_up"),
        ("Повторно направляем письмо № 145", "follow_up"),
        ("Письмо № 145 приложено", "related"),
    ],
)
def test_what_the_letter_is_to_the_other(text: str, sense: str) -> None:
    assert [one.sense for one in quoted(text)] == [sense]


@pytest.mark.parametrize(
    ("text", "whose"),
    [("на ваш исх. № 5-1", "yours"), ("наше письмо № 5-1", "ours"), ("письмо № 5-1", ""), ("На № 5-1", "yours")],
)
def test_whose_number_it_is(text: str, whose: str) -> None:
    assert [one.whose for one in quoted(text)] == [whose]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ИСХ-0012/26", "исх-12/26"),
        ("ИСХ-0012/26", "№ ИСХ - 0012 / 26"),
        ("ИСХ-0012/26", "ИCX–0012/26"),
        ("01-15/340", "1-15\\340"),
        ("12.", "12"),
        ("№12", "N 12"),
    ],
)
def test_the_same_number_written_otherwise(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_different_numbers_stay_different() -> None:
    numbers = ["ИСХ-0012/26", "ИСХ-0012/27", "ВХ-0012/26", "ИСХ-0120/26", "12", "120", "1-2", "12-1"]
    assert len({key(one) for one in numbers}) == len(numbers)


def test_no_number_has_no_key() -> None:
    assert [key(one) for one in ("", "  ", "б/н", "№", "без номера")] == [""] * 5


def test_a_number_with_letters_and_figures_is_strong() -> None:
    assert strong(key("ИСХ-0012/26"))
    assert not strong(key("12"))
    assert not strong(key("А1"))


@given(st.text(max_size=400))
def test_any_text_may_come(text: str) -> None:
    for one in quoted(text):
        assert one.key == key(one.number)
        assert any(sign.isdigit() for sign in one.key)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


NUMBERS = st.builds(
    lambda prefix, n, year: f"{prefix}-{n:04}/{year}",
    st.sampled_from(["ИСХ", "ВХ", "АБ", "01", "П-3"]),
    st.integers(1, 99999),
    st.integers(20, 40),
)
DAYS = st.dates(date(2001, 1, 1), date(2039, 12, 31))
OPENINGS = ["В ответ на Ваше письмо №", "На ваш исх. № ", "На № ", "на ваше обращение №", "Ваш запрос N ", "(исх. № "]


@given(st.sampled_from(OPENINGS), NUMBERS, DAYS, st.sampled_from(["", " г.", ",", "."]))
def test_every_wording_with_every_number_and_day(opening: str, number: str, day: date, tail: str) -> None:
    found = quoted(f"Уважаемый Пётр Ильич!\n\n{opening}{number} от {day:%d.%m.%Y}{tail} Направляем окна.")
    assert [(one.key, one.day, one.sure) for one in found] == [(key(number), day, True)]


@given(st.lists(st.sampled_from("№Nисх. письмо от 05.11.26/-()«»\n12"), max_size=60))
def test_pieces_of_numbers_break_nothing(pieces: list[str]) -> None:
    quoted("".join(pieces))


def test_long_texts_are_read_quickly() -> None:
    heap = "№ " * 50_000 + "исх. - / " * 20_000 + "на ваш исх. № 7/7 от 05.11.2026 и " * 2_000
    assert len(quoted(heap)) <= 60
