"""The lanes of a reading: what changed, what is not final, what somebody asked for. Bounded memory each.

Whatever is read is handed over page by page; the cursor moves only with the last page of a complete window.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from time import monotonic
from typing import Any, Final, Protocol

from marshrut.edocs.source import Found

from . import cells, query
from .asking import REF, SMALLER, Asking
from .documents import VERSION, Documents, Known
from .probe import Base
from .profile import Kind, plain
from .transport import Refusal
from .windows import Rows, Walker, WindowFailed

log = logging.getLogger(__name__)
#: seconds for a reading that goes on where it ended; for one that begins anew every time
PATIENCE: Final = 180.0
LONG: Final = 3600.0
#: the newest that may still be written this very moment is left for later
FRESH: Final = timedelta(seconds=5)
#: a clock that goes ahead more than that is told of
AHEAD: Final = timedelta(minutes=1)
#: without stamps of changes, documents of so many days are looked through every time
RECENT: Final = timedelta(days=14)
CHUNK: Final = timedelta(days=31)


class Keeper(Protocol):
    """Where a reading goes; the room of e-documents, or a test."""

    def record(self, documents: Sequence[Found], cursor: datetime | None = None) -> None: ...
    def presence(self, place: str, since: datetime, until: datetime, refs: Sequence[str], complete: bool) -> None: ...
    def presence_of(self, place: str, known: Sequence[str], refs: Sequence[str], complete: bool) -> None: ...
    def known(self, place: str, refs: Sequence[str]) -> dict[str, str]: ...
    def dated(self, place: str, since: datetime, until: datetime) -> dict[str, str]: ...
    def outlying(self, place: str, since: datetime, until: datetime) -> Iterator[dict[str, str]]: ...
    def open(self) -> Iterator[list[tuple[str, str, str]]]: ...


@dataclass
class Outcome:
    complete: bool = True
    failed_windows: int = 0
    #: codes of what a person who looks after the base shall know
    words: list[str] = field(default_factory=list)


class Reading:
    def __init__(
        self,
        asking: Asking,
        base: Base,
        keeper: Keeper,
        cursor: datetime | None,
        *,
        first: bool = False,
        began: date | None = None,
    ) -> None:
        self.asking, self.base, self.keeper, self.cursor, self.first = asking, base, keeper, cursor, first
        #: when the first filling began: the year is read from its first day on, in later years, too
        self.began = began
        self.profile, self.zone = asking.profile, asking.settings.zone
        self.documents = Documents(asking)
        self.until = monotonic() + PATIENCE
        #: a lane that begins anew every time, and not at the cursor
        self.anew = False
        self.outcome = Outcome()
        self.hi = cells.wall(base.now - FRESH, self.zone)

    # -- what changed ------------------------------------------------------------------------------------------------

    def changes(self) -> None:
        since = self._beginning()
        if self.cursor is not None:
            # a first filling goes on where it ended: what is written meanwhile is read when it is done
            since = cells.wall(self.cursor, self.zone) - (timedelta() if self.first else self.asking.settings.overlap)
        if not self._has_stamps():
            self._without_stamps(since if self.cursor is None else cells.wall(self.cursor, self.zone))
            return
        if self.profile.state.set:
            self._stream(self._states(), since, self._of_states, cursor=True)
        else:
            self._inline(since)
        if self.outcome.complete:
            self._ahead()

    def _has_stamps(self) -> bool:
        state = self.profile.state
        places = [state.set] if state.set else [kind.set for kind in self.profile.documents]
        return bool(state.changed_at) and all(self.asking.actual(place, state.changed_at) for place in places)

    def _inline(self, since: datetime) -> None:
        """The state stands in the documents: two streams, and a cursor behind the slower."""
        while since < self.hi and self.outcome.complete:
            end = min(since + CHUNK, self.hi)
            for kind in self.profile.documents:
                self._stream(self._stamped(kind), since, self._of_rows(kind.set), until=end)
            if self.outcome.complete:
                self.keeper.record([], cells.aware(end, self.zone))
            since = end

    def _without_stamps(self, since: datetime) -> None:
        """This base does not tell when a state changed: what is open, and what is new by its date."""
        if self.cursor is not None:
            self.open()
            since = min(since, self.hi) - RECENT
        for kind in self.profile.documents:
            self._stream(self._dated(kind), since, self._of_rows(kind.set, whole=False), until=self._later())
        if self.outcome.complete:
            self.keeper.record([], cells.aware(self.hi, self.zone))

    def _stream(
        self,
        walker: Walker,
        since: datetime,
        known: Callable[[Rows], list[Known]],
        *,
        until: datetime | None = None,
        cursor: bool = False,
    ) -> None:
        """Window after window, while there is time and the base answers."""
        if not self.outcome.complete:
            return
        walker.deadline = self.until + LONG
        try:
            for rows, upto in walker.walk(since, until or self.hi):
                self._hand_over(known(rows), cells.aware(upto, self.zone) if cursor and upto else None)
                if monotonic() > self.until and self._further(upto):
                    self.outcome.complete = upto is not None and upto >= (until or self.hi)
                    return
        except WindowFailed as failed:
            if not (walker.windows or self._one_bad(failed.refusal)):  # nothing was answered: it is the base
                raise failed.refusal from None
            self._failed(f"window:{failed.since:%Y-%m-%d %H:%M:%S}:{failed.refusal.code}", failed.refusal)

    def _one_bad(self, _refusal: Refusal) -> bool:
        """Whether the base is well though the first window of a stream failed."""
        return False

    def _failed(self, word: str, _refusal: Refusal) -> None:
        self.outcome.complete = False
        self.outcome.failed_windows += 1
        self.outcome.words.append(word)

    def _further(self, upto: datetime | None) -> bool:
        """A reading that ends before the place where the last one ended would never get anywhere."""
        return upto is not None and (self.anew or self.cursor is None or cells.aware(upto, self.zone) > self.cursor)

    def _hand_over(self, some: list[Known], cursor: datetime | None = None, *, all_: bool = False) -> None:
        """Only what is new since it was last read is asked for in whole."""
        heads = self.documents.heads(some) if some else []
        new = heads if all_ else self._new(heads)
        for portion in self.documents.whole(new):
            self.keeper.record(portion)
        if cursor is not None:
            self.keeper.record([], cursor)

    def _new(self, heads: Sequence[Known]) -> list[Known]:
        found: list[Known] = []
        for place in dict.fromkeys(one.place for one in heads):
            here = [one for one in heads if one.place == place]
            known = self.keeper.known(place, [one.ref for one in here])
            found += [one for one in here if known.get(one.ref) != self.documents.version(one)]
        return found

    def _ahead(self) -> None:
        """What is stamped later than it is now is kept, and does not move the cursor."""
        walkers: list[tuple[Walker, Callable[[Rows], list[Known]]]]
        if self.profile.state.set:
            walkers = [(self._states(), self._of_states)]
        else:
            walkers = [(self._stamped(kind), self._of_rows(kind.set)) for kind in self.profile.documents]
        limit = cells.wall(self.base.now + AHEAD, self.zone)
        for walker, known in walkers:
            try:
                rows = walker.after(self.hi)
            except Refusal as refusal:
                if refusal.code not in SMALLER:
                    raise
                self.outcome.words.append(f"ahead:{refusal.code}")  # the cursor is right without it
                continue
            if any((at := walker.stamp(row)) and at > limit for row in rows):
                self.outcome.words.append("clock_ahead")
            self._hand_over(known(rows))

    # -- what is open, what was asked for -----------------------------------------------------------------------------

    def open(self) -> None:
        self.until = monotonic() + LONG
        for some in self.keeper.open():
            known = [Known(place, ref) for place, ref, _version in some if self.profile.kind_of(place)]
            versions = {(place, ref): version for place, ref, version in some}
            heads = self.documents.heads(known)
            new = [one for one in heads if versions[one.place, one.ref] != self.documents.version(one)]
            for portion in self.documents.whole(new):
                self.keeper.record(portion)
            if monotonic() > self.until:
                self.outcome.complete = False
                return

    def asked(self, refs: Iterable[tuple[str, str]]) -> None:
        known = [Known(place, ref) for place, ref in dict.fromkeys(refs) if self.profile.kind_of(place)]
        self._hand_over([one for one in known if cells.GUID.fullmatch(one.ref)], all_=True)

    # -- questions to streams ----------------------------------------------------------------------------------------

    def _beginning(self) -> datetime:
        day = self.asking.settings.from_date
        year = (self.began or self.hi).year
        return datetime(day.year, day.month, day.day) if day else datetime(year, 1, 1)  # noqa: DTZ001 - a wall

    def _later(self) -> datetime:
        """Midnight: dates of documents are days."""
        return self.hi.replace(hour=0, minute=0, second=0) + timedelta(days=366)

    def _states(self) -> Walker:
        state = self.profile.state
        doc, stamp = plain(state.doc), plain(state.changed_at)
        keys = [self.asking.actual(state.set, doc)]
        keys += [there] if (there := self.asking.actual(state.set, doc + "_Type")) else []

        def key(row: dict[str, Any]) -> tuple[str, str]:
            return cells.text(row, doc, 50), cells.type_of(row, doc)

        return self._walker(state.set, self.documents.state_names(), stamp, keys, key)

    def _of_states(self, rows: Rows) -> list[Known]:
        doc = plain(self.profile.state.doc)
        only = self.profile.documents[0].set if len(self.profile.documents) == 1 else ""
        found = (Known(cells.type_of(row, doc) or only, cells.guid(row, doc), state=row) for row in rows)
        return [one for one in found if one.ref and self.profile.kind_of(one.place)]

    def _stamped(self, kind: Kind) -> Walker:
        return self._walker(kind.set, self.documents.names(kind.set), plain(self.profile.state.changed_at), [REF], _ref)

    def _dated(self, kind: Kind) -> Walker:
        names = [REF, VERSION, "DeletionMark*", self.profile.fields.date]
        walker = self._walker(kind.set, names, plain(self.profile.fields.date), [REF], _ref)
        walker.width = CHUNK
        return walker

    def _of_rows(self, place: str, *, whole: bool = True) -> Callable[[Rows], list[Known]]:
        def known(rows: Rows) -> list[Known]:
            return [Known(place, cells.guid(row, REF), row=row if whole else None) for row in rows]

        return known

    def _walker(
        self, place: str, names: Sequence[str], stamp: str, keys: Sequence[str], key: Callable[[dict[str, Any]], Any]
    ) -> Walker:
        there = self.asking.actual(place, stamp)

        def ask(since: datetime, until: datetime, *, top: int, skip: int, ordered: bool) -> Rows:
            where, order = query.between(there, since, until), [there, *keys] if ordered else []
            return self.asking.rows(place, names, where, order=order, top=top, skip=skip)

        most = self.asking.settings.page
        if self.base.probed.cap:
            most = max(min(most, self.base.probed.cap - 1), 1)
        return Walker(ask, lambda row: cells.stamp(row, stamp), key, page=min(200, most), most=most)


def _ref(row: dict[str, Any]) -> str:
    return cells.guid(row, REF)
