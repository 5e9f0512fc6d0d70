"""Texts of papers: asked for when a content becomes a paper's, written down when a worker has read it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import NotFound
from marshrut.org import access

from .. import rights
from ..models import FileText, Reading, StoredFile
from ..reading import kind_of
from ..rules import preview_of
from ..sentences import NO_SUCH_FILE
from .indexing import reindex_content

READ_EFFECT = "documents.read"
RECOGNISE_EFFECT = "documents.recognise"
#: reading takes parts of a second; scans take seconds a page and wait for nobody
LANE, SLOW_LANE = "read", "scan"
#: `why` of a text whose scans a machine has been asked to read
ASKED = "asked"


def ask_for_text(file: StoredFile) -> None:
    """A step of whoever makes the file a paper's: have its content read, once for all files that have it."""
    if kind_of(file.content_type) is None and preview_of(file.content_type) is None:
        return
    row, made = FileText.objects.get_or_create(sha256=file.sha256)
    if made:
        _enqueue(READ_EFFECT, row.sha256, file.pk)


@command(rights.RECORD_TEXT)
def record_text(
    actor: Actor, *, file: int, lines: Sequence[str] = (), why: str = "", by_ocr: bool = False, scans: bool = False
) -> None:
    """Write down the text of the file's content and let its papers be found by it.

    `scans`: pages are pictures, so a machine reads them next; until then a paper without any text stays waiting.
    `why` "scan" says that there is no machine to read them: the pages are remembered, beside a text of others, too.
    """
    access.require(actor, rights.RECORD_TEXT)
    stored = StoredFile.objects.filter(pk=file).first()
    if stored is None:
        raise NotFound(NO_SUCH_FILE)
    FileText.objects.get_or_create(sha256=stored.sha256)
    row = FileText.objects.select_for_update().get(sha256=stored.sha256)
    row.text, row.by_ocr = "\n".join(lines), by_ocr
    row.state = Reading.READY if lines else Reading.WAITING if scans else Reading.ABSENT
    row.why = ASKED if scans else "scan" if why == "scan" else "" if lines else why or "empty"
    row.save()
    if lines:
        reindex_content(row.sha256)
    if scans:
        _enqueue(RECOGNISE_EFFECT, row.sha256, file)


def ask_for_scans(limit: int = 200) -> int:
    """A duty's step: scans that nobody could read when they came are read once text recognition is installed.

    Each is asked for once, so that those without a word do not stand before the others the next hour.
    """
    rows = FileText.objects.filter(why="scan").order_by("sha256").select_for_update(skip_locked=True)[:limit]
    with transaction.atomic():
        asked = [row.sha256 for row in rows]
        files = StoredFile.objects.filter(sha256__in=asked).order_by("sha256", "pk").distinct("sha256")
        for file in files:
            _enqueue(RECOGNISE_EFFECT, file.sha256, file.pk, f":{clock.now().date()}")
        FileText.objects.filter(sha256__in=asked, state=Reading.ABSENT).update(state=Reading.WAITING)
        FileText.objects.filter(sha256__in=asked).update(why=ASKED)
    return len(files)


def _enqueue(kind: str, sha256: str, file: int, again: str = "") -> None:
    effects.enqueue([effects.row(kind, f"{kind}:{sha256}{again}", payload={"file": file})])
