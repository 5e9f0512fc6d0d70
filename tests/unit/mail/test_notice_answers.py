"""What an answer by mail decides: only what is said clearly."""

from __future__ import annotations

import time

import pytest

from marshrut.integrations.mail.notifying import answers
from marshrut.integrations.mail.parsing import read
from tests.support.mails import letter


@pytest.mark.parametrize(
    ("text", "verdict", "words"),
    [
        ("Согласовано", "yes", ""),
        ("согласовано.", "yes", ""),
        ("«Согласовано»", "yes", ""),
        ("Добрый день!\nСогласовано.\n\nС уважением,\nПетров", "yes", ""),
        ("Иван Петрович, добрый день, согласовано", "yes", ""),
        ("Здравствуйте, Иван! Согласован: оплатите сегодня", "yes", "оплатите сегодня"),
        ("Approved", "yes", ""),
        ("ok!", "yes", ""),
        ("Отклонено: нет подписи", "no", "нет подписи"),
        ("Отклонено\nНет подписи\nна второй странице", "no", "Нет подписи\nна второй странице"),
        ("Не согласовано — дорого", "no", "дорого"),
        ("не согласен, дорого", "no", "дорого"),
        ("Rejected: wrong sum\n\nBest regards,\nBoris", "no", "wrong sum"),
    ],
)
def test_a_clear_word_is_understood(text: str, verdict: str, words: str) -> None:
    assert answers.of_words(text) == answers.Answer(verdict, words)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Согласовано с Петровым, можно платить",
        "Согласовано?",
        "Да, но только если дешевле",
        "Согласовано, кроме пункта 3",
        "Yes, if the price holds",
        "Нет возражений",
        "Отказались ли они от скидки?",
        "Когда было согласовано?",
        "Надо подумать",
    ],
)
def test_what_is_not_clear_decides_nothing(text: str) -> None:
    assert answers.of_words(text) == answers.Answer("", text)


def test_the_notice_quoted_below_does_not_count() -> None:
    mail = read(letter(text="Отклонено: нет подписи\n\n01.07.2026 12:30, Маршрут пишет:\n> Согласовать\n> Отклонить\n"))
    assert answers.read(mail) == answers.Answer("no", "нет подписи")


def test_an_answer_that_is_only_a_quote_decides_nothing() -> None:
    assert answers.read(read(letter(text="> Согласовано\n"))).verdict == ""


def test_a_signature_is_no_reason() -> None:
    mail = read(letter(text="Отклонено: нет подписи\n-- \nБорис Громов\nдиректор\n"))
    assert answers.read(mail) == answers.Answer("no", "нет подписи")


@pytest.mark.parametrize("text", ["\n" * 20_000, "а " * 10_000, "Добрый день" * 2_000, ", " * 10_000 + "да"])
def test_long_nonsense_is_read_at_once(text: str) -> None:
    began = time.monotonic()
    answers.of_words(text)
    assert time.monotonic() - began < 1
