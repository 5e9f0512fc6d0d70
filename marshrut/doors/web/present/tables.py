"""What previews of tables share: the form, groups of rows, badges with figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from django.utils.translation import gettext as _

from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.importing import PreviewGroup, PreviewRow
from marshrut.doors.web.screens.parts import Badge, Tone

from .draft import Draft

T = TypeVar("T")
#: rows of one group that a page shows
SHOWN: Final = 200


def fields(draft: Draft) -> tuple[Field, Field]:
    """A file, or rows pasted from a spreadsheet."""
    return (
        draft.field("file", _("File"), Kind.FILE, hint=_("CSV or XLSX, up to 5 MB and 20,000 rows"), wide=True),
        draft.field(
            "text",
            _("Or paste the rows here"),
            Kind.LONG,
            wide=True,
            placeholder=_("Copy the cells in the spreadsheet together with the heading and paste them"),
        ),
    )


def group(title: str, lines: Sequence[T], row: Callable[[T], PreviewRow], tone: str, lead: str = "") -> PreviewGroup:
    return PreviewGroup(title, tuple(map(row, lines[:SHOWN])), tone, lead, more(len(lines)))


def more(many: int) -> str:
    left = many - SHOWN
    return _("and {n} more").format(n=formats.number(left)) if left > 0 else ""


def badges(counted: Iterable[tuple[str, int, Tone]]) -> tuple[Badge, ...]:
    """Sentences with {n}, without those of nothing."""
    return tuple(Badge(text.format(n=formats.number(many)), tone) for text, many, tone in counted if many)


def unknown(names: Sequence[str]) -> str:
    """Columns nobody reads."""
    if not names:
        return ""
    listed = ", ".join(f"«{name}»" for name in names)
    return _("Columns that are not known and not read: {names}.").format(names=listed)


def told(counted: Iterable[tuple[str, int]]) -> str:
    """«новых 12, изменено 5», or nothing."""
    return ", ".join(text.format(n=formats.number(many)) for text, many in counted if many)
