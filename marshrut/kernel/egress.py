"""The one way out over HTTP: only where a person has pointed it, and never into the company's own network.

HTTPS on port 443 to public addresses; every address a name resolves to is checked, and the checked one is connected to.
Other places (a server of the company, a test) are named as `host:port` in `MARSHRUT_EGRESS_ALLOW`: these may be private
and, when their address says so, without encryption. Redirects are not followed, variables of proxies are not believed.
A proxy that a person has set is itself reached by these rules; it is not asked for places that they forbid.
Nothing here logs: an address or a body may hold a secret.
"""

from __future__ import annotations

import json
import os
import ssl
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from time import monotonic
from typing import Any, Final

import httpcore
import httpx

from . import addresses
from .addresses import Trouble, host, public, refused, said

__all__ = ["Answer", "Line", "Trouble", "ask", "host", "public", "refused", "said"]

#: seconds for one call from its first word to its last; bytes of an answer
PATIENCE: Final = 20.0
MOST: Final = 5 << 20
#: seconds to connect, and between two pieces of an answer
PAUSE: Final = 10.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever it is: 404 and 500 are answers, too."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Raises Trouble, code "protocol"."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Trouble("protocol", f"HTTP {self.status}") from error  # the body may repeat what was sent


def ask(
    method: str,
    address: str,
    *,
    params: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    body: Any = None,
    content: bytes | None = None,
    patience: float | None = None,
    most: int = MOST,
) -> Answer:
    """One call. `form` is sent as a form, `body` as JSON, `content` as it is. Raises Trouble.

    `patience`: seconds for all of it, `PATIENCE` when left out; `most`: bytes of the answer.
    """
    sent = {"params": params, "headers": headers, "data": form, "json": body, "content": content}
    with Line() as line:
        return line.ask(method, address, patience=patience, most=most, **sent)


class Line:
    """Calls one after another to a server over a connection that is kept. `pause`: seconds between two pieces.

    `proxy`: address of an HTTP proxy, with `login` and `password` when it wants them. `authorities`: path of a file
    with certificates that are believed besides those of the system. Raises Trouble when these cannot be used.
    """

    def __init__(
        self, pause: float = PAUSE, *, proxy: str = "", login: str = "", password: str = "", authorities: str = ""
    ) -> None:
        self._limit, self._proxied = _Limit(pause), bool(proxy)
        by = addresses.place(proxy) if proxy else None
        made = _Transport(self._limit, _believed(authorities), by, (login, password) if login else None)
        self._client = httpx.Client(transport=made, trust_env=False)

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *_found: object) -> None:
        self.close()

    def close(self) -> None:
        self._client.close()

    def ask(self, method: str, address: str, *, patience: float | None = None, most: int = MOST, **sent: Any) -> Answer:
        """One call, see `ask` of the module; `sent`: words of `httpx.Client.stream`. Raises Trouble."""
        place = addresses.place(address)
        if self._proxied:
            _not_ours(place)
        sent["headers"] = {"accept-encoding": "identity", **(sent.get("headers") or {})}
        self._limit.until, self._limit.sent = monotonic() + (patience or PATIENCE), False
        try:
            return self._asked(method, place, most, sent)
        except Trouble as trouble:
            trouble.sent = self._limit.sent
            raise

    def _asked(self, method: str, place: httpx.URL, most: int, sent: dict[str, Any]) -> Answer:
        try:
            with self._client.stream(method, place, timeout=self._limit.pause, **sent) as answer:
                return Answer(answer.status_code, dict(answer.headers), _read(answer, most))
        except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
            raise _lost(error) from None  # the error of the library names the address, and that may hold a key
        except ValueError:  # the library reads the place of a redirect, even of one that is not followed
            raise Trouble("protocol") from None


def _read(answer: httpx.Response, most: int) -> bytes:
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Trouble("protocol")  # it was asked not to: a small answer could become a large one
    found = bytearray()
    for piece in answer.iter_raw():
        found += piece
        if len(found) > most:
            raise Trouble("too_large")
    return bytes(found)


