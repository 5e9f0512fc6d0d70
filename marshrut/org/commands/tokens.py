"""API tokens: made by a person for himself, shown once, stored as a digest."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import NotFound

from .. import access, events, rules
from ..models import ApiToken
from .fields import Fields

DAYS, MOST_DAYS = 90, 365


@command("org.create_token", own_transaction=True)
def create_token(actor: Actor, *, name: str, days: int = DAYS, key: str | None = None) -> dict[str, Any]:
    """Returns {"id", "token", "expires_at"}; `token` is told this once. `days` it works: 1 to 365.

    `key` is ignored, because the answers to client keys are stored and this one is a secret.
    """
    access.require(actor, "org.create_token", person=actor.person_id)
    fields = Fields()
    name = fields.text("name", name, limit=100, needed=True)
    if not 1 <= days <= MOST_DAYS:
        fields.refuse("days", _("A token works from 1 to %(most)s days.") % {"most": MOST_DAYS})
    fields.check()
    text = rules.TOKEN_PREFIX + secrets.token_urlsafe(32)
    at = clock.now()
    with transaction.atomic():
        made = ApiToken.objects.create(
            person_id=actor.person_id or 0,
            name=name,
            digest=rules.token_digest(text),
            hint=text[-4:],
            created_at=at,
            expires_at=at + timedelta(days=days),
        )
        facts = {"token": made.id, "days": days}
        events.record(actor, f"person:{actor.person_id}", "org.token_created", facts | {"name": name})
    return {"id": made.id, "token": text, "expires_at": made.expires_at.isoformat()}


@command("org.revoke_token")
def revoke_token(actor: Actor, *, token: int) -> None:
    """By its owner or an administrator; another person's token looks like none. Repeating it changes nothing."""
    found = ApiToken.objects.select_for_update().filter(id=token).first()
    if found is None or not access.may(actor, "org.revoke_token", person=found.person_id):
        access.require(actor, "org.revoke_token", person=actor.person_id)
        raise NotFound(_("There is no such token."))
    if found.revoked_at is not None:
        return
    found.revoked_at = clock.now()
    found.save(update_fields=["revoked_at"])
    facts = {"token": found.id, "name": found.name}
    events.record(actor, f"person:{found.person_id}", "org.token_revoked", facts)
