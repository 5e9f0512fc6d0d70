"""«Регистрационная карточка»: a paper as the registration book knows it, on one page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .printing import printed, qr


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationData:
    """Ready words. `versions` are (number, when, who, note); `links` (what it is: company, card …, title)."""

    organisation: str
    kind: str
    title: str
    number: str = ""
    date: str = ""
    registered: str = ""
    registered_by: str = ""
    status: str = ""
    folder: str = ""
    author: str = ""
    signed_on: str = ""
    sent_on: str = ""
    void: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    versions: tuple[tuple[str, str, str, str], ...] = ()
    address: str = ""
    address_note: str = ""
    made: str = ""
    at: datetime


def registration_card(data: RegistrationData) -> bytes:
    """One PDF/A-2b. Lines without a value are left out."""
    rows = [
        (_("Document kind"), data.kind),
        (_("Title"), data.title),
        (pgettext("paper", "Number"), data.number),
        (_("Date of the document"), data.date),
        (pgettext("paper", "Registered"), ", ".join(filter(None, [data.registered, data.registered_by]))),
        (pgettext("paper", "Voided"), data.void),
        (pgettext("paper", "Status"), data.status),
        (_("Signed on"), data.signed_on),
        (_("Sent on"), data.sent_on),
        (pgettext("paper", "Folder"), data.folder),
        (pgettext("paper", "Author"), data.author),
        *data.facts,
    ]
    words = {
        "heading": _("Registration card"),
        "links": _("Belongs to"),
        "versions": pgettext("paper", "Versions"),
        "n": "№",
        "added": pgettext("paper", "Added"),
        "who": pgettext("paper", "Who"),
        "note": pgettext("paper", "Note"),
        "page": pgettext("foot", "page"),
        "page_of": pgettext("page of pages", "of"),
    }
    body = {
        **asdict(data),
        "at": data.at.isoformat(),
        "rows": [row for row in rows if row[1]],
        "words": words,
        "qr": qr(data.address),
    }
    return printed("registration.typ", body, data.at)
