"""`collectstatic` into the data directory, when a static file changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from marshrut.config.installation import ROOT, home


def collect() -> bool:
    """Collect, compress and name by content, unless nothing changed since the last time. True when collected."""
    stamp, now = home() / "static" / ".stamp", state()
    if stamp.exists() and stamp.read_text() == now:
        return False
    from django.core.management import call_command

    from marshrut.config.loading import load_django

    load_django()
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now)
    return True


def state(package: Path = ROOT / "marshrut") -> str:
    """Changes whenever a static file of ours or a package with static files does."""
    digest = hashlib.sha256()
    lock = ROOT / "requirements" / "run.lock"
    files = [path for path in sorted(package.rglob("static/**/*")) if path.is_file()]
    for path in [*files, *([lock] if lock.exists() else [])]:
        status = path.stat()
        digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
