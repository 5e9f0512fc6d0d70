"""What other rooms may read of files: by id only, nothing is listed or searched here.

A file belongs to what it is attached to, so whoever calls has already decided that the reader may see that (cards).
Before it is attached, only its uploader has its id.
"""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, BinaryIO

from marshrut.kernel.errors import NotFound

from .. import blobs, detection, previews, starting
from ..models import Preview, StoredFile
from ..rules import extension, is_formal, judge
from ..sentences import NO_SUCH_FILE, WHY

#: a younger content may belong to a command that has not committed yet; R7 of the reconciler
ORPHAN_AGE = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Page:
    """A picture of one page: its number from 1, width and height in pixels."""

    number: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class FileInfo:
    """`preview` is waiting, ready or absent; `preview_note` says in the reader's language why there is none.

    `page_count` may be larger than the number of `pages`: only the first ones get pictures.
    """

    id: int
    name: str
    size: int
    content_type: str
    sha256: str
    uploaded_by: int | None
    uploaded_at: datetime
    preview: str
    preview_note: str
    page_count: int | None
    pages: tuple[Page, ...]

    @property
    def formal(self) -> bool:
        """A formalised document of ФНС, alone or in the archive of an operator."""
        return is_formal(self.content_type)

    @property
    def extension(self) -> str:
        return extension(self.name)


def describe(ids: Iterable[int]) -> dict[int, FileInfo]:
    """Files by id, in one query; unknown ids are left out."""
    return {row.pk: info_of(row) for row in StoredFile.objects.filter(pk__in=set(ids))}


def file(file_id: int) -> FileInfo:
    """Raises NotFound."""
    if info := describe([file_id]).get(file_id):
        return info
    raise NotFound(NO_SUCH_FILE)


def pages(file_id: int) -> tuple[Page, ...]:
    """Pictures of the first pages; empty while they are being drawn and when there are none."""
    return file(file_id).pages


def open_blob(file_id: int) -> BinaryIO:
    """The content. The caller closes it. Raises NotFound, also when the content is lost (R7 alarms)."""
    try:
        return blobs.open_content(file(file_id).sha256)
    except FileNotFoundError:
        raise NotFound(NO_SUCH_FILE) from None


def open_page(file_id: int, number: int) -> BinaryIO:
    """The WebP picture of a page, numbered from 1. The caller closes it. Raises NotFound."""
    info = file(file_id)
    try:
        if 1 <= number <= len(info.pages):
            return blobs.open_page(info.sha256, number)
    except FileNotFoundError:
        pass
    raise NotFound(NO_SUCH_FILE)


def photo(info: FileInfo) -> bytes | None:
    """The first page as a JPEG; None while it is being drawn and when there is none. Made once, kept beside the file.

    Takes up to a second the first time. A program that was stopped from outside is an absent picture too.
    """
    if not info.pages:
        return None
    known = blobs.kept_photo(info.sha256)
    if known is not None:
        return known
    with suppress(FileNotFoundError, starting.Stopped), blobs.open_page(info.sha256, 1) as page:
        made = previews.photo(page)
        if made is not None:
            blobs.keep_photo(info.sha256, made)
        return made
    return None


def rows_without_blob() -> list[int]:
    """Files whose content is lost (R7: always an alarm)."""
    rows = StoredFile.objects.order_by("pk").values_list("pk", "sha256")
    return [pk for pk, sha256 in rows.iterator() if not blobs.exists(sha256)]


def blobs_without_row(older_than: float = ORPHAN_AGE) -> Iterator[str]:
    """Digests of contents no file names, at least so many seconds old (R7)."""
    for sha256 in blobs.older_than(older_than):
        if not StoredFile.objects.filter(sha256=sha256).exists():
            yield sha256


def waiting_previews(limit: int = 100) -> list[int]:
    """Files whose pages are still to be drawn, oldest first."""
    return list(StoredFile.objects.filter(preview=Preview.WAITING).order_by("pk").values_list("pk", flat=True)[:limit])


def drawn_before(sha256: str) -> FileInfo | None:
    """Another file of the same content whose pages are drawn."""
    row = StoredFile.objects.filter(sha256=sha256, preview=Preview.READY).order_by("pk").first()
    return info_of(row) if row else None


def info_of(row: StoredFile) -> FileInfo:
    return FileInfo(
        id=row.pk,
        name=row.name,
        size=row.size,
        content_type=row.content_type,
        sha256=row.sha256,
        uploaded_by=row.uploaded_by_id,
        uploaded_at=row.uploaded_at,
        preview=row.preview,
        preview_note=str(WHY.get(row.preview_why, "")),
        page_count=row.page_count,
        pages=tuple(Page(number, width, height) for number, (width, height) in enumerate(row.pictures, 1)),
    )


def sketch(name: str, stream: IO[bytes], pages: int = 3) -> tuple[str, ...]:
    """Pictures of the first pages of a file that is not kept, as data addresses; none when it cannot be drawn."""
    with blobs.incoming_file() as copy:
        shutil.copyfileobj(stream, copy)
        copy.flush()
        copy.seek(0)
        head = copy.read(detection.HEAD)
        copy.seek(0)
        verdict = judge(name, detection.found(head), looks_like_text=detection.looks_like_text(head))
        if verdict.preview is None or verdict.lie is not None:
            return ()
        try:
            drawn = previews.render(copy, verdict.preview, patience=15)
        except starting.Stopped:
            return ()
    encoded = (base64.b64encode(picture.content).decode() for picture in drawn.pictures[:pages])
    return tuple(f"data:image/webp;base64,{one}" for one in encoded)
