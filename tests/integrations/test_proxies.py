"""A way out through a proxy that a person has set, and authorities that only this way believes."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import pytest
from pytest_django import Settings

from marshrut.kernel import egress
from tests.integrations.slapd import certificates


@dataclass
class Proxy:
    """An HTTP proxy; takes everybody where `there` is, whatever name they ask for."""

    port: int
    there: int = 0
    answer: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n"
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def serve(self, server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                link, _address = server.accept()
                Thread(target=self._one, args=(link,), daemon=True).start()

    def _one(self, link: socket.socket) -> None:
        with link, suppress(OSError):
            head = link.recv(10_000)
            self.asked.append(head.decode())
            link.sendall(self.answer)
            if b" 200 " not in self.answer:
                return
            with socket.create_connection(("127.0.0.1", self.there)) as inner:
                Thread(target=_pour, args=(inner, link), daemon=True).start()
                _pour(link, inner)


def _pour(one: socket.socket, other: socket.socket) -> None:
    with suppress(OSError):
        while piece := one.recv(65536):
            other.sendall(piece)
        other.shutdown(socket.SHUT_WR)


@contextmanager
def _listening() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


@pytest.fixture
def proxy(settings: Settings) -> Iterator[Proxy]:
    with _listening() as server:
        found = Proxy(server.getsockname()[1])
        settings.EGRESS_ALLOW = frozenset({f"127.0.0.1:{found.port}"})
        Thread(target=found.serve, args=(server,), daemon=True).start()
        yield found


@pytest.fixture
def messenger(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A server whose certificate nobody knows: its port, and the authority that signed it."""
    certificates(tmp_path)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")

    def serve(server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                link, _address = server.accept()
                with suppress(OSError), context.wrap_socket(link, server_side=True) as safe:
                    safe.recv(10_000)
                    safe.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")

    with _listening() as server:
        Thread(target=serve, args=(server,), daemon=True).start()
        yield server.getsockname()[1], tmp_path / "ca.pem"


def trouble(address: str, line: egress.Line) -> egress.Trouble:
    with line, pytest.raises(egress.Trouble) as found:
        line.ask("GET", address)
    return found.value


def test_a_file_of_authorities_is_believed_besides_the_systems(
    messenger: tuple[int, Path], settings: Settings, tmp_path: Path
) -> None:
    port, authority = messenger
    settings.EGRESS_ALLOW = frozenset({f"127.0.0.1:{port}"})
    assert trouble(f"https://127.0.0.1:{port}/", egress.Line()).code == "certificate"
    with egress.Line(authorities=str(authority)) as line:
        assert line.ask("GET", f"https://127.0.0.1:{port}/").json() == {}
    assert trouble(f"https://127.0.0.1:{port}/", egress.Line()).code == "certificate"
    for path in (tmp_path / "nothing", tmp_path, Path(__file__)):
        with pytest.raises(egress.Trouble) as found:
            egress.Line(authorities=str(path))
        assert (found.value.code, found.value.words) == ("authorities", "")


def test_the_proxy_takes_it_there_and_hears_nothing(
    proxy: Proxy, messenger: tuple[int, Path], settings: Settings
) -> None:
    proxy.there = messenger[0]
    settings.EGRESS_ALLOW |= {f"127.0.0.1:{messenger[0]}"}
    with egress.Line(proxy=proxy.url, login="we", password="secret", authorities=str(messenger[1])) as line:
        assert line.ask("GET", f"https://127.0.0.1:{messenger[0]}/token").status == 200
    assert proxy.asked[0].startswith(f"CONNECT 127.0.0.1:{messenger[0]} HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic d2U6c2VjcmV0" in proxy.asked[0]
    assert "token" not in "".join(proxy.asked)


def test_a_name_only_the_proxy_knows(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy.answer = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    plain = socket.getaddrinfo

    def nobody(host: str, *words: object, **more: object) -> object:
        if host == "api.messenger.example":
            raise socket.gaierror
        return plain(host, *words, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    found = trouble("https://api.messenger.example/", egress.Line(proxy=proxy.url))
    assert (found.code, found.sent) == ("proxy", False)
    assert "407" in found.words
    assert proxy.asked[0].startswith("CONNECT api.messenger.example:443 ")


@pytest.mark.parametrize("address", ["https://10.0.0.1/", "https://localhost/", "https://[::1]/", "http://1.1.1.1/"])
def test_a_proxy_opens_no_way_into_our_own_network(address: str, proxy: Proxy) -> None:
    assert trouble(address, egress.Line(proxy=proxy.url)).code == "forbidden"
    assert proxy.asked == []


def test_a_proxy_inside_is_named_by_whoever_runs_the_server(proxy: Proxy, settings: Settings) -> None:
    settings.EGRESS_ALLOW = frozenset()
    for address in (proxy.url, "http://proxy.example:3128", "https://we:secret@proxy.example", "socks5://1.1.1.1", "x"):
        with pytest.raises(egress.Trouble) as found:
            egress.Line(proxy=address)
        assert found.value.code == "forbidden"
    assert trouble("https://1.1.1.1/", egress.Line(proxy="https://localhost")).code == "forbidden"
    assert proxy.asked == []
