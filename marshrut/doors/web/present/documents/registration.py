"""The registration card of a document: the words that the print form takes."""

from __future__ import annotations

from datetime import UTC, date

from django.utils.translation import gettext as _

from marshrut.crm import queries as crm
from marshrut.documents import forms
from marshrut.documents.queries import DocumentPage
from marshrut.doors.web import formats
from marshrut.doors.web.present.viewer import Viewer

from .page import places


def data(page: DocumentPage, viewer: Viewer, address: str) -> forms.RegistrationData:
    """What the registration book and the page say, as the reader may see it. `address` is what the QR code leads to."""
    row, entry = page.row, next((one for one in page.entries if one.void_at is None), None)
    void = next((one for one in page.entries if one.void_at is not None), None) if entry is None else None
    return forms.RegistrationData(
        organisation=_organisation(page, viewer),
        kind=row.kind_title,
        title=row.title,
        number=row.number,
        date=_day(row.doc_date),
        registered=formats.moment(entry.at, viewer.zone) if entry else "",
        registered_by=viewer.chart.name(entry.by) if entry and entry.by else "",
        status=row.status.title,
        folder=" / ".join(page.path),
        author=viewer.chart.name(row.author) if row.author else "",
        signed_on=_day(row.signed_on),
        sent_on=_day(row.sent_on),
        void=f"{void.text}: {void.void_why}" if void else "",
        links=tuple((places().get(one.spot.place, ""), one.spot.title) for one in page.links),
        versions=tuple(
            (
                str(one.n),
                formats.moment(one.added_at, viewer.zone),
                viewer.chart.name(one.added_by) if one.added_by else _("Marshrut"),
                one.note,
            )
            for one in sorted(page.versions, key=lambda one: one.n)
        ),
        address=address,
        address_note=_("Open the document"),
        made=_("Made {at}, {person}").format(
            at=formats.moment(viewer.now, viewer.zone), person=viewer.chart.name(viewer.person)
        ),
        at=viewer.now.astimezone(UTC),
    )


def _organisation(page: DocumentPage, viewer: Viewer) -> str:
    """The one whose book has the number, else the only one there is."""
    chosen = page.row.organisation
    known = list(crm.describe([chosen]).values()) if chosen else crm.organisations(viewer.actor)
    return known[0].short_name or known[0].name if len(known) == 1 else ""


def _day(day: date | None) -> str:
    return formats.day(day) if day else ""
