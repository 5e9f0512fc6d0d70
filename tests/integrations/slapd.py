"""A real OpenLDAP server on this machine, with a certificate of its own, in a temporary folder."""

from __future__ import annotations

import datetime as dt
import ipaddress
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ldap3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from ldap3.core.exceptions import LDAPNoSuchObjectResult

BASE = "dc=company,dc=ru"
ROOT, ROOT_PASSWORD = f"cn=root,{BASE}", "root-password"
READER, READER_PASSWORD = f"cn=reader,{BASE}", "reader-password"
CONFIG = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile {home}/pid
TLSCACertificateFile {home}/ca.pem
TLSCertificateFile {home}/server.pem
TLSCertificateKeyFile {home}/server.key
TLSVerifyClient never
database mdb
suffix "{base}"
rootdn "{root}"
rootpw {root_password}
directory {home}/data
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{reader}" read by * none
"""


@dataclass
class Server:
    home: Path
    plain: int
    secure: int

    @property
    def ca(self) -> str:
        return str(self.home / "ca.pem")

    @contextmanager
    def root(self) -> Iterator[ldap3.Connection]:
        server = ldap3.Server("127.0.0.1", self.plain, get_info=ldap3.NONE)
        link = ldap3.Connection(server, ROOT, ROOT_PASSWORD, auto_bind=True, raise_exceptions=True)
        try:
            yield link
        finally:
            link.unbind()

    def add(self, dn: str, kinds: list[str], **attributes: Any) -> str:
        with self.root() as link:
            link.add(dn, kinds, attributes)
        return dn

    def person(self, login: str, last: str, first: str, password: str, **more: Any) -> str:
        return self.add(
            f"uid={login},ou=people,{BASE}",
            ["inetOrgPerson"],
            cn=f"{last} {first}",
            sn=last,
            givenName=first,
            mail=f"{login}@example.ru",
            userPassword=password,
            **more,
        )

    def group(self, name: str, *members: str) -> str:
        return self.add(f"cn={name},ou=groups,{BASE}", ["groupOfNames"], member=list(members))

    def change(self, dn: str, **attributes: Any) -> None:
        with self.root() as link:
            link.modify(dn, {name: [(ldap3.MODIFY_REPLACE, values)] for name, values in attributes.items()})

    def remove(self, dn: str) -> None:
        """Repeating it changes nothing."""
        with self.root() as link, suppress(LDAPNoSuchObjectResult):
            link.delete(dn)


@contextmanager
def running(home: Path) -> Iterator[Server]:
    program = shutil.which("slapd", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert program, "no slapd: script/test installs it, or apt-get install slapd"
    (home / "data").mkdir()
    certificates(home)
    words = {"home": home, "base": BASE, "root": ROOT, "root_password": ROOT_PASSWORD, "reader": READER}
    (home / "slapd.conf").write_text(CONFIG.format(**words))
    found = Server(home, free_port(), free_port())
    addresses = f"ldap://127.0.0.1:{found.plain} ldaps://127.0.0.1:{found.secure}"
    log = (home / "log").open("w")
    process = subprocess.Popen(
        [program, "-f", str(home / "slapd.conf"), "-h", addresses, "-d", "0"], stdout=log, stderr=log
    )
    try:
        wait(found.plain, process, home)
        fill(found)
        yield found
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def wait(port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)  # another program starts
    raise RuntimeError((home / "log").read_text())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fill(server: Server) -> None:
    server.add(BASE, ["domain"], dc="company")
    for unit in ("people", "groups"):
        server.add(f"ou={unit},{BASE}", ["organizationalUnit"])
    server.add(READER, ["organizationalRole", "simpleSecurityObject"], userPassword=READER_PASSWORD)


def certificates(home: Path, host: str = "127.0.0.1") -> None:
    """ca.pem, server.pem and server.key."""
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Marshrut tests")])
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    place = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
    root = _certificate(issuer, issuer, authority, authority, x509.BasicConstraints(ca=True, path_length=None))
    leaf = _certificate(subject, issuer, key, authority, place)
    (home / "ca.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    (home / "server.pem").write_bytes(leaf.public_bytes(serialization.Encoding.PEM))
    text = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (home / "server.key").write_bytes(text)


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    more: x509.ExtensionType,
) -> x509.Certificate:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=2))
        .add_extension(more, critical=isinstance(more, x509.BasicConstraints))
        .sign(by, hashes.SHA256())
    )
