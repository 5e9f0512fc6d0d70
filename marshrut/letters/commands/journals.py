"""Journals that leave: printed or as a table, each with a line about it for administrators."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Forbidden, Invalid
from marshrut.org import access, exports

from .. import oversight
from ..queries import journals
from ..queries.journal_lines import JournalLine

Form = Literal["csv", "xlsx", "pdf"]
#: lines of a PDF: as many are laid out within 500 MB and three seconds
PRINTED: Final = 3_000
NOT_YOURS = _("You may not take this journal away. If your work needs it, ask an administrator.")
TOO_LONG = _(
    "There are %(lines)s lines in this journal, and a PDF holds up to %(most)s. "
    "Choose a shorter period, or take it as XLSX."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """`lines` come one by one, in the order of numbers; `cut`: the journal is longer than one export."""

    lines: Iterator[JournalLine]
    count: int
    cut: bool


@command(oversight.EXPORT)
def export_journal(actor: Actor, *, book: str, wanted: journals.Wanted, form: Form, query: str = "") -> Taken:
    """The lines of a journal. `query` is the filter as its address says it.

    Of letters that the actor sees and may not take away only the number goes along. Raises NotFound, Forbidden;
    Invalid, code "too_long", for a PDF of more than `PRINTED` lines.
    """
    types = journals.book(actor, book).types
    if not access.may(actor, oversight.EXPORT, types=types):
        raise Forbidden(NOT_YOURS)
    found = journals.size(actor, book, wanted)
    if form == "pdf" and found > PRINTED:
        raise Invalid(TOO_LONG % {"lines": found, "most": PRINTED}, code="too_long")
    count, cut = min(found, journals.MOST), found > journals.MOST
    exports.note(actor, what=f"journal:{book}", rows=count, form=form, query=query, cut=cut)
    return Taken(journals.lines(actor, book, wanted, "export"), count, cut)
