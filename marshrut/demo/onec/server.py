"""The server: HTTP with Basic, the address as 1C reads it, answers as 1C gives them."""

from __future__ import annotations

import base64
import gzip
import hmac
import json
import re
import threading
import time
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import unquote

from . import bad_days, pages
from .bad_days import Moods, error
from .exchange import Base
from .literals import BadFilter, parse
from .tables import Row, Table, UnknownField

ROOT: Final = "/bp/odata/standard.odata/"
#: of the training only: an administrator of 1C with a Cyrillic name, as most have
LOGIN: Final = "Обмен"
PASSWORD: Final = "учебный"  # noqa: S105 - of a server that has no secrets
_KEY: Final = re.compile(r"^(?P<set>[^()]+)\((?P<key>.*)\)$")
_PART: Final = re.compile(r"(?:(?P<name>[^=,']+)=)?(?P<literal>guid'[^']*'|datetime'[^']*'|'(?:[^']|'')*'|[^,]+)")


@dataclass
class Asked:
    """A request, for tests: the address as it came, and how many were being answered at that moment."""

    address: str
    decoded: str
    together: int


@dataclass
class Server:
    """One infobase behind a web server. `url`: what a person enters as the address of OData."""

    base: Base = field(default_factory=Base)
    port: int = 0
    login: str = LOGIN
    password: str = PASSWORD
    moods: Moods = field(default_factory=Moods)
    requests: list[Asked] = field(default_factory=list)
    #: called after each act that a person does on the page of this server
    saved: Any = None

    def __post_init__(self) -> None:
        self._busy, self._lock = 0, threading.Lock()
        owner = self

        class Handler(_Handler):
            server_of = owner

        self._http = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}{ROOT}"

    def start(self) -> None:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def serve(self) -> None:
        self._http.serve_forever()

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()

    def entered(self, address: str) -> None:
        with self._lock:
            self._busy += 1
            self.requests.append(Asked(address, unquote(address), self._busy))

    def left(self) -> None:
        with self._lock:
            self._busy -= 1


class _Handler(BaseHTTPRequestHandler):
    server_of: Server
    protocol_version = "HTTP/1.1"
    server_version = "Apache/2.4"
    #: headers and body are two pieces: the second must not wait for the first to be acknowledged
    disable_nagle_algorithm = True
    sys_version = ""

    def log_message(self, *_args: Any) -> None:
        """Silent: an address may hold data."""

    def do_GET(self) -> None:
        server = self.server_of
        if not self.path.startswith("/bp/"):
            self._reply(*pages.show(server.base, self.path))
            return
        server.entered(self.path)
        try:
            self._answer(server)
        finally:
            server.left()

    def do_POST(self) -> None:
        """Only a person on the page of this server; OData itself is read here, never written."""
        server = self.server_of
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), 65536)).decode()
        if self.path.startswith("/bp/"):
            server.entered(f"POST {self.path}")
            server.left()
            self._reply(405, {"Content-Type": "application/json"}, error(19, "Метод запрещён"))
            return
        self._reply(*pages.press(server.base, self.path, body))
        if server.saved is not None:
            server.saved()

    do_PUT = do_PATCH = do_DELETE = do_POST  # noqa: N815 - names of the library

    def _answer(self, server: Server) -> None:
        fault = server.moods.fault(unquote(self.path))
        spoilt = fault.kind if fault else ""
        if fault is not None and fault.kind == "slow":
            time.sleep(fault.seconds)
        if fault is not None and (said := bad_days.ANSWERS.get(fault.kind)) is not None:
            self._reply(*said)
            return
        if spoilt == "reset":
            self.close_connection = True
            self.connection.close()
            return
        status, body = self._truth(server)
        headers = {"Content-Type": "application/json;odata=nometadata;charset=utf-8", "DataServiceVersion": "3.0"}
        if spoilt == "bom":
            body = b"\xef\xbb\xbf" + body
        if spoilt == "charset":
            headers["Content-Type"] = "application/json;charset=windows-1251"
        if status == 401:
            headers["WWW-Authenticate"] = 'Basic realm="1C:Enterprise 8.3"'
        self._reply(status, headers, body, cut=spoilt == "truncate")

    def _truth(self, server: Server) -> tuple[int, bytes]:
        if not self._known(server):
            return 401, b""
        path, _mark, query = self.path.partition("?")
        if "+" in query:
            return 500, error(-1, 'Операция не разрешена в предложении "ГДЕ"')
        if not path.startswith(ROOT):
            return 404, b"<html><body>HTTP: Not found</body></html>"
        options = dict(part.partition("=")[::2] for part in query.split("&") if part)
        asked = {unquote(key): unquote(value) for key, value in options.items()}
        name = unquote(path.removeprefix(ROOT))
        if (
            "json" not in asked.get("$format", "")
            and "json" not in self.headers.get("Accept", "")
            and name != "$metadata"
        ):
            return 200, b'<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"></feed>'
        with server.base.lock:
            return _read(server, name, asked)

    def _known(self, server: Server) -> bool:
        kind, _space, token = self.headers.get("Authorization", "").partition(" ")
        try:
            found = base64.b64decode(token)
        except ValueError:
            return False
        return kind == "Basic" and hmac.compare_digest(found, f"{server.login}:{server.password}".encode())

    def _reply(self, status: int, headers: dict[str, str], body: bytes, *, cut: bool = False) -> None:
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 1000:
            body, headers = gzip.compress(body, 1), {**headers, "Content-Encoding": "gzip"}
        self.send_response_only(status)
        self.send_header("Date", self._date())
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self.close_connection = True
            self.connection.close()

    def _date(self) -> str:
        return formatdate(self.server_of.base.utc().timestamp() + self.server_of.moods.clock_shift, usegmt=True)


