"""Where an embedded server lives, and as whom it runs.

Not root: all of it is in `MARSHRUT_HOME/postgres`. Root: `MARSHRUT_HOME/postgres` is a link to a directory under
`/var/lib/marshrut`, which the unprivileged account can reach wherever `MARSHRUT_HOME` is.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from marshrut.config.words import gettext as _

SHARED = Path("/var/lib/marshrut")
UNPRIVILEGED = "nobody"
#: `sun_path` holds 108 bytes with its end; the name of the socket takes 15 of them
LONGEST_DIRECTORY = 100 - len("/.s.PGSQL.5432")


class PostgresError(RuntimeError):
    """The embedded server cannot be had; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Account:
    """The account that owns the data and runs the server."""

    uid: int
    gid: int
    name: str

    @classmethod
    def of(cls, uid: int) -> Account:
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            text = _(
                "The user number {uid} has no name on this machine, and PostgreSQL needs one."
                " Add the user to /etc/passwd or give an external database in DATABASE_URL."
            )
            raise PostgresError(text.format(uid=uid)) from None
        return cls(uid, entry.pw_gid, entry.pw_name)

    @property
    def is_me(self) -> bool:
        return self.uid == os.geteuid()

    def own(self, path: Path) -> None:
        """Make `path`, a directory that is ours, private to the account."""
        path.chmod(0o700)
        if not self.is_me:
            os.chown(path, self.uid, self.gid)


@dataclass(frozen=True, slots=True)
class Place:
    """`base` and `conf` belong to whoever starts the server; `data`, `log` and the socket directory to the account."""

    home: Path
    base: Path
    account: Account
    socket: Path

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def conf(self) -> Path:
        return self.base / "conf"

    @property
    def log(self) -> Path:
        return self.base / "log"

    @property
    def url(self) -> str:
        return f"postgresql://marshrut@/marshrut?host={quote(str(self.socket), safe='/')}"


def find(home: Path) -> Place | None:
    """The place of an installation that has one already."""
    base = home / "postgres"
    if base.is_symlink() and not base.exists():
        text = _(
            "The database directory {target} of this installation is gone."
            " Bring it back, or remove {link} to begin with an empty database."
        )
        raise PostgresError(text.format(target=base.readlink(), link=base))
    if not (base / "data").is_dir():
        return None
    base = base.resolve()
    account = Account.of((base / "data").stat().st_uid)
    if not account.is_me and os.geteuid() != 0:
        text = _(
            "The database of {home} belongs to the account {account}. Start Marshrut as the user who made it;"
            " for a database under {shared} that is root."
        )
        raise PostgresError(text.format(home=home, account=account.name, shared=SHARED))
    _check_owner(home, base)
    recorded = base / "socket-directory"
    return Place(home, base, account, Path(recorded.read_text()) if recorded.exists() else base / "run")


def make(home: Path) -> Place:
    """Directories for a new installation; an interrupted try is taken up again."""
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    base = home / "postgres"
    if os.geteuid() == 0:
        if not base.is_symlink():
            base.symlink_to(_shared_base(home))
        base = base.resolve()
        account = Account.of(pwd.getpwnam(UNPRIVILEGED).pw_uid)
    else:
        base.mkdir(mode=0o700, exist_ok=True)
        account = Account.of(os.geteuid())
    place = Place(home, base, account, base / "run")
    place.conf.mkdir(mode=0o755, exist_ok=True)
    place.conf.chmod(0o755)
    for directory in (place.log, place.socket):
        directory.mkdir(mode=0o700, exist_ok=True)
        account.own(directory)
    return place


def open_socket_directory(place: Place) -> Place:
    """Choose the directory of the socket anew: the path may have changed since, and /tmp is emptied by restarts."""
    socket, recorded = place.base / "run", place.base / "socket-directory"
    if not _fits(socket):
        socket = _short_directory(place)
        recorded.write_text(str(socket))
    else:
        recorded.unlink(missing_ok=True)
    return Place(place.home, place.base, place.account, socket)


def url(home: Path) -> str:
    """The address of the embedded database, started or not."""
    place = find(home)
    return place.url if place else f"postgresql://marshrut@/marshrut?host={quote(str(home / 'postgres' / 'run'))}"


def _fits(directory: Path) -> bool:
    # a comma parts several hosts in libpq
    return len(os.fsencode(directory)) <= LONGEST_DIRECTORY and "," not in str(directory)


def _short_directory(place: Place) -> Path:
    name = f"marshrut-{place.account.uid}-{hashlib.sha256(os.fsencode(place.base)).hexdigest()[:12]}"
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/")
    for parent in (runtime, Path(tempfile.gettempdir()), Path("/tmp")):  # noqa: S108 - its owner and mode are checked below
        path = parent / name
        if parent == Path("/") or not _fits(path):
            continue
        try:
            path.mkdir(mode=0o700)
            place.account.own(path)
        except FileExistsError:
            pass
        except OSError:
            continue
        status = path.lstat()
        if stat.S_ISDIR(status.st_mode) and status.st_uid == place.account.uid and not status.st_mode & 0o077:
            return path
    text = _("No private directory with a short path for the socket of the database: name one in XDG_RUNTIME_DIR.")
    raise PostgresError(text)


def shared() -> Path:
    """The directory of root's servers; whatever root's umask is, their account must pass it."""
    if not SHARED.exists():
        SHARED.mkdir()
        SHARED.chmod(0o755)
    return SHARED


def _shared_base(home: Path) -> Path:
    base = shared() / secrets.token_hex(6)
    base.mkdir()
    base.chmod(0o711)
    (base / "home").write_text(str(home))
    return base


def _check_owner(home: Path, base: Path) -> None:
    """A copied `MARSHRUT_HOME` must not share one database with its original; a moved one takes it along."""
    record = base / "home"
    if not record.exists() or record.read_text() == str(home):
        return
    original = Path(record.read_text()) / "postgres"
    if original.is_symlink() and original.resolve() == base:
        text = _(
            "{home} is a copy of {original}, and the database in {base} belongs to that one."
            " To copy an installation use `marshrut backup` and `marshrut restore`."
        )
        raise PostgresError(text.format(home=home, original=original.parent, base=base))
    record.write_text(str(home))
