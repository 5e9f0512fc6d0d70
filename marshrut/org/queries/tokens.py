"""API tokens: whose is this one, and which ones a person has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from .. import rules, token_use
from ..models import ApiToken, Person


@dataclass(frozen=True, slots=True)
class TokenLine:
    id: int
    name: str
    #: "msh_…" and the last characters
    hint: str
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None
    #: works now
    is_live: bool


def authenticate_token(text: str) -> Person | None:
    """The active owner of a token that is neither revoked nor past its time. Notes the use, at most once a minute."""
    if not text.startswith(rules.TOKEN_PREFIX):
        return None
    at = clock.now()
    found = (
        ApiToken.objects.select_related("person")
        .filter(digest=rules.token_digest(text), revoked_at=None, expires_at__gt=at, person__is_active=True)
        .first()
    )
    if found is None:
        return None
    if found.last_used_at is None or (at - found.last_used_at).total_seconds() >= token_use.PAUSE:
        token_use.record(found.id, at)
    return found.person


def own_tokens(actor: Actor) -> list[TokenLine]:
    """The actor's own list, newest first."""
    at = clock.now()
    return [
        TokenLine(
            id=it.id,
            name=it.name,
            hint=f"{rules.TOKEN_PREFIX}…{it.hint}",
            created_at=it.created_at,
            expires_at=it.expires_at,
            last_used_at=it.last_used_at,
            revoked_at=it.revoked_at,
            is_live=it.revoked_at is None and it.expires_at > at,
        )
        for it in ApiToken.objects.filter(person=actor.person_id or 0).order_by("-id")
    ]
