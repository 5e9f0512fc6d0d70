"""What documents are called: in Russian, whatever the language of the page, as on paper. Such names are kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from .shapes import Formal, Line

_KINDS: Final = {
    "upd": "УПД",
    "correction": "УКД",
    "waybill": "ТОРГ-12",
    "act": "Акт",
    "answer": "Ответный титул",
    "clarification": "Уведомление об уточнении",
    "annulment": "Предложение об аннулировании",
    "receipt": "Извещение о получении",
    "confirmation": "Подтверждение оператора",
}
#: by @Функция
_FUNCTIONS: Final = {
    "СЧФ": "Счёт-фактура",
    "СвРК": "Счёт-фактура комиссионера",
    "СвЗК": "Счёт-фактура комитента",
    "КСЧФ": "Корректировочный счёт-фактура",
}
_LONG: Final = {
    "СЧФДОП": "Универсальный передаточный документ: счёт-фактура и передаточный документ",
    "ДОП": "Универсальный передаточный документ: передаточный документ",
    "КСЧФДИС": "Универсальный корректировочный документ",
    "ДИС": "Универсальный корректировочный документ",
}
_WAYBILL, _ACT = "Товарная накладная (ТОРГ-12)", "Акт выполненных работ, оказанных услуг"


def kind(document: Formal) -> str:
    """«УПД», «Счёт-фактура», «Акт»."""
    return _FUNCTIONS.get(document.function, _KINDS[document.kind])


def long_kind(document: Formal) -> str:
    """As the head of the paper says it."""
    if document.kind in {"waybill", "act"}:
        return _WAYBILL if document.kind == "waybill" else _ACT
    if document.kind == "answer":
        return _KINDS["answer"]
    return _LONG.get(document.function, kind(document))


def title(document: Formal) -> str:
    """«УПД № 215 от 12.11.2026»."""
    said = [kind(document)]
    if document.kind == "answer" and document.number:
        said = [f"{said[0]} к документу"]
    if document.number:
        said.append(f"№ {document.number}")
    if document.date:
        said.append(f"от {written(document.date)}")
    return " ".join(said)


def purpose(document: Formal, most: int) -> str:
    """«Флакон ПЭТ 50 мл и ещё 1, УПД № 215 от 12.11.2026»: what it is about, at most so many characters."""
    head, tail = _goods(document.lines, document.line_count), title(document)
    room = most - len(tail) - 2
    if not head or room < 10:
        return tail[:most]
    return f"{head if len(head) <= room else head[: room - 1].rstrip() + '…'}, {tail}"


def _goods(lines: tuple[Line, ...], count: int) -> str:
    first = next((line.name for line in lines if line.name), "")
    return f"{first} и ещё {count - 1}" if first and count > 1 else first


def basis(document: Formal, most: int) -> str:
    """«Договор № 17/2026 от 15.01.2026»."""
    said = "; ".join(
        " ".join(filter(None, (one.title, one.number and f"№ {one.number}", one.date and f"от {written(one.date)}")))
        for one in document.basis
    )
    return said if len(said) <= most else said[: most - 1] + "…"


def written(day: str) -> str:
    """12.11.2026 out of ISO."""
    return ".".join(reversed(day.split("-"))) if day else ""


def plain(amount: Decimal) -> str:
    """A quantity without needless zeros."""
    text = format(amount, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
