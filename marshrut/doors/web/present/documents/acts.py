"""The acts on one document as forms: each is a page of its own, shown as a sheet where there are scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.documents.queries import DocumentPage, FolderNode
from marshrut.doors.web import formats
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.screens.document import SheetScreen
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Link, Tab

from .page import PLACE_ICONS, places, settable
from .rows import PATH

#: (value, text) of our own organisations
Organisations = Sequence[tuple[str, str]]
SOURCES = {
    "company": "/companies/suggest/",
    "contact": "/contacts/suggest/",
    "deal": "/deals/suggest/",
    "project": "/projects/suggest/",
    "card": "/cards/suggest/",
}
#: code of a refusal because somebody changed the thing meanwhile
STALE = "stale"
PICKERS = {
    "company": Kind.COMPANY,
    "contact": Kind.CONTACT,
    "deal": Kind.DEAL,
    "project": Kind.PROJECT,
    "card": Kind.CARD,
}


def sheet(
    page: DocumentPage,
    act: str,
    title: str,
    fields: Sequence[Field],
    draft: Draft,
    *,
    submit: str = "",
    lead: str = "",
    warning: str = "",
    danger: bool = False,
    tabs: tuple[Tab, ...] = (),
    hint_url: str = "",
    hint: str = "",
    version: int | None = None,
    query: str = "",
) -> SheetScreen:
    """`version` is the one a refused form was opened at."""
    base = f"{PATH}{page.row.id}/"
    action = f"{base}{act}/{query}"
    return SheetScreen(
        title=title,
        form=draft.form(action, fields, submit, version or page.row.version),
        back=Link(page.row.title, base),
        lead=lead,
        warning=warning,
        danger=danger,
        tabs=tabs,
        hint_url=hint_url,
        hint=hint,
        see=Link(_("Open the document as it is now"), base) if draft.code == STALE else None,
    )


def rename(page: DocumentPage, draft: Draft | None, version: int | None) -> SheetScreen:
    shown = draft or Draft({"title": page.row.title})
    field = shown.field("title", _("Title"), required=True, wide=True, autocomplete="off", autofocus=True)
    return sheet(page, "rename", _("Rename"), [field], shown, version=version)


def move(page: DocumentPage, draft: Draft | None, version: int | None, tree: Sequence[FolderNode]) -> SheetScreen:
    shown = draft or Draft({"folder": str(page.row.folder)})
    options = [(str(node.id), " / ".join(node.path)) for node in _flat(tree)]
    field = shown.field("folder", _("Folder"), Kind.CHOICE, options=options, required=True, wide=True)
    lead = _("A paper files itself by its kind. Move it only when it belongs elsewhere.")
    return sheet(page, "move", _("Move to a folder"), [field], shown, submit=_("Move"), lead=lead, version=version)


def _flat(tree: Sequence[FolderNode]) -> Iterator[FolderNode]:
    for node in tree:
        yield node
        yield from _flat(node.children)


def dates(page: DocumentPage, draft: Draft | None, version: int | None, organisations: Organisations) -> SheetScreen:
    row = page.row
    stored = {
        "doc_date": row.doc_date.isoformat() if row.doc_date else "",
        "signed_on": row.signed_on.isoformat() if row.signed_on else "",
        "sent_on": row.sent_on.isoformat() if row.sent_on else "",
        "organisation": str(row.organisation or ""),
    }
    shown = draft or Draft(stored)
    told = _("Its number stands in the book of that year and organisation: void it first.") if row.registered else ""
    fields = [
        shown.field("doc_date", _("Date of the document"), Kind.DATE, locked=row.registered, hint=told),
        _organisation(shown, organisations, locked=row.registered),
        shown.field("signed_on", _("Signed"), Kind.DATE, hint=_("By both sides.")),
        shown.field("sent_on", _("Sent"), Kind.DATE, hint=_("The signed paper left.")),
    ]
    return sheet(page, "dates", _("Dates and organisation"), fields, shown, version=version)


def _organisation(shown: Draft, organisations: Organisations, *, locked: bool = False) -> Field:
    hint = "" if organisations else _("Mark our own organisations on their company pages.")
    return shown.field(
        "organisation", _("Our organisation"), Kind.CHOICE, options=organisations, locked=locked, hint=hint
    )


def status(page: DocumentPage, draft: Draft | None, version: int | None) -> SheetScreen:
    shown = draft or Draft({"status": page.row.status.key})
    options = [(one.key, one.title) for one in settable(page)]
    fields = [
        shown.field("status", _("Status"), Kind.RADIO, options=options, required=True, wide=True),
        shown.field("note", _("Note"), Kind.LONG, wide=True, hint=_("Stays in the history beside the status.")),
    ]
    return sheet(page, "status", _("Change the status"), fields, shown, submit=_("Change"), version=version)


def register(
    page: DocumentPage, draft: Draft | None, version: int | None, organisations: Organisations, today: str
) -> SheetScreen:
    row = page.row
    stored = {"on": row.doc_date.isoformat() if row.doc_date else today, "organisation": str(row.organisation or "")}
    if not stored["organisation"] and len(organisations) == 1:
        stored["organisation"] = organisations[0][0]
    shown = draft or Draft(stored)
    fields = [
        shown.field(
            "on",
            _("Date of the document"),
            Kind.DATE,
            required=True,
            hint=_("The number is taken from the book of this year; a paper of last year does not disturb this one."),
        ),
        _organisation(shown, organisations),
    ]
    if not page.kind.gapless:
        hint = _("Only when the number is known already, e.g. the counterparty gave it.")
        fields.append(shown.field("number", _("Number by hand"), wide=True, hint=hint, autocomplete="off"))
    return sheet(
        page,
        "register",
        _("Register"),
        fields,
        shown,
        submit=_("Give the number"),
        hint_url=f"{PATH}{row.id}/number/",
        hint=next_number(page.next_number),
        version=version,
    )


def next_number(text: str, problem: str = "") -> str:
    """The line under the form of registration."""
    if problem:
        return problem
    return _("The number will be {number}").format(number=text) if text else ""


def void(page: DocumentPage, draft: Draft | None, version: int | None) -> SheetScreen:
    shown = draft or Draft()
    field = shown.field("reason", _("Reason"), Kind.LONG, required=True, wide=True, autofocus=True)
    warning = _("{number} stays in the book as void with your name and the reason, and is never given again.").format(
        number=f"№{formats.HARD}{page.row.number}"
    )
    title = _("Void the number")
    return sheet(page, "void", title, [field], shown, submit=title, warning=warning, danger=True, version=version)


def remove(page: DocumentPage, draft: Draft | None, version: int | None) -> SheetScreen:
    shown = draft or Draft()
    field = shown.field("reason", _("Reason"), Kind.LONG, required=True, wide=True, autofocus=True)
    warning = _("The document leaves the library and every place it lies on. Its history stays.")
    title = _("Remove the document")
    return sheet(
        page, "remove", title, [field], shown, submit=_("Remove"), warning=warning, danger=True, version=version
    )


def new_version(page: DocumentPage, draft: Draft | None, version: int | None) -> SheetScreen:
    shown = draft or Draft()
    title = _("New version")
    fields = [
        shown.field("file", _("File"), Kind.FILE, required=True, wide=True),
        shown.field(
            "note", _("What changed"), Kind.LONG, wide=True, hint=_("Colleagues read it in the list of versions.")
        ),
    ]
    lead = _("It becomes version {n}; the earlier ones stay and can be compared.").format(n=page.row.version_n + 1)
    return sheet(page, "version", title, fields, shown, submit=_("Add the version"), lead=lead, version=version)


def link(page: DocumentPage, draft: Draft | None, version: int | None, place: str) -> SheetScreen:
    shown = draft or Draft()
    title, words = _("Link the document"), places()
    tabs = tuple(
        Tab(words[key], f"{PATH}{page.row.id}/link/?{urlencode({'place': key})}", key == place, icon=PLACE_ICONS[key])
        for key in SOURCES
    )
    picker = shown.field(
        "ref",
        words[place],
        PICKERS[place],
        source=SOURCES[place],
        required=True,
        wide=True,
        placeholder=_("Start typing"),
    )
    query = f"?{urlencode({'place': place})}"
    return sheet(page, "link", title, [picker], shown, submit=_("Link"), tabs=tabs, version=version, query=query)


FORMS: dict[str, Callable[[DocumentPage, Draft | None, int | None], SheetScreen]] = {
    "rename": rename,
    "status": status,
    "void": void,
    "remove": remove,
    "version": new_version,
}
