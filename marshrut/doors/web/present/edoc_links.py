"""What an e-document belongs to, as a form: the deal, the contact, the manager, the paperwork that waits for it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Link
from marshrut.doors.web.screens.simple import FormScreen
from marshrut.edocs.queries import EDocPage

from . import edoc_rows
from .draft import Draft
from .edoc_places import PATH

#: key of the link -> its picker
NAMES = ("deal", "contact", "manager", "about")


def chosen(page: EDocPage) -> dict[str, int | None]:
    line = page.line
    about = page.about.card if page.about else None
    return {"deal": line.deal_id, "contact": line.contact_id, "manager": line.manager_id, "about": about}


def draft(page: EDocPage) -> Draft:
    line, about = page.line, page.about
    return Draft(
        {
            "deal": str(line.deal_id or ""),
            "deal_text": line.deal,
            "contact": str(line.contact_id or ""),
            "contact_text": line.contact,
            "manager": str(line.manager_id or ""),
            "manager_text": line.manager,
            "about": str(about.card if about else ""),
            "about_text": f"{about.label} {about.name}" if about else "",
        }
    )


def form(page: EDocPage, draft: Draft) -> FormScreen:
    return FormScreen(
        title=_("What it belongs to"),
        back=Link(edoc_rows.title(page.line), f"/cards/{page.line.card}/"),
        form=draft.form(f"{PATH}{page.line.card}/links/", _fields(page, draft)),
        lead=_("What you choose here stays: 1C does not change it."),
    )


def _fields(page: EDocPage, draft: Draft) -> list[Field]:
    company = f"?company={page.line.company_id}" if page.line.company_id else ""
    hint = _("The card that goes on when this document is signed.")
    return [
        draft.field("deal", _("Deal"), Kind.DEAL, source=f"/deals/suggest/{company}", wide=True),
        draft.field("contact", _("Contact person"), Kind.CONTACT, source=f"/contacts/suggest/{company}", wide=True),
        draft.field("manager", pgettext("edocs", "Manager"), Kind.PERSON, source="/people/suggest/", wide=True),
        draft.field("about", _("Paperwork that waits for it"), Kind.CARD, source="/cards/suggest/", wide=True,
                    hint=hint),
    ]  # fmt: skip
