"""The kinds of history this room writes; subjects are "company:<id>", and so on of contacts, deals and projects."""

from __future__ import annotations

from typing import Literal

from django.utils.translation import gettext_lazy as _

ADDED = "crm.company_added"
EDITED = "crm.company_edited"
CONTACT_ADDED = "crm.contact_added"
CONTACT_EDITED = "crm.contact_edited"
CONTACT_LINKED = "crm.contact_linked"
CONTACT_MOVED = "crm.contact_duties_changed"
CONTACT_UNLINKED = "crm.contact_unlinked"
DEAL_ADDED = "crm.deal_added"
DEAL_EDITED = "crm.deal_edited"
DEAL_STATE = "crm.deal_state_set"
DEAL_MOVED = "crm.deal_moved"
STAGE_ADDED = "crm.deal_stage_added"
STAGE_EDITED = "crm.deal_stage_edited"
STAGE_REMOVED = "crm.deal_stage_removed"
PROJECT_ADDED = "crm.project_added"
PROJECT_EDITED = "crm.project_edited"
PROJECT_STATE = "crm.project_state_set"

#: kind -> (sentence, icon)
SENTENCES = {
    ADDED: (_("Company added"), "building"),
    EDITED: (_("Requisites changed: {changed}"), "building"),
    CONTACT_ADDED: (_("Contact added"), "user"),
    CONTACT_EDITED: (_("Changed: {changed}"), "user"),
    CONTACT_LINKED: (_("Contact person: {contact}"), "user"),
    CONTACT_MOVED: (_("Duties of the contact person changed: {contact}"), "user"),
    CONTACT_UNLINKED: (_("No contact person any more: {contact}"), "user"),
    DEAL_ADDED: (_("Deal added"), "briefcase"),
    DEAL_EDITED: (_("Changed: {changed}"), "briefcase"),
    DEAL_STATE: (_("State: {from} → {to}"), "briefcase"),
    DEAL_MOVED: (_("Stage: {from} → {to}"), "briefcase"),
    STAGE_ADDED: (_("Stage of deals added: {stage}"), "briefcase"),
    STAGE_EDITED: (_("Stage of deals changed: {stage}"), "briefcase"),
    STAGE_REMOVED: (_("Stage of deals removed: {stage}"), "briefcase"),
    PROJECT_ADDED: (_("Project added"), "briefcase"),
    PROJECT_EDITED: (_("Changed: {changed}"), "briefcase"),
    PROJECT_STATE: (_("State: {from} → {to}"), "briefcase"),
}
#: what the places of the sentences are; `queries.shown` turns them into words
REFS = {
    **{key: {"changed": "crm_field"} for key in (ADDED, EDITED)},
    **{key: {"changed": "contact_field"} for key in (CONTACT_ADDED, CONTACT_EDITED)},
    **{key: {"contact": "contact"} for key in (CONTACT_LINKED, CONTACT_MOVED, CONTACT_UNLINKED)},
    **{key: {"changed": "deal_field"} for key in (DEAL_ADDED, DEAL_EDITED, PROJECT_ADDED, PROJECT_EDITED)},
    DEAL_STATE: {"from": "deal_state", "to": "deal_state"},
    DEAL_MOVED: {"from": "deal_stage", "to": "deal_stage"},
    **{key: {"stage": "deal_stage"} for key in (STAGE_ADDED, STAGE_EDITED, STAGE_REMOVED)},
    PROJECT_STATE: {"from": "project_state", "to": "project_state"},
}


def subject(which: int, what: Literal["company", "contact", "deal", "deal_stage", "project"] = "company") -> str:
    return f"{what}:{which}"
