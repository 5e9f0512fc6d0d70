"""Texts of papers: asked for when a content becomes a paper's, written down when a worker has read it."""

from __future__ import annotations

from collections.abc import Sequence

from marshrut.jobs import effects
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
    """
    access.require(actor, rights.RECORD_TEXT)
    stored = StoredFile.objects.filter(pk=file).first()
    if stored is None:
        raise NotFound(NO_SUCH_FILE)
    FileText.objects.get_or_create(sha256=stored.sha256)
    row = FileText.objects.select_for_update().get(sha256=stored.sha256)
    row.text, row.by_ocr = "\n".join(lines), by_ocr
    row.state = Reading.READY if lines else Reading.WAITING if scans else Reading.ABSENT
    row.why = "" if lines or scans else why or "empty"
    row.save()
    if lines:
        reindex_content(row.sha256)
    if scans:
        _enqueue(RECOGNISE_EFFECT, row.sha256, file)


def ask_for_scans(limit: int = 200) -> int:
    """A duty's step: scans that nobody could read when they came are read once text recognition is installed."""
    rows = FileText.objects.filter(state=Reading.ABSENT, why="scan").values_list("sha256", flat=True)
    files = StoredFile.objects.filter(sha256__in=list(rows[:limit])).order_by("sha256", "pk").distinct("sha256")
    for file in files:
        _enqueue(RECOGNISE_EFFECT, file.sha256, file.pk)
    return len(files)


def _enqueue(kind: str, sha256: str, file: int) -> None:
    effects.enqueue([effects.row(kind, f"{kind}:{sha256}", payload={"file": file})])
