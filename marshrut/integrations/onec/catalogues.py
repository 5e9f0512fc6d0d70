"""Who and what documents name: parties, people, kinds, contracts, certificates. Each is asked for once in a reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from marshrut.edocs.source import Party

from . import cells, kinds, query, signers
from .asking import BATCH, Asking
from .cells import Row
from .profile import plain
from .transport import Refusal

#: rows that are remembered at most
MOST: Final = 50_000
PARTY: Final = ("Description", "НаименованиеПолное*", "ИНН*", "КПП*")
CERTIFICATE: Final = ("Отпечаток", "Фамилия*", "Имя*", "Отчество*")


class Catalogues:
    def __init__(self, asking: Asking) -> None:
        self.asking = asking
        self._rows: dict[tuple[str, str], Row | None] = {}
        self._thumbs: dict[str, str | None] = {}

    def trim(self) -> None:
        """Before a new portion: what is remembered has a bound."""
        if len(self._rows) > MOST:
            self._rows.clear()
        if len(self._thumbs) > MOST:
            self._thumbs.clear()

    def load(self, place: str, names: Sequence[str], refs: Iterable[str]) -> None:
        """Make these known; what cannot be read is left without a name."""
        new = {ref for ref in refs if ref and (place, ref) not in self._rows}
        if not new or not self.asking.there(place):
            return
        try:
            found = self.asking.by_refs(place, names, new)
        except Refusal as refusal:
            if refusal.code not in ("rights", "no_set", "field", "broken"):
                raise
            self.asking.oddities.add(f"unread:{plain(place)}")
            found = {}
        self._rows.update({(place, ref): found.get(ref) for ref in new})

    def row(self, place: str, ref: str) -> Row:
        return self._rows.get((place, ref)) or {}

    # -- parties ---------------------------------------------------------------------------------------------------

    def load_parties(self, wanted: Mapping[str, str]) -> None:
        """`wanted`: ref -> its set, "" when 1C does not tell."""
        for place in self.asking.profile.parties:
            self.load(place, PARTY, [ref for ref, kind in wanted.items() if kind in ("", place)])

    def party(self, ref: str, kind: str = "") -> Party:
        for place in [kind] if kind else self.asking.profile.parties:
            if row := self.row(place, ref):
                name = cells.text(row, "Description") or cells.text(row, "НаименованиеПолное")
                return Party(ref, name, _digits(row, "ИНН"), _digits(row, "КПП"))
        return Party(ref, "")

    # -- kinds, contracts, people -----------------------------------------------------------------------------------

    def load_named(self, place: str, refs: Iterable[str], *more: str) -> None:
        if place:
            self.load(place, ("Description", *more), refs)

    def kind(self, ref: str, name: str) -> tuple[str, str]:
        """Our word and the title. `name`: the word that stands in the document itself (БЭД 1.7)."""
        told = self.asking.profile.kinds
        if told is None or not ref:
            return kinds.kind(name, name), name
        row = self.row(told.set, ref)
        title = cells.text(row, "Description", 200)
        return kinds.kind(cells.text(row, plain(told.type)), title), title

    def contract(self, ref: str) -> str:
        row = self.row(self.asking.profile.contracts, ref)
        return cells.text(row, "Номер", 200) or cells.text(row, "Description", 200)

    def person(self, ref: str) -> str:
        return cells.text(self.row(self.asking.profile.users, ref), "Description", 200)

    def paper(self, kind: str, ref: str) -> tuple[str, str]:
        """Number and comment of an accounting document, as people write them."""
        if kind == plain(self.asking.profile.contracts):
            return self.contract(ref), cells.text(self.row(kind, ref), "Комментарий", 500)
        row = self.row(kind, ref)
        return cells.text(row, "Number", 100), cells.text(row, "Комментарий", 500)

    # -- certificates ------------------------------------------------------------------------------------------------

    def ours(self, organisation: Party) -> signers.Ours:
        known = {thumb: name for thumb, name in self._thumbs.items() if name is not None}
        return signers.Ours(known, signers.words(organisation.name, organisation.inn))

    def load_thumbs(self, thumbs: Iterable[str]) -> None:
        new = {thumb for thumb in thumbs if thumb and thumb not in self._thumbs}
        place = self.asking.profile.certificates
        self._thumbs.update(dict.fromkeys(new))
        if not new or not self.asking.there(place):
            return
        ordered = sorted(new)
        try:
            for at in range(0, len(ordered), BATCH):
                self._ask_thumbs(place, ordered[at : at + BATCH])
        except Refusal as refusal:
            if refusal.code not in ("rights", "no_set", "field", "broken", "too_long"):
                raise
            self.asking.oddities.add(f"unread:{plain(place)}")

    def _ask_thumbs(self, place: str, thumbs: Sequence[str]) -> None:
        there = self.asking.actual(place, "Отпечаток")
        where = query.any_of(f"{there} eq {query.text(thumb)}" for thumb in thumbs)
        for row in self.asking.rows(place, CERTIFICATE, where, top=1000):
            thumb = cells.text(row, "Отпечаток", 200)
            if thumb in self._thumbs:
                self._thumbs[thumb] = _full(row)


def _full(row: Mapping[str, Any]) -> str:
    return " ".join(part for name in ("Фамилия", "Имя", "Отчество") if (part := cells.text(row, name, 100)))


def _digits(row: Row, field: str) -> str:
    return "".join(cells.text(row, field, 50).split())
