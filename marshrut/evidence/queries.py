"""What may be read here: one's own archives. Of others there are none, as if they did not exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext as _

from marshrut.calendars.queries import day_of
from marshrut.cards.queries import taking
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, NotFound

from . import depot
from .models import Archive, State
from .rules import Scope, act_of, restored
from .sentences import HIDDEN_BY_NOW, LOST, NO_SUCH_ARCHIVE, NOT_READY, WHY

MOST = 100


@dataclass(frozen=True, slots=True)
class ArchiveInfo:
    """`state` is waiting, ready or failed, then `why` says it in words. `asked` cards, `done` of them looked at,
    `inside` are in the archive. `sums` is the SHA-256 of the list of checksums inside.
    """

    id: int
    title: str
    scope: Scope
    state: str
    why: str
    asked: int
    done: int
    inside: int
    size: int
    sha256: str
    sums: str
    asked_at: datetime
    ready_at: datetime | None
    expires_at: datetime

    @property
    def name(self) -> str:
        """Of the file, for saving."""
        day = day_of(self.ready_at or self.asked_at).isoformat()
        return _("Archive {n} of {day}").format(n=self.id, day=day) + ".zip"


def archives(actor: Actor) -> tuple[ArchiveInfo, ...]:
    """The person's own, newest first. One query."""
    rows = Archive.objects.filter(asked_by_id=actor.person_id or 0).order_by("-id")[:MOST]
    return tuple(_info(row) for row in rows)


def archive(actor: Actor, which: int) -> ArchiveInfo:
    """Raises NotFound."""
    return _info(_own(actor, which))


def opened(actor: Actor, which: int) -> tuple[ArchiveInfo, BinaryIO]:
    """The archive and its content, which the caller closes.

    Every card in it is asked for again: raises Conflict when one is hidden by now, when it is not ready and when its
    file is gone, NotFound for what is none of the person's.
    """
    row = _own(actor, which)
    if row.state != State.READY:
        raise Conflict(WHY[row.why] if row.why else NOT_READY, code="not_ready")
    if set(row.inside) - taking.permitted_among(actor, act_of(row.scope["kind"]), row.inside).keys():
        raise Conflict(HIDDEN_BY_NOW, code="hidden")
    try:
        return _info(row), depot.open_archive(row.file)
    except FileNotFoundError:
        raise Conflict(LOST, code="lost") from None


def to_build(which: int) -> Archive | None:
    """For the worker: None when nobody waits for it any more."""
    return Archive.objects.filter(pk=which, state=State.WAITING).first()


def kept_names() -> set[str]:
    """For the sweeper: names in the depot that belong to an archive."""
    rows = Archive.objects.values_list("pk", "file")
    return {name for pk, file in rows for name in (str(pk), file) if name}


def _own(actor: Actor, which: int) -> Archive:
    row = Archive.objects.filter(pk=which, asked_by_id=actor.person_id or 0).first()
    if row is None:
        raise NotFound(NO_SUCH_ARCHIVE)
    return row


def _info(row: Archive) -> ArchiveInfo:
    return ArchiveInfo(
        id=row.pk,
        title=row.title,
        scope=restored(row.scope),
        state=row.state,
        why=str(WHY[row.why]) if row.why in WHY else "",
        asked=len(row.cards),
        done=row.done,
        inside=len(row.inside),
        size=row.size,
        sha256=row.sha256,
        sums=row.sums,
        asked_at=row.asked_at,
        ready_at=row.ready_at,
        expires_at=row.expires_at,
    )
