"""The history this room writes: "person:5", "department:3" and "role:secretary" each have their own chain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    "org.role_edited": _("Role renamed: «{title_ru}», in English «{title_en}»"),
    "org.role_assigned": _("{person} received the role «{role}»"),
    "org.role_revoked": _("{person} no longer holds the role «{role}»"),
    "org.absence_set": _("Absence set: {since} – {until}, standing in: {substitutes}"),
    "org.absence_changed": _("Absence changed: {since} – {until}, standing in: {substitutes}"),
    "org.absence_ended": _("Absence ended early: {since} – {until}"),
    "org.person_invited": _("Invitation made"),
    "org.password_set_by_link": _("Password set by a one-use link"),
    "org.account_tied": _("Account of the identity server {issuer} tied"),
    "org.account_untied": _("Account of the identity server untied"),
    "org.directory_tied": _("Tied to the directory {directory}"),
    "org.totp_added": _("Second factor set up: codes of an app"),
    "org.totp_removed": _("Second factor taken away: codes of an app"),
    "org.passkey_added": _("Passkey «{name}» added"),
    "org.passkey_removed": _("Passkey «{name}» taken away"),
    "org.recovery_codes_renewed": _("New recovery codes made"),
    "org.second_factor_reset": _("Second factor reset by an administrator"),
    "org.session_ended": _("A session was ended"),
    "org.sessions_ended": _("Sessions ended: {count}"),
    "export.made": _("Table taken away: {what}, {rows} rows"),
    "org.token_created": _("API token «{name}» created, works for {days} days"),
    "org.token_revoked": _("API token «{name}» revoked"),
}

#: what the places of the sentences are; `queries.shown` turns them into words
REFS = {
    "person": "person",
    "role": "role",
    "changed": "org_field",
    "substitutes": "person",
    "since": "org_moment",
    "until": "org_moment",
}

#: what can be changed, in words; the context keeps "name" and "position" apart from those of other rooms
FIELDS = {
    "email": pgettext_lazy("org field", "e-mail"),
    "last_name": pgettext_lazy("org field", "last name"),
    "first_name": pgettext_lazy("org field", "first name"),
    "middle_name": pgettext_lazy("org field", "middle name"),
    "position": pgettext_lazy("org field", "position"),
    "department": pgettext_lazy("org field", "department"),
    "is_admin": pgettext_lazy("org field", "administrator's rights"),
    "language": pgettext_lazy("org field", "language"),
    "time_zone": pgettext_lazy("org field", "time zone"),
    "schedule": pgettext_lazy("org field", "working hours"),
    "keys_enabled": pgettext_lazy("org field", "keyboard shortcuts"),
    "name": pgettext_lazy("org field", "name"),
    "parent": pgettext_lazy("org field", "place in the company"),
    "head": pgettext_lazy("org field", "head"),
    "sort": pgettext_lazy("org field", "order in the list"),
}


class Told(NamedTuple):
    """What happened to one subject. `body` stays for ever; `personal` can be erased on the person's demand."""

    kind: str
    body: Mapping[str, Any] | None = None
    personal: Mapping[str, Any] | None = None


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


#: subjects of one statement
MANY = 1000


def record_many(actor: Actor, told: Mapping[str, Sequence[Told]], *, new: bool = False) -> None:
    """The same for many subjects, in few statements. `new`: all of them were made in this transaction."""
    append = history.append_new if new else history.append_many
    at, subjects = clock.now(), list(told)
    for start in range(0, len(subjects), MANY):
        portion = {
            subject: [history.line(one.kind, actor=actor, at=at, body=one.body, values=one.personal) for one in found]
            for subject in subjects[start : start + MANY]
            if (found := told[subject])
        }
        if portion:
            append(portion)
