"""Files are kept, and how drawing their pages ended."""

from __future__ import annotations

import errno
from typing import Any

from django.conf import settings

from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid, NotFound, Refused
from marshrut.org import access

from .. import blobs, detection, rights, rules
from ..models import Preview, StoredFile
from ..rules import Verdict
from ..sentences import DISK_FULL, EMPTY, LIE, NO_SUCH_FILE, NOT_WHAT_IT_SAYS, TOO_BIG, UNNAMED
from . import formal

PREVIEW_EFFECT = "documents.preview"
LANE = "preview"
#: a file that kills the worker itself is left alone after so many
ATTEMPTS = 3
#: bytes left free on the disk, or a tenth of a small disk (reliability §3.5)
RESERVE = 2 << 30


@command(rights.STORE)
def store_file(actor: Actor, *, name: str, stream: blobs.Stream, key: str | None = None) -> dict[str, Any]:
    """Keep a file; attach it to a card afterwards. Returns {"id", "name", "size", "content_type", "preview"}.

    Any type is accepted; whatever a browser might run goes out as plain bytes. Refused with a sentence (`Invalid`): an
    empty file, a file over the limit, a picture or PDF that is something else inside. `name` is only a label.
    With a client key wrap the stream in `upload.Upload`, so that a repeated call is known as such.
    """
    access.require(actor, rights.STORE)
    _refuse_full_disk()
    label = rules.display_name(name, str(UNNAMED))
    try:
        with blobs.written(stream, limit=settings.FILE_LIMIT) as blob:
            verdict = _judged(label, blob)
    except blobs.TooBig:
        raise Invalid(TOO_BIG % {"megabytes": settings.FILE_LIMIT >> 20}, code="file_too_big") from None
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise _disk_full() from error
        raise
    row = StoredFile.objects.create(
        name=label,
        size=blob.size,
        content_type=verdict.content_type,
        sha256=blob.sha256,
        uploaded_by_id=actor.person_id,
        uploaded_at=clock.now(),
        preview=Preview.WAITING if verdict.preview else Preview.ABSENT,
        preview_why="" if verdict.preview else "type",
    )
    if verdict.preview:
        _ask_for_preview(row.pk)
    formal.look_inside(row)
    return {
        "id": row.pk,
        "name": row.name,
        "size": row.size,
        "content_type": row.content_type,
        "preview": row.preview,
    }


@command(rights.RECORD_PREVIEW)
def record_preview(
    actor: Actor, *, file: int, page_count: int | None, pictures: list[list[int]], why: str = ""
) -> None:
    """Write down how drawing the pages ended: `pictures` are [width, height] in order, else `why` there are none."""
    access.require(actor, rights.RECORD_PREVIEW)
    row = StoredFile.objects.select_for_update().filter(pk=file).first()
    if row is None:
        raise NotFound(NO_SUCH_FILE)
    row.preview = Preview.READY if pictures else Preview.ABSENT
    row.preview_why = "" if pictures else why
    row.page_count, row.pictures = page_count, pictures
    row.save(update_fields=["preview", "preview_why", "page_count", "pictures"])


def _judged(name: str, blob: blobs.Blob) -> Verdict:
    if blob.size == 0:
        raise Invalid(EMPTY, code="file_empty")
    text = detection.looks_like_text(blob.head)
    verdict = rules.judge(name, detection.found(blob.head), looks_like_text=text)
    if verdict.lie is not None:
        words = {"extension": rules.extension(name), "inside": verdict.lie}
        raise Invalid((LIE if verdict.lie else NOT_WHAT_IT_SAYS) % words, code="file_lies")
    return verdict


def _ask_for_preview(file: int) -> None:
    effects.enqueue([effects.row(PREVIEW_EFFECT, f"{PREVIEW_EFFECT}:{file}", payload={"file": file})])


def _refuse_full_disk() -> None:
    free, total = blobs.free_bytes()
    if free < min(RESERVE, total // 10):
        raise _disk_full()


def _disk_full() -> Refused:
    return Refused(DISK_FULL, code="disk_full")
