"""Tables of papers: files, kinds and folders, numbers, documents, texts, templates."""

from .files import Preview, StoredFile

__all__ = ["Preview", "StoredFile"]
