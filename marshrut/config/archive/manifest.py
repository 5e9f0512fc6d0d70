"""What a backup contains, and the check of a backup file against it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from marshrut.config.words import gettext as _
from marshrut.kernel.errors import Invalid

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.dump"
FILES = "files/"
TRAILER = "marshrut-backup sha256:"
TRAILER_SIZE = len(TRAILER) + 64 + 1
CHUNK = 1 << 20
#: a stored content, or a picture of one of its pages
_STORED = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{2})/(\1\2[0-9a-f]{60})(\.pages/\d+\.webp)?")


@dataclass(frozen=True, slots=True)
class Part:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`migrations` are "app.name"; `counts` are rows of each table, as of the moment of the backup."""

    version: str
    made_at: str
    migrations: list[str]
    counts: dict[str, int]
    parts: dict[str, Part]

    def to_json(self) -> bytes:
        text = json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True)
        return text.encode()

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Damaged or from a newer version: `Invalid`."""
        try:
            body = json.loads(data)
            if body.pop("format") != FORMAT:
                raise Invalid(_("This backup was made by a newer version of Marshrut. Update first."))
            parts = {name: Part(**part) for name, part in body.pop("parts").items()}
            return cls(**body, parts=parts)
        except (ValueError, TypeError, KeyError, AttributeError):
            raise damaged(MANIFEST) from None


def damaged(what: str) -> Invalid:
    return Invalid(_("The backup is damaged: {what}. Nothing was changed.").format(what=what))


def check(path: Path) -> Manifest:
    """The manifest of a backup that is whole to the last byte, else `Invalid` saying which part is not."""
    with path.open("rb") as file:
        length = os.fstat(file.fileno()).st_size - TRAILER_SIZE
        whole = length > 0 and _trailer(file, length) == _digest_of(file, length)
        file.seek(0)
        # the parts are compared even when the whole is not: a name helps more than "somewhere"
        manifest = _compare(file)
    if not whole:
        raise damaged(_("its checksum does not match"))
    return manifest


def is_content(name: str, part: Part) -> bool:
    """Whether a member is a stored file under the digest of its content, or a picture of a page."""
    found = _STORED.fullmatch(name)
    return bool(found and (found[4] or found[3] == part.sha256))


@contextmanager
def opened(file: IO[bytes]) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(fileobj=file, mode="r:") as archive:
            yield archive
    except (tarfile.TarError, EOFError, UnicodeError) as error:
        raise damaged(str(error)) from None


def measure(source: IO[bytes]) -> Part:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return Part(size, digest.hexdigest())


def _compare(file: IO[bytes]) -> Manifest:
    found: dict[str, Part] = {}
    manifest = None
    with opened(file) as archive:
        for member in archive:
            source = archive.extractfile(member) if member.isreg() else None
            if source is None:
                raise damaged(member.name)
            if member.name == MANIFEST:
                manifest = Manifest.from_json(source.read())
            else:
                found[member.name] = measure(source)
    if manifest is None:
        raise damaged(_("{name} is missing").format(name=MANIFEST))
    for name in sorted({*found, *manifest.parts, DATABASE}):
        if name not in found:
            raise damaged(_("{name} is missing").format(name=name))
        if found[name] != manifest.parts.get(name) or not (name == DATABASE or is_content(name, found[name])):
            raise damaged(name)
    return manifest


def _trailer(file: IO[bytes], length: int) -> str:
    file.seek(length)
    return file.read().decode(errors="replace")


def _digest_of(file: IO[bytes], length: int) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while length and (chunk := file.read(min(CHUNK, length))):
        digest.update(chunk)
        length -= len(chunk)
    return f"{TRAILER}{digest.hexdigest()}\n"
