"""The store of contents on disk: one file per SHA-256, written once, never changed, never named by a person.

files/ab/cd/abcd…           the content
files/ab/cd/abcd….pages/1.webp   pictures of its pages
files/ab/cd/abcd….markup    a Word file as markup, not cleaned
files/ab/cd/abcd….formal    a formalised document as it was read
files/incoming/             what is being written now
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO, Protocol

from django.conf import settings

from .detection import HEAD

CHUNK = 1 << 20
_SHA = re.compile(r"[0-9a-f]{64}")


class Stream(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


class TooBig(Exception):
    """The stream is longer than allowed; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Blob:
    """`head` is the beginning of the content, for telling its type."""

    sha256: str
    size: int
    head: bytes


def path_of(sha256: str) -> Path:
    """Where the content lies. Anything but a digest is a mistake of ours: ValueError."""
    if not _SHA.fullmatch(sha256):
        raise ValueError("not a SHA-256 digest")
    return Path(settings.FILES) / sha256[:2] / sha256[2:4] / sha256


def pages_of(sha256: str) -> Path:
    content = path_of(sha256)
    return content.with_name(content.name + ".pages")


@contextmanager
def written(stream: Stream, *, limit: int) -> Iterator[Blob]:
    """Write the stream aside, then let the caller look at it and refuse; on leaving without an error it is kept.

    The content is on disk (fsync of file and folder) before the row that names it can be committed.
    """
    with _incoming() as file:
        blob = _copy(stream, file, limit)
        yield blob
        file.flush()
        os.fsync(file.fileno())
        _keep(Path(file.name), blob)


def keep_pages(sha256: str, pages: Mapping[int, bytes]) -> None:
    """Store pictures of pages, all at once. Pictures that are there already stay."""
    target = pages_of(sha256)
    _make(target.parent)
    temporary = Path(tempfile.mkdtemp(dir=_incoming_folder()))
    try:
        for number, picture in pages.items():
            (temporary / f"{number}.webp").write_bytes(picture)
        if not target.is_dir():
            temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)


def open_content(sha256: str) -> BinaryIO:
    """FileNotFoundError when the content is lost."""
    return path_of(sha256).open("rb")


def open_page(sha256: str, number: int) -> BinaryIO:
    return (pages_of(sha256) / f"{int(number)}.webp").open("rb")


def keep_markup(sha256: str, markup: str) -> None:
    """What a Word file looks like, to be made once. It may be lost at any time, and is not waited for."""
    _keep_beside(sha256, "markup", markup.encode())


def kept_markup(sha256: str) -> str | None:
    return _text(_kept_beside(sha256, "markup"))


def keep_formal(sha256: str, told: str) -> None:
    """What a formalised document says, to be read once."""
    _keep_beside(sha256, "formal", told.encode())


def kept_formal(sha256: str) -> str | None:
    return _text(_kept_beside(sha256, "formal"))


def keep_photo(sha256: str, photo: bytes) -> None:
    """The first page as a JPEG, for those who show no WebP. It may be lost at any time, and is not waited for."""
    _keep_beside(sha256, "jpg", photo)


def kept_photo(sha256: str) -> bytes | None:
    return _kept_beside(sha256, "jpg")


def _text(content: bytes | None) -> str | None:
    return None if content is None else content.decode()


def _keep_beside(sha256: str, what: str, content: bytes) -> None:
    target = _beside(sha256, what)
    with _incoming() as file:
        file.write(content)
        file.flush()
        Path(file.name).rename(target)


def _kept_beside(sha256: str, what: str) -> bytes | None:
    with suppress(FileNotFoundError):
        return _beside(sha256, what).read_bytes()
    return None


def _beside(sha256: str, what: str) -> Path:
    content = path_of(sha256)
    return content.with_name(f"{content.name}.{what}")


def exists(sha256: str) -> bool:
    return path_of(sha256).is_file()


def older_than(seconds: float) -> Iterator[str]:
    """Digests of contents whose file is older than that: young ones may belong to a command not yet committed."""
    edge = time.time() - seconds
    for path in Path(settings.FILES).glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
        if _SHA.fullmatch(path.name) and path.stat().st_mtime < edge:
            yield path.name


def sweep_incoming(seconds: float) -> int:
    """Remove what processes killed in the middle of writing left, if at least so old. Returns how many."""
    edge, swept = time.time() - seconds, 0
    for path in _incoming_folder().iterdir():
        with suppress(FileNotFoundError):  # its writer has just finished
            if path.stat().st_mtime < edge:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                swept += 1
    return swept


def free_bytes() -> tuple[int, int]:
    """Free and total bytes of the disk under the store."""
    usage = shutil.disk_usage(_incoming_folder())
    return usage.free, usage.total


def incoming_file() -> IO[bytes]:
    """A nameless file on the disk of the store, gone when closed."""
    return tempfile.TemporaryFile(dir=_incoming_folder())


def _incoming_folder() -> Path:
    folder = Path(settings.FILES) / "incoming"
    _make(folder)
    return folder


@contextmanager
def _incoming() -> Iterator[IO[bytes]]:
    with tempfile.NamedTemporaryFile(dir=_incoming_folder(), delete=False) as file:
        try:
            yield file
        finally:
            Path(file.name).unlink(missing_ok=True)


def _copy(stream: Stream, file: IO[bytes], limit: int) -> Blob:
    digest, size, head = hashlib.sha256(), 0, b""
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooBig
        if len(head) < HEAD:
            head += chunk[: HEAD - len(head)]
        digest.update(chunk)
        file.write(chunk)
    return Blob(digest.hexdigest(), size, head)


def _keep(temporary: Path, blob: Blob) -> None:
    target = path_of(blob.sha256)
    _make(target.parent)
    if target.exists() and target.stat().st_size == blob.size:
        os.utime(target)  # young again: see older_than
        return
    temporary.rename(target)
    _sync(target.parent)


def _make(folder: Path) -> None:
    """Make a folder that survives a power cut: each new name is written into its parent."""
    if not folder.is_dir():
        _make(folder.parent)
        folder.mkdir(exist_ok=True, mode=0o700)
        _sync(folder.parent)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
