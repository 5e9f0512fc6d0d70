"""Sums in words and dates as Russian papers write them, whatever language the page has. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

_UNITS = (
    *("ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять", "десять"),
    *("одиннадцать", "двенадцать", "тринадцать", "четырнадцать", "пятнадцать", "шестнадцать"),
    *("семнадцать", "восемнадцать", "девятнадцать"),
)
_TENS = ("двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто")
_HUNDREDS = ("сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот")
_SCALES = (
    ("рубль", "рубля", "рублей"),
    ("тысяча", "тысячи", "тысяч"),
    ("миллион", "миллиона", "миллионов"),
    ("миллиард", "миллиарда", "миллиардов"),
)
_KOPECKS = ("копейка", "копейки", "копеек")
_MONTHS = (
    *("января", "февраля", "марта", "апреля", "мая", "июня"),
    *("июля", "августа", "сентября", "октября", "ноября", "декабря"),
)


def money_in_words(amount: Decimal) -> str:
    """«Одна тысяча один рубль 11 копеек», below a thousand billion."""
    rubles, kopecks = divmod(int((amount * 100).to_integral_value()), 100)
    words = []
    for scale in reversed(range(len(_SCALES))):
        group = rubles // 1000**scale % 1000
        if group:
            words += [*_hundreds(group, feminine=scale == 1), plural(group, _SCALES[scale])]
    if rubles == 0:
        words = ["ноль", "рублей"]
    elif rubles % 1000 == 0:
        words.append("рублей")
    return f"{' '.join(words).capitalize()} {kopecks:02} {plural(kopecks, _KOPECKS)}"


def money(amount: Decimal) -> str:
    """«1 234 567,05», with no-break spaces."""
    return f"{amount:,.2f}".replace(",", "\u00a0").replace(".", ",")


def long_date(day: date) -> str:
    """«5 ноября 2026 г.»."""
    return f"{day.day}\u00a0{_MONTHS[day.month - 1]} {day.year}\u00a0г."


def short_date(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def plural(number: int, forms: tuple[str, str, str]) -> str:
    """One of (рубль, рубля, рублей)."""
    if number % 100 in range(11, 15):
        return forms[2]
    return forms[0] if number % 10 == 1 else forms[1] if number % 10 in {2, 3, 4} else forms[2]


def _hundreds(number: int, *, feminine: bool) -> list[str]:
    words = [_HUNDREDS[number // 100 - 1]] if number >= 100 else []
    rest = number % 100
    if rest >= 20:
        words.append(_TENS[rest // 10 - 2])
        rest %= 10
    if rest:
        words.append({1: "одна", 2: "две"}.get(rest, _UNITS[rest]) if feminine else _UNITS[rest])
    return words
