"""Names and types of files. Pure: judges what was found, reads nothing.

Every file may be stored; the question is only what it is called when it goes out. A type that is not on the list goes
out as plain bytes for saving, so nothing that a browser would run ever goes out under its own name (reliability §4g).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Preview = Literal["pdf", "image"]

#: what a template must be
TEMPLATE_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INERT = "application/octet-stream"
#: a formalised document of ФНС, and an archive with one; names of our own that no browser knows what to do with
FORMAL, FORMAL_ZIP = "application/x-fns-document", "application/x-fns-archive"
ZIP = "application/zip"
#: pages of one file that get a picture
PAGES_SHOWN = 30
NAME_LENGTH = 200
#: file systems allow 255 bytes; room is left for " (2)" and the like
NAME_BYTES = 240


@dataclass(frozen=True, slots=True)
class Type:
    """`found` are the extensions by which the content shows itself; empty for plain text, which has no signature."""

    content_type: str
    title: str
    found: frozenset[str] = frozenset()
    preview: Preview | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a file goes out as. `lie` names what is inside when the name says otherwise ("" = nothing we know)."""

    content_type: str
    preview: Preview | None = None
    lie: str | None = None


_ZIP = frozenset({"zip", "docx", "xlsx", "pptx", "odt", "ods", "jar"})
_OLE = frozenset({"doc", "xls", "ppt", "msg", "msi", "vsd"})
_OFFICE = "application/vnd.openxmlformats-officedocument."

#: shown in the browser as pictures: the content must agree with the name
SHOWN: Mapping[str, Type] = {
    "pdf": Type("application/pdf", "PDF", frozenset({"pdf"}), "pdf"),
    "png": Type("image/png", "PNG", frozenset({"png"}), "image"),
    "jpg": Type("image/jpeg", "JPEG", frozenset({"jpg", "jpeg", "jfif", "jpe"}), "image"),
    "gif": Type("image/gif", "GIF", frozenset({"gif"}), "image"),
    "webp": Type("image/webp", "WebP", frozenset({"webp"}), "image"),
    "tiff": Type("image/tiff", "TIFF", frozenset({"tif", "tiff"}), "image"),
    "bmp": Type("image/bmp", "BMP", frozenset({"bmp", "dib"}), "image"),
}
#: kept for saving under their own type; when the content disagrees, as plain bytes
SAVED: Mapping[str, Type] = {
    # protected Office files and files of old programs sit in the other container
    "docx": Type(_OFFICE + "wordprocessingml.document", "Word", _ZIP | _OLE),
    "xlsx": Type(_OFFICE + "spreadsheetml.sheet", "Excel", _ZIP | _OLE),
    "pptx": Type(_OFFICE + "presentationml.presentation", "PowerPoint", _ZIP | _OLE),
    "doc": Type("application/msword", "Word", _OLE | {"rtf"} | _ZIP),
    "xls": Type("application/vnd.ms-excel", "Excel", _OLE | _ZIP),
    "ppt": Type("application/vnd.ms-powerpoint", "PowerPoint", _OLE | _ZIP),
    "odt": Type("application/vnd.oasis.opendocument.text", "OpenDocument", _ZIP),
    "ods": Type("application/vnd.oasis.opendocument.spreadsheet", "OpenDocument", _ZIP),
    "rtf": Type("application/rtf", "RTF", frozenset({"rtf"})),
    "zip": Type(ZIP, "ZIP", _ZIP),
    "rar": Type("application/vnd.rar", "RAR", frozenset({"rar", "cbr"})),
    "7z": Type("application/x-7z-compressed", "7-Zip", frozenset({"7z", "cb7"})),
    "heic": Type("image/heic", "HEIC", frozenset({"heic", "heif"})),
    "xml": Type(FORMAL, "XML", frozenset({"fns"})),
    "txt": Type("text/plain", "TXT"),
    "csv": Type("text/csv", "CSV"),
}
_SAME = {"jpeg": "jpg", "jpe": "jpg", "jfif": "jpg", "tif": "tiff", "dib": "bmp", "heif": "heic"}
_PROGRAMS = frozenset({"exe", "dll", "scr", "com", "elf", "msi"})
#: text that a browser could take for a page or a picture with a script
MARKUP = frozenset({"html", "htm", "svg", "xml", "xhtml", "mht", "mhtml"})

_FORBIDDEN = re.compile(r'[<>:"|?*\\/]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def extension(name: str) -> str:
    """Lower-case extension without the dot; "" when there is none («Счёт от 05.11» has none: digits only)."""
    _, dot, tail = name.rpartition(".")
    return tail.lower() if dot and re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,10}", tail) else ""


def judge(name: str, found: Iterable[str], *, looks_like_text: bool) -> Verdict:
    """Compare the name with the extensions the content shows itself by, best first."""
    said = _SAME.get(extension(name), extension(name))
    seen = frozenset(found)
    inside = next((kind for kind in SHOWN.values() if kind.found & seen), None)
    if said in SHOWN:
        if inside is SHOWN[said]:
            return Verdict(inside.content_type, inside.preview)
        return Verdict(INERT, lie=inside.title if inside else "")
    if inside:
        lie = inside.title if said in SAVED else None
        return Verdict(inside.content_type, inside.preview if lie is None else None, lie)
    kind = SAVED.get(said)
    if kind is None or (seen & _PROGRAMS and not kind.found & seen):
        return Verdict(INERT)
    agrees = kind.found & seen if kind.found else looks_like_text and not seen & MARKUP
    return Verdict(kind.content_type if agrees else INERT)


def is_formal(content_type: str) -> bool:
    """Whether a formalised document can be read out of it."""
    return content_type in {FORMAL, FORMAL_ZIP}


def preview_of(content_type: str) -> Preview | None:
    """How pictures of pages are made of a stored type, if at all."""
    return next((kind.preview for kind in SHOWN.values() if kind.content_type == content_type), None)


def display_name(raw: str, fallback: str) -> str:
    """A label for people and for saving: one line, no folders, no hidden signs, fit for every file system.

    It never becomes a path of ours. Two spellings of one name (NFC and NFD) become one.
    """
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", raw)[-1])
    name = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C" or sign in "\t\n\r")
    name = " ".join(_FORBIDDEN.sub("_", name).split()).strip(". ")
    if not name:
        return fallback
    return _shortened("_" + name if _RESERVED.fullmatch(name) else name)


def _shortened(name: str) -> str:
    """Cut at the end of the stem, so that the extension stays."""
    tail = "." + extension(name) if extension(name) else ""
    stem, tail = name[: len(name) - len(tail)], name[len(name) - len(tail) :]
    while len(stem) + len(tail) > NAME_LENGTH or len((stem + tail).encode()) > NAME_BYTES:
        stem = stem[:-1]
    return stem.rstrip(". ") + tail
