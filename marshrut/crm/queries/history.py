"""Places of history sentences in words."""

from __future__ import annotations

from ..models import Company, Contact
from ..sentences import CONTACT_LABELS, DEAL_LABELS, DEAL_STATES, LABELS, MORE_LABELS, PROJECT_STATES

_WORDS = {
    "crm_field": {**LABELS, **MORE_LABELS},
    "contact_field": CONTACT_LABELS,
    "deal_field": DEAL_LABELS,
    "deal_state": DEAL_STATES,
    "project_state": PROJECT_STATES,
}


def shown(ref: str, value: object) -> str | None:
    """A company, contact, field or state by its reference; None for what belongs to another room."""
    if ref in _WORDS:
        return str(_WORDS[ref].get(str(value), value))
    rows = {"company": Company.objects, "contact": Contact.objects}.get(ref)
    if rows is None:
        return None
    found = rows.filter(pk=int(str(value))).values_list("name", flat=True).first()
    return found or f"№ {value}"
