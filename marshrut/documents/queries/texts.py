"""What a file says: its lines, what two files differ by, a Word file as markup. By id only, like the files themselves:
whoever calls has decided that the reader may see them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .. import blobs, comparing, reading, showing, starting
from ..comparing import Row
from ..models import FileText, Reading
from ..rules import preview_of
from ..sentences import NO_TEXT
from .files import FileInfo, describe, file

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a file; `note` says in the reader's language why there is none, or not yet (`waiting`)."""

    lines: tuple[str, ...] = ()
    by_ocr: bool = False
    waiting: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """`rows` for two columns and `places` that differ; without `note` and with no places the texts are equal.

    `by_ocr`: one of them was read from pictures by a machine, so a difference may be a mistake of reading.
    """

    left: FileInfo
    right: FileInfo
    rows: tuple[Row, ...] = ()
    places: int = 0
    by_ocr: bool = False
    waiting: bool = False
    same_content: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Clean markup, or `note` why there is none."""

    html: str = ""
    note: str = ""


def words(file_id: int) -> Words:
    """Raises NotFound. A content nobody asked about yet is read while the caller waits."""
    return _words(file(file_id))


def paragraphs(file_id: int) -> tuple[str, ...]:
    """Raises NotFound; empty when there is no text (yet)."""
    return words(file_id).lines


def known_texts(file_ids: Iterable[int]) -> dict[int, str]:
    """What files say, as far as it has been read; "" for those that have no text. Two queries, nothing is read now."""
    files = describe(file_ids)
    settled = FileText.objects.filter(sha256__in={one.sha256 for one in files.values()}).exclude(state=Reading.WAITING)
    texts = dict(settled.values_list("sha256", "text"))
    return {pk: texts[one.sha256] for pk, one in files.items() if one.sha256 in texts}


def compared(left: int, right: int, *, whole: bool = False) -> Comparison:
    """What became of `left` in `right`; `whole`: equal lines are not folded. Raises NotFound for a missing file."""
    found = describe([left, right])
    before, after = found.get(left) or file(left), found.get(right) or file(right)
    if before.sha256 == after.sha256:
        return Comparison(before, after, same_content=True)
    one, other = _words(before), _words(after)
    waiting, by_ocr = one.waiting or other.waiting, one.by_ocr or other.by_ocr
    if not one.lines or not other.lines:
        missing, name = (one, before.name) if not one.lines else (other, after.name)
        return Comparison(before, after, waiting=waiting, by_ocr=by_ocr, note=f"{name}: {missing.note}")
    rows = comparing.compare(one.lines, other.lines, comparing.WHOLE if whole else comparing.AROUND)
    return Comparison(before, after, rows, comparing.differs(rows), by_ocr, waiting)


def html_of(file_id: int) -> Page:
    """A DOCX as markup for the page. Raises NotFound. Made once, kept beside the content, cleaned each time."""
    info = file(file_id)
    if info.content_type != _WORD:
        return Page(note=str(NO_TEXT["type"]))
    kept = blobs.kept_markup(info.sha256)
    if kept is None:
        kept = _made(info.sha256)
    return Page(html=showing.clean(kept[1:])) if kept[:1] == "+" else Page(note=str(NO_TEXT[kept[1:] or "broken"]))


def _made(sha256: str) -> str:
    """«+markup» or «-why»: a file that could not be read is not tried again for every reader, a stopped try is."""
    try:
        with blobs.open_content(sha256) as content:
            shown = reading.html_of(content, soon=True)
    except FileNotFoundError:
        return "-broken"
    except starting.Stopped:
        return "-stopped"
    kept = f"-{shown.why}" if shown.why else f"+{shown.html}"
    blobs.keep_markup(sha256, kept)
    return kept


def _words(info: FileInfo) -> Words:
    row = FileText.objects.filter(sha256=info.sha256).first()
    if row is not None and row.state == Reading.READY:
        return Words(tuple(row.text.split("\n")), row.by_ocr)
    if row is not None and row.state == Reading.ABSENT:
        return Words(note=str(NO_TEXT.get(row.why, NO_TEXT["broken"])))
    kind = reading.kind_of(info.content_type)
    if row is not None and (kind is None or kind == "pdf"):
        return Words(waiting=True, note=str(NO_TEXT["waiting"]))
    if kind is None:
        return Words(note=str(NO_TEXT["scan" if preview_of(info.content_type) else "type"]))
    return _read_now(info, kind)


def _read_now(info: FileInfo, kind: reading.Kind) -> Words:
    try:
        with blobs.open_content(info.sha256) as content:
            text = reading.text_of(content, kind, soon=True)
    except FileNotFoundError:
        return Words(note=str(NO_TEXT["broken"]))
    except starting.Stopped:
        return Words(note=str(NO_TEXT["stopped"]))
    if text.lines:
        return Words(text.lines)
    return Words(note=str(NO_TEXT[text.why or ("scan" if text.scans else "empty")]))
