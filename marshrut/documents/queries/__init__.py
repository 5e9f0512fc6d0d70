"""What other rooms may read of papers."""

from .files import (
    FileInfo,
    Page,
    blobs_without_row,
    describe,
    drawn_before,
    file,
    open_blob,
    open_page,
    pages,
    rows_without_blob,
    sketch,
    waiting_previews,
)

__all__ = [
    "FileInfo",
    "Page",
    "blobs_without_row",
    "describe",
    "drawn_before",
    "file",
    "open_blob",
    "open_page",
    "pages",
    "rows_without_blob",
    "sketch",
    "waiting_previews",
]
