"""A real IMAP server (Dovecot) on this machine, in a temporary folder: run by whoever runs the tests, root or not."""

from __future__ import annotations

import grp
import os
import pwd
import re
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from imap_tools import BaseMailBox, MailBox

from tests.integrations.slapd import certificates, free_port

PASSWORD = "app-password"
NAMES = tuple(f"office{number}" for number in range(1, 500))
CONFIG = """\
base_dir = {home}/run
state_dir = {home}/state
instance_name = tests
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
default_login_user = {login}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = {uid}
first_valid_gid = {gid}
mail_location = maildir:{home}/mail/%n
mail_access_groups =
disable_plaintext_auth = no
auth_failure_delay = 0
ssl = yes
ssl_cert = <{home}/server.pem
ssl_key = <{home}/server.key
imap_capability = {capability}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%n {home}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={home}/mail/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {plain}
  }}
  inet_listener imaps {{
    port = {secure}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
mail_fsync = never
"""


@dataclass
class Server:
    home: Path
    plain: int
    secure: int
    names: Iterator[str] = field(default_factory=lambda: iter(NAMES))

    @property
    def ca(self) -> str:
        return str(self.home / "ca.pem")

    def user(self) -> str:
        """Somebody whose mailbox is empty yet."""
        return next(self.names)

    @contextmanager
    def link(self, name: str) -> Iterator[BaseMailBox]:
        tls = ssl.create_default_context(cafile=self.ca)
        with MailBox("127.0.0.1", self.secure, timeout=10, ssl_context=tls).login(name, PASSWORD) as found:
            yield found

    def put(self, name: str, *mails: bytes, folder: str = "INBOX") -> None:
        """Mails arrive."""
        with self.link(name) as box:
            for mail in mails:
                box.append(mail, folder)

    def count(self, name: str, folder: str = "INBOX") -> int:
        return len(self.mails(name, folder))

    def mails(self, name: str, folder: str = "INBOX") -> list[bytes]:
        """As they lie there; none when there is no such folder."""
        with self.link(name) as box:
            if not box.folder.exists(folder):
                return []
            box.folder.set(folder, readonly=True)
            found = []
            for uid in box.uids():
                _status, data = box.client.uid("fetch", uid, "(BODY.PEEK[])")
                found.append(next(part[1] for part in data if isinstance(part, tuple)))
            return found

    def seen(self, name: str, folder: str = "INBOX") -> int:
        """How many of them are marked as read."""
        with self.link(name) as box:
            box.folder.set(folder, readonly=True)
            return len(box.uids("SEEN"))

    def renumber(self, name: str) -> None:
        """As after a move to another server: UIDs mean something else from now on."""
        place = self.home / "mail" / name
        for one in place.glob("dovecot.index*"):
            one.unlink()
        known = place / "dovecot-uidlist"
        known.write_bytes(re.sub(rb" V(\d+)", lambda found: b" V%d" % (int(found[1]) + 1), known.read_bytes(), count=1))


@contextmanager
def running(*, capability: str = "") -> Iterator[Server]:
    """In a folder of its own: those of pytest are closed to everybody else, and parts of the server are nobody.

    `capability`: what the server says it can do, all of it when left out.
    """
    home = tempfile.TemporaryDirectory(prefix="marshrut-dovecot-", ignore_cleanup_errors=True)
    with home as place, _running(Path(place), capability) as server:
        yield server


@contextmanager
def _running(home: Path, capability: str) -> Iterator[Server]:
    program = shutil.which("dovecot", path="/usr/sbin:/usr/bin:/usr/local/sbin")
    assert program, "no dovecot: script/test installs it, or apt-get install dovecot-imapd"
    certificates(home)
    found = Server(home, free_port(), free_port())
    me = pwd.getpwuid(os.getuid())
    # its parts refuse to be root; for anybody else everything runs as oneself
    user = pwd.getpwnam("nobody") if me.pw_uid == 0 else me
    group = grp.getgrgid(user.pw_gid).gr_name
    words = {
        "home": home, "user": user.pw_name, "group": group, "uid": user.pw_uid, "gid": user.pw_gid,
        "login": user.pw_name, "plain": found.plain, "secure": found.secure, "capability": capability,
    }  # fmt: skip
    (home / "dovecot.conf").write_text(CONFIG.format(**words))
    # all at once: the server looks at the file anew only every second
    (home / "users").write_text("".join(f"{name}:{{PLAIN}}{PASSWORD}::::::\n" for name in NAMES))
    for place in ("mail", "run", "state"):
        (home / place).mkdir()
    if me.pw_uid == 0:
        _let_in(home, user.pw_uid, user.pw_gid)
    process = subprocess.Popen(
        [program, "-F", "-c", str(home / "dovecot.conf")], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(found, process)
        yield found
    finally:
        process.terminate()
        process.wait(10)


def _let_in(home: Path, uid: int, gid: int) -> None:
    os.chown(home / "mail", uid, gid)
    os.chown(home / "users", uid, gid)
    home.chmod(0o711)


def _wait(server: Server, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", server.secure)) == 0:
                return
        time.sleep(0.05)  # another program starts
    log = server.home / "log"
    raise RuntimeError(log.read_text() if log.exists() else "dovecot did not start")
