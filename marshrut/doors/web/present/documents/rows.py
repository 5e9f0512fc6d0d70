"""A document in a list, and the part that shows the documents of one place."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.documents.queries import DocumentRow as Found
from marshrut.documents.queries import FileInfo, StatusInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.documents import DocumentRow, DocumentsPart, StatusChip
from marshrut.doors.web.screens.files import FileRow

PATH = "/documents/"
#: pages shown by a look without opening
LOOKED_AT = 3
ICONS = {"pdf": "file-type-pdf", "doc": "file-type-doc", "xls": "file-type-xls", "photo": "photo"}
#: places named beside a document; cards are not: a paper lies where its card does
NAMED = ("company", "contact", "deal", "project")


def chip(status: StatusInfo) -> StatusChip:
    return StatusChip(status.title, status.color, status.final)


def row(found: Found, viewer: Viewer, here: tuple[str, int] | None = None) -> DocumentRow:
    """`here`: the place whose page it stands on, which is not named again."""
    look = formats.file_kind(found.file.name)
    dates = found.doc_date and _("of {day}").format(day=formats.day(found.doc_date))
    names = dict.fromkeys(spot.title for spot in found.spots if spot.place in NAMED and (spot.place, spot.ref) != here)
    return DocumentRow(
        id=found.id,
        title=found.title,
        kind=found.kind_title,
        status=chip(found.status),
        number=number(found.number),
        date=dates or "",
        companies=", ".join(list(names)[:2]),
        icon=ICONS.get(look, "file-text"),
        look=look,
        version=found.version_n,
        face=viewer.face(found.author),
        author=viewer.chart.name(found.author) if found.author else "",
        added=formats.ago(found.created_at, viewer.now, viewer.zone).split(",")[0],
        found=found.snippet,
        pages=page_images(found.file)[:LOOKED_AT],
        file_url=f"/files/{found.file.id}/",
    )


def number(text: str) -> str:
    """«№ 01-05/003-2026» without a break after the sign."""
    return f"№{formats.HARD}{text}" if text else ""


def page_images(file: FileInfo) -> tuple[str, ...]:
    return tuple(f"/files/{file.id}/page/{one.number}.webp" for one in file.pages)


def file_row(file: FileInfo, *, meta: str = "") -> FileRow:
    return FileRow(
        id=file.id,
        name=file.name,
        kind=formats.file_kind(file.name),
        meta=meta or formats.size(file.size),
        pages=page_images(file),
        page_count=file.page_count or len(file.pages),
    )


def part(
    found: Sequence[Found],
    viewer: Viewer,
    place: str,
    ref: int,
    *,
    may_add: bool = True,
    more: bool = False,
) -> DocumentsPart:
    """`kit/documents.html`: `found` is what `documents.queries.of_place` answered; `more`: there are older ones."""
    here = urlencode({"place": place, "ref": ref})
    return DocumentsPart(
        rows=tuple(row(one, viewer, (place, ref)) for one in found),
        total=f"{len(found)}+" if more else formats.number(len(found)) if found else "",
        add_url=f"{PATH}new/?{here}" if may_add else "",
        all_url=f"{PATH}?{here}" if found else "",
        empty=_("No documents yet. What is uploaded here files itself by its kind."),
    )
