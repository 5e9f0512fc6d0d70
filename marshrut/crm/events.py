"""The kinds of history this room writes, on the subject "company:<id>"."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ADDED = "crm.company_added"
EDITED = "crm.company_edited"

SENTENCES = {
    ADDED: _("Company added"),
    EDITED: _("Requisites changed: {changed}"),
}
#: what the places of the sentences are; `queries.shown` turns them into words
REFS = {"changed": "crm_field"}


def subject(company: int) -> str:
    return f"company:{company}"