@dataclass(slots=True)
class _Limit:
    """Until when the call that is under way may last; a connection that is kept serves many."""

    pause: float
    until: float = 0.0
    #: of the call that is under way, something has left
    sent: bool = False

    def left(self, timeout: float | None) -> float:
        left = self.until - monotonic()
        if left <= 0:
            raise Trouble("silent")
        return min(left, self.pause if timeout is None else timeout)


class _Transport(httpx.HTTPTransport):
    def __init__(
        self, limit: _Limit, tls: ssl.SSLContext, proxy: httpx.URL | None, auth: tuple[str, str] | None
    ) -> None:
        super().__init__(trust_env=False, verify=tls)
        checked = _Checked(limit)
        if proxy is None:
            self._pool = httpcore.ConnectionPool(ssl_context=tls, network_backend=checked)
            return
        self._pool = httpcore.HTTPProxy(
            httpcore.URL(str(proxy)),
            (auth[0].encode(), auth[1].encode()) if auth else None,
            ssl_context=tls,
            proxy_ssl_context=tls if proxy.scheme == "https" else None,
            network_backend=checked,
        )


def _not_ours(place: httpx.URL) -> None:
    """A proxy looks names up itself: one that is unknown here is its affair, one that leads inside is refused."""
    try:
        addresses.addresses(place.host, place.port or (443 if place.scheme == "https" else 80))
    except Trouble as trouble:
        if trouble.code != "no_host":
            raise


def _believed(authorities: str) -> ssl.SSLContext:
    """Raises Trouble, code "authorities"."""
    changed = 0
    if authorities:
        with suppress(OSError, ValueError):
            changed = Path(authorities).stat().st_mtime_ns
    try:
        return _tls(os.environ.get("SSL_CERT_FILE", ""), authorities, changed)
    except (OSError, ValueError):  # what is in the file is nobody's business
        raise Trouble("authorities") from None


@lru_cache(maxsize=8)
def _tls(_system: str, authorities: str, _changed: int) -> ssl.SSLContext:
    """Authorities of the system, or those of `SSL_CERT_FILE`, as for mail servers; and those of a file of our own."""
    made = ssl.create_default_context()
    if authorities:
        made.load_verify_locations(cafile=authorities)
    return made


class _Checked(httpcore.NetworkBackend):
    """Connects to the very address that was checked: a name that answers differently the second time gains nothing."""

    def __init__(self, limit: _Limit) -> None:
        self.limit = limit
        self.plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        lost: Exception = Trouble("no_host")
        for address in addresses.addresses(host, port):
            try:
                left = self.limit.left(PAUSE if timeout is None else min(timeout, PAUSE))
                found = self.plain.connect_tcp(address, port, left, local_address, socket_options)
                return _Timed(found, self.limit)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                lost = error
        raise lost


class _Timed(httpcore.NetworkStream):
    """A server that says a letter every nine seconds is given up in time, too."""

    def __init__(self, stream: httpcore.NetworkStream, limit: _Limit) -> None:
        self.stream = stream
        self.limit = limit

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.limit.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        left = self.limit.left(timeout)
        self.limit.sent |= bool(buffer) and not buffer.startswith(b"CONNECT ")  # that is for the proxy only
        self.stream.write(buffer, left)

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        found = self.stream.start_tls(ssl_context, server_hostname, self.limit.left(timeout))
        return _Timed(found, self.limit)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _lost(error: BaseException) -> Trouble:
    """The most telling of what lies under the error of the library."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    for one in chain:
        if isinstance(one, Trouble):
            return one
        if isinstance(one, ssl.SSLCertVerificationError):
            return Trouble("certificate", one.verify_message)
        if isinstance(one, ConnectionRefusedError):
            return Trouble("closed")
        if isinstance(one, TimeoutError | httpx.TimeoutException):
            return Trouble("silent")
        if isinstance(one, httpx.ProxyError):
            return Trouble("proxy", one)
    if isinstance(error, httpx.ProtocolError | httpx.DecodingError | httpx.InvalidURL) and not _cut(error):
        return Trouble("protocol")
    return Trouble("cut")


def _cut(error: BaseException) -> bool:
    return "without sending" in str(error) or "incomplete" in str(error) or "peer closed" in str(error)
