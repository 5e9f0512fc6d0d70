"""Pure rules of papers: names and types of files, numbers, who may do what, words that are searched for."""

from .files import (
    INERT,
    MARKUP,
    NAME_BYTES,
    NAME_LENGTH,
    PAGES_SHOWN,
    SAVED,
    SHOWN,
    TEMPLATE_TYPE,
    Preview,
    Type,
    Verdict,
    display_name,
    extension,
    judge,
    preview_of,
)
from .kinds import COLORS

__all__ = [
    "COLORS",
    "INERT",
    "MARKUP",
    "NAME_BYTES",
    "NAME_LENGTH",
    "PAGES_SHOWN",
    "SAVED",
    "SHOWN",
    "TEMPLATE_TYPE",
    "Preview",
    "Type",
    "Verdict",
    "display_name",
    "extension",
    "judge",
    "preview_of",
]
