"""What the sender wrote this time, in the manner of every Russian mail program."""

from __future__ import annotations

import pytest

from marshrut.integrations.mail import pages, quotes

ANSWER = (
    "Добрый день!\n\nСроки подтверждаем, поставка 20 июля.\n\nС уважением,\nГромов П. А.\nООО «Ромашка», ИНН 7701000011"
)
OLD = "Просим подтвердить сроки поставки по договору № 12 от 05.05.2026."

STARTS = {
    "The Bat, Thunderbird": "05.11.2026 14:20, Иванова Алиса пишет:",
    "Gmail": "чт, 5 нояб. 2026 г. в 14:20, Алиса Иванова <ivanova@company.example>:",
    "Gmail without a weekday": "5 нояб. 2026 г., в 14:20, Алиса Иванова <ivanova@company.example> написал(а):",
    "Apple": "5 ноября 2026 г., в 14:20, Алиса Иванова <ivanova@company.example> написал(а):",
    "Apple, folded": "5 ноября 2026 г., в 14:20, Алиса Иванова <ivanova@company.example>\nнаписал(а):",
    "Mail.ru": "Четверг,  5 ноября 2026, 14:20 +03:00 от Алиса Иванова <ivanova@company.example>:",
    "Mail.ru, old": "среда, 5 ноября 2026г., 14:20 +03:00 от Иванова А.:",
    "Yandex": "05.11.2026, 14:20, «Иванова Алиса» <ivanova@company.example>:",
    "Yandex, new": "05.11.2026, 14:20, Иванова Алиса (ivanova@company.example) написала:",
    "Outlook": "-----Исходное сообщение-----\nОт: Иванова\nОтправлено: 5 ноября 2026 г.\nКому: Громов\nТема: Сроки",
    "Outlook of today": "_____\nОт: Иванова <i@c.example>\nОтправлено: 5 ноября 2026 г.\nКому: Громов\nТема: Сроки",
    "Outlook, bold": "*От:* Иванова Алиса\n*Дата:* 5 ноября 2026\n*Кому:* Громов\n*Тема:* О сроках",
    "From in English": "From: Ivanova\nSent: Thursday, November 5, 2026 2:20 PM\nTo: Gromov\nSubject: Terms",
    "English": "On Thu, Nov 5, 2026 at 2:20 PM Alisa Ivanova <i@c.example> wrote:",
    "English heading": "-------- Original Message --------\nSubject: Terms",
    "mutt": "Иванова Алиса <ivanova@company.example> писал(а):",
}


@pytest.mark.parametrize("program", STARTS)
@pytest.mark.parametrize("quoted", [True, False])
def test_the_quoted_letter_is_cut(program: str, quoted: bool) -> None:
    below = "\n".join(f"> {line}" for line in OLD.split("\n")) if quoted else OLD
    whole = f"{ANSWER}\n\n{STARTS[program]}\n\n{below}\n"
    assert quotes.fresh(whole) == ANSWER
    assert quotes.cut(whole)


@pytest.mark.parametrize(
    "tail",
    ["Отправлено из мобильной Почты Mail.ru", "Отправлено с iPhone", "Отправлено из Mail для Windows", "-- ", "--"],
)
def test_what_programs_add_of_themselves_is_left_out(tail: str) -> None:
    assert quotes.fresh(f"{ANSWER}\n\n{tail}\n") == ANSWER


@pytest.mark.parametrize(
    "whole",
    [
        "Мы писали вам 05.11.2026, ответа нет. Ждём:\n1. счёт\n2. акт",
        "От: нашего отдела просим прислать акт",
        "Кому: бухгалтерии\nТема: важная\nПрошу оплатить счёт",
        "Срок: 05.11.2026 14:20, не позже",
        "Иванова пишет хорошо.",
        "",
        "Одно слово",
    ],
)
def test_what_is_no_quotation_stays(whole: str) -> None:
    assert quotes.fresh(whole) == whole
    assert not quotes.cut(whole)


def test_answers_between_quoted_lines_stay() -> None:
    whole = "> Когда отгрузка?\nВ пятницу.\n> Сколько мест?\nПять."
    assert quotes.fresh(whole) == "В пятницу.\nПять."


def test_a_forwarded_letter_is_the_letter() -> None:
    whole = f"-------- Пересылаемое сообщение --------\nОт: Громов\nКому: Иванова\nТема: Сроки\n\n{OLD}"
    assert quotes.fresh(whole) == whole
    below = f"FYI\n\n{whole}"
    assert OLD in quotes.fresh(below)


def test_quotations_of_a_page_are_known_by_their_tag() -> None:
    page = f"<div>Сроки подтверждаем.</div><blockquote type=cite><p>{OLD}</p></blockquote>"
    assert quotes.fresh(pages.plain(page)) == "Сроки подтверждаем."


def test_nothing_but_a_quotation_stays() -> None:
    assert quotes.fresh(f"> {OLD}") == f"> {OLD}"
