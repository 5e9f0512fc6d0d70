"""Bad days of a 1C: what a request is answered with instead of the truth."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from typing import Final, Literal

from .tables import Dialect

Kind = Literal[
    "500",
    "503",
    "429",
    "502",
    "memory",
    "internal",
    "html",
    "login",
    "reset",
    "truncate",
    "bom",
    "charset",
    "slow",
    "base64",
    "401",
    "403",
    "404html",
    "rights",
    "not_found",
]
Ignored = Literal["filter", "top", "skip", "orderby", "select"]


@dataclass
class Fault:
    """`at`: of which request on, counted from when it was set; `times`: how many; `only`: part of the address."""

    kind: Kind
    at: int = 1
    times: int = 1
    only: str = ""
    seconds: float = 0.0
    seen: int = 0

    def due(self, address: str) -> bool:
        if self.only and self.only not in address:
            return False
        self.seen += 1
        return self.at <= self.seen < self.at + self.times


@dataclass
class Moods:
    """Switches of the server, all off."""

    faults: list[Fault] = field(default_factory=list)
    ignore: set[Ignored] = field(default_factory=set)
    composite: Dialect = "any"
    #: seconds that the clock of the server goes ahead
    clock_shift: float = 0.0
    #: every row of an answer comes twice
    rows_duplicate: bool = False
    #: references hidden from this user; without allowedOnly the answer is a refusal
    rls_hide: set[str] = field(default_factory=set)
    #: sets that are not published, and fields this release does not have
    unpublished: set[str] = field(default_factory=set)
    without: dict[str, set[str]] = field(default_factory=dict)
    #: rows a set gives at most, whatever is asked
    page_limit: int = 0

    def fault(self, address: str) -> Fault | None:
        found = [one for one in list(self.faults) if one.due(address)]
        return found[0] if found else None


Answer = tuple[int, dict[str, str], bytes]
PAGE: Final = "<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1></body></html>"


def error(code: int, text: str) -> bytes:
    """As 1C says that something is wrong."""
    said = {"code": str(code), "message": {"lang": "ru", "value": text}}
    return json.dumps({"odata.error": said}, ensure_ascii=False).encode()


def _page(status: int, title: str, **headers: str) -> Answer:
    more = {name.replace("_", "-"): value for name, value in headers.items()}
    return status, {"Content-Type": "text/html; charset=utf-8", **more}, PAGE.format(title=title).encode()


def _said(status: int, code: int, text: str) -> Answer:
    return status, {"Content-Type": "application/json"}, error(code, text)


_CLAUSE: Final = 'Ошибка при выполнении запроса: Операция не разрешена в предложении "ГДЕ" {(1, 15)}: ООО «Ромашка»'
_HIDDEN: Final = base64.b64encode("Ошибка разбора: $filter=Контрагент".encode()).decode()
#: instead of the truth: status, headers, body
ANSWERS: Final[dict[Kind, Answer]] = {
    "500": _said(500, -1, _CLAUSE),
    "memory": _said(500, -1, "Недостаточно памяти"),
    "internal": _said(500, -1, "Произошла внутренняя ошибка OData сервиса"),
    "base64": _said(500, -1, _HIDDEN),
    "rights": _said(401, 20, "Нарушение прав доступа!"),
    "not_found": _said(404, 9, "Экземпляр сущности не найден"),
    "503": _page(503, "Начало сеанса с информационной базой запрещено", Retry_After="1"),
    "429": _page(429, "Too Many Requests", Retry_After="2"),
    "502": _page(502, "Bad Gateway"),
    "html": _page(200, "Сервис временно недоступен"),
    "login": _page(200, "Вход в систему"),
    "401": _page(401, "Unauthorized", WWW_Authenticate='Basic realm="1C:Enterprise 8.3"'),
    "403": _page(403, "Forbidden"),
    "404html": _page(404, "HTTP: Not found"),
}
