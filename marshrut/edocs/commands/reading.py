"""Reading a base: one reader at a time, under a lease whose epoch fences whoever was taken for dead."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.commands import command
from marshrut.kernel.errors import Invalid
from marshrut.org import access

from .. import rights
from ..models import Base, Run
from ..rules import pace
from ..source import Found, Lane, SourceTrouble
from . import keeping, missing, steps

log = logging.getLogger(__name__)
#: minutes of silence after which another reader may begin: a killed one holds the base up no longer than that. A slow
#: one that is overtaken is fenced and loses its reading, nothing else
LEASE: Final = 5
#: documents of one call
MOST: Final = 1000
#: lanes that tell what is new: by them a base is fresh
NEWS: Final = ("changes", "first")
#: documents of a first filling after which the planner is told how large the tables have become
GROWN: Final = 5000


@command(rights.TAKE_BASE)
def take_base(actor: Actor, *, base: str, lane: Lane, by: int | None = None) -> dict[str, Any] | None:
    """Become the reader of the base. None: it is not connected, is left alone, or somebody reads it.

    `by`: who wants it to be read. Returns {"lease", "epoch", "cursor": ISO or None, "lane"}; `lease` goes with
    everything that is recorded. The lane "changes" of a base that was never filled becomes "first".
    """
    access.require(actor, rights.TAKE_BASE)
    now = clock.now()
    row = Base.objects.select_for_update().filter(steps.free(), key=base, active=True).first()
    if row is None or (row.closed_until is not None and row.closed_until > now):
        return None
    if row.first_done_at is None and lane != "asked":
        lane = "first"
        row.first_began_at = row.first_began_at or now
    Run.objects.filter(base=row, finished_at=None).update(finished_at=now, trouble="lost")
    row.lease_epoch += 1
    row.lease, row.lease_lane = f"{row.lease_epoch}.{secrets.token_hex(8)}", lane
    row.save(update_fields=["lease_epoch", "lease", "lease_lane", "first_began_at"])
    _renew(row)
    Run.objects.create(base=row, epoch=row.lease_epoch, lane=lane, by=by, started_at=now)
    cursor = row.cursor.isoformat() if row.cursor is not None else None
    return {"lease": row.lease, "epoch": row.lease_epoch, "cursor": cursor, "lane": lane}


@command(rights.RECORD)
def record_documents(
    actor: Actor, *, base: str, lease: str, documents: Sequence[Found], cursor: datetime | None = None
) -> dict[str, int]:
    """What the base says of up to 1000 documents, in one transaction with the `cursor` it is known up to.

    Returns {"read", "new", "changed", "unchanged"}; the lease goes on. Raises Conflict `fenced` when somebody else
    reads the base by now, Invalid `too_many`. Repeating it changes nothing. The cursor never goes back.
    """
    access.require(actor, rights.RECORD)
    if len(documents) > MOST:
        raise Invalid(f"{len(documents)} documents at once, at most {MOST}", code="too_many")
    row, now = steps.fenced(base, lease), clock.now()
    batch = keeping.keep(row, documents, now, asked=row.lease_lane == "asked")
    if cursor is not None and (row.cursor is None or cursor > row.cursor):
        row.cursor = cursor
    row.save(update_fields=["cursor"])
    _renew(row)
    counts = {"new": len(batch.fresh), "changed": len(batch.changed), "unchanged": len(batch.same)}
    counts["read"] = sum(counts.values())
    mine = Run.objects.filter(base=row, epoch=row.lease_epoch)
    mine.update(**{name: F(name) + many for name, many in counts.items()})
    if row.lease_lane == "first":
        _plan_anew(mine.values_list("read", flat=True).get(), counts["read"])
    return counts


def _plan_anew(read: int, added: int) -> None:
    """A table that fills in minutes is analysed before autovacuum comes: lookups would read all of it until then."""
    if read // GROWN != (read - added) // GROWN:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE edocs_edoc, edocs_act, cards_card")


@command(rights.RECORD_PRESENCE)
def record_presence(
    actor: Actor,
    *,
    base: str,
    lease: str,
    place: str,
    since: datetime | None,
    until: datetime | None,
    refs: Sequence[str],
    complete: bool,
    known: Sequence[str] | None = None,
) -> dict[str, int]:
    """Which documents of `place` dated in [since, until) the base still has. Absent in two complete nights, it is gone.

    Returns {"missing", "gone", "back"}; None at an end: no bound; `known`: only these were looked for. An incomplete
    one counts for what it has only.
    """
    access.require(actor, rights.RECORD_PRESENCE)
    row = steps.fenced(base, lease)
    _renew(row)
    return missing.compare(row, place, since, until, refs, clock.now(), complete=complete, known=known)


@command(rights.REMEMBER)
def remember(actor: Actor, *, base: str, lease: str, profile: Mapping[str, Any]) -> None:
    """What the source learned of the base: laid over what it knew. Raises Conflict `fenced`."""
    access.require(actor, rights.REMEMBER)
    row = steps.fenced(base, lease)
    row.profile = {**row.profile, **profile}
    row.save(update_fields=["profile"])
    _renew(row)


@command(rights.END_RUN)
def end_run(
    actor: Actor,
    *,
    base: str,
    lease: str,
    trouble: SourceTrouble | None = None,
    complete: bool = True,
    requests: int = 0,
    failed_windows: int = 0,
    words: str = "",
) -> dict[str, Any]:
    """The reader is done, well or not; counts of documents are known here. Returns {"ended"}.

    `complete` False: the lane was not read to its end. One that ran out of time goes on at once; one with failed
    windows is a trouble of its own, "window": other lanes are read, and the base is not fresh until that stretch is.
    A base that failed is left alone for longer and longer. A fenced reader changes nothing.
    """
    access.require(actor, rights.END_RUN)
    now = clock.now()
    row = Base.objects.select_for_update().filter(key=base).first()
    if row is None or not lease or row.lease != lease:
        log.warning("base %s: a reader that was replaced has ended", base)
        return {"ended": False}
    lane = row.lease_lane
    Run.objects.filter(base=row, epoch=row.lease_epoch).update(
        finished_at=now, requests=requests, failed_windows=failed_windows,
        trouble=trouble.code[:50] if trouble else pace.WINDOW if failed_windows else "",
        words=(trouble.said if trouble else words)[:300],
    )  # fmt: skip
    if trouble is not None:
        _badly(row, trouble, now)
    elif failed_windows:
        _partly(row, lane, words, now)
    else:
        _well(row, lane, now, complete=complete)
    _mark(row, lane, now, complete=complete and trouble is None and not failed_windows, windows=failed_windows)
    row.lease, row.lease_lane, row.lease_until = "", "", None
    row.save()
    return {"ended": True}


def _renew(row: Base) -> None:
    Base.objects.filter(pk=row.pk).update(lease_until=Now() + timedelta(minutes=LEASE))


def _well(row: Base, lane: str, now: datetime, *, complete: bool) -> None:
    """Fresh is a base whose changes were read to their end; a first filling is, while it gets on."""
    if lane in NEWS or row.last_error != pace.WINDOW:  # another lane says nothing of the stretch that failed
        row.failures, row.closed_until, row.last_error, row.error_words = 0, None, "", ""
    if lane == "first" or (lane in NEWS and complete):
        row.last_ok_at = now


def _partly(row: Base, lane: str, words: str, now: datetime) -> None:
    """What is new is not known: a trouble. A month of the nightly look stands in the journal and is tried again."""
    row.closed_until = None
    if lane in NEWS:
        row.failures += 1
        row.last_error, row.error_words, row.last_error_at = pace.WINDOW, words[:300], now


def _mark(row: Base, lane: str, now: datetime, *, complete: bool, windows: int) -> None:
    """When the lane was read to its end, or else tried. What only ran out of time goes on at once."""
    if complete:
        row.lanes = {name: at for name, at in row.lanes.items() if name != pace.tried(lane)} | {lane: now.isoformat()}
        if lane == "first":
            row.first_done_at = now
            row.lanes |= {"changes": now.isoformat(), "open": now.isoformat()}
    elif windows or lane not in NEWS:
        row.lanes = {**row.lanes, pace.tried(lane): now.isoformat()}


def _badly(row: Base, trouble: SourceTrouble, now: datetime) -> None:
    row.failures += 1
    row.last_error, row.error_words, row.last_error_at = trouble.code[:50], trouble.said[:300], now
    row.closed_until = now + pace.rest(trouble.code, row.failures, trouble.retry_after)
