"""Two versions side by side as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.documents.comparing import Row, Runs
from marshrut.documents.queries import Comparison, DocumentPage, VersionInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.document import CompareRow, CompareScreen
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Link

from .rows import PATH

#: rows shown at once
PART = 1000


def address(document: int, left: int, right: int, *, whole: bool = False) -> str:
    asked = {"from": left, "to": right, **({"all": 1} if whole else {})}
    return f"{PATH}{document}/compare/?{urlencode(asked)}"


def screen(
    page: DocumentPage,
    left: VersionInfo,
    right: VersionInfo,
    made: Comparison,
    viewer: Viewer,
    *,
    whole: bool,
    after: int = 0,
) -> CompareScreen:
    here = page.row.id
    folded = any(row.kind == "folded" for row in made.rows)
    return CompareScreen(
        title=_("What changed"),
        back=Link(page.row.title, f"{PATH}{here}/"),
        choose=(
            _choice("from", _("It was"), page, left.n, viewer),
            _choice("to", _("It became"), page, right.n, viewer),
        ),
        action=f"{PATH}{here}/compare/",
        left_title=_title(left, viewer),
        right_title=_title(right, viewer),
        summary="" if made.note else summary(made),
        rows=tuple(lines(made.rows[after : after + PART])) if made.places or whole else (),
        rest=rest(made, after, address(here, left.n, right.n, whole=whole)),
        why_not=made.note,
        by_ocr=by_ocr(made),
        swap_url=address(here, right.n, left.n, whole=whole),
        unfold_url=address(here, left.n, right.n, whole=True),
        fold_url=address(here, left.n, right.n) if whole and not folded else "",
        fold_text=_("Only the changes"),
    )


def rest(made: Comparison, after: int, here: str) -> Link | None:
    """The way to the rows after the part that is shown."""
    left = len(made.rows) - after - PART
    if left <= 0:
        return None
    differ = sum(row.kind not in {"same", "folded"} for row in made.rows[after + PART :])
    text = ngettext("Next part: {count} more line differs", "Next part: {count} more lines differ", differ).format(
        count=formats.number(differ)
    )
    return Link(text, f"{here}&after={after + PART}")


def by_ocr(made: Comparison) -> str:
    return _("Read from pictures by a machine: a difference may be a mistake of reading.") if made.by_ocr else ""


def summary(made: Comparison) -> str:
    if made.same_content:
        return _("It is the same file.")
    if not made.places:
        return _("The texts are the same.")
    return ngettext("{count} place differs", "{count} places differ", made.places).format(
        count=formats.number(made.places)
    )


def _choice(name: str, label: str, page: DocumentPage, chosen: int, viewer: Viewer) -> Field:
    options = [(str(one.n), _title(one, viewer)) for one in page.versions]
    return Draft({name: str(chosen)}).field(name, label, Kind.CHOICE, options=options, required=True)


def _title(one: VersionInfo, viewer: Viewer) -> str:
    """«Версия 2, 12 ноября 2026, Иванова А. П.»."""
    who = viewer.face(one.added_by).name
    day = formats.day(one.added_at.astimezone(viewer.zone).date())
    return ", ".join((_("Version {n}").format(n=one.n), day, who))


def lines(rows: Sequence[Row]) -> Iterator[CompareRow]:
    for row in rows:
        if row.kind == "folded":
            text = ngettext(
                "{count} line without changes — show", "{count} lines without changes — show", row.count
            ).format(count=formats.number(row.count))
            yield CompareRow(kind="folded", folded=text)
        else:
            yield CompareRow(
                kind=row.kind,
                left=_runs(row.left),
                right=_runs(row.right),
                left_n=str(row.left_n or ""),
                right_n=str(row.right_n or ""),
            )


def _runs(runs: Runs) -> tuple[tuple[str, bool], ...]:
    return tuple((text, mark != "same") for text, mark in runs)
