"""The server: Bot API of Telegram below /telegram/, that of MAX below /max/, a page for people at the root."""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from . import max as max_api
from . import pages, telegram
from .hooks import carry
from .things import Asked, File, Refusal
from .weather import Fault
from .world import Network, World

#: bytes of a request
MOST: Final = 60 << 20
_BOT: Final = re.compile(r"^/(?P<file>file/)?bot(?P<token>[^/]+)/(?P<rest>.+)$")
HTML: Final = "text/html; charset=utf-8"


@dataclass
class Request:
    """`body`: arguments of JSON, form and query together; `files`: those of a form."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: dict[str, Any]
    files: dict[str, File]
    raw: bytes = field(repr=False, default=b"")


@dataclass
class Reply:
    status: int
    body: bytes = b""
    kind: str = "application/json"
    #: where to go instead
    location: str = ""


#: below which path -> who answers; gets the request with the path after it
Door = Callable[["Server", Request], Reply]


def said(status: int, body: Any) -> Reply:
    return Reply(status, json.dumps(body, ensure_ascii=False).encode())


class Server:
    """One world behind one port; also takes calls of people's pages when there are any."""

    def __init__(self, world: World | None = None, port: int = 0) -> None:
        self.world = world or World()
        self.stopped = threading.Event()
        #: lets answers go that are late on purpose
        self.patience = threading.Event()
        owner = self

        class Handler(_Handler):
            server_of = owner

        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.daemon_threads = True
        self.port: int = self._http.server_address[1]
        for network in self.world.networks:
            network.base = f"{self.url}/{network.code}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True).start()

    def serve(self) -> None:
        """Until it is ended; calls hooks."""
        carry(self.world, self.stopped)
        self._http.serve_forever()

    def stop(self) -> None:
        self.stopped.set()
        self.patience.set()
        self._http.shutdown()
        self._http.server_close()

    def weather(self, network: Network, method: str, request: Request, truth: Callable[[], Reply]) -> Reply:
        """The truth, or what this call is answered with instead; the call is kept in the journal. Raises Broken."""
        with network.lock:
            fault = network.weather.fault(method)
            asked = Asked(method, request.body, network.now())
            network.requests.append(asked)
        reply = self._answered(network, fault, truth)
        asked.status = reply.status
        if fault is not None and fault.kind == "cut":
            raise Broken
        if fault is not None and fault.kind == "slow":
            self.patience.wait(fault.seconds)
        return reply

    def _answered(self, network: Network, fault: Fault | None, truth: Callable[[], Reply]) -> Reply:
        if fault is None or fault.kind in ("cut", "slow"):
            return truth()
        if fault.kind == "reset":
            raise Broken
        if fault.kind == "html":
            return Reply(200, "<html><body>Доступ ограничен</body></html>".encode(), HTML)
        return REFUSALS[network.code](Refusal(fault.kind, int(fault.seconds)))


class Broken(Exception):
    """The connection ends without an answer."""


def _telegram(server: Server, request: Request) -> Reply:
    network = server.world.telegram
    asked = _BOT.match(request.path)
    if asked is None:
        return said(404, {"ok": False, "error_code": 404, "description": "Not Found"})
    if asked["token"] != network.token:
        return said(*telegram.failed(Refusal("token")))
    if asked["file"]:
        return server.weather(network, "file", request, lambda: _file(network, asked["rest"]))
    method = asked["rest"]
    return server.weather(
        network, method, request, lambda: said(*telegram.call(network, method, request.body, request.files))
    )


def _file(network: Network, place: str) -> Reply:
    found = network.file(place.rpartition("/")[2])
    return Reply(200, found.content, "application/octet-stream") if found else said(404, {"ok": False})


def _max(server: Server, request: Request) -> Reply:
    network = server.world.max
    if request.path.startswith("/files/"):
        return server.weather(network, "file", request, lambda: _file(network, request.path))
    if request.path == "/upload":
        file = request.files.get("data")
        return server.weather(
            network, "upload", request, lambda: said(*max_api.upload(network, request.query.get("id", ""), file))
        )
    if request.headers.get("authorization") != network.token:
        return said(*max_api.failed(Refusal("token")))
    asked = request.method, request.path, request.query, request.body
    return server.weather(
        network, f"{request.method} {request.path}", request, lambda: said(*max_api.call(network, *asked))
    )


DOORS: Final[dict[str, Door]] = {"/telegram": _telegram, "/max": _max}
#: code of a messenger -> a refusal in its words
REFUSALS: Final[dict[str, Callable[[Refusal], Reply]]] = {
    "telegram": lambda one: said(*telegram.failed(one)),
    "max": lambda one: said(*max_api.failed(one)),
}


class _Handler(BaseHTTPRequestHandler):
    server_of: Server
    protocol_version = "HTTP/1.1"
    server_version = "nginx"
    sys_version = ""
    #: headers and body are two pieces: the second must not wait for the first to be acknowledged
    disable_nagle_algorithm = True

    def log_message(self, *_args: Any) -> None:
        """Silent: an address holds the token."""

    def do_GET(self) -> None:
        request = self._request()
        for prefix, door in DOORS.items():
            if request.path == prefix or request.path.startswith((prefix + "/", prefix + "?")):
                request.path = request.path[len(prefix) :]
                try:
                    self._reply(door(self.server_of, request))
                except Broken:
                    self._break()
                return
        sent = {name: str(value) for name, value in request.body.items()}
        status, kind, body, place = pages.answer(
            self.server_of.world, request.method, request.path, sent, request.files
        )
        self._reply(Reply(status, body, kind, place))

    do_POST = do_PUT = do_PATCH = do_DELETE = do_GET  # noqa: N815 - names of the library

    def _request(self) -> Request:
        raw = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), MOST))
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        sent = {name.lower(): value for name, value in self.headers.items()}
        body, files = _read(sent.get("content-type", ""), raw)
        return Request(self.command, parts.path, query, sent, {**query, **body}, files, raw)

    def _reply(self, reply: Reply) -> None:
        self.send_response_only(reply.status)
        self.send_header("Date", formatdate(self.server_of.world.now().timestamp(), usegmt=True))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Type", reply.kind)
        if reply.location:
            self.send_header("Location", reply.location)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _break(self) -> None:
        """Hard, as a cable that is pulled."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()


def _read(kind: str, raw: bytes) -> tuple[dict[str, Any], dict[str, File]]:
    if kind.startswith("application/json"):
        try:
            found = json.loads(raw or b"{}")
        except ValueError:
            return {}, {}
        return (found if isinstance(found, dict) else {}), {}
    if kind.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(raw.decode(errors="replace"), keep_blank_values=True)), {}
    if kind.startswith("multipart/form-data"):
        return _form(kind, raw)
    return {}, {}


def _form(kind: str, raw: bytes) -> tuple[dict[str, Any], dict[str, File]]:
    letter = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + raw)
    body: dict[str, Any] = {}
    files: dict[str, File] = {}
    for part in letter.iter_parts():
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename() is None:
            body[name] = content.decode()
        else:
            files[name] = File(uuid4().hex, str(part.get_filename()), part.get_content_type(), content)
    return body, files
