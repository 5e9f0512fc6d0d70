"""The only writers of e-documents, their way of signing, their turns, and of bases."""

from .asking import hint, hinted, refresh, refresh_base, refresh_company
from .bases import BaseFields, check_base, remove_base, set_base
from .linking import LinkFields, link_edoc, link_party, rematch
from .reading import end_run, record_documents, record_presence, remember, take_base
from .telling import follow, signal, tell
from .timing import tick_overdue, tidy

__all__ = [
    "BaseFields",
    "LinkFields",
    "check_base",
    "end_run",
    "follow",
    "hint",
    "hinted",
    "link_edoc",
    "link_party",
    "record_documents",
    "record_presence",
    "refresh",
    "refresh_base",
    "refresh_company",
    "rematch",
    "remember",
    "remove_base",
    "set_base",
    "signal",
    "take_base",
    "tell",
    "tick_overdue",
    "tidy",
]
