"""A file in a list, and a Word file as a part of a page."""

from __future__ import annotations

from dataclasses import dataclass

from .parts import Badge


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """`kind` is pdf, doc, xls, photo or other. `pages` are addresses of page images, `page_count` counts all."""

    id: int
    name: str
    kind: str
    meta: str
    pages: tuple[str, ...] = ()
    page_count: int = 0
    badge: Badge | None = None
    versions: int = 1
    #: of a Word file: address of its text as a part of the page
    markup_url: str = ""

    @property
    def shown(self) -> bool:
        """There is something to look at without opening it."""
        return bool(self.pages or self.markup_url)

    @property
    def wide(self) -> bool:
        """A formalised document has a table in it: it is looked at in a wide sheet."""
        return self.markup_url.endswith("/document/")

    @property
    def url(self) -> str:
        return f"/files/{self.id}/"

    @property
    def icon(self) -> str:
        return {"pdf": "file-type-pdf", "doc": "file-type-doc", "xls": "file-type-xls", "photo": "photo"}.get(
            self.kind, "file"
        )


@dataclass(frozen=True, slots=True)
class WordScreen:
    """A Word file as a part of a page. `html` is clean markup; without it `note` says why there is none."""

    title: str
    url: str
    html: str
    note: str = ""
