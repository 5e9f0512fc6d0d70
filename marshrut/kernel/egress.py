"""The one way out over HTTP: only where a person has pointed it, and never into the company's own network.

HTTPS on port 443 to public addresses; every address a name resolves to is checked, and the checked one is connected to.
Other places (a server of the company, a test) are named as `host:port` in `MARSHRUT_EGRESS_ALLOW`: these may be private
and, when their address says so, without encryption. Redirects are not followed, variables of proxies are not believed.
Nothing here logs: an address or a body may hold a secret.
"""

from __future__ import annotations

import ipaddress
import json
import os
import socket
import ssl
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any, Final

import httpcore
import httpx
from django.conf import settings

#: seconds for one call from its first word to its last; bytes of an answer
PATIENCE: Final = 20.0
MOST: Final = 5 << 20
#: seconds to connect, and between two pieces of an answer
PAUSE: Final = 10.0
_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
#: of IPv6, what is given out to anybody at all, and what of it is for books only
_GIVEN_OUT: Final = ipaddress.ip_network("2000::/3")
_EXAMPLES: Final = ipaddress.ip_network("3fff::/20")
#: once the way from IPv4 to IPv6
_RELAYS: Final = ipaddress.ip_network("192.88.99.0/24")


class Trouble(Exception):
    """`code` tells what (words of `shipments`); nothing that was sent is in it."""

    def __init__(self, code: str, words: object = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = said(words)


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


def said(words: object) -> str:
    """A line of what a stranger answered."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(words)).split())[:300]


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
    place = _place(address)
    sent = {"accept-encoding": "identity", **(headers or {})}
    try:
        with (
            httpx.Client(transport=_Transport(monotonic() + (patience or PATIENCE)), trust_env=False) as client,
            client.stream(
                method, place, params=params, headers=sent, data=form, json=body, content=content, timeout=PAUSE
            ) as answer,
        ):
            return Answer(answer.status_code, dict(answer.headers), _read(answer, most))
    except Trouble:
        raise
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        raise _lost(error) from None  # the error of the library names the address, and that may hold a key
    except ValueError:  # the library reads the place of a redirect, even of one that is not followed
        raise Trouble("protocol") from None


def refused(address: str) -> str:
    """Why nothing is sent there, as a code; "" when it may be. For forms: no name is looked up."""
    try:
        _place(address)
    except Trouble as trouble:
        return trouble.code
    return ""


def host(address: str) -> str:
    """The server an address names, "" when it names none."""
    try:
        return httpx.URL(address.strip()).host
    except (httpx.InvalidURL, ValueError, TypeError):
        return ""


def public(address: str) -> bool:
    """An address of the internet, also when it hides in one of another family."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return public(str(inner))
        if ip not in _GIVEN_OUT or ip in _EXAMPLES:  # libraries of several ages know several lists
            return False
    return ip.is_global and ip not in _RELAYS and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _place(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip())
        named = _named(url.host, url.port or (443 if url.scheme == "https" else 80))
    except (httpx.InvalidURL, ValueError, TypeError):  # a name that cannot be read is told only by `host`
        raise Trouble("forbidden") from None
    if url.scheme not in ("https", "http") or not url.host or url.userinfo:
        raise Trouble("forbidden")
    if not named and (url.scheme != "https" or url.port not in (None, 443)):
        raise Trouble("forbidden")
    return url


def _named(host: str, port: int) -> bool:
    """Set by whoever runs the server, not by whoever fills in forms."""
    place = f"[{host}]" if ":" in host else host.lower()
    return f"{place}:{port}" in settings.EGRESS_ALLOW


def _read(answer: httpx.Response, most: int) -> bytes:
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise Trouble("protocol")  # it was asked not to: a small answer could become a large one
    found = bytearray()
    for piece in answer.iter_raw():
        found += piece
        if len(found) > most:
            raise Trouble("too_large")
    return bytes(found)


class _Transport(httpx.HTTPTransport):
    def __init__(self, until: float) -> None:
        super().__init__(trust_env=False, verify=_tls(os.environ.get("SSL_CERT_FILE", "")))
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(os.environ.get("SSL_CERT_FILE", "")), network_backend=_Checked(until)
        )


@lru_cache(maxsize=4)
def _tls(authorities: str) -> ssl.SSLContext:
    """Authorities of the system, or those of `SSL_CERT_FILE`: as for mail servers."""
    return ssl.create_default_context()


class _Checked(httpcore.NetworkBackend):
    """Connects to the very address that was checked: a name that answers differently the second time gains nothing."""

    def __init__(self, until: float) -> None:
        self.until = until
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
        for address in _addresses(host, port):
            try:
                left = _left(self.until, timeout)
                found = self.plain.connect_tcp(address, port, left, local_address, socket_options)
                return _Timed(found, self.until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                lost = error
        raise lost


class _Timed(httpcore.NetworkStream):
    """A server that says a letter every nine seconds is given up in time, too."""

    def __init__(self, stream: httpcore.NetworkStream, until: float) -> None:
        self.stream = stream
        self.until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, _left(self.until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, _left(self.until, timeout))

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        found = self.stream.start_tls(ssl_context, server_hostname, _left(self.until, timeout))
        return _Timed(found, self.until)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)


def _left(until: float, timeout: float | None) -> float:
    left = until - monotonic()
    if left <= 0:
        raise Trouble("silent")
    return min(left, PAUSE if timeout is None else timeout)


def _addresses(host: str, port: int) -> list[str]:
    """All of them, or none when one of them is not for us: an answer that mixes both is an attempt."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        raise Trouble("no_host") from None
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not _named(host, port) and not all(public(one) for one in addresses):
        raise Trouble("forbidden")
    return addresses


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
    if isinstance(error, httpx.ProtocolError | httpx.DecodingError | httpx.InvalidURL) and not _cut(error):
        return Trouble("protocol")
    return Trouble("cut")


def _cut(error: BaseException) -> bool:
    return "without sending" in str(error) or "incomplete" in str(error) or "peer closed" in str(error)
