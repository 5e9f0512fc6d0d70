"""Tables of papers: files, kinds and folders, numbers, documents, texts, templates."""

from .files import Preview, StoredFile
from .kinds import Family, Filing, Folder, Kind, KindStatus
from .numbers import Counter, Entry, NumberRule
from .papers import Document, DocumentLink, DocumentSearch, DocumentVersion
from .reading import FileText, Reading
from .templates import Template

__all__ = [
    "Counter",
    "Document",
    "DocumentLink",
    "DocumentSearch",
    "DocumentVersion",
    "Entry",
    "Family",
    "FileText",
    "Filing",
    "Folder",
    "Kind",
    "KindStatus",
    "NumberRule",
    "Preview",
    "Reading",
    "StoredFile",
    "Template",
]
