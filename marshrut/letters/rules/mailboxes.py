"""Settings of a mailbox: what known services are called, what cannot be right. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Security(StrEnum):
    """How the connection is protected; PLAIN only to this machine."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


class Flaw(StrEnum):
    NAME = "name"
    ADDRESS = "address"
    NO_SERVER = "no_server"
    HOST = "host"
    PORT = "port"
    PASSWORD = "password"  # noqa: S105 - a key of a sentence
    NEW_PLACE = "new_place"
    PLAIN = "plain"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Service:
    """Where a known mail service is reached, by TLS."""

    title: str
    imap: str
    smtp: str


SERVICES: Final[Mapping[str, Service]] = {
    "yandex": Service("Яндекс Почта, Яндекс 360", "imap.yandex.ru", "smtp.yandex.ru"),
    "mailru": Service("Почта Mail, VK WorkSpace", "imap.mail.ru", "smtp.mail.ru"),
    "rambler": Service("Рамблер/почта", "imap.rambler.ru", "smtp.rambler.ru"),
    "gmail": Service("Gmail", "imap.gmail.com", "smtp.gmail.com"),
}
PORTS: Final[Mapping[str, Mapping[str, int]]] = {
    "imap": {"tls": 993, "starttls": 143, "plain": 143},
    "smtp": {"tls": 465, "starttls": 587, "plain": 25},
}
#: what a person types into; passwords and references apart
TEXTS: Final = (
    "name", "address", "imap_host", "imap_security", "imap_user", "folder_in", "folder_done", "folder_error",
    "smtp_host", "smtp_security", "smtp_user", "folder_sent",
)  # fmt: skip
#: where the place is that the password belongs to
PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "imap": ("imap_host", "imap_port", "imap_security", "imap_user"),
    "smtp": ("smtp_host", "smtp_port", "smtp_security", "smtp_user"),
}
LONGEST: Final = 200
#: minutes after which a mailbox that was not read is called silent
SILENT: Final = 15
_ADDRESS: Final = re.compile(r"[^@\s<>\"(),;:\\]{1,64}@[a-z0-9]([a-z0-9.-]{0,180}[a-z0-9])?", re.IGNORECASE)
_HOST: Final = re.compile(r"[a-z0-9]([a-z0-9.-]{0,180}[a-z0-9])?|\[?[0-9a-f:]{2,45}\]?", re.IGNORECASE)
_LOCAL: Final = frozenset({"localhost", "127.0.0.1", "::1"})


def filled(values: Mapping[str, Any], service: str = "") -> dict[str, Any]:
    """Cleaned, with the servers of a known service and the usual ports and names where nothing was typed."""
    made = {name: " ".join(str(value or "").split()) if name in TEXTS else value for name, value in values.items()}
    made["address"] = made.get("address", "").lower()
    for kind in ("imap", "smtp"):
        host = made.get(f"{kind}_host", "")
        if not host and service in SERVICES:
            host = getattr(SERVICES[service], kind)
            made |= {f"{kind}_security": Security.TLS.value, f"{kind}_port": None}
        made[f"{kind}_host"] = host.lower().strip("[]")
        made[f"{kind}_security"] = made.get(f"{kind}_security") or Security.TLS.value
        if not made.get(f"{kind}_port"):
            made[f"{kind}_port"] = PORTS[kind].get(made[f"{kind}_security"], 0)
        made[f"{kind}_user"] = made.get(f"{kind}_user") or made["address"]
    made["folder_in"] = made.get("folder_in") or "INBOX"
    return made


def flaws(made: Mapping[str, Any]) -> dict[str, Flaw]:
    """What is wrong with filled settings, by field."""
    found: dict[str, Flaw | None] = {
        "name": None if made["name"] else Flaw.NAME,
        "address": None if _ADDRESS.fullmatch(made["address"]) else Flaw.ADDRESS,
    }
    if not made["imap_host"] and not made["smtp_host"]:
        found["imap_host"] = Flaw.NO_SERVER
    for kind in ("imap", "smtp"):
        if made[f"{kind}_host"]:
            found |= {f"{kind}_{name}": flaw for name, flaw in _server(made, kind).items()}
    long = {name: Flaw.LONG for name in TEXTS if len(str(made.get(name, ""))) > LONGEST}
    return {name: flaw for name, flaw in {**found, **long}.items() if flaw}


def moved(before: Mapping[str, Any], after: Mapping[str, Any], kind: str) -> bool:
    """Whether the password would now be sent elsewhere, or as somebody else: then it is asked for anew."""
    return any(before[name] != after[name] for name in PLACES[kind])


def _server(made: Mapping[str, Any], kind: str) -> dict[str, Flaw | None]:
    host, port, security = (made[f"{kind}_{name}"] for name in ("host", "port", "security"))
    return {
        "host": None if _HOST.fullmatch(host) else Flaw.HOST,
        "port": None if isinstance(port, int) and 0 < port < 65_536 else Flaw.PORT,
        "security": Flaw.PLAIN
        if security not in set(Security) or (security == Security.PLAIN and host not in _LOCAL)
        else None,
    }
