"""What the fake carriers share: a server, its moods, a journal of calls, and a door for the test that leads it.

`python -m tests.support.carriers.cdek --port 8081` starts one alone. The test speaks to `/-/…` of the same port; real
carriers have nothing of the kind.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

#: bytes nobody wants
OVERSIZED = 12 << 20


@dataclass
class Call:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        return {key: values[0] for key, values in parse_qs(self.body.decode()).items()}


@dataclass
class Said:
    status: int
    body: bytes
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


def said(status: int, body: Any, **headers: str) -> Said:
    return Said(status, json.dumps(body).encode(), headers=headers)


#: moods that are an answer
PLAIN = {
    # a page for people, as proxies and maintenance show it, with a good status
    "page": Said(200, "<html><body>Ведутся работы</body></html>".encode(), "text/html"),
    "redirect": Said(302, b"", headers={"location": "http://127.0.0.1:9/elsewhere"}),
    "zipped": Said(200, b"\x1f\x8b\x08", headers={"content-encoding": "gzip"}),
    "busy": Said(429, b"{}", headers={"retry-after": "600"}),
    "broken": Said(500, "Внутренняя ошибка".encode(), "text/plain"),
    "null": Said(200, b"null"),
    "garbage": Said(200, b"[1, \xff\xfe"),
}


@dataclass
class Carrier:
    """`answer` is the carrier itself; the rest is its weather. `moods` are used up one by one, then `mood` stays."""

    answer: Callable[[Call, Carrier], Said]
    mood: str = ""
    moods: list[str] = field(default_factory=list)
    #: number -> what the carrier knows of it
    shipments: dict[str, Any] = field(default_factory=dict)
    calls: list[dict[str, Any]] = field(default_factory=list)
    #: whatever the carrier remembers between calls: tokens, used quota
    memory: dict[str, Any] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def weather(self) -> str:
        with self.lock:
            return self.moods.pop(0) if self.moods else self.mood

    def led(self, call: Call) -> Said:
        """The test's own door."""
        with self.lock:
            if call.path == "/-/shipments":
                self.shipments.update(call.json())
            elif call.path == "/-/mood":
                told = call.json()
                self.mood, self.moods = told.get("mood", ""), told.get("moods", [])
            elif call.path == "/-/memory":
                self.memory.update(call.json())
            elif call.path == "/-/calm":
                self.mood, self.moods = "", []
                for one in (self.shipments, self.memory):
                    one.clear()
                self.calls.clear()
            return said(200, {"calls": self.calls})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    carrier: Carrier

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def log_message(self, *words: Any) -> None:
        """The journal is asked for by the test."""

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {key.lower(): value for key, value in self.headers.items()}
        call = Call(self.command, parts.path, query, headers, body)
        if parts.path.startswith("/-/"):
            self._say(self.carrier.led(call))
            return
        mood = self.carrier.weather()
        self.carrier.calls.append(
            {"method": call.method, "path": call.path, "query": query, "body": body.decode("utf-8", "replace")}
        )
        with suppress(ConnectionError):  # whoever asked has gone
            self._moody(mood, call)

    def _moody(self, mood: str, call: Call) -> None:
        if mood in PLAIN:
            self._say(PLAIN[mood])
        elif mood in ECHOES:
            self._say(_echo(mood, call.body.decode()))
        elif mood:
            getattr(self, f"_{mood}")()
        else:
            self._say(self.carrier.answer(call, self.carrier))

    def _down(self) -> None:
        """Hangs up without a word."""
        self.close_connection = True

    def _silent(self) -> None:
        time.sleep(30)

    def _slow(self) -> None:
        """One letter at a time, for ever."""
        self._head(200, {"content-type": "application/json", "content-length": "100000"})
        for _ in range(600):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.05)

    def _cut(self) -> None:
        """Less than was announced."""
        self._head(200, {"content-type": "application/json", "content-length": "5000"})
        self.wfile.write(b'{"entity": {')
        self.close_connection = True

    def _oversized(self) -> None:
        self._head(200, {"content-type": "application/json", "content-length": str(OVERSIZED)})
        for _ in range(OVERSIZED >> 16):
            self.wfile.write(b" " * (1 << 16))

    def _say(self, what: Said) -> None:
        self._head(what.status, {"content-type": what.kind, "content-length": str(len(what.body)), **what.headers})
        self.wfile.write(what.body)

    def _head(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()


ECHOES = ("echo_page", "echo_object", "echo_fault")


def _echo(mood: str, heard: str) -> Said:
    """Errors that repeat what was asked, as a page, as an object and as a fault."""
    if mood == "echo_object":
        errors = [{"code": "bad", "title": f"Bad request: {heard}"}]
        return said(400, {"errors": errors, "error_description": heard, "error": "bad"})
    if mood == "echo_fault":
        words = f"<x:AuthorizationFaultReason xmlns:x='urn:x'>{escape(heard)}</x:AuthorizationFaultReason>"
        soap = "http://www.w3.org/2003/05/soap-envelope"
        fault = f"<s:Envelope xmlns:s='{soap}'><s:Body><s:Fault>{words}</s:Fault></s:Body></s:Envelope>"
        return Said(500, fault.encode(), "application/soap+xml")
    return Said(200, f"Bad request: {heard}".encode(), "text/plain")


def serve(answer: Callable[[Call, Carrier], Said]) -> None:
    """The program: says its port on the first line and runs until it is ended or its parent is gone."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--with-parent", action="store_true", help="end when standard input is closed")
    chosen = parser.parse_args()
    handler = type("Handler", (_Handler,), {"carrier": Carrier(answer)})
    server = ThreadingHTTPServer(("127.0.0.1", chosen.port), handler)
    server.daemon_threads = True
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    if chosen.with_parent:
        threading.Thread(target=_follow, args=(server,), daemon=True).start()
    server.serve_forever()


def _follow(server: ThreadingHTTPServer) -> None:
    sys.stdin.read()
    server.shutdown()


def pieces(found: Any) -> Iterator[Any]:
    """What a carrier knows as a list, whether the test told one thing or several."""
    yield from found if isinstance(found, list) else [found]
