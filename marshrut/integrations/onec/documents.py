"""Documents with all that belongs to them: asked for in batches, put together as `edocs` wants them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from marshrut.edocs.source import Found

from . import cells, statuses
from .asking import REF, Asking
from .building import Parts, build, papers
from .catalogues import Catalogues
from .cells import Row
from .profile import Files, Profile, plain
from .transport import Refusal

log = logging.getLogger(__name__)
#: documents that are put together at once
TOGETHER: Final = 500
VERSION: Final = "DataVersion"
PAPER: Final = ("Number", "Комментарий*")
#: a part of a document that may be missing without the document being wrong
_PARTLY: Final = frozenset({"rights", "no_set", "field", "filter"})


@dataclass(slots=True)
class Known:
    """What a lane has of a document before the rest of it is asked for."""

    place: str
    ref: str
    state: Row | None = None
    row: Row | None = None


def names_of(profile: Profile, place: str) -> list[str]:
    """Fields of an e-document."""
    state, links, kind = profile.state, profile.links, profile.kind_of(place)
    own = [] if state.set else [state.value, state.changed_at]
    more = [kind.sent_at if kind else "", links.tabular if links else "", *own]
    return [REF, VERSION, "DeletionMark*", *(name for name in (*profile.fields.model_dump().values(), *more) if name)]


class Documents:
    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self.profile = asking.profile
        self.catalogues = Catalogues(asking)

    # -- first what tells whether anything is new --------------------------------------------------------------------

    def heads(self, some: Sequence[Known]) -> list[Known]:
        """With their rows and states; what is not there (any more) is left out."""
        found: list[Known] = []
        for place in dict.fromkeys(one.place for one in some):
            here = {one.ref: one for one in some if one.place == place}
            rows = self.asking.by_refs(place, self.names(place), [ref for ref, one in here.items() if one.row is None])
            states = self._states(place, [ref for ref, one in here.items() if one.state is None and ref in rows])
            for ref, one in here.items():
                one.row = one.row or rows.get(ref)
                one.state = one.state or states.get(ref)
                if one.row is not None:
                    found.append(one)
        return found

    def names(self, place: str) -> list[str]:
        return names_of(self.profile, place)

    def state_names(self) -> list[str]:
        state = self.profile.state
        return [name for name in (state.doc, state.value, state.changed_at, state.comment) if name]

    def _states(self, place: str, refs: Sequence[str]) -> dict[str, Row]:
        state = self.profile.state
        if not state.set:
            return {}
        found = self.asking.by_owner(state.set, self.state_names(), state.doc, dict.fromkeys(refs, place))
        return {ref: rows[0] for ref, rows in found.items()}

    def version(self, one: Known) -> str:
        """Changes whenever 1C writes the document or its state."""
        state = self.profile.state
        row, told = one.row or {}, one.state or one.row or {}
        parts = self.head(row)
        if state.set:
            parts += [cells.text(told, plain(state.value), 100), cells.text(told, plain(state.changed_at), 30)]
        return "|".join(parts)

    def head(self, row: Row) -> list[str]:
        """What is published and how it is mapped counts, too: with more of it, documents are read again."""
        return [cells.text(row, VERSION, 50), self.asking.probed.digest[:8]]

    # -- then all of it ----------------------------------------------------------------------------------------------

    def whole(self, some: Sequence[Known]) -> Iterator[list[Found]]:
        """Some hundreds at a time, so that memory has a bound."""
        for at in range(0, len(some), TOGETHER):
            yield self._whole(some[at : at + TOGETHER])

    def _whole(self, some: Sequence[Known]) -> list[Found]:
        self.catalogues.trim()
        places = {one.ref: one.place for one in some}
        messages = self._part("messages", places)
        links = self._part("links", places)
        journal = self._part("history", places)
        files = self._files(places, messages)
        marks = self._marks(files)
        self._catalogues(some, marks, journal, links)
        found = []
        for one in some:
            parts = Parts(
                messages=None if messages is None else messages.get(one.ref, []),
                links=(links or {}).get(one.ref, []),
                journal=(journal or {}).get(one.ref, []),
                files=files.get(one.ref, []),
                marks=marks,
            )
            found += self._built(one, parts)
        return found

    def _built(self, one: Known, parts: Parts) -> list[Found]:
        """None when something of it was not foreseen: one document stops no base, and is tried again at night."""
        try:
            told = build(self.asking, self.catalogues, one.place, one.row or {}, one.state, parts, self.version(one))
        except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError):
            log.exception("a document of %s could not be put together", one.place)
            self.asking.oddities.add(f"unbuilt:{one.place}")
            return []
        return [told]

    def _part(self, which: str, places: Mapping[str, str]) -> dict[str, list[dict[str, Any]]] | None:
        """None: this base does not show it."""
        part = getattr(self.profile, which)
        if part is None or not part.set or not self.asking.there(part.set):
            return None
        names = [name for key, name in part.model_dump().items() if name and key not in ("set", "doc", "tabular")]
        names = [REF, *names] if which == "messages" else names
        try:
            return self.asking.by_owner(part.set, names, part.doc, places)
        except Refusal as refusal:
            if refusal.code not in _PARTLY:
                raise
            self.asking.oddities.add(f"unread:{plain(part.set)}")
            return None

    def _files(
        self, places: Mapping[str, str], messages: Mapping[str, list[dict[str, Any]]] | None
    ) -> dict[str, list[tuple[Files, Row, str]]]:
        """ref of the document -> files with what they are and whose: a message or the document."""
        found: dict[str, list[tuple[Files, Row, str]]] = {}
        told = self.profile.messages
        for part in self.profile.files:
            if not self.asking.there(part.set):
                continue
            owners: dict[str, tuple[str, str]] = {ref: (ref, place) for ref, place in places.items()}
            if part.of == "message":
                owners = {}
                for ref, rows in (messages or {}).items():
                    for row in rows:
                        if told and cells.text(row, plain(told.part)) in (statuses.SENDER, statuses.REPLY):
                            owners[cells.guid(row, REF)] = (ref, plain(told.set))
            for owner, rows in self._owned(part, {owner: kind for owner, (_ref, kind) in owners.items()}).items():
                found.setdefault(owners[owner][0], []).extend((part, row, owner) for row in rows)
        return found

    def _owned(self, part: Files, owners: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
        names = [REF, "Description", "Расширение*", "Размер*", "DeletionMark*", *([part.status] if part.status else [])]
        try:
            return self.asking.by_owner(part.set, names, part.owner, owners) if owners else {}
        except Refusal as refusal:
            if refusal.code not in _PARTLY:
                raise
            self.asking.oddities.add(f"unread:{plain(part.set)}")
            return {}

    def _marks(self, files: Mapping[str, Iterable[tuple[Files, Row, str]]]) -> dict[str, list[Row]]:
        """file -> its signatures."""
        part = self.profile.signatures
        if part is None or not self.asking.there(part.set):
            return {}
        wanted = {
            cells.guid(row, REF): plain(kind.set)
            for some in files.values()
            for kind, row, _owner in some
            if not kind.pdf
        }
        names = [name for key, name in part.model_dump().items() if name and key not in ("set", "object")]
        try:
            return {ref: list(rows) for ref, rows in self.asking.by_owner(part.set, names, part.object, wanted).items()}
        except Refusal as refusal:
            if refusal.code not in _PARTLY:
                raise
            self.asking.oddities.add(f"unread:{plain(part.set)}")
            return {}

    def _catalogues(
        self,
        some: Sequence[Known],
        marks: Mapping[str, Sequence[Row]],
        journal: Mapping[str, Sequence[Row]] | None,
        links: Mapping[str, Sequence[Row]] | None,
    ) -> None:
        """Whatever the rows name, in few questions."""
        profile, fields = self.profile, self.profile.fields
        rows = [one.row or {} for one in some]
        party, organisation = plain(fields.counterparty), plain(fields.organisation)
        self.catalogues.load_parties(
            {cells.guid(row, party): cells.type_of(row, party) for row in rows}
            | {cells.guid(row, organisation): cells.type_of(row, organisation) for row in rows}
        )
        if profile.kinds:
            kinds = {cells.guid(row, plain(fields.kind)) for row in rows}
            self.catalogues.load_named(profile.kinds.set, kinds, profile.kinds.type)
        self.catalogues.load_named(
            profile.contracts, {cells.guid(row, plain(fields.contract)) for row in rows}, "Номер*", "Комментарий*"
        )
        users = {cells.guid(row, plain(fields.responsible)) for row in rows}
        if profile.history and profile.history.user:
            users |= {
                cells.guid(row, plain(profile.history.user)) for lines in (journal or {}).values() for row in lines
            }
        self.catalogues.load_named(profile.users, users)
        if profile.signatures and profile.signatures.thumb:
            thumb = plain(profile.signatures.thumb)
            self.catalogues.load_thumbs({cells.text(row, thumb, 200) for some in marks.values() for row in some})
        self._papers(some, links)

    def _papers(self, some: Sequence[Known], links: Mapping[str, Sequence[Row]] | None) -> None:
        """Accounting documents that these belong to."""
        wanted: dict[str, set[str]] = {}
        for one in some:
            for kind, ref in papers(self.profile, one.row or {}, (links or {}).get(one.ref, ())):
                wanted.setdefault(kind, set()).add(ref)
        for place in self.profile.papers:
            self.catalogues.load(plain(place), PAPER, wanted.get(plain(place), ()))
