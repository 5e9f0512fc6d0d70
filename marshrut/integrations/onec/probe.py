"""The look at a base before it is read: which mapping fits, what is missing in it, how references are compared.

The list of what is published is read every time: it warms the server up, tells its clock, and shows an update of the
configuration. All else is remembered for a day.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from marshrut.edocs.source import SourceTrouble
from marshrut.kernel import clock

from . import cells, query
from .asking import NONE, TYPE, Asking, listed
from .catalogues import CERTIFICATE, PARTY
from .documents import PAPER, names_of
from .profile import Probed, Profile, built_in, detected, optional, plain
from .query import DIALECTS, Dialect
from .settings import Settings
from .transport import Line, Refusal

log = logging.getLogger(__name__)
#: changes whenever this program reads bases in another way: all is looked at, and read, anew
REVISION: Final = 1
LASTS: Final = timedelta(hours=20)
#: rows that are asked for to see whether a server gives fewer
MANY: Final = 1001
_UNSEEN: Final = frozenset({"rights", "no_set", "refused", "gone"})


@dataclass(frozen=True, slots=True)
class Base:
    """What a reading begins with."""

    profile: Profile
    probed: Probed
    published: frozenset[str]
    #: the clock of the server when it was asked; ours when it does not tell
    now: datetime
    #: seconds that it is ahead of ours
    skew: float
    fresh: bool = False


def look(line: Line, settings: Settings, kept: Probed, *, anew: bool = False) -> Base:
    """Raises Refusal, SourceTrouble."""
    said = line.get("", {})
    published = frozenset(str(row.get("name") or row.get("url") or "") for row in listed(said))
    ours = clock.now()
    now = said.date or ours
    profile = _profile(settings, published, kept)
    digest = _digest(profile, published)
    if not anew and kept.digest == digest and _lately(kept, ours):
        return Base(profile, kept, published, now, (now - ours).total_seconds())
    probed = _Looking(line, settings, profile, published).all()
    probed = replace(probed, profile=profile.key, digest=digest, at=ours.isoformat())
    return Base(profile, probed, published, now, (now - ours).total_seconds(), fresh=True)


def _profile(settings: Settings, published: frozenset[str], kept: Probed) -> Profile:
    chosen = settings.chosen()
    if chosen is not None:
        return chosen
    key = detected(published)
    if not key:
        raise SourceTrouble("no_profile" if published else "nothing_published")
    if kept.profile and kept.profile != key:
        raise SourceTrouble("profile_changed", f"{kept.profile} → {key}")
    return built_in(key)


def _digest(profile: Profile, published: Iterable[str]) -> str:
    told = "\n".join([str(REVISION), profile.model_dump_json(), *sorted(set(profile.sets()).intersection(published))])
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _lately(kept: Probed, now: datetime) -> bool:
    try:
        at = datetime.fromisoformat(kept.at)
    except ValueError:
        return False
    return at.tzinfo is not None and timedelta() <= now - at.astimezone(UTC) < LASTS


@dataclass
class _Looking:
    line: Line
    settings: Settings
    profile: Profile
    published: frozenset[str]
    missing: list[str] = field(default_factory=list)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    dialects: dict[str, Any] = field(default_factory=dict)

    def all(self) -> Probed:
        wanted = wanted_names(self.profile)
        for place, needed in self.profile.sets().items():
            if place not in self.published:
                if needed:
                    raise Refusal("no_set", place)
                self.missing.append(place)
                continue
            try:
                self.names[place] = self._fields(place, wanted.get(place, ()))
            except Refusal as refusal:
                if needed or refusal.code not in (*_UNSEEN, "field", "filter"):
                    raise Refusal(refusal.code, f"{place}, {refusal.said}".rstrip(", ")) from None
                self.missing.append(place)
        for place, owner in owners(self.profile):
            self._dialect(place, owner)
        return Probed(missing=tuple(self.missing), names=self.names, dialects=self.dialects, cap=self._cap())

    def _asking(self) -> Asking:
        return Asking(self.line, self.settings, self.profile, Probed(names=self.names, dialects=self.dialects))

    # -- fields ------------------------------------------------------------------------------------------------------

    def _fields(self, place: str, names: Sequence[str]) -> dict[str, str]:
        """Name of the mapping -> name there. One question when the base has all of them."""
        names = list(dict.fromkeys(names))
        if self._takes(place, [plain(name) for name in names]):
            return {plain(name): plain(name) for name in names}
        found: dict[str, str] = {}
        good: list[str] = []
        for name in sorted(names, key=optional):
            there = next((one for one in _spellings(plain(name)) if self._takes(place, [*good, one])), "")
            if not there and not optional(name):
                raise Refusal("field", plain(name))
            found[plain(name)] = there
            good += [there] if there else []
        return found

    def _takes(self, place: str, names: Sequence[str]) -> bool:
        """An inner error of the server is a field that it cannot give, too."""
        options = {"$select": query.select(names), "$top": "1"}
        try:
            listed(self._said(place, options))
        except Refusal as refusal:
            if refusal.code == "field" or (refusal.code in ("broken", "filter") and len(names) > 1):
                return False
            raise
        return True

    def _said(self, place: str, options: dict[str, str]) -> Any:
        allowed = {"allowedOnly": "true"} if self.settings.allowed_only else {}
        return self.line.get(place, {**options, **allowed})

    # -- references of several types ---------------------------------------------------------------------------------

    def _dialect(self, place: str, owner: str) -> None:
        asking = self._asking()
        there = asking.actual(place, owner)
        if place in self.missing or not there or there.endswith("_Key"):
            return
        rows = asking.rows(place, [owner], top=20)
        row = next((row for row in rows if cells.guid(row, plain(owner))), None)
        if row is None:
            return  # nothing to try with: another day
        ref, kind = cells.guid(row, plain(owner)), cells.type_of(row, plain(owner))
        self.dialects[f"{place}.{there}"] = next(
            (one for one in DIALECTS if self._finds(asking, place, owner, ref, kind, one)), NONE
        )

    def _finds(self, asking: Asking, place: str, owner: str, ref: str, kind: str, dialect: Dialect) -> bool:
        where = query.is_composite(asking.actual(place, owner), ref, kind, dialect)
        try:
            rows = asking.rows(place, [owner], where, top=1)
        except Refusal as refusal:
            if refusal.code in ("filter", "broken", "field"):
                return False
            raise
        return bool(rows) and cells.guid(rows[0], plain(owner)) == ref

    # -- pages -------------------------------------------------------------------------------------------------------

    def _cap(self) -> int:
        """A server between may cut lists short: a short page would then look complete."""
        state = self.profile.state
        place = state.set or self.profile.documents[0].set
        options = {"$select": self._asking().actual(place, state.doc or "Ref_Key"), "$top": str(MANY)}
        said = self._said(place, {**options, "$inlinecount": "allpages"})
        rows, told = listed(said), cells.number(said.data, "odata.count")
        return len(rows) if told is not None and len(rows) < min(int(told), MANY) else 0


def _spellings(name: str) -> tuple[str, ...]:
    """A reference of one type has another ending than one of several."""
    if name.endswith(TYPE):
        return (name,)
    return (name, name.removesuffix("_Key")) if name.endswith("_Key") else (name, name + "_Key")


def owners(profile: Profile) -> list[tuple[str, str]]:
    """(set, field) of the references by which rows of a document are found."""
    parts = (profile.links, profile.history, profile.messages)
    found = [(profile.state.set, profile.state.doc)] if profile.state.set else []
    found += [(part.set, part.doc) for part in parts if part and part.set]
    found += [(part.set, part.owner) for part in profile.files]
    found += [(profile.signatures.set, profile.signatures.object)] if profile.signatures else []
    return [(plain(place), owner) for place, owner in found]


def wanted_names(profile: Profile) -> dict[str, list[str]]:
    """All names that are ever asked for, by set; types beside references may be missing."""
    found: dict[str, list[str]] = {}
    for kind in profile.documents:
        found[kind.set] = names_of(profile, kind.set)
    for part in (profile.state, profile.links, profile.history, profile.messages, profile.signatures, profile.kinds):
        if part is not None and part.set:
            names = [name for key, name in part.model_dump().items() if name and key not in ("set", "tabular")]
            found.setdefault(plain(part.set), []).extend(names)
    for file in profile.files:
        more = ["Ref_Key", "Description", "Расширение*", "Размер*", "DeletionMark*", file.owner, file.status]
        found.setdefault(plain(file.set), []).extend(name for name in more if name)
    for place in profile.parties:
        found.setdefault(plain(place), []).extend(["Ref_Key", *PARTY])
    for place in profile.papers:
        found.setdefault(plain(place), []).extend(["Ref_Key", *PAPER])
    for place, some in (
        (profile.certificates, CERTIFICATE),
        (profile.users, ("Ref_Key", "Description")),
        (profile.contracts, ("Ref_Key", "Description", "Номер*", "Комментарий*")),
        (profile.kinds.set if profile.kinds else "", ("Ref_Key", "Description")),
        (profile.messages.set if profile.messages else "", ("Ref_Key",)),
    ):
        if place:
            found.setdefault(plain(place), []).extend(some)
    types = references(profile)
    return {
        place: [
            *names,
            *(
                plain(name) + TYPE + "*"
                for name in names
                if plain(name) in types.get(place, ()) and not plain(name).endswith("_Key")
            ),
        ]
        for place, names in found.items()
    }


def references(profile: Profile) -> dict[str, set[str]]:
    """Fields that may point to objects of several types: their types are asked for beside them."""
    found: dict[str, set[str]] = {}
    for place, owner in owners(profile):
        found.setdefault(place, set()).add(plain(owner))
    for kind in profile.documents:
        found.setdefault(kind.set, set()).update((plain(profile.fields.counterparty), plain(profile.fields.contract)))
    if profile.links and profile.links.set:
        found.setdefault(plain(profile.links.set), set()).add(plain(profile.links.object))
    return found


__all__ = ["Base", "look"]
