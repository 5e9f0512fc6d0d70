"""A document as JSON between the confined program and us, and as lines of text to be found by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final, get_args

from .names import written
from .parts import is_day, number
from .shapes import Formal, Kind, Line, Party, Reference, Signer, Who
from .tree import clean

#: references, signers
FEW: Final = 50
KINDS: Final = frozenset(get_args(Kind))
_WHO: Final = frozenset(get_args(Who))


def told(document: Formal) -> dict[str, Any]:
    return {one.name: _plain(getattr(document, one.name)) for one in fields(document)}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Party | Reference | Line | Signer):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    return value


def believed(said: Any) -> Formal | None:
    """What the program told, each value of its kind; None when that is no document."""
    if not isinstance(said, dict) or said.get("kind") not in KINDS:
        return None
    return Formal(**{one.name: _BELIEF[one.name](said.get(one.name)) for one in fields(Formal)})


def _text(value: Any) -> str:
    return clean(value) if isinstance(value, str) else ""


def _day(value: Any) -> str:
    return value if isinstance(value, str) and is_day(value) else ""


def _money(value: Any) -> Decimal | None:
    return number(value) if isinstance(value, str) else None


def _count(value: Any) -> int:
    return value if type(value) is int and 0 <= value < 10**6 else 0


def _party(value: Any) -> Party | None:
    if not isinstance(value, dict):
        return None
    who: Who = value["who"] if value.get("who") in _WHO else "legal"
    texts = {name: _text(value.get(name)) for name in ("name", "inn", "kpp", "address")}
    return Party(who=who, **texts)


def _reference(value: Any) -> Reference | None:
    if not isinstance(value, dict):
        return None
    return Reference(_text(value.get("title")), _text(value.get("number")), _day(value.get("date")))


def _line(value: Any) -> Line | None:
    if not isinstance(value, dict):
        return None
    texts: dict[str, Any] = {name: _text(value.get(name)) for name in ("number", "name", "unit", "rate")}
    names = ("quantity", "price", "net", "tax", "total", "before")
    sums: dict[str, Any] = {name: _money(value.get(name)) for name in names}
    return Line(**texts, **sums)


def _signer(value: Any) -> Signer | None:
    if not isinstance(value, dict):
        return None
    return Signer(*(_text(value.get(name)) for name in ("name", "post", "authority")))


def _many(read: Callable[[Any], Any], most: int) -> Callable[[Any], tuple[Any, ...]]:
    def every(value: Any) -> tuple[Any, ...]:
        return tuple(one for one in map(read, value[:most] if isinstance(value, list) else ()) if one is not None)

    return every


_BELIEF: Final[Mapping[str, Callable[[Any], Any]]] = {
    "kind": lambda value: value,
    **dict.fromkeys(
        ("version", "function", "file_id", "number", "currency", "text", "outcome", "about", "formed", "inside"), _text
    ),
    **dict.fromkeys(("date", "handed_on"), _day),
    **dict.fromkeys(("seller", "buyer"), _party),
    **dict.fromkeys(("net", "tax", "total", "increase", "decrease"), _money),
    **dict.fromkeys(("untaxed", "askew"), lambda value: value is True),
    **dict.fromkeys(("line_count", "others"), _count),
    **dict.fromkeys(("basis", "corrects"), _many(_reference, FEW)),
    "correction": _reference,
    "lines": _many(_line, 1000),
    "signers": _many(_signer, FEW),
}


def lines(document: Formal) -> Iterator[str]:
    """Words by which people look for the document: numbers, sides, goods, people. Russian, as the document is."""
    yield " ".join(filter(None, ("№", document.number, written(document.date))))
    for side in (document.seller, document.buyer):
        if side:
            yield " ".join(filter(None, (side.name, "ИНН" if side.inn else "", side.inn, side.kpp, side.address)))
    for one in (*document.basis, *document.corrects):
        yield " ".join(filter(None, (one.title, "№" if one.number else "", one.number, written(one.date))))
    for line in document.lines:
        sums = (line.quantity, line.price, line.total)
        yield " ".join(filter(None, (line.name, line.unit, *(str(one) for one in sums if one is not None))))
    if document.total is not None:
        yield str(document.total)
    yield document.text
    for signer in document.signers:
        yield " ".join(filter(None, (signer.post, signer.name)))
