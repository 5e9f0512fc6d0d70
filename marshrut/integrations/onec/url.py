"""Addresses as 1C understands them: written here to the last sign, for libraries write a space as `+`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote, unquote, urlsplit, urlunsplit

#: end of the address of every publication
SERVICE: Final = "/odata/standard.odata"
#: what may stand as it is in a path and in a query
_SAFE: Final = "$'(),/:="
#: signs that web servers refuse inside a path, also encoded
_UNFIT: Final = frozenset("?+\\%#")


class Unfit(ValueError):
    """No address can be made of it."""


def base(address: str) -> str:
    """The address of the service, without a slash at its end, whether the publication or the service is named."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        raise Unfit(address) from None
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise Unfit(address)
    path = unquote(parts.path).rstrip("/")
    at = path.lower().find(SERVICE)
    path = (path[:at] if at >= 0 else path) + SERVICE
    return urlunsplit((parts.scheme, parts.netloc, segment(path), "", ""))


def publication(address: str) -> str:
    """Where the publication itself is: its HTTP services stand beside the standard one."""
    return base(address).removesuffix(SERVICE)


def segment(text: str) -> str:
    """Raises Unfit: what a server refuses anyway is not sent."""
    if any(sign in _UNFIT or not sign.isprintable() for sign in text):
        raise Unfit(text)
    return quote(text, safe=_SAFE)


def query(options: Mapping[str, str]) -> str:
    """In the order given; a space is `%20`."""
    return "&".join(f"{quote(name, safe='$')}={quote(value, safe=_SAFE)}" for name, value in options.items())


def address(service: str, path: str, options: Mapping[str, str]) -> str:
    told = query(options)
    return f"{service}/{segment(path)}" + (f"?{told}" if told else "")
