"""Writers of this room: asking for an archive and removing it; how the building goes is written by the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from marshrut.jobs import effects
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Conflict, Forbidden, NotFound
from marshrut.org import access, exports

from . import depot, events, rights
from .gathering import gathered
from .models import Archive, State
from .rules import AT_ONCE, KEPT, Kind, Scope
from .sentences import AT_ONCE as TOO_BUSY
from .sentences import NO_SUCH_ARCHIVE, NOTHING_TO_TAKE

EFFECT = "evidence_build"


@command(rights.ASK)
def ask_evidence(
    actor: Actor,
    *,
    kind: Kind,
    ref: int | None = None,
    cards: Sequence[int] = (),
    since: date | None = None,
    until: date | None = None,
    others: bool = False,
    key: str | None = None,
) -> dict[str, Any]:
    """Have an archive built of a thread (`ref`: one of its cards), a project, a company or of `cards`.

    It will hold what the actor may see and print, of a project or a company what they may export; `others` adds cards
    of these that are no letters. Returns {"id", "cards"}. Raises NotFound, Invalid, Conflict.
    """
    access.require(actor, rights.ASK)
    if actor.person_id is None:
        raise Forbidden(NOTHING_TO_TAKE)
    _not_too_many(actor.person_id)
    scope = Scope(kind, ref, since, until, others)
    found = gathered(actor, scope, cards)
    now = clock.now()
    archive = Archive.objects.create(
        title=found.title[:300],
        scope=scope.stored(),
        cards=list(found.cards),
        asked_by_id=actor.person_id,
        asked_at=now,
        expires_at=now + timedelta(days=KEPT),
    )
    exports.note(actor, what="evidence", rows=len(found.cards), form="zip", query=found.title)
    body = {"archive": archive.pk, "cards": len(found.cards), "scope": scope.stored()}
    events.write(actor, events.ASKED, body, title=found.title)
    enqueue(archive.pk, 0)
    return {"id": archive.pk, "cards": len(found.cards)}


def enqueue(archive: int, part: int) -> None:
    """The next stretch of the building; a stretch repeated after a crash finds the next one asked for already."""
    effects.enqueue([effects.row(EFFECT, f"evidence:{archive}:{part}", payload={"archive": archive, "part": part})])


def _not_too_many(person: int) -> None:
    building = Archive.objects.filter(asked_by_id=person, state=State.WAITING).count()
    if building >= AT_ONCE:
        raise Conflict(TOO_BUSY % {"count": building}, code="busy")


@command(rights.REMOVE)
def remove_evidence(actor: Actor, *, archive: int, key: str | None = None) -> dict[str, Any]:
    """Remove an archive before its time; one that is being built is given up. Raises NotFound."""
    row = Archive.objects.select_for_update().filter(pk=archive, asked_by_id=actor.person_id or 0).first()
    if row is None:
        raise NotFound(NO_SUCH_ARCHIVE)
    access.require(actor, rights.REMOVE, person=row.asked_by_id)
    _remove(actor, row)
    return {"id": archive}


def _remove(actor: Actor, row: Archive) -> None:
    which, file = row.pk, row.file
    row.delete()
    events.write(actor, events.REMOVED, {"archive": which})
    transaction.on_commit(lambda: _drop(which, file))


def _drop(archive: int, file: str) -> None:
    depot.drop(file)
    depot.drop_parts(archive)


@command(rights.PROGRESS)
def note_progress(actor: Actor, *, archive: int, done: int) -> bool:
    """So many cards are looked at; False when nobody waits for the archive any more."""
    access.require(actor, rights.PROGRESS)
    return Archive.objects.filter(pk=archive, state=State.WAITING).update(done=done) == 1


@command(rights.DELIVER)
def deliver_evidence(
    actor: Actor, *, archive: int, file: str, size: int, sha256: str, sums: str, inside: Sequence[int]
) -> bool:
    """The archive is built; False when it was removed meanwhile, or another worker was first."""
    access.require(actor, rights.DELIVER)
    now = clock.now()
    won = Archive.objects.filter(pk=archive, state=State.WAITING).update(
        state=State.READY,
        file=file,
        size=size,
        sha256=sha256,
        sums=sums,
        inside=list(inside),
        ready_at=now,
        expires_at=now + timedelta(days=KEPT),
    )
    if won:
        body = {"archive": archive, "cards": len(inside), "size": size, "sha256": sha256, "sums": sums}
        events.write(actor, events.BUILT, body)
    return bool(won)


@command(rights.FAIL)
def fail_evidence(actor: Actor, *, archive: int, why: str) -> bool:
    """Nothing more is tried. `why` is a key of sentences.WHY."""
    access.require(actor, rights.FAIL)
    won = Archive.objects.filter(pk=archive, state=State.WAITING).update(state=State.FAILED, why=why)
    if won:
        events.write(actor, events.FAILED, {"archive": archive, "why": why})
    return bool(won)


@command(rights.EXPIRE)
def expire_evidence(actor: Actor) -> int:
    """Remove what has been kept long enough, and give up what nobody works on any more. Returns how many went."""
    access.require(actor, rights.EXPIRE)
    given_up = Archive.objects.filter(state=State.WAITING, asked_at__lte=clock.now() - timedelta(days=1))
    given_up.update(state=State.FAILED, why="broken")
    over = list(Archive.objects.select_for_update(skip_locked=True).filter(expires_at__lte=clock.now()))
    for row in over:
        _remove(actor, row)
    return len(over)
