"""Ending sessions: one's own, one by one or all others; all of a person by an administrator."""

from __future__ import annotations

from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command

from .. import access, events
from ..sign_in import sessions
from .find import person_by_id


@command("org.end_session")
def end_session(actor: Actor, *, session: str) -> None:
    """One of the actor's own, by its public id. Repeating it changes nothing."""
    access.require(actor, "org.end_session", person=actor.person_id)
    if sessions.end(actor.person_id or 0, only=session):
        events.record(actor, f"person:{actor.person_id}", "org.session_ended")


@command("org.end_sessions")
def end_sessions(actor: Actor, *, person: int, keep: str | None = None) -> int:
    """All sessions of the person, but for the one with the key `keep`. Returns how many there were."""
    access.require(actor, "org.end_sessions", person=person)
    found = person_by_id(person)
    many = sessions.end(found.pk, keep=keep)
    if many:
        events.record(actor, f"person:{found.pk}", "org.sessions_ended", {"count": many})
    return many
