"""The history this room writes: "person:5", "department:3" and "role:secretary" each have their own chain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from marshrut.history import kinds
from marshrut.history import record as history
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

SENTENCES = {
    "org.person_added": _("Employee added"),
    "org.person_edited": _("Details changed: {changed}"),
    "org.person_dismissed": _("Employee dismissed, account closed"),
    "org.person_reinstated": _("Account opened again"),
    "org.password_set": _("New password set by an administrator"),
    "org.password_changed": _("Password changed"),
    "org.profile_edited": _("Own settings changed: {changed}"),
    "org.department_added": _("Department «{name}» added"),
    "org.department_edited": _("Department «{name}» changed: {changed}"),
    "org.department_removed": _("Department «{name}» removed"),
    "org.role_added": _("Role «{role}» added"),
    "org.role_edited": _("Role renamed to «{title_en}»"),
    "org.role_assigned": _("{person} received the role «{role}»"),
    "org.role_revoked": _("{person} no longer holds the role «{role}»"),
    "org.token_created": _("API token «{name}» created, works for {days} days"),
    "org.token_revoked": _("API token «{name}» revoked"),
}

#: what the places of the sentences are; `queries.shown` turns them into words
REFS = {"person": "person", "role": "role", "changed": "org_field"}

#: what can be changed, in words
FIELDS = {
    "email": _("e-mail"),
    "last_name": _("last name"),
    "first_name": _("first name"),
    "middle_name": _("middle name"),
    "position": _("position"),
    "department": _("department"),
    "is_admin": _("administrator's rights"),
    "language": _("language"),
    "time_zone": _("time zone"),
    "schedule": _("working hours"),
    "keys_enabled": _("keyboard shortcuts"),
    "name": _("name"),
    "parent": _("place in the company"),
    "head": _("head"),
    "sort": _("order in the list"),
}


def register() -> None:
    for kind, sentence in SENTENCES.items():
        kinds.register(kind, sentence, refs=REFS)


def record(
    actor: Actor,
    subject: str,
    kind: str,
    body: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
) -> None:
    """`body` stays for ever; `personal` can be erased on the person's demand."""
    history.append(subject, [history.line(kind, actor=actor, at=clock.now(), body=body, values=personal)])
