"""One document: facts, paper, versions, where it lies, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from marshrut.crm import queries as crm
from marshrut.documents import queries as documents
from marshrut.documents.places import CARD
from marshrut.documents.queries import BookEntry, DocumentPage, LinkInfo, StatusInfo, VersionInfo
from marshrut.doors.web import formats
from marshrut.doors.web.present.lists import address
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import Entry
from marshrut.doors.web.screens.document import Act, DocumentScreen, Fact, LinkRow, StatusChoice, Version
from marshrut.doors.web.screens.parts import Face, Link, Tone
from marshrut.history import kinds
from marshrut.history.queries import Event
from marshrut.org import queries as org

from .rows import PATH, chip, file_row, number

PLACE_ICONS = {
    "card": "layout-kanban",
    "company": "building",
    "contact": "user",
    "deal": "briefcase",
    "project": "flag",
}
TONES = {
    "document.added": Tone.INFO,
    "document.registered": Tone.OK,
    "document.voided": Tone.BAD,
    "document.removed": Tone.BAD,
    "document.status_set": Tone.VIOLET,
}
#: body keys that hold what a person wrote
QUOTED = ("note",)


def places() -> dict[str, str]:
    return {
        "card": _("Card"),
        "company": _("Company"),
        "contact": _("Contact"),
        "deal": _("Deal"),
        "project": _("Project"),
    }


def _named(ref: str, value: Any) -> str:
    """What stands in the places of a sentence: each room knows its own."""
    said = (room.shown(ref, value) for room in (documents, crm, org))
    return next((words for words in said if words is not None), str(value))


def screen(page: DocumentPage, viewer: Viewer, html: str = "") -> DocumentScreen:
    row, may = page.row, page.may
    base = f"{PATH}{row.id}/"
    paper = file_row(row.file)
    return DocumentScreen(
        id=row.id,
        version=row.version,
        title=row.title,
        kind=row.kind_title,
        path=_path(page),
        status=chip(row.status),
        status_note=_since(page, viewer),
        statuses=tuple(StatusChoice(s.key, chip(s), s.key == row.status.key) for s in settable(page))
        if may.set_status
        else (),
        status_url=f"{base}status/",
        owner=Link(page.owner.title, page.owner.url) if page.owner else None,
        owner_note=page.owned or may.why_sealed,
        number=number(row.number),
        facts=tuple(_facts(page, viewer, base)),
        links=tuple(_link(one, page, base) for one in page.links),
        link_act=Act(_("Link the document"), f"{base}link/", "link") if may.link else None,
        versions=tuple(_version(one, page, viewer, base) for one in page.versions),
        journal=journal(page.timeline, viewer),
        main_acts=tuple(_main(page, base)),
        acts=tuple(_acts(page, base)),
        paper=paper,
        html=html,
        no_paper=_no_paper(page, html),
        download_url=f"/files/{row.file.id}/?download=1",
        compare_url=f"{base}compare/" if len(page.versions) > 1 else "",
    )


def settable(page: DocumentPage) -> tuple[StatusInfo, ...]:
    """The statuses the reader may choose from, with the one it has."""
    final = page.may.set_final
    return tuple(one for one in page.kind.statuses if final or not one.final or one.key == page.row.status.key)


def _path(page: DocumentPage) -> tuple[Link, ...]:
    folder = address(PATH, {"folder": [str(page.row.folder)]})
    return (Link(_("Documents"), PATH), *([Link(" / ".join(page.path), folder)] if page.path else []))


def _since(page: DocumentPage, viewer: Viewer) -> str:
    """«с 12 ноября 2026, Иванова А. П.»."""
    day = formats.day(page.row.status_at.astimezone(viewer.zone).date())
    who = viewer.chart.name(page.status_by) if page.status_by else ""
    return ", ".join(filter(None, (_("since {day}").format(day=day), who)))


def _no_paper(page: DocumentPage, html: str) -> str:
    file = page.row.file
    if file.pages or html:
        return ""
    if file.preview == "waiting":
        return _("The pages are being drawn. Open the page again in a few seconds.")
    return file.preview_note or _("There is no preview of such files: download it to read.")


def _main(page: DocumentPage, base: str) -> Iterator[Act]:
    if page.may.register:
        yield Act(_("Register"), f"{base}register/", "hash")
    if page.may.add_version:
        yield Act(_("New version"), f"{base}version/", "upload")


def _acts(page: DocumentPage, base: str) -> Iterator[Act]:
    may = page.may
    if may.rename:
        yield Act(_("Rename"), f"{base}rename/", "pencil")
    if may.move:
        yield Act(_("Move to a folder"), f"{base}move/", "folder")
    if may.date:
        yield Act(_("Dates and organisation"), f"{base}dates/", "calendar-event")
    if may.link:
        yield Act(_("Link the document"), f"{base}link/", "link")
    if may.void:
        yield Act(_("Void the number"), f"{base}void/", "ban", bad=True)
    if may.remove:
        yield Act(_("Remove the document"), f"{base}remove/", "trash", bad=True)


def _facts(page: DocumentPage, viewer: Viewer, base: str) -> Iterator[Fact]:
    row, may = page.row, page.may
    dates = Act(_("Dates and organisation"), f"{base}dates/", "pencil") if may.date else None
    yield _number_fact(page, viewer, base)
    kind_url = address(PATH, {"kind": [row.kind]})
    yield Fact(label=_("Kind"), value=row.kind_title, url=kind_url)
    yield Fact(label=_("Date of the document"), value=_day(row.doc_date), act=dates)
    yield Fact(label=_("Signed"), value=_day(row.signed_on), act=dates)
    yield Fact(label=_("Sent"), value=_day(row.sent_on), act=dates)
    if row.organisation_title or may.date:
        yield Fact(label=_("Our organisation"), value=row.organisation_title, act=dates)
    moved = Act(_("Move to a folder"), f"{base}move/", "pencil") if may.move else None
    folder = address(PATH, {"folder": [str(row.folder)]})
    yield Fact(label=_("Folder"), value=" / ".join(page.path), url=folder, act=moved)
    added = formats.day(row.created_at.astimezone(viewer.zone).date())
    yield Fact(
        label=_("Added"), value=", ".join(filter(None, (added, viewer.chart.name(row.author) if row.author else "")))
    )


def _number_fact(page: DocumentPage, viewer: Viewer, base: str) -> Fact:
    row = page.row
    if row.number:
        entry = next((one for one in page.entries if one.void_at is None), None)
        void = Act(_("Void the number"), f"{base}void/", "ban") if page.may.void else None
        return Fact(
            label=_("Number"), value=row.number, note=_entry(entry, viewer) if entry else "", act=void, big=True
        )
    gone = next((one for one in page.entries if one.void_at is not None), None)
    note = _("{number} is void").format(number=gone.text) if gone else ""
    register = Act(_("Register"), f"{base}register/", "hash") if page.may.register else None
    ahead = _("next is {number}").format(number=page.next_number) if page.next_number else ""
    return Fact(label=_("Number"), value="", note="; ".join(filter(None, (note, ahead))), act=register)


def _entry(entry: BookEntry, viewer: Viewer) -> str:
    day = formats.day(entry.at.astimezone(viewer.zone).date())
    who = viewer.chart.name(entry.by) if entry.by else ""
    return _("registered {day}").format(day=day) + (f", {who}" if who else "")


def _day(value: date | None) -> str:
    return formats.day(value) if value else ""


def _link(one: LinkInfo, page: DocumentPage, base: str) -> LinkRow:
    """A card that owns the paper is not unlinked by hand."""
    spot = one.spot
    held = spot.place == CARD and (bool(one.field) or spot.ref == page.row.owner_card)
    return LinkRow(
        title=spot.title,
        url=spot.url,
        icon=PLACE_ICONS.get(spot.place, "link"),
        place=places().get(spot.place, ""),
        detail=spot.detail,
        unlink_url=f"{base}unlink/{spot.place}/{spot.ref}/" if page.may.link and not held else "",
    )


def _version(one: VersionInfo, page: DocumentPage, viewer: Viewer, base: str) -> Version:
    face = viewer.face(one.added_by)
    older = one.n - 1 if one.n > 1 else 0
    return Version(
        n=one.n,
        file=file_row(one.file),
        who=face.name,
        when=formats.ago(one.added_at, viewer.now, viewer.zone),
        note=one.note,
        face=face,
        card=Link(one.card_title, one.card_url) if one.card_url else None,
        current=one.n == page.row.version_n,
        compare_url=f"{base}compare/?from={older}&to={one.n}" if older else "",
    )


def journal(events: Sequence[Event], viewer: Viewer) -> tuple[Entry, ...]:
    """Newest first, with the day above the first entry of each day."""
    found: list[Entry] = []
    last = ""
    for event in sorted(events, key=lambda one: -one.seq):
        at = event.at.astimezone(viewer.zone)
        day = formats.day(at.date())
        found.append(
            Entry(
                id=event.seq,
                who=_who(event, viewer).name,
                when=f"{at:%H:%M}",
                when_iso=at.isoformat(),
                text=kinds.sentence(event, _named),
                quote=_quote(event),
                icon=kinds.kind(event.kind).icon,
                tone=TONES.get(event.kind, Tone.NEUTRAL),
                day=day if day != last else "",
            )
        )
        last = day
    return tuple(found)


def _who(event: Event, viewer: Viewer) -> Face:
    return viewer.face(event.actor_id if event.actor_kind == "person" else None)


def _quote(event: Event) -> str:
    values = {**event.body, **event.values}
    return next((str(values[key]) for key in QUOTED if values.get(key)), "")
