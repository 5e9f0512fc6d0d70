"""The one way out: into the internet, over HTTPS, to the address that was looked at. The tricks are known ones."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from marshrut.kernel import egress
from tests.integrations.slapd import certificates
from tests.support.carriers.driving import Driven


def code(address: str, **sent: Any) -> str:
    with pytest.raises(egress.Trouble) as found:
        egress.ask("GET", address, **sent)
    return found.value.code


@pytest.mark.parametrize(
    "address",
    [
        "http://carrier.example/", "HTTP://carrier.example/", "ftp://carrier.example/", "file:///etc/passwd",
        "gopher://carrier.example/", "https://user@carrier.example/", "https://carrier.example@127.0.0.1/",
        "https://carrier.example:8443/", "https://carrier.example:22/", "//carrier.example/", "carrier.example", "",
        "https://xn--a/", "https://xn--/", "https://\u0601.example/", "https://" + "a" * 70_000 + "/",
        "https://carrier.example:0443999/", "https://\0/", "https://", "https://[::1", "https:///path",
        "javascript:alert(1)",
    ],
)  # fmt: skip
def test_only_https_on_its_own_port(address: str) -> None:
    assert egress.refused(address) == "forbidden"
    assert code(address) == "forbidden"


@given(st.text(max_size=60), st.sampled_from(("", "https://", "https://xn--", "https://[", "https://a:")))
def test_no_address_breaks_it(text: str, before: str) -> None:
    assert egress.refused(before + text) in ("", "forbidden")
    assert isinstance(egress.host(before + text), str)


@pytest.mark.parametrize("place", ["https://xn--a/", "http://\u0601/", "//xn--a:99999/"])
def test_a_redirect_nobody_can_read_is_no_answer(place: str, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        settings.EGRESS_ALLOW = frozenset({f"127.0.0.1:{port}"})

        def answer() -> None:
            link, _address = server.accept()
            with link:
                link.recv(10_000)
                said = f"HTTP/1.1 302 Found\r\nLocation: {place}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                link.sendall(said.encode())

        thread = Thread(target=answer, daemon=True)
        thread.start()
        assert code(f"http://127.0.0.1:{port}/?key=K-1999") == "protocol"
        thread.join(5)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "localhost.", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0.0.0.0",  # noqa: S104 - nothing is bound
        "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]",
        "[::ffff:a00:1]", "[fe80::1]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "[ff02::1]",
        "255.255.255.255", "198.18.0.1", "192.0.2.1", "[2001:db8::1]",
    ],
)  # fmt: skip
def test_never_into_our_own_network(host: str) -> None:
    assert code(f"https://{host}/") in ("forbidden", "no_host")  # some are names only to some servers of names


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_the_internet_is_public(address: str) -> None:
    assert egress.public(address)


@pytest.mark.parametrize(
    "address",
    ["fec0::1", "feff::1", "3fff::1", "192.88.99.1", "::ffff:192.88.99.1", "4000::1", "fc00::1", "::1.2.3.4", "100::1",
     "fe80::1%eth0", "2002:c058:6301::"],
)  # fmt: skip
def test_what_is_given_out_to_nobody_is_not(address: str) -> None:
    assert not egress.public(address)


def test_a_name_that_means_both_is_an_attempt(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *words, **more: answers)
    assert code("https://carrier.example/") == "forbidden"


def test_a_name_is_looked_up_once(
    carriers: dict[str, Driven], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second answer of a server of names that changes its mind is never heard."""
    asked = []
    real = socket.getaddrinfo

    def changing(host: Any, *words: Any, **more: Any) -> Any:
        if host != "carrier.example":
            return real(host, *words, **more)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "10.0.0.5", *words, **more)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    settings.EGRESS_ALLOW = frozenset({f"carrier.example:{carriers['cdek'].port}"})
    assert egress.ask("GET", f"http://carrier.example:{carriers['cdek'].port}/nothing").status == 401
    assert len(asked) == 1


def test_a_place_is_named_with_its_port(carriers: dict[str, Driven], settings: Settings) -> None:
    settings.EGRESS_ALLOW = frozenset({"127.0.0.1:1"})
    assert code(f"{carriers['cdek'].base}/") == "forbidden"


def test_redirects_are_answers(carriers: dict[str, Driven]) -> None:
    carriers["cdek"].mood("redirect")
    answer = egress.ask("GET", f"{carriers['cdek'].base}/")
    assert answer.status == 302
    assert len(carriers["cdek"].calls()) == 1


def test_variables_of_proxies_are_not_believed(carriers: dict[str, Driven], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert egress.ask("GET", f"{carriers['cdek'].base}/").status == 401


def test_an_answer_has_its_bounds(carriers: dict[str, Driven]) -> None:
    address = f"{carriers['cdek'].base}/"
    assert code(address, most=3) == "too_large"
    carriers["cdek"].mood("oversized")
    assert code(address) == "too_large"
    carriers["cdek"].mood("slow")
    assert code(address, patience=0.3) == "silent"
    carriers["cdek"].mood("zipped")
    assert code(address) == "protocol"


def test_a_stranger_with_the_carriers_name_is_not_believed(tmp_path: Path, settings: Settings) -> None:
    certificates(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "server.pem", tmp_path / "server.key")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        settings.EGRESS_ALLOW = frozenset({f"127.0.0.1:{port}"})

        def greet() -> None:
            link, _address = server.accept()
            with link:
                try:
                    tls.wrap_socket(link, server_side=True)
                except OSError:
                    return

        thread = Thread(target=greet, daemon=True)
        thread.start()
        assert code(f"https://127.0.0.1:{port}/?key=K-1999") == "certificate"
        thread.join(5)


def test_what_was_sent_is_in_no_trouble(carriers: dict[str, Driven]) -> None:
    for mood in ("down", "cut", "silent", "garbage"):
        carriers["cdek"].mood(mood)
        with pytest.raises(egress.Trouble) as found:
            egress.ask("GET", f"{carriers['cdek'].base}/", params={"token": "T-1812"}, patience=0.3).json()
        shown = [found.value, found.value.__cause__, found.value.words]
        assert "T-1812" not in "".join(repr(one) for one in shown)
