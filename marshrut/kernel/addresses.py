"""Where words may go: public addresses of the internet over HTTPS, and places named by whoever runs the server."""

from __future__ import annotations

import ipaddress
import socket
from typing import Final

import httpx
from django.conf import settings

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
#: of IPv6, what is given out to anybody at all, and what of it is for books only
_GIVEN_OUT: Final = ipaddress.ip_network("2000::/3")
_EXAMPLES: Final = ipaddress.ip_network("3fff::/20")
#: once the way from IPv4 to IPv6
_RELAYS: Final = ipaddress.ip_network("192.88.99.0/24")


class Trouble(Exception):
    """`code` tells what (words of `shipments`); nothing that was sent is in it.

    `sent`: something had left already, so nobody knows whether the other side has done what it was asked.
    """

    def __init__(self, code: str, words: object = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = said(words)
        self.sent = False


def said(words: object) -> str:
    """A line of what a stranger answered."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in str(words)).split())[:300]


def refused(address: str) -> str:
    """Why nothing is sent there, as a code; "" when it may be. For forms: no name is looked up."""
    try:
        place(address)
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


def place(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip())
        is_named = named(url.host, url.port or (443 if url.scheme == "https" else 80))
    except (httpx.InvalidURL, ValueError, TypeError):  # a name that cannot be read is told only by `host`
        raise Trouble("forbidden") from None
    if url.scheme not in ("https", "http") or not url.host or url.userinfo:
        raise Trouble("forbidden")
    if not is_named and (url.scheme != "https" or url.port not in (None, 443)):
        raise Trouble("forbidden")
    return url


def named(host: str, port: int) -> bool:
    """Set by whoever runs the server, not by whoever fills in forms."""
    server = f"[{host}]" if ":" in host else host.lower()
    return f"{server}:{port}" in settings.EGRESS_ALLOW


def addresses(host: str, port: int) -> list[str]:
    """All of them, or none when one of them is not for us: an answer that mixes both is an attempt."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        raise Trouble("no_host") from None
    found_there = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not named(host, port) and not all(public(one) for one in found_there):
        raise Trouble("forbidden")
    return found_there
