"""Errors of 1C repeat filters, keys and names of documents: of their text only what is known by heart is told on."""

from __future__ import annotations

from typing import Final

#: part of an error, in small letters -> a word of our own
_KNOWN: Final[tuple[tuple[str, str], ...]] = (
    ("недостаточно памяти", "memory"),
    ("not enough memory", "memory"),
    ("начало сеанса", "sessions_blocked"),
    ("блокировка сеанс", "sessions_blocked"),
    ("лицензи", "licence"),
    ("license", "licence"),
    ("autoorder", "autoorder"),
    ('в предложении "где"', "where"),
    ("внутренняя ошибка", "internal"),
    ("internal error", "internal"),
    ("конфликт блокировок", "lock"),
    ("lock", "lock"),
    ("сегмент пути", "segment"),
    ("метод не найден", "method"),
    ("не найден", "not_found"),
    ("нарушение прав доступа", "rights"),
    ("недостаточно прав", "rights"),
    ("access", "rights"),
    ("404.15", "too_long"),
    ("request filtering", "too_long"),
)
#: letters of an error that are looked at
LONGEST: Final = 20_000


def word(text: str) -> str:
    """ "" when the text says nothing that is known."""
    told = text[:LONGEST].lower()
    return next((word for part, word in _KNOWN if part in told), "")


def said(status: int, code: int | None, text: str = "") -> str:
    """All that is told of an error: numbers, and a word of ours."""
    parts = [
        f"HTTP {status}",
        *([f"code {code}"] if code is not None else []),
        *([found] if (found := word(text)) else []),
    ]
    return ", ".join(parts)
