"""The nightly look: which documents there are, by their dates and by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from time import monotonic
from typing import Final

from . import cells
from .asking import REF, SMALLER
from .cells import Row
from .documents import VERSION, Known
from .lanes import CHUNK, LONG, Reading
from .profile import Kind
from .transport import Refusal

#: documents that are asked for one by one when a nightly pass misses them; more is no deletion but a mistake
ABSENT: Final = 200
#: a failure of some rows, not of the base: other months may well be read
OF_ROWS: Final = frozenset({"broken", "too_large", "too_long", "restless"})
#: months that fail before one is answered: it is the base after all
TRIED: Final = 3


class Comparing(Reading):
    """Those that are new or other are read in whole; those that are known and absent are told of."""

    #: months that were answered and that failed; the base itself is in trouble
    answered, bad, down = 0, 0, False

    def reconcile(self) -> None:
        self.until, self.anew = monotonic() + LONG, True
        whole = all(self._compared(kind) for kind in self.profile.documents)
        self.outcome.complete = whole and not self.outcome.failed_windows

    def _compared(self, kind: Kind) -> bool:
        """False: the pass ended before its time. A month that failed does not hide the others."""
        begin = since = self._beginning() - CHUNK
        while since < self._later():
            end = min(since + CHUNK, self._later())
            if not self._present(kind, since, end):
                return False
            since = end
        self._outlying(kind, *self._days(begin, since))
        return not self._over()

    def _over(self) -> bool:
        return self.down or monotonic() > self.until

    def _days(self, since: datetime, until: datetime) -> tuple[datetime, datetime]:
        return since.replace(tzinfo=self.zone), until.replace(tzinfo=self.zone)

    def _present(self, kind: Kind, since: datetime, until: datetime) -> bool:
        days = self._days(since, until)
        known = self.keeper.dated(kind.set, *days)
        seen: list[str] = []
        self.outcome.complete = True
        self._stream(self._dated(kind), since, lambda rows: self._others(kind, rows, known, seen), until=until)
        self.answered += self.outcome.complete
        complete = self._sure(kind, known, seen)
        self.keeper.presence(kind.set, *days, seen, complete)
        return not self._over()

    def _others(self, kind: Kind, rows: Iterable[Row], known: Mapping[str, str], seen: list[str]) -> list[Known]:
        here = {cells.guid(row, REF): row for row in rows if not cells.flag(row, "DeletionMark")}
        seen.extend(here)
        told = {ref: self.documents.head(row) for ref, row in here.items()}
        return [Known(kind.set, ref) for ref, head in told.items() if known.get(ref, "").split("|")[:2] != head]

    def _outlying(self, kind: Kind, since: datetime, until: datetime) -> None:
        """Those of other years or without a date are in no month: they are few, and asked for by key."""
        for known in self.keeper.outlying(kind.set, since, until):
            seen: list[str] = []
            self.outcome.complete = True
            try:
                rows = self.asking.by_refs(kind.set, [REF, VERSION, "DeletionMark*"], known)
            except Refusal as refusal:
                if refusal.code not in SMALLER:
                    raise
                self._failed(f"outlying:{refusal.code}", refusal)
                return
            self._hand_over(self._others(kind, rows.values(), known, seen))
            complete = self._sure(kind, known, seen)
            self.keeper.presence_of(kind.set, list(known), seen, complete)
            if self._over():
                return

    def _sure(self, kind: Kind, known: Mapping[str, str], seen: list[str]) -> bool:
        """Whether what is absent may be gone; what is hidden only is added to what was seen."""
        if not self.outcome.complete:
            return False
        absent = sorted(set(known).difference(seen))
        if len(absent) > ABSENT:
            self.outcome.words.append(f"absent:{len(absent)}")
            return False
        seen += [ref for ref in absent if self._still_there(kind, ref)]
        return True

    def _still_there(self, kind: Kind, ref: str) -> bool:
        """Asked without "only what is allowed": hidden is not gone."""
        try:
            row = self.asking.one(kind.set, ref)
        except Refusal as refusal:
            if refusal.code in ("rights", "refused"):
                return True
            raise
        return row is not None and not cells.flag(row, "DeletionMark")

    def _one_bad(self, refusal: Refusal) -> bool:
        return self.anew and refusal.code in OF_ROWS and (self.answered > 0 or self.bad < TRIED)

    def _failed(self, word: str, refusal: Refusal) -> None:
        super()._failed(word, refusal)
        self.bad += 1
        self.down = self.down or refusal.code not in OF_ROWS
