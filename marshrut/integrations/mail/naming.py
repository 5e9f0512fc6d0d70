"""What an attached file is called. Only a label: it never becomes a path. Pure; never raises."""

from __future__ import annotations

import mimetypes
from email.message import Message
from typing import Final

from . import charsets

LONGEST: Final = 250
_EXTENSIONS: Final = {"message/rfc822": ".eml", "image/jpeg": ".jpg", "text/plain": ".txt", "text/html": ".html"}


def attachment_name(part: Message[str, str]) -> str:
    """By RFC 2231, by encoded words as old programs write them, or by raw eight-bit letters; else by its type."""
    try:
        told = part.get_filename() or ""
    except Exception:  # noqa: BLE001 - broken continuations and charsets end in several kinds of error
        told = ""
    name = charsets.header(told) if "=?" in told else charsets.unescaped(told)
    name = name.replace("\\", "/").rsplit("/", 1)[-1].strip().strip(".")
    name = "".join(sign for sign in name if sign.isprintable())
    return _cut(name) if name else _by_type(part.get_content_type())


def _cut(name: str) -> str:
    stem, dot, extension = name.rpartition(".")
    if dot and len(extension) <= 10:
        return f"{stem[: LONGEST - 11]}.{extension}"
    return name[:LONGEST]


def _by_type(kind: str) -> str:
    extension = _EXTENSIONS.get(kind) or mimetypes.guess_extension(kind) or ".bin"
    return f"attachment{extension}"
