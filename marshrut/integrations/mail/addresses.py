"""Addresses in headers of mail. Pure; never raises.

The address is taken before the name is decoded: a name may look like an address and is only a name.
"""

from __future__ import annotations

import re
from email.utils import getaddresses
from typing import Final

from . import charsets

LONGEST: Final = 10_000
MOST: Final = 100
#: «boss@x <evil@y>» is two addresses to some versions of the library: the one in brackets is meant
_ANGLED: Final = re.compile(r'("[^"<>]{0,300}"|[^"<>,;]{0,300})<([^<>\s]{3,300})>')
_ADDRESS: Final = re.compile(r"[^@\s<>\"(),;:\\]{1,100}@[^@\s<>\"(),;:\\]{1,200}")


def sender(raw: str) -> tuple[str, str]:
    """(name, address in small letters); the address is empty when there is none, or when there are several."""
    found = _pairs(raw)
    real = [(name, address) for name, address in found if address]
    if len(real) != 1:
        return (charsets.header(raw)[:200], real[0][1] if real and _one(real) else "")
    return real[0]


def several(*headers: str) -> list[str]:
    return list(dict.fromkeys(address for raw in headers for _name, address in _pairs(raw) if address))[:MOST]


def domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _one(pairs: list[tuple[str, str]]) -> bool:
    return len({address for _name, address in pairs}) == 1


def _pairs(raw: str) -> list[tuple[str, str]]:
    line = " ".join(charsets.unescaped(raw[:LONGEST]).split())
    if (only := _ANGLED.fullmatch(line)) and _plain(only[2]):
        return [(charsets.header(only[1].strip().strip('"'))[:200], _plain(only[2]))]
    try:
        found = getaddresses([line])
    except Exception:  # noqa: BLE001 - the library stumbles over broken comments and quotes
        found = []
    return [(charsets.header(name)[:200], _plain(address)) for name, address in found[: 2 * MOST]]


def _plain(address: str) -> str:
    return address.lower() if _ADDRESS.fullmatch(address) else ""
