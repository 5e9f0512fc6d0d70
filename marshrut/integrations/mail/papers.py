"""Files of a mail: kept once however often the mail is read, and which of them is the letter itself."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from marshrut.documents import commands as documents
from marshrut.documents.upload import Upload
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Invalid

from .parsing import Attached, Mail

_EXTENSION: Final = re.compile(r"\.([a-z0-9]{1,5})$", re.IGNORECASE)
#: what a letter comes as, the likeliest first
LETTERS: Final = (("pdf",), ("docx", "doc", "odt", "rtf"), ("tif", "tiff", "jpg", "jpeg", "png", "heic"))
#: names that say what is inside
_SAYS_LETTER: Final = re.compile(r"письм|исх|letter|запрос|уведомл|претенз|требован|ответ", re.IGNORECASE)
_SAYS_OTHER: Final = re.compile(r"прилож|реквизит|карточк|сч[её]т|акт\b|прайс|логотип|логo|logo", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kept:
    #: file of the letter itself, and the others in their order
    paper: int
    more: tuple[int, ...]
    #: (name, why it was not kept)
    refused: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """What is attached to a mail, as kept."""

    files: tuple[int, ...]
    #: (name, why it was not kept)
    refused: tuple[tuple[str, str], ...] = ()


def keep(actor: Actor, mail: Mail, name: str, eml: int) -> Kept:
    """Keep what is attached. A mail without a file is its own paper: `eml`."""
    kept, refused = _kept(actor, mail, name)
    main = _letter([one for one, _file in kept])
    files = [file for _one, file in kept]
    paper = files.pop(main) if main is not None else eml
    return Kept(paper, tuple(dict.fromkeys(one for one in files if one != paper)), tuple(refused))


def keep_all(actor: Actor, mail: Mail, name: str) -> Files:
    """Keep what is attached, all alike."""
    kept, refused = _kept(actor, mail, name)
    return Files(tuple(dict.fromkeys(file for _one, file in kept)), tuple(refused))


def _kept(actor: Actor, mail: Mail, name: str) -> tuple[list[tuple[Attached, int]], list[tuple[str, str]]]:
    kept: list[tuple[Attached, int]] = []
    refused: list[tuple[str, str]] = []
    for number, one in enumerate(mail.attached):
        try:
            kept.append((one, store(actor, one.name, one.content, f"{name}/{number}")))
        except Invalid as error:
            refused.append((one.name, str(error)))
    return kept, refused


def store(actor: Actor, name: str, content: bytes, place: str) -> int:
    """The id of the file; the same content for the same place gets the same id.

    One mail by two mailboxes has other headers of its way in each.
    """
    known = hashlib.sha256(place.encode() + b"\0" + hashlib.sha256(content).digest()).hexdigest()[:40]
    made = documents.store_file(actor, name=name, stream=Upload(io.BytesIO(content)), key=f"mail/{known}")
    return int(made["id"])


def _letter(files: Sequence[Attached]) -> int | None:
    """The place of the letter among the files."""
    ranked = []
    for number, one in enumerate(files):
        found = _EXTENSION.search(one.name)
        extension = found[1].lower() if found else ""
        rank = next((place for place, group in enumerate(LETTERS) if extension in group), None)
        if rank is not None:
            told = 0 if _SAYS_LETTER.search(one.name) else 2 if _SAYS_OTHER.search(one.name) else 1
            ranked.append((told, rank, number))
    return min(ranked)[2] if ranked else None
