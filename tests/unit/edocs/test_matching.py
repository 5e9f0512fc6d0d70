"""Whose a document is: trusted requisites only, nothing ambiguous is guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from marshrut.edocs.rules import matching, paperwork
from marshrut.edocs.rules.matching import Deal, Known

INN, SOLE = "7728168971", "500100732259"
DAY = date(2026, 11, 5)


@pytest.mark.parametrize("inn", [INN, SOLE, "7707083893"])
def test_these_are_inns(inn: str) -> None:
    assert matching.good_inn(inn)


@pytest.mark.parametrize(
    "inn", ["", "1", "7728168972", "500100732258", "0000000000", "77281689711", "٧٧٢٨١٦٨٩٧١", "772816897x"]
)
def test_these_are_not(inn: str) -> None:
    assert not matching.good_inn(inn)


@pytest.mark.parametrize(
    ("inn", "kpp", "there", "found"),
    [
        (INN, "1", [Known(1, "1"), Known(2, "2")], (1, "")),
        (INN, "3", [Known(1, "1"), Known(2, "2")], (None, "several")),
        (INN, "", [Known(1, "1")], (1, "")),
        (INN, "9", [Known(1, "1")], (1, "")),
        (INN, "", [Known(1, ""), Known(2, "2")], (1, "")),
        (INN, "1", [], (None, "no_company")),
        ("", "1", [Known(1, "1")], (None, "no_inn")),
        ("123", "1", [Known(1, "1")], (None, "bad_inn")),
    ],
)
def test_companies(inn: str, kpp: str, there: list[Known], found: tuple[int | None, str]) -> None:
    assert matching.company(inn, kpp, there) == found


def test_deals_by_number_then_title_then_the_only_one() -> None:
    one, two = Deal(1, "Поставка по договору 15/Л", DAY), Deal(2, "Монтаж", DAY)
    assert matching.deal(["15-л"], DAY, {}, [one, two]) == 1
    assert matching.deal(["15/Л"], DAY, {"15л": [7]}, [one, two]) == 7
    assert matching.deal(["15/Л"], DAY, {"15л": [7, 8]}, [one, two]) is None
    assert matching.deal([], DAY, {}, [two]) == 2
    assert matching.deal(["999"], DAY, {}, [one, two]) is None
    assert matching.deal([], DAY, {}, []) is None


def test_two_titles_with_the_number_are_none() -> None:
    assert matching.deal(["15Л"], DAY, {}, [Deal(1, "Заказ 15Л", DAY), Deal(2, "15л, доп.", DAY)]) is None


def test_a_short_number_says_nothing_in_a_title() -> None:
    assert matching.deal(["15"], DAY, {}, [Deal(1, "Кран 15 т", DAY), Deal(2, "Монтаж", DAY)]) is None


def test_a_document_of_long_ago_is_not_of_todays_deal() -> None:
    assert matching.deal([], DAY - timedelta(days=100), {}, [Deal(1, "Монтаж", DAY)]) is None
    assert matching.deal([], DAY - timedelta(days=10), {}, [Deal(1, "Монтаж", DAY)]) == 1


def _paper(**changes: object) -> paperwork.Paper:
    usual = {"kind": "act", "direction": "out", "company": 1, "deal": 5, "texts": (), "day": DAY}
    return paperwork.Paper(**{**usual, **changes})  # type: ignore[arg-type]


def _waiting(card: int, **changes: object) -> paperwork.Waiting:
    usual = {"card": card, "company": 1, "deal": None, "numbers": (f"ЛД-{card}", f"100{card}"), "since": DAY}
    return paperwork.Waiting(**{**usual, **changes})  # type: ignore[arg-type]


def test_paperwork_is_found_by_number_or_deal() -> None:
    assert paperwork.card_of(_paper(texts=("Заявка № 1002",)), [_waiting(1), _waiting(2)]) == 2
    assert paperwork.card_of(_paper(texts=("по ЛД-1 от 3.11",)), [_waiting(1), _waiting(2)]) == 1
    assert paperwork.card_of(_paper(), [_waiting(1), _waiting(2, deal=5)]) == 2


@pytest.mark.parametrize(
    ("paper", "waiting"),
    [
        (_paper(texts=("ЛД-1, ЛД-2",)), [_waiting(1), _waiting(2)]),
        (_paper(), [_waiting(1, deal=5), _waiting(2, deal=5)]),
        (_paper(company=2), [_waiting(1, deal=5)]),
        (_paper(kind="contract"), [_waiting(1, deal=5)]),
        (_paper(direction="in"), [_waiting(1, deal=5)]),
        (_paper(deal=None), [_waiting(1)]),
        (_paper(day=DAY - timedelta(days=60)), [_waiting(1, deal=5)]),
        (_paper(texts=("10022",)), [_waiting(2)]),
    ],
)
def test_nothing_ambiguous_is_guessed(paper: paperwork.Paper, waiting: list[paperwork.Waiting]) -> None:
    assert paperwork.card_of(paper, waiting) is None
