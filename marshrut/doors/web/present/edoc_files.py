"""Files of an e-document: pages as pictures, or why there is no file and where the document can be looked at."""

from __future__ import annotations

from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _

from marshrut.documents import queries as documents
from marshrut.doors.web.screens.edocs import EDocLook
from marshrut.doors.web.screens.parts import Link
from marshrut.edocs import sentences
from marshrut.edocs.queries import EDocPage
from marshrut.edocs.source import Content

from . import edoc_rows, formal
from .edoc_places import PATH

#: pages shown at once
PAGES: Final = 10
PDF: Final = b"%PDF-"


def kept_as(found: Content) -> tuple[str, str]:
    """Name and type it is saved with. The type that 1C says is not believed."""
    if found.body.startswith(PDF):
        return (found.name if found.name.lower().endswith(".pdf") else f"{found.name}.pdf"), "application/pdf"
    return found.name or "document", "application/octet-stream"


def look(found: Content, page: EDocPage, n: int) -> EDocLook:
    back = Link(edoc_rows.title(page.line), f"/cards/{page.line.card}/")
    site = found.url or page.url
    operator = Link(_("At the operator"), site) if site else None
    if not found.body:
        return EDocLook(title=found.name, back=back, reason=reason(found.code), operator=operator)
    name, _type = kept_as(found)
    url = f"{PATH}{page.line.card}/files/{n}/"
    read = documents.sketch_formal(name, BytesIO(found.body))
    if read.document is not None:
        paper = formal.screen(read, name, url)
        return EDocLook(title=paper.title, back=back, url=url, operator=operator, formal=paper)
    pages = documents.sketch(name, BytesIO(found.body), PAGES)
    words = read.note or _("Here is nothing to look at: save the file and open it.")
    return EDocLook(title=name, back=back, pages=pages, url=url, reason="" if pages else words, operator=operator)


def reason(code: str) -> str:
    known = {
        "not_connected": _("1C is not connected now."),
        "occupied": _("1C is giving another file right now. Try again in half a minute."),
        "in_volume": _("1C keeps this file on a disk of its own, and does not give it to other programs."),
        "empty": _("1C has a line about this file and no content."),
        "gone": _("The file is no longer in 1C."),
        "too_big": _("The file is too big to be shown here: open it in 1C."),
    }
    if code in sentences.TROUBLES:
        return sentences.happened(code)
    return known.get(code, _("1C did not give the file this time. Try again in some minutes."))
