"""Texts made to be looked at for long: every mail is read in a moment."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time
from typing import Final

import pytest

from marshrut.integrations.mail import quotes, senders

LINES: Final = {
    "brackets": "(" * 125 + "@" * 125 + ")" * 125 + "x" * 100,
    "angles": "<" * 120 + "x@" * 60 + ">" * 120,
    "mixed": "(@)" * 160,
    "addresses": "(abc@abc) " * 48 + "wrote!",
    "day": "01.01.2026 10:00 " + "[" * 150 + "@" * 50 + "x]" * 80 + "@x>",
    "blanks": "1 мая 2026" + " " * 480 + "x",
    "wrote": "On " + "wrote " * 80,
}


def quick(look: Callable[[], object]) -> bool:
    before = process_time()
    look()
    return process_time() - before < 2


@pytest.mark.parametrize("line", LINES)
def test_lines_that_look_like_the_beginning_of_a_quote(line: str) -> None:
    assert quick(lambda: quotes.fresh((LINES[line][:490] + "\n") * 40))


def test_quotes_that_never_end() -> None:
    assert quick(lambda: quotes.fresh(">\n" * 9_999 + "x"))


@pytest.mark.parametrize("between", ["", "/", ":", "/КПП"])
def test_blanks_after_the_word_for_a_number_of_the_tax_office(between: str) -> None:
    assert quick(lambda: senders._INN.findall(f"ИНН{between}" + " " * 20_000))


@pytest.mark.parametrize(
    "text", ["ИНН 7736207543", "ИНН/КПП: 7736207543/1", "инн : 7736207543", "ИНН / КПП 7736207543"]
)
def test_a_number_of_the_tax_office_is_found(text: str) -> None:
    assert senders._INN.findall(text) == ["7736207543"]
