"""How contents leave us: never as something a browser would run on our address (ASVS 3.2.1, 5.4; reliability §4g)."""

from __future__ import annotations

from typing import BinaryIO

from django.http import FileResponse
from django.utils.http import content_disposition_header

from .models import Preview
from .queries import FileInfo
from .rules import FORMAL, FORMAL_ZIP, INERT, ZIP

#: types a browser shows as a mere picture
PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PAGE_TYPE = "image/webp"
#: types of our own, as others know them
OUTSIDE = {FORMAL: INERT, FORMAL_ZIP: ZIP}

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",
    "Referrer-Policy": "no-referrer",
}


def headers(info: FileInfo, inline: bool = False) -> dict[str, str]:
    """Headers for the content of a file. `inline` is granted to pictures we could draw ourselves, else it is saved."""
    shown = inline and info.content_type in PICTURES and info.preview == Preview.READY
    kind = OUTSIDE.get(info.content_type, info.content_type)
    return {**_ALWAYS, "Content-Type": kind, "Content-Disposition": _disposition(info.name, not shown)}


def table_headers(name: str, content_type: str) -> dict[str, str]:
    """Headers for a table made for the reader, always for saving."""
    return {**_ALWAYS, "Content-Type": content_type, "Content-Disposition": _disposition(name, attachment=True)}


def page_headers(info: FileInfo, number: int) -> dict[str, str]:
    """Headers for the picture of a page, which we made ourselves."""
    name = f"{info.name}-{number}.webp"
    return {**_ALWAYS, "Content-Type": PAGE_TYPE, "Content-Disposition": _disposition(name, attachment=False)}


def response(content: BinaryIO, headers: dict[str, str]) -> FileResponse:
    """An answer that streams `content`. FileResponse alone would add a name and a type of its own guess."""
    answer = FileResponse(content)
    for name, value in headers.items():
        answer.headers[name] = value
    return answer


def _disposition(name: str, attachment: bool) -> str:
    """By RFC 6266: a plain name in quotes, any other in UTF-8."""
    return content_disposition_header(attachment, name) or "attachment"
