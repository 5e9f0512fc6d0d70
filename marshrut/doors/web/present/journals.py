"""Registration journals as pages, print and files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.crm import queries as crm
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.journals import JournalExport, JournalRow, JournalScreen, JournalSheet
from marshrut.doors.web.screens.parts import Empty, Tab
from marshrut.letters.journal_words import Page, Words
from marshrut.letters.queries.journal_lines import JournalLine
from marshrut.letters.queries.journals import MOST, Book, JournalPage, State, Wanted

PATH = "/journals/"
KEYS = ("since", "till", "organisation", "partner", "state")
#: places of the columns that have a place of their own on the page: number, date, partner, subject, mark
_OWN = {"in": (0, 1, 2, 5, 9), "out": (0, 1, 2, 3, 10)}


def parse(query: QueryDict) -> Wanted:
    """What the address asks for; what cannot be understood is left out."""
    states: dict[str, State] = {"open": "open", "done": "done", "late": "late", "void": "void"}
    return Wanted(
        since=_day(query.get("since")),
        until=_day(query.get("till")),
        organisation=_number(query.get("organisation")),
        partner=_number(query.get("partner")) if query.get("partner_text", "-").strip() else None,
        state=states.get(query.get("state", ""), ""),
    )


def asked(wanted: Wanted) -> str:
    """The filter as an address has it."""
    given = {
        "since": wanted.since.isoformat() if wanted.since else "",
        "till": wanted.until.isoformat() if wanted.until else "",
        "organisation": str(wanted.organisation or ""),
        "partner": str(wanted.partner or ""),
        "state": wanted.state,
    }
    return urlencode({key: value for key, value in given.items() if value})


def screen(
    book: Book,
    page: JournalPage,
    wanted: Wanted,
    books: tuple[Book, ...],
    viewer: Viewer,
    *,
    export: bool,
    error: str = "",
) -> JournalScreen:
    words, query = words_of(book, viewer), asked(wanted)
    here = f"{PATH}{book.key}/"
    total = ngettext("{count} letter", "{count} letters", page.total).format(count=formats.number(page.total))
    return JournalScreen(
        title=words.title,
        tabs=tuple(Tab(one.title, f"{PATH}{one.key}/", one.key == book.key) for one in books),
        fields=_fields(wanted, viewer),
        action=here,
        partner_heading=words.columns()[2][0],
        rows=tuple(row(line, words) for line in page.lines),
        total=total,
        more_url=_more(here, query, page.after),
        print_url=_with(f"{here}print/", query) if page.lines else "",
        export_url=_with(f"{here}export", query) if page.lines and export else "",
        exports=_exports(),
        clear_url=here if query else "",
        error=error,
        empty=None if page.lines else _empty(filtered=bool(query)),
    )


def words_of(book: Book, viewer: Viewer) -> Words:
    return Words(book, viewer.chart, viewer.zone)


def row(line: JournalLine, words: Words) -> JournalRow:
    headings, texts = [heading for heading, _width in words.columns()], words.texts(line)
    own = _OWN["out" if words.book.direction == "out" else "in"]
    rest = [(headings[place], text) for place, text in enumerate(texts) if place not in own and text]
    return JournalRow(
        number=line.number,
        date=formats.day(line.on),
        partner=line.partner,
        subject=words.subject(line),
        url=f"/cards/{line.card}/" if line.card else f"/documents/{line.document}/" if not line.closed else "",
        facts=tuple(rest),
        mark=words.mark(line),
        final=line.finished_at is not None,
        void=line.void_at is not None,
    )


def sheet(book: Book, lines: Iterator[JournalLine], wanted: Wanted, viewer: Viewer) -> JournalSheet:
    words, over = words_of(book, viewer), page_of(wanted, viewer)
    return JournalSheet(
        title=words.title,
        organisation=over.organisation,
        notes=over.notes,
        heading=tuple(heading for heading, _width in words.columns()),
        rows=((words.texts(line), line.void_at is not None) for line in lines),
        back_url=_with(f"{PATH}{book.key}/", asked(wanted)),
        made=over.made,
    )


def page_of(wanted: Wanted, viewer: Viewer) -> Page:
    """What stands over a journal on paper: whose it is, of which period, what it is narrowed to."""
    names = crm.describe([one for one in (wanted.organisation, wanted.partner) if one])
    ours = names.get(wanted.organisation or 0) or _only_one(viewer)
    partner = names.get(wanted.partner or 0)
    notes = [
        _period(wanted),
        _("Counterparty: {name}").format(name=partner.name) if partner else "",
        dict(states()).get(wanted.state, "") if wanted.state else "",
    ]
    said = _("Made {at}, {person}")
    made = said.format(at=formats.moment(viewer.now, viewer.zone), person=viewer.chart.name(viewer.person))
    return Page(ours.name if ours else "", tuple(filter(None, notes)), made)


def states() -> list[tuple[str, str]]:
    return [
        ("open", pgettext("letters", "On their way")),
        ("late", pgettext("letters", "Overdue")),
        ("done", pgettext("letters", "Finished")),
        ("void", pgettext("letters", "Void numbers")),
    ]


def _fields(wanted: Wanted, viewer: Viewer) -> tuple[Field, ...]:
    partner = crm.describe([wanted.partner]).get(wanted.partner) if wanted.partner else None
    ours = [(str(one.id), one.name) for one in crm.organisations(viewer.actor)]
    draft = Draft(
        {
            "since": wanted.since.isoformat() if wanted.since else "",
            "till": wanted.until.isoformat() if wanted.until else "",
            "organisation": str(wanted.organisation or ""),
            "partner": str(wanted.partner or ""),
            "partner_text": partner.name if partner else "",
            "state": wanted.state,
        }
    )
    fields = [
        draft.field("since", _("Registered from"), Kind.DATE),
        draft.field("till", pgettext("period", "to"), Kind.DATE),
        draft.field("partner", _("Counterparty"), Kind.COMPANY, source="/companies/suggest/"),
        draft.field("state", pgettext("letters", "State"), Kind.CHOICE, options=states(), placeholder=_("Any")),
    ]
    if len(ours) > 1:
        fields.insert(
            2, draft.field("organisation", _("Our organisation"), Kind.CHOICE, options=ours, placeholder=_("Any"))
        )
    return tuple(fields)


def _exports() -> tuple[JournalExport, ...]:
    return (
        JournalExport("xlsx", "XLSX", "table-export"),
        JournalExport("pdf", "PDF", "file-type-pdf"),
        JournalExport("csv", "CSV", "table-export"),
    )


def _empty(*, filtered: bool) -> Empty:
    if filtered:
        return Empty("nothing", _("No letters like that"), _("Change the period or the filter."))
    text = _("A letter gets its line here by itself, the moment it is registered.")
    return Empty("start", _("Nothing is registered yet"), text)


def _period(wanted: Wanted) -> str:
    since, until = (f"{day:%d.%m.%Y}" if day else "" for day in (wanted.since, wanted.until))
    if since and until:
        return f"{since} – {until}"
    if since:
        return _("from {day}").format(day=since)
    return _("until {day}").format(day=until) if until else _("For the whole time")


def _only_one(viewer: Viewer) -> crm.CompanyInfo | None:
    ours = crm.organisations(viewer.actor)
    return ours[0] if len(ours) == 1 else None


def _more(here: str, query: str, after: str | None) -> str:
    if after is None:
        return ""
    return f"{here}?{query}&{urlencode({'after': after})}" if query else f"{here}?{urlencode({'after': after})}"


def _with(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url


def cut(count: int) -> str:
    return _("The first {n} lines.").format(n=formats.number(MOST)) if count > MOST else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None
