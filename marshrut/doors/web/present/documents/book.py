"""The registration book of a kind, an organisation and a year; voided numbers stay in it."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.documents.queries import BookEntry, BookPage, KindInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Kind
from marshrut.doors.web.screens.kinds import BookRow, BookScreen
from marshrut.doors.web.screens.parts import Empty, Link

from .rows import NAMED, PATH, chip

BOOK = f"{PATH}book/"


def address(kind: str, organisation: int | None, year: int, **more: str) -> str:
    asked = {"kind": kind, "organisation": str(organisation or ""), "year": str(year), **more}
    return f"{BOOK}?{urlencode(asked)}"


def screen(
    page: BookPage, kinds: Sequence[KindInfo], organisation: int | None, year: int, viewer: Viewer
) -> BookScreen:
    """`year` and `organisation` are what was asked for."""
    this_year = viewer.now.astimezone(viewer.zone).year
    years = sorted({this_year, year, *page.years}, reverse=True)
    draft = Draft({"kind": page.kind.key, "organisation": str(organisation or ""), "year": str(year)})
    fields = [
        draft.field("kind", _("Kind"), Kind.CHOICE, options=[(one.key, one.title) for one in kinds], required=True),
        draft.field(
            "organisation",
            _("Our organisation"),
            Kind.CHOICE,
            options=[(str(one or ""), title) for one, title in page.organisations if one],
            placeholder=_("None is named"),
        ),
        draft.field("year", _("Year"), Kind.CHOICE, options=[(str(one), str(one)) for one in years], required=True),
    ]
    return BookScreen(
        title=_("Registration book"),
        back=Link(_("Documents"), PATH),
        fields=tuple(fields),
        action=BOOK,
        rows=tuple(row(one, viewer) for one in page.entries),
        lead=_lead(page),
        more_url=address(page.kind.key, organisation, year, after=page.next) if page.next else "",
        export_url=address(page.kind.key, organisation, year).replace(BOOK, f"{BOOK}export", 1) if page.entries else "",
        empty=None if page.entries else _empty(page),
    )


def _lead(page: BookPage) -> str:
    return _("Next number: {number}").format(number=page.preview) if page.preview else ""


def _empty(page: BookPage) -> Empty:
    words = _("Numbers are given on the page of a document: «Register». The first one will stand here.")
    return Empty("start", _("No numbers in this book yet"), words)


def row(entry: BookEntry, viewer: Viewer) -> BookRow:
    names = dict.fromkeys(spot.title for spot in entry.spots if spot.place in NAMED)
    return BookRow(
        number=entry.text,
        date=formats.day(entry.on),
        title=entry.title,
        url=f"{PATH}{entry.document}/" if entry.document and entry.title else "",
        companies=", ".join(names),
        status=chip(entry.status) if entry.status else None,
        who=viewer.face(entry.by).name,
        when=formats.day(entry.at.astimezone(viewer.zone).date()),
        void=_void(entry, viewer),
    )


def _void(entry: BookEntry, viewer: Viewer) -> str:
    if entry.void_at is None:
        return ""
    day = formats.day(entry.void_at.astimezone(viewer.zone).date())
    said = _("Void since {day}, {person}: {why}")
    return said.format(day=day, person=viewer.face(entry.void_by).name, why=entry.void_why)


def table(entries: Sequence[BookEntry], viewer: Viewer) -> list[list[str]]:
    """The book as a table to take away."""
    head = [
        _("Number"), _("Date"), _("Document"), _("Counterparty"), _("Status"), _("Registered"), _("By"), _("Void"),
    ]  # fmt: skip
    lines = [row(one, viewer) for one in entries]
    return [
        head,
        *(
            [
                line.number, one.on.isoformat(), line.title, line.companies,
                line.status.title if line.status else "", line.when, line.who, line.void,
            ]
            for line, one in zip(lines, entries, strict=True)
        ),
    ]  # fmt: skip
