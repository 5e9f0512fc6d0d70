"""Which card or order a mail names, and what only looks like it."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marshrut.integrations.mail import mentions


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("ЛД-17", "Сканы по ЛД-17"),
        ("ЛД-17", "сканы по лд 17, оригиналы выслали"),
        ("ЛД-17", "Re: ЛД\u201117"),
        ("ЛД-17", "Счёт_ЛД-17.pdf"),
        ("ЛД-17", "(ЛД-17)."),
        ("З-104/26", "Документы по заявке З-104/26 от 17.06.2026"),
        ("З-104", "сканы: З-103, З-104"),
        ("СТ-0104", "Заявка CT-104"),
        ("2026104", "во вложении 2026104"),
        ("104", "Заявка № 104"),
        ("104", "по заявке-договору на перевозку груза № 104 от 17.06"),
        ("104", "по заявкам № 103, 104 и 105"),
        ("105", "по заявкам № 103, 104 и 105"),
        ("104", "Order No. 104"),
        ("A-7", "заявка А-7"),
        ("104 26", "заявка 104 26"),
        ("007", "заявка № 7"),
        ("7", "заявка № 007"),
        ("104", "заявки: З-101/26; 102; 103; 104"),
        ("104", "Заявка на перевозку грузов по договору № 104"),
    ],
)
def test_a_number_is_named(number: str, text: str) -> None:
    assert mentions.named(number, mentions.plain(text))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("ЛД-17", "Сканы по ЛД-170"),
        ("ЛД-17", "Сканы по ЛД-17/2"),
        ("ЛД-17", "Сканы по ПЛД-17"),
        ("ЛД-17", "Сканы по 5-ЛД-17"),
        ("З-104", "З-104-2"),
        ("104", "Счёт № 104 от 17.06"),
        ("104", "Итого 104 рубля"),
        ("104", "Заявка выполнена. Акт № 104"),
        ("104", "по заявке № 1104"),
        ("104", "по заявке 104,50"),
        ("17", "заявка от 01.06.17"),
        ("2026104", "тел. 82026104"),
        ("без номера", "заявка без номера"),
        ("", "заявка 104"),
        (" - ", "заявка - 104"),
    ],
)
def test_what_only_holds_the_number_does_not_name_it(number: str, text: str) -> None:
    assert not mentions.named(number, mentions.plain(text))


def test_the_subject_is_believed_before_the_text() -> None:
    known = [(1, ["ЛД-1", "З-104"]), (2, ["ЛД-2", "З-105"])]
    assert mentions.which(known, ["Сканы по З-105", "в ответ на письмо о З-104"]) == 2
    assert mentions.which(known, ["Сканы", "по З-104"]) == 1
    assert mentions.which(known, ["Сканы по ЛД-1 и З-105", "З-104"]) is None
    assert mentions.which(known, ["ЛД-1, заявка З-104"]) == 1
    assert mentions.which(known, ["Сканы", "без номера"]) is None
    assert mentions.which([(1, [""])], ["заявка"]) is None


@given(st.text(max_size=40), st.text(max_size=300))
def test_no_text_breaks_it(number: str, text: str) -> None:
    mentions.named(number, mentions.plain(text))


@given(st.integers(1, 10**6), st.integers(0, 9))
def test_a_number_is_never_found_inside_a_longer_one(number: int, more: int) -> None:
    assert mentions.named(f"ЛД-{number}", mentions.plain(f"Сканы: ЛД-{number}, см. вложение"))
    assert not mentions.named(f"ЛД-{number}", mentions.plain(f"Сканы: ЛД-{number}{more}"))


def test_a_long_text_is_looked_through_quickly() -> None:
    """Nothing a stranger writes makes it count for long."""
    told = ("1 и " * 6000, " " * 3000 + "7 и " * 9, "-" * 20_000, "и" * 20_000, "груз" * 40 + " !")
    for hostile in (*(f"заявка {one}" for one in told), "заявка" * 4000, "заявка -" * 3000, "а" * 20_000, "0" * 20_000):
        assert not mentions.named("77", mentions.plain(hostile))
        assert not mentions.named("0-0-0-0-0-А-0-0", mentions.plain(hostile))


HOSTILE = (
    "заявка " + "груз" * 30 + " !", "заявка " + "договор" * 5000, "заявка " * 3000, "заявка:а,заявка,заявка," * 1000,
    "заявка " + "перевозкагрузномер" * 1000, "заявка " + "n" * 20_000, "заявка " + "1/1-1," * 3000,
    "0" * 20_000 + "x", "0 " * 10_000, "-0" * 10_000, "а-" * 10_000, "- " * 10_000, "заявка 77 " * 2000,
)  # fmt: skip
NUMBERS = (
    "77x", "104", "0 0 0 0 0 0 0 0", "0-0-0-0-0-0-0-1", "а0а0а0а0а0а1", "- - - - - - - - - - - - - - - - - - - - - 1",
    "/0/0/0/0/0/0/0/1", "А- - - - - - - - - - - - - 1", "0" * 100 + "x", "-" * 150 + "1",
)  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_a_stranger_writes_is_tried_in_two_ways(hostile: str) -> None:
    """Twice the text is twice the work at most; a pattern that goes back over it would not end at all."""
    text = mentions.plain(hostile)
    before = process_time()
    for number in NUMBERS:
        mentions.named(number, text)
    assert process_time() - before < 3


def test_many_cards_that_wait_are_looked_for_quickly() -> None:
    known = [(one, [f"ЛД-{one}", str(one)]) for one in range(1000, 1400)]
    before = process_time()
    assert mentions.which(known, ["Сканы", "заявка № 999, слово и слово. " * 600]) is None
    assert mentions.which(known, ["Сканы", "слово и слово. " * 600 + "заявка № 999, 1017"]) == 1017
    assert process_time() - before < 3
