"""The first page of what is decided about: an invoice, a scan, a contract."""

from __future__ import annotations

from typing import Final

from marshrut.cards.queries import CardView, OpenTask, shown
from marshrut.documents import queries as documents
from marshrut.kernel.actor import Actor

from ..wire import Picture

#: bytes; what messengers take as a photo and mail as a part is more, a phone on the road is glad of less
MOST: Final = 2 << 20


def picture(view: CardView, task: OpenTask, actor: Actor) -> Picture | None:
    """What the inbox shows beside the task; None when nothing there has pages (yet)."""
    for read in shown.cards_read(view, task, actor):
        for one in (*shown.current_papers(read), *shown.plain_files(read)):
            if one.file.pages:
                content = documents.photo(one.file)
                fits = content is not None and len(content) <= MOST
                return Picture(_name(one.file.name), "image/jpeg", content) if content and fits else None
    return None


def _name(name: str) -> str:
    return f"{name.rsplit('.', 1)[0]}.jpg"
