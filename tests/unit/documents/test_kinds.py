"""Who a kind is open to, colours of statuses, words that are searched for, and the kinds that are shipped."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from marshrut.documents.commands.shipping import KINDS
from marshrut.documents.rules import COLORS, kinds, numbers, words
from marshrut.documents.rules.numbers import Scheme

SHIPPED: list[dict[str, Any]] = yaml.safe_load(KINDS.read_text(encoding="utf-8"))["kinds"]


class Chart:
    """Person 1 is a lawyer of department 3, which lies in 2; person 9 is dismissed."""

    def active(self, person: int) -> bool:
        return person != 9

    def roles_of(self, person: int) -> frozenset[str]:
        return frozenset({"lawyer"}) if person == 1 else frozenset()

    def department_of(self, person: int) -> int | None:
        return {1: 3, 5: 4}.get(person)

    def with_below(self, department: int) -> frozenset[int]:
        return frozenset({2, 3}) if department == 2 else frozenset({department})


@pytest.mark.parametrize(
    ("who", "person", "means"),
    [
        (["everyone"], 7, True),
        (["everyone"], 9, False),
        (["role:lawyer"], 1, True),
        (["role:lawyer"], 5, False),
        (["person:5"], 5, True),
        (["person:5"], 55, False),
        (["department:2"], 1, True),
        (["department:2"], 5, False),
        (["department:2"], 7, False),
        (["role:director", "person:7"], 7, True),
        (["nonsense", "department"], 7, False),
        ([], 1, False),
    ],
)
def test_who_is_meant(who: list[str], person: int, means: bool) -> None:
    assert kinds.among(who, person, Chart()) is means


def test_contrast_is_that_of_the_standard() -> None:
    assert kinds.contrast("#000000") == pytest.approx(21)
    assert kinds.contrast("#ffffff") == pytest.approx(1)
    assert kinds.contrast("#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("color", sorted({one["color"] for kind in SHIPPED for one in kind["statuses"]} | set(COLORS)))
def test_colours_can_be_read_on_white(color: str) -> None:
    assert kinds.COLOR.fullmatch(color)
    assert kinds.contrast(color) >= kinds.READABLE


@pytest.mark.parametrize("kind", SHIPPED, ids=[kind["key"] for kind in SHIPPED])
def test_a_shipped_kind_is_whole(kind: dict[str, Any]) -> None:
    assert kinds.KEY.fullmatch(kind["key"])
    assert kind["title"]["ru"]
    assert kind["title"]["en"]
    assert [one["key"] for one in kind["statuses"] if one.get("initial")] == [kind["statuses"][0]["key"]]
    assert len({one["key"] for one in kind["statuses"]}) == len(kind["statuses"])
    assert all(kinds.KEY.fullmatch(one["key"]) and one["ru"] and one["en"] for one in kind["statuses"])
    assert all(kinds.WHO.fullmatch(word) for word in kind["keepers"])
    assert numbers.flaw(_scheme(kind)) is None


def _scheme(kind: dict[str, Any]) -> Scheme:
    return Scheme(kind["number"]["template"], kind["number"].get("case", ""), kind=kind.get("code", ""))


def test_shipped_kinds_give_no_equal_numbers() -> None:
    schemes = [_scheme(kind) for kind in SHIPPED]
    pairs = [(one, other) for at, one in enumerate(schemes) for other in schemes[:at]]
    assert [pair for pair in pairs if numbers.clash(*pair)] == []


def test_statuses_of_contracts_and_letters_are_those_agreed() -> None:
    """A1.1."""
    titles = {kind["key"]: [one["ru"] for one in kind["statuses"]] for kind in SHIPPED}
    assert titles["contract"] == [
        "Черновик", "На проверке", "На согласовании", "На подписании", "Подписан", "Отклонён", "Архив",
    ]  # fmt: skip
    assert titles["letter_in"] == ["Зарегистрирован", "На рассмотрении", "В работе", "Исполнено", "Архив"]


def test_a_number_is_found_by_any_of_its_parts() -> None:
    found = words.endings("01-05/123-2026")
    for typed in ("01-05/123", "123-2026", "01051", "5/123", "2026"):
        assert any(one.startswith(words.bare(typed)) for one in found), typed
    assert any(one.startswith(words.bare("вх-123")) for one in words.endings("ВХ-0123/26"))
    assert words.endings("") == []


def test_words_of_a_search_line() -> None:
    first, second, third = words.wanted("Учёт  01-05/1 догов")
    assert (first.text, first.number, first.prefix) == ("учет", "", False)
    assert (second.text, second.number) == ("01 05 1", "01051")
    assert (third.text, third.prefix) == ("догов", True)
    assert words.wanted(" \0 ' -- ") == []
    assert len(words.wanted("слово " * 50)) == words.MOST_WORDS
