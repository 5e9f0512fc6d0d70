"""All parts and their files put together as one ZIP, with the table of contents, the sums and the means to check."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.utils import timezone

from marshrut.documents import blobs
from marshrut.kernel.wording import moment
from marshrut.org.rules import OrgChart

from . import depot, pages, parts
from .models import Archive
from .rules import LARGEST, restored
from .wording import said

DATA = Path(__file__).parent / "data"
FORMAT = "marshrut.evidence/1"


class Stopped(Exception):
    """It cannot be built; `why` is a key of sentences.WHY."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass
class Packing:
    """A ZIP while it is being written, and what went in."""

    zip: zipfile.ZipFile
    at: datetime
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    history: dict[str, Any] = field(default_factory=dict)
    lines: list[dict[str, Any]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, name: str, content: bytes) -> None:
        self.zip.writestr(self._entry(name, zipfile.ZIP_DEFLATED), content)
        self.files[name] = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}

    def copy(self, blob: dict[str, Any]) -> None:
        """A file from the store; one that is lost or is not what it was is named, and left out."""
        name, wanted = blob["name"], blob["sha256"]
        try:
            content = _sound(wanted)
        except FileNotFoundError:
            self.missing.append(name)
            return
        with content, self.zip.open(self._entry(name, zipfile.ZIP_STORED), "w", force_zip64=True) as entry:
            shutil.copyfileobj(content, entry, blobs.CHUNK)
        self.files[name] = {"sha256": wanted, "size": blob["size"]}

    def _entry(self, name: str, how: int) -> zipfile.ZipInfo:
        local = timezone.localtime(self.at, timezone.get_default_timezone())
        entry = zipfile.ZipInfo(name, local.timetuple()[:6])
        entry.compress_type = how
        entry.external_attr = 0o644 << 16
        return entry


def _sound(sha256: str) -> BinaryIO:
    """The content at its beginning. FileNotFoundError when it is gone, or is not what it was any more."""
    content = blobs.open_content(sha256)
    if hashlib.file_digest(content, "sha256").hexdigest() != sha256:  # type: ignore[arg-type]
        content.close()
        raise FileNotFoundError
    content.seek(0)
    return content


def pack(
    file: IO[bytes], row: Archive, allowed: Iterable[int], chart: OrgChart, now: datetime
) -> tuple[list[int], str]:
    """Write the archive of the parts in the depot. `allowed`: cards that may still be seen.

    Returns the cards inside and the SHA-256 of SHA256SUMS. Raises Stopped.
    """
    _enough_space(row)
    seen = frozenset(allowed)
    with zipfile.ZipFile(file, "w") as made:
        packing = Packing(made, now)
        for card, source in _sources(row):
            told = parts.about(source)
            if card in seen and told["line"]:
                _one(packing, source, told)
        if not packing.lines:
            raise Stopped("hidden")
        _front(packing, row, chart, now)
        sums = _sums(packing)
        made.writestr(packing._entry("SHA256SUMS", zipfile.ZIP_DEFLATED), sums)
    return [line["card"] for line in packing.lines], hashlib.sha256(sums).hexdigest()


def _sources(row: Archive) -> Iterator[tuple[int, zipfile.ZipFile]]:
    for n, card in enumerate(row.cards, 1):
        with zipfile.ZipFile(depot.part(row.pk, n)) as source:
            yield card, source


def _one(packing: Packing, source: zipfile.ZipFile, told: dict[str, Any]) -> None:
    packing.lines.append(told["line"])
    for info in source.infolist():
        if info.filename != parts.ABOUT:
            packing.add(info.filename, source.read(info))
    for blob in told["blobs"]:
        packing.copy(blob)
    packing.history |= told["history"]


def _enough_space(row: Archive) -> None:
    total = sum(blob["size"] for _card, source in _sources(row) for blob in parts.about(source)["blobs"])
    if total > LARGEST:
        raise Stopped("large")
    if depot.free_bytes() < total * 1.1 + (64 << 20):
        raise Stopped("disk")


def _front(packing: Packing, row: Archive, chart: OrgChart, now: datetime) -> None:
    """What stands beside the folder of the cards."""
    head = _head(row, packing, chart, now)
    packing.add("index.html", pages.index(head, packing.lines, packing.missing))
    readme = (DATA / "README.txt").read_text(encoding="utf-8")
    packing.add("README.txt", readme.replace("\n", "\r\n").encode("utf-8-sig"))
    packing.add("check.py", (DATA / "check.py").read_bytes())
    manifest = {
        "format": FORMAT,
        "archive": row.pk,
        "title": row.title,
        "made_at": head["made"],
        "asked_by": head["who"],
        "scope": head["scope"],
        "cards": packing.lines,
        "missing": packing.missing,
        "history": packing.history,
        "files": dict(packing.files),
    }
    packing.add("manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1).encode())


def _head(row: Archive, packing: Packing, chart: OrgChart, now: datetime) -> dict[str, Any]:
    zone = timezone.get_default_timezone()
    return {
        "archive": row.pk,
        "title": row.title,
        "scope": said(restored(row.scope)),
        "who": chart.name(row.asked_by_id),
        "asked": moment(row.asked_at, zone),
        "made": moment(now, zone),
        "zone": str(zone),
        "count": len(packing.lines),
        "files": sum(len(line["files"]) for line in packing.lines),
    }


def _sums(packing: Packing) -> bytes:
    return "".join(f"{one['sha256']}  {name}\n" for name, one in sorted(packing.files.items())).encode()
