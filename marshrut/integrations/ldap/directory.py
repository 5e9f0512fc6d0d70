"""Questions to the directory. Nothing here writes to it."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from urllib.parse import urlsplit

import ldap3
from ldap3.core.exceptions import LDAPBindError, LDAPException, LDAPStartTLSError
from ldap3.utils.conv import escape_filter_chars

from .table import ATTRIBUTES, Table

#: bit of userAccountControl in Active Directory
DISABLED: Final = 2
PAGE: Final = 500


class Away(Exception):
    """The directory does not answer, or not as it should."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A person of the directory who may come in. `fields` are ours."""

    id: str
    dn: str
    fields: Mapping[str, str]
    #: groups of the table that the person is in
    groups: frozenset[str]


class Directory:
    def __init__(self, table: Table, password: str) -> None:
        self.table = table
        self._password = password

    def person(self, login: str, password: str) -> Entry | None:
        """Whoever has this e-mail and this password and is in one of the groups. Raises Away."""
        if not login or not password or not login.isprintable():  # a bind without a password is anonymous, and succeeds
            return None
        asked = f"({self.table.attribute('email')}={escape_filter_chars(login)})"
        with self._reading() as link:
            found = list(self._entries(link, asked))
            if len(found) != 1 or not self._accepts(found[0][0], password):
                return None
            return next(self._allowed(link, found), None)

    def people(self) -> list[Entry]:
        """Everybody who may come in. Raises Away."""
        with self._reading() as link:
            return list(self._allowed(link, list(self._entries(link, ""))))

    def _entries(self, link: ldap3.Connection, more: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """(DN, attributes) of people who are not disabled."""
        names = [self.table.id, "userAccountControl", *filter(None, map(self.table.attribute, ATTRIBUTES))]
        known = [name for name in names if name in self._schema(link) or name == self.table.id]
        for row in link.extend.standard.paged_search(
            self.table.base, f"(&{self.table.filter}{more})", ldap3.SUBTREE, attributes=known, paged_size=PAGE
        ):
            if row.get("type") != "searchResEntry":
                continue
            told = row["attributes"]
            control = _first(told.get("userAccountControl"))
            if not (control.isdigit() and int(control) & DISABLED):
                yield row["dn"], told

    @staticmethod
    def _schema(link: ldap3.Connection) -> Any:
        """Names of attributes the server knows; asking for others is an error to the library."""
        schema = link.server.schema
        return schema.attribute_types if schema else ()

    def _allowed(self, link: ldap3.Connection, found: list[tuple[str, dict[str, Any]]]) -> Iterator[Entry]:
        members = {group: self._members(link, group) for group in self.table.groups}
        for dn, told in found:
            groups = frozenset(group for group, there in members.items() if _same(dn) in there)
            subject = _first(told.get(self.table.id))
            fields = {key: _first(told.get(self.table.attribute(key))) for key in ATTRIBUTES}
            if groups and subject and fields["email"]:
                yield Entry(subject, dn, fields, groups)

    def _members(self, link: ldap3.Connection, group: str) -> frozenset[str]:
        """Of a group that does not exist: nobody."""
        link.search(group, "(objectClass=*)", ldap3.BASE, attributes=["member"])
        rows = [row for row in link.response or () if row.get("type") == "searchResEntry"]
        told = rows[0]["attributes"].get("member") or () if rows else ()
        return frozenset(map(_same, [told] if isinstance(told, str) else told))

    @contextmanager
    def _reading(self) -> Iterator[ldap3.Connection]:
        try:
            with self._link(self.table.bind, self._password) as link:
                yield link
        except LDAPException as error:
            raise Away(str(error)) from error

    def _accepts(self, dn: str, password: str) -> bool:
        try:
            with self._link(dn, password):
                return True
        except LDAPBindError:
            return False

    @contextmanager
    def _link(self, dn: str, password: str) -> Iterator[ldap3.Connection]:
        """A connection bound as `dn`. The library leaves sockets of failed connections open: closed here."""
        link = ldap3.Connection(
            self._server, dn, password, auto_bind=False, read_only=True, receive_timeout=self.table.timeout
        )
        try:
            link.open(read_server_info=False)
            if self.table.starttls and not link.start_tls(read_server_info=False):
                raise LDAPStartTLSError(link.last_error)
            if not link.bind(read_server_info=True):
                raise LDAPBindError(str(link.result.get("description")))
            yield link
        finally:
            opened = link.socket
            with suppress(LDAPException, OSError):
                link.unbind()
            if opened is not None:
                opened.close()

    @cached_property
    def _server(self) -> ldap3.Server:
        parts = urlsplit(self.table.url)
        secure = parts.scheme == "ldaps"
        tls = ldap3.Tls(validate=ssl.CERT_REQUIRED, ca_certs_file=self.table.ca)
        port = parts.port or (636 if secure else 389)
        host = parts.hostname or ""
        return ldap3.Server(
            host, port, use_ssl=secure, tls=tls, get_info=ldap3.SCHEMA, connect_timeout=self.table.timeout
        )


def _first(value: Any) -> str:
    """The first value of an attribute; bytes as hexadecimal figures."""
    if isinstance(value, list | tuple):
        value = value[0] if value else ""
    return value.hex() if isinstance(value, bytes) else str(value or "").strip()


def _same(dn: str) -> str:
    """DNs are compared in any case, with or without blanks after commas."""
    return ",".join(part.strip() for part in dn.lower().split(","))
