"""«Журнал регистрации»: thousands of lines, the heading on every page, A4 lying down."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .printing import printed_apart


@dataclass(frozen=True, slots=True)
class JournalRow:
    """Ready words, as many as the heading has; a `void` row is crossed out."""

    cells: tuple[str, ...]
    void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalData:
    """Ready words. `widths` are parts of the page, one for each column; `notes` stand under the title."""

    organisation: str
    title: str
    notes: tuple[str, ...] = ()
    heading: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[JournalRow, ...]
    made: str = ""
    at: datetime


def registration_journal(data: JournalData) -> bytes:
    """PDF/A-2b. Three thousand rows take three seconds and half a gigabyte of another process."""
    words = {
        "page": pgettext("foot", "page"),
        "page_of": pgettext("page of pages", "of"),
        "nothing": _("No lines in this period."),
    }
    return printed_apart("journal.typ", {**asdict(data), "at": data.at.isoformat(), "words": words}, data.at)
