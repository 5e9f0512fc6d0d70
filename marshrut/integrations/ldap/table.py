"""The file that `MARSHRUT_LDAP` names: where the directory is, and what its attributes and groups mean here."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, model_validator


class Group(BaseModel):
    """What members of a group get. To be in one of the groups is to have access at all."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    #: keys of company roles
    roles: tuple[str, ...] = ()
    admin: bool = False


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    #: ldaps://host[:port], or ldap://host[:port] with starttls; without TLS only this machine
    url: str
    starttls: bool = False
    #: file of the certificate authority; without it the authorities of the system
    ca: str | None = None
    #: DN of the account that reads; its password is in MARSHRUT_LDAP_PASSWORD
    bind: str
    base: str
    filter: str = "(objectClass=person)"
    #: attribute that never changes: entryUUID, in Active Directory objectGUID
    id: str = "entryUUID"
    #: our field -> attribute
    attributes: dict[str, str] = {}
    #: DN of a group -> what it gives
    groups: dict[str, Group]
    #: seconds
    timeout: float = 5

    @model_validator(mode="after")
    def only_over_tls(self) -> Table:
        parts = urlsplit(self.url)
        if parts.scheme not in ("ldap", "ldaps") or not parts.hostname:
            raise ValueError("url must look like ldaps://dc.company.ru")
        if parts.scheme == "ldap" and not self.starttls and not _is_loopback(parts.hostname):
            raise ValueError("passwords travel over TLS only: use ldaps:// or starttls: true")
        unknown = set(self.attributes) - set(ATTRIBUTES)
        if unknown:
            raise ValueError(f"attributes may be {', '.join(ATTRIBUTES)}; not {', '.join(sorted(unknown))}")
        return self

    def attribute(self, field: str) -> str:
        return self.attributes.get(field, ATTRIBUTES[field])

    @property
    def name(self) -> str:
        """What people are tied by: servers may change, the directory stays."""
        return f"ldap:{self.base.lower()}"[:190]

    @property
    def roles(self) -> frozenset[str]:
        """Roles that the directory decides about; all others are given by hand."""
        return frozenset(role for group in self.groups.values() for role in group.roles)


ATTRIBUTES = {"email": "mail", "last_name": "sn", "first_name": "givenName", "middle_name": "", "position": "title"}


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read(path: str) -> Table:
    """Raises ValueError with a sentence for whoever starts the server."""
    try:
        return Table.model_validate(yaml.safe_load(Path(path).read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise ValueError(f"{path}: {error}") from error
