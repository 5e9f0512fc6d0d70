"""Which sample stands behind which address of /ui-kit/."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from marshrut.doors.web.screens.forms import Form
from marshrut.doors.web.screens.parts import Tone
from marshrut.doors.web.screens.tracking import NumberSaid

from . import board, card, directories, edocs, inbox, logistics, office

EDITED = replace(card.CARD, edit=Form("/ui-kit/card/", card.EDIT, version=4))
SCREENS: dict[str, tuple[str, Any]] = {
    "inbox": ("screens/inbox.html", inbox.INBOX),
    "inbox-list": ("screens/inbox.html", inbox.INBOX_LIST),
    "inbox-empty": ("screens/inbox.html", inbox.EMPTY),
    "board": ("screens/board.html", board.BOARD),
    "list": ("screens/list.html", board.LIST),
    "list-empty": ("screens/list.html", board.NOTHING),
    "card": ("screens/card.html", card.CARD),
    "card-edit": ("screens/card.html", EDITED),
    "inbox-form": ("screens/inbox.html", logistics.FORM),
    "card-logistics": ("screens/card.html", logistics.WITH_SHIPMENTS),
    "card-shipment": ("screens/card.html", logistics.SHIPMENT),
    "edocs": ("screens/edocs.html", edocs.REGISTER),
    "edocs-unmatched": ("screens/edoc_unmatched.html", edocs.UNMATCHED),
    "card-edoc": ("screens/card.html", edocs.ON_CARD),
    "create": ("screens/create.html", office.CREATE),
    "org": ("screens/org.html", office.ORG),
    "person": ("screens/person.html", office.PERSON),
    "form": ("screens/form.html", office.COMPANY_FORM),
    "settings": ("screens/settings.html", office.SETTINGS),
    "profile": ("screens/profile.html", office.PROFILE),
    "notifications": ("screens/notifications.html", office.NOTICES),
    "company": ("screens/company.html", directories.COMPANY),
    "role": ("screens/role.html", directories.ROLE),
    "calendar": ("screens/calendar.html", directories.CALENDAR),
    "companies": ("screens/companies.html", office.COMPANY_LIST),
    "login": ("screens/login.html", office.LOGIN),
    "400": ("400.html", None),
    "403": ("403.html", None),
    "404": ("404.html", None),
    "409": ("409.html", None),
    "500": ("500.html", None),
    "offline": ("offline.html", None),
}
#: id of the element htmx replaces -> partial of the page
PARTS = {"inbox": "#inbox", "inbox-detail": "#detail", "card-fields": "#fields", "journal": "#journal", "list": "#list"}
TRACK = NumberSaid("Контрольная цифра верна", Tone.OK, "circle-check")
PALETTE = office.PALETTE
SUGGESTIONS = (
    ("ООО «Вектор Логистика»", "ИНН 7700964117"),
    ("ООО «Косметика Плюс»", "ИНН 7701234560"),
    ("АО «Промснаб»", "ИНН 7702345671"),
)
