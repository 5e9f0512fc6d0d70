"""One reading of a base: taken under a lease, ended with what came of it. Nothing is open in the database meanwhile."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from marshrut.edocs import commands, queries
from marshrut.edocs.source import Found, Lane, SourceTrouble
from marshrut.kernel import sealing
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict

from . import probe, settings
from .asking import Asking
from .comparing import Comparing
from .lanes import Outcome
from .profile import Probed, plain
from .transport import Line, Refusal

log = logging.getLogger(__name__)
ACTOR: Final = Actor.robot("onec")
#: the mapping does not fit any more: one look anew, then it is a trouble
_STALE: Final = frozenset({"field", "no_set", "filter"})


class Keeper:
    """The room of e-documents, for one lease."""

    def __init__(self, base: str, lease: str) -> None:
        self.base, self.lease = base, lease

    def record(self, documents: Sequence[Found], cursor: datetime | None = None) -> None:
        commands.record_documents(ACTOR, base=self.base, lease=self.lease, documents=documents, cursor=cursor)

    def presence(self, place: str, since: datetime, until: datetime, refs: Sequence[str], complete: bool) -> None:
        commands.record_presence(
            ACTOR,
            base=self.base,
            lease=self.lease,
            place=place,
            since=since,
            until=until,
            refs=refs,
            complete=complete,
        )

    def presence_of(self, place: str, known: Sequence[str], refs: Sequence[str], complete: bool) -> None:
        commands.record_presence(
            ACTOR,
            base=self.base,
            lease=self.lease,
            place=place,
            since=None,
            until=None,
            refs=refs,
            complete=complete,
            known=known,
        )

    def known(self, place: str, refs: Sequence[str]) -> dict[str, str]:
        return queries.known_versions(self.base, place, refs)

    def dated(self, place: str, since: datetime, until: datetime) -> dict[str, str]:
        return queries.recent_refs(self.base, place, since, until)

    def outlying(self, place: str, since: datetime, until: datetime) -> Iterator[dict[str, str]]:
        mark: int | None = 0
        while mark is not None:
            some, mark = queries.outlying_refs(self.base, place, since, until, mark)
            yield some

    def open(self) -> Iterator[list[tuple[str, str, str]]]:
        mark: int | None = 0
        while mark is not None:
            some, mark = queries.open_refs(self.base, mark)
            yield [(one.place, one.ref, one.version) for one in some]


def run(base: str, lane: Lane, asked: Sequence[tuple[str, str]] = (), by: int | None = None) -> None:
    """Whatever goes wrong is told by the end of the run; another reader of the base is left alone."""
    taken = commands.take_base(ACTOR, base=base, lane=lane, by=by)
    if taken is None:
        return
    trouble: SourceTrouble | None = None
    outcome, spent = Outcome(), 0
    try:
        account = queries.account(base)
        if account is not None:
            place = settings.read(account)
            with Line(place) as line:
                try:
                    outcome = _read(line, place, base, taken, asked)
                finally:
                    spent = line.requests
    except Conflict:
        log.info("somebody else reads %s by now", base)
        return
    except SourceTrouble as found:
        trouble = found
    except Refusal as refusal:
        trouble = refusal.trouble()
    except sealing.Unreadable:
        trouble = SourceTrouble("sealed")
    except Exception:
        log.exception("what %s said was not foreseen", base)
        trouble = SourceTrouble("failed")
    if trouble is not None:
        log.warning("%s was not read: %s %s", base, trouble.code, trouble.said)
    commands.end_run(
        ACTOR,
        base=base,
        lease=taken["lease"],
        trouble=trouble,
        complete=outcome.complete and trouble is None,
        requests=spent,
        failed_windows=outcome.failed_windows,
        words="; ".join(dict.fromkeys(outcome.words))[:500],
    )


def _read(
    line: Line, told: settings.Settings, base: str, taken: dict[str, Any], asked: Sequence[tuple[str, str]]
) -> Outcome:
    before = queries.run_base(base)
    kept = Probed.of(before.profile if before else {})
    found = probe.look(line, told, kept)
    for attempt in range(2):
        if found.fresh:
            commands.remember(ACTOR, base=base, lease=taken["lease"], profile=found.probed.kept())
        try:
            began = before.began if before else None
            return _lane(Asking(line, told, found.profile, found.probed), found, base, taken, asked, began)
        except Refusal as refusal:
            if refusal.code not in _STALE or attempt or found.fresh:
                raise
            log.info("%s is looked at anew: %s", base, refusal.code)
            found = probe.look(line, told, kept, anew=True)
    raise AssertionError  # the second attempt returns or raises


def _lane(
    asking: Asking,
    found: probe.Base,
    base: str,
    taken: dict[str, Any],
    asked: Sequence[tuple[str, str]],
    began: datetime | None,
) -> Outcome:
    cursor = datetime.fromisoformat(taken["cursor"]) if taken["cursor"] else None
    lane: Lane = taken["lane"]
    since = began.astimezone(asking.settings.zone).date() if began is not None else None
    keeper = Keeper(base, taken["lease"])
    reading = Comparing(asking, found, keeper, cursor, first=lane == "first", began=since)
    if lane == "asked":
        reading.asked(asked)
    elif lane == "open":
        reading.open()
    elif lane == "reconcile":
        reading.reconcile()
    else:
        reading.changes()
    reading.outcome.words += sorted(asking.oddities)
    wished = set(found.probed.missing).difference(map(plain, found.profile.papers))
    reading.outcome.words += [f"missing:{place}" for place in sorted(wished)]
    if abs(found.skew) > 60:
        reading.outcome.words.append(f"skew:{round(found.skew)}")
    return reading.outcome


__all__ = ["run"]
