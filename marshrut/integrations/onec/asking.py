"""Questions to a base in words of its mapping; whatever comes back is held against what was asked."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from . import cells, query
from .cells import Row
from .profile import Probed, Profile, optional, plain
from .query import Dialect
from .settings import Settings
from .transport import Line, Refusal, Said

log = logging.getLogger(__name__)
#: references in one question: some web servers take no address above 2048 bytes
BATCH: Final = 20
#: bytes of an answer that are aimed at
AIM: Final = 8 << 20
REF: Final = "Ref_Key"
#: beside a reference of several types
TYPE: Final = "_Type"
#: instead of a dialect: none of them finds anything
NONE: Final = "none"
#: a smaller question may pass
SMALLER: Final = frozenset({"broken", "gateway", "silent", "too_large", "too_long", "cut"})


@dataclass
class Asking:
    """One reading of a base. Counts what it does; knows by now how large its questions may be."""

    line: Line
    settings: Settings
    profile: Profile
    probed: Probed
    batch: int = BATCH
    #: what a person who looks after the base shall know
    oddities: set[str] = field(default_factory=set)

    # -- names -----------------------------------------------------------------------------------------------------

    def there(self, place: str) -> bool:
        return bool(place) and plain(place) not in self.probed.missing

    def actual(self, place: str, name: str) -> str:
        """How this base calls a field, "" when it has none."""
        told = self.probed.names.get(plain(place), {})
        return told.get(plain(name), plain(name)) if name else ""

    # -- questions -------------------------------------------------------------------------------------------------

    def rows(
        self,
        place: str,
        names: Sequence[str],
        where: str = "",
        *,
        order: Sequence[str] = (),
        top: int = 0,
        skip: int = 0,
    ) -> list[dict[str, Any]]:
        """`names`: of the mapping; rows come back under these. Raises Refusal."""
        place, wanted = plain(place), self._wanted(place, names)
        options = {"$select": query.select([there for there in wanted.values() if there])}
        if where:
            options["$filter"] = where
        if order:
            options["$orderby"] = ",".join(order)
        if top:
            options["$top"] = str(top)
        if skip:
            options["$skip"] = str(skip)
        needed = {plain(name) for name in names if name and not optional(name)}
        return [_under(row, wanted, needed) for row in listed(self._said(place, options))]

    def _said(self, path: str, options: Mapping[str, str]) -> Said:
        allowed = {"allowedOnly": "true"} if self.settings.allowed_only else {}
        return self.line.get(path, {**options, **allowed})

    def _wanted(self, place: str, names: Sequence[str]) -> dict[str, str]:
        told = self.probed.names.get(place, {})
        found = {plain(name): self.actual(place, name) for name in names if name}
        return found | {name + TYPE: told[name + TYPE] for name in list(found) if told.get(name + TYPE)}

    def by_refs(self, place: str, names: Sequence[str], refs: Iterable[str]) -> dict[str, Row]:
        """ref -> row, of those that are there and may be seen."""
        found: dict[str, Row] = {}
        names = [REF, *(name for name in names if name != REF)]
        for some in self._portions(sorted(set(refs)), lambda some: self._of_refs(place, names, some)):
            found.update(some)
        return found

    def _of_refs(self, place: str, names: Sequence[str], refs: Sequence[str]) -> dict[str, Row]:
        where = query.any_of(query.is_ref(REF, ref) for ref in refs)
        try:
            rows = self.rows(place, names, where, top=len(refs) + 1)
        except Refusal as refusal:
            if len(refs) > 1 or refusal.code != "broken":
                raise
            rows = self.rows(place, [name for name in names if not optional(name)], where, top=2)
            self.oddities.add("fields")  # a field of it cannot be read: the rest is better than nothing
        found: dict[str, Row] = {cells.guid(row, REF): row for row in rows}
        if not set(found) <= set(refs):
            raise Refusal("ignored", plain(place))
        return found

    def by_owner(
        self, place: str, names: Sequence[str], owner: str, refs: Mapping[str, str]
    ) -> dict[str, list[dict[str, Any]]]:
        """Rows of owners: `refs` is ref -> its set. All rows of an owner or Refusal."""
        found: dict[str, list[dict[str, Any]]] = {}
        names = [owner, *(name for name in names if name != owner)]
        for some in self._portions(sorted(refs), lambda some: self._of_owners(place, names, owner, refs, some)):
            found.update(some)
        return found

    def _of_owners(
        self, place: str, names: Sequence[str], owner: str, kinds: Mapping[str, str], refs: Sequence[str]
    ) -> dict[str, list[dict[str, Any]]]:
        there = self.actual(place, owner)
        atoms = [self._is(place, there, ref, kinds[ref]) for ref in refs]
        rows = self.rows(place, names, query.any_of(atoms), top=1001)
        if len(rows) > 1000:
            if len(refs) > 1:
                raise Refusal("too_large", plain(place))
            self.oddities.add("many")
        found: dict[str, list[dict[str, Any]]] = {}
        for row in rows:
            ref, kind = cells.guid(row, plain(owner)), cells.type_of(row, plain(owner))
            if ref not in kinds or ref not in refs:
                raise Refusal("ignored", plain(place))
            if not kind or kind == kinds[ref]:  # another object may have the same reference
                found.setdefault(ref, []).append(row)
        return found

    def _is(self, place: str, there: str, ref: str, kind: str) -> str:
        if there.endswith("_Key"):
            return query.is_ref(there, ref)
        dialect = self.probed.dialects.get(f"{plain(place)}.{there}") or next(
            iter(self.probed.dialects.values()), "cast"
        )
        return query.is_composite(there, ref, kind, cast("Dialect", dialect))

    def _portions(self, refs: Sequence[str], ask: Callable[[Sequence[str]], Any]) -> Iterator[Any]:
        """Batch after batch; one that does not pass is halved, and later ones are as small."""
        queue = [list(refs[at : at + self.batch]) for at in range(0, len(refs), self.batch)][::-1]
        while queue:
            some = queue.pop()
            if len(some) > self.batch:
                queue += [some[self.batch :], some[: self.batch]]
                continue
            try:
                yield ask(some)
            except Refusal as refusal:
                if refusal.code not in SMALLER or len(some) == 1:
                    raise
                half = max(len(some) // 2, 1)
                if refusal.code == "too_long":
                    self.batch = min(self.batch, half)
                queue += [some[half:], some[:half]]

    def one(self, place: str, ref: str) -> dict[str, Any] | None:
        """The whole row, without the wish to see only what is allowed; None: it is gone. Raises Refusal."""
        try:
            said = self.line.get(f"{plain(place)}({query.guid(ref)})", {})
        except Refusal as refusal:
            if refusal.code == "gone":
                return None
            raise
        return dict(said.data) if isinstance(said.data, dict) else None


def listed(said: Said) -> list[dict[str, Any]]:
    """Rows of an answer. Raises Refusal: what is no list of rows was not asked for."""
    rows = said.data.get("value") if isinstance(said.data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise Refusal("protocol")
    return rows


def _under(row: Mapping[str, Any], wanted: Mapping[str, str], needed: Collection[str]) -> dict[str, Any]:
    """With the names of the mapping. A needed field that is silently left out: the question was not read."""
    found: dict[str, Any] = {}
    for name, there in wanted.items():
        if there in row:
            found[name] = row[there]
        elif there and name in needed:
            raise Refusal("ignored", name)
    return found