def _read(server: Server, name: str, asked: dict[str, str]) -> tuple[int, bytes]:
    base, moods = server.base, server.moods
    if name == "$metadata":
        return 200, b'<?xml version="1.0" encoding="utf-8"?><edmx:Edmx Version="1.0"/>'
    if name == "":
        shown = [{"name": one, "url": one} for one in base.tables if one not in moods.unpublished]
        return 200, _json({"odata.metadata": f"{server.url}$metadata", "value": shown})
    single = _KEY.match(name)
    table = base.tables.get(single["set"] if single else name)
    if table is None or table.name in moods.unpublished:
        return 404, error(8, f"Тип сущности '{name}' не найден")
    dropped = tuple(moods.without.get(table.name, ()))
    try:
        names = _names(asked, moods)
        if single:
            row = _one(table, single["key"])
            kept = row is not None and _hidden(row, moods)
            if kept and asked.get("allowedOnly") != "true":
                return 401, error(20, "Нарушение прав доступа!")
            if row is None or kept:
                return 404, error(9, "Экземпляр сущности не найден")
            return 200, _json(table.picked([row], names, dropped)[0])
        rows = _rows(server, table, asked, dropped)
        hidden = [row for row in rows if _hidden(row, moods)]
        if hidden and asked.get("allowedOnly") != "true":
            return 401, error(20, "Нарушение прав доступа!")
        rows = [row for row in rows if not _hidden(row, moods)] if hidden else rows
        counted, rows = len(rows), _cut(rows, asked, moods)
        found: dict[str, Any] = {"odata.metadata": f"{server.url}$metadata#{table.name}"}
        if asked.get("$inlinecount") == "allpages":
            found["odata.count"] = str(counted)
        picked = table.picked(rows, names, dropped)
        found["value"] = [one for row in picked for one in ([row, row] if moods.rows_duplicate else [row])]
        return 200, _json(found)
    except UnknownField as wrong:
        return 400, error(6, f"Сегмент пути '{wrong}' не найден")
    except BadFilter as wrong:
        return 400, error(14, f"Ошибка разбора опции запроса: {wrong}")
    except ValueError as wrong:
        return 400, error(1, f"Ошибка разбора строки: {wrong}")


def _names(asked: dict[str, str], moods: Moods) -> list[str] | None:
    if "select" in moods.ignore or not asked.get("$select") or asked["$select"] == "*":
        return None
    if ", " in asked["$select"]:
        raise UnknownField(asked["$select"])
    return asked["$select"].split(",")


def _rows(server: Server, table: Table, asked: dict[str, str], dropped: tuple[str, ...]) -> list[Row]:
    moods = server.moods
    node = parse(asked["$filter"]) if asked.get("$filter") and "filter" not in moods.ignore else None
    if node is not None and any(name in asked["$filter"] for name in dropped):
        raise UnknownField(asked["$filter"])
    rows = table.ask(node, moods.composite)
    if asked.get("$orderby") and "orderby" not in moods.ignore:
        for part in reversed(asked["$orderby"].split(",")):
            field_name, _space, way = part.strip().partition(" ")
            if field_name not in table.fields or field_name in dropped:
                raise UnknownField(field_name)
            rows.sort(key=lambda row: _sortable(row[field_name]), reverse=way == "desc")
    return rows


def _sortable(value: Any) -> Any:
    return value if isinstance(value, int | float) else str(value)


def _hidden(row: Row, moods: Moods) -> bool:
    return bool(moods.rls_hide) and (
        row.get("Ref_Key") in moods.rls_hide or row.get("ЭлектронныйДокумент") in moods.rls_hide
    )


def _cut(rows: list[Row], asked: dict[str, str], moods: Moods) -> list[Row]:
    skip = 0 if "skip" in moods.ignore else int(asked.get("$skip") or 0)
    rows = rows[skip:]
    if "$top" in asked and "top" not in moods.ignore:
        rows = rows[: int(asked["$top"])]
    return rows[: moods.page_limit] if moods.page_limit else rows


def _one(table: Table, key: str) -> Row | None:
    wanted: dict[str, Any] = {}
    for at, part in enumerate(_PART.finditer(key)):
        name = (part["name"] or "").strip() or table.key[at]
        literal = part["literal"]
        wanted[name] = re.sub(r"^(guid|datetime)?'|'$", "", literal).replace("''", "'")
    if set(wanted) - set(table.fields):
        raise UnknownField(key)
    return table.find(**wanted)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
