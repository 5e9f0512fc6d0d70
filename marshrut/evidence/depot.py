"""Where archives lie, and what is built of them so far: beside the store of contents, written aside and renamed.

files/evidence/17/0001.zip   what is made of the first card
files/evidence/17/….part     what is being written now
files/evidence/17-3f2a….zip  the archive
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings


def root() -> Path:
    folder = Path(settings.FILES) / "evidence"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def part(archive: int, n: int) -> Path:
    return root() / str(archive) / f"{n:04}.zip"


@contextmanager
def writing(target: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when it is complete and on the disk; after an error nothing is left of it."""
    target.parent.mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, suffix=".part", delete=False) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            Path(file.name).replace(target)
        finally:
            Path(file.name).unlink(missing_ok=True)


def open_archive(name: str) -> BinaryIO:
    """FileNotFoundError when it is gone."""
    return (root() / Path(name).name).open("rb")


def exists(name: str) -> bool:
    return bool(name) and (root() / Path(name).name).is_file()


def drop_parts(archive: int) -> None:
    shutil.rmtree(root() / str(archive), ignore_errors=True)


def drop(name: str) -> None:
    if name:
        (root() / Path(name).name).unlink(missing_ok=True)


def sweep(kept: set[str], older_than: float) -> int:
    """Remove what no archive names (names of files and of folders), if at least so many seconds old."""
    edge, swept = time.time() - older_than, 0
    for path in root().iterdir():
        with suppress(FileNotFoundError):
            if path.name not in kept and path.stat().st_mtime < edge:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink()
                swept += 1
    return swept


def free_bytes() -> int:
    return shutil.disk_usage(root()).free
