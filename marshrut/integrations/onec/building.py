"""A document out of its rows: all of 1C ends here, the rest speaks the words of `edocs`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from marshrut.edocs.source import Act, FileRef, Found, Party, Signer

from . import acts, cells, signers, statuses
from .asking import REF, Asking
from .catalogues import Catalogues
from .cells import Row
from .profile import Files, History, Kind, Profile, plain

_LATER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Parts:
    """What was asked for beside the document. `messages` None: this base does not show them."""

    messages: Sequence[Row] | None = None
    links: Sequence[Row] = ()
    journal: Sequence[Row] = ()
    #: (what it is, its row, whose it is)
    files: Sequence[tuple[Files, Row, str]] = ()
    #: file -> its signatures
    marks: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def build(
    asking: Asking, known: Catalogues, place: str, row: Row, state: Row | None, parts: Parts, version: str
) -> Found:
    return _Building(asking, known, place, row, state, parts).found(version)


class _Building:
    def __init__(
        self, asking: Asking, known: Catalogues, place: str, row: Row, state: Row | None, parts: Parts
    ) -> None:
        kind = asking.profile.kind_of(place)
        assert kind is not None
        self.kind: Kind = kind
        self.settings, self.profile, self.known = asking.settings, asking.profile, known
        self.row, self.state, self.parts = row, state if state is not None else row, parts
        self.fields, self.zone = asking.profile.fields, asking.settings.zone
        self.stateless = bool(asking.profile.state.set) and state is None

    def found(self, version: str) -> Found:
        messages = None if self.parts.messages is None else messages_of(self.profile, self.parts.messages, self.zone)
        organisation = self.known.party(self._ref("organisation"))
        people = self._signers(organisation, messages or ())
        facts = self._facts(messages, people)
        judged = statuses.judge(facts, self.profile.states, self.profile.meanings)
        kind, title = self.known.kind(self._ref("kind"), self._text("kind_name"))
        told = list(papers(self.profile, self.row, self.parts.links))
        contract = self.known.contract(self._ref("contract"))
        return Found(
            place=self.kind.set,
            ref=cells.guid(self.row, REF),
            version=version,
            direction=self.kind.direction,
            kind=kind,
            kind_title=title,
            number=self._text("number", 200),
            date=cells.day(self.row, plain(self.fields.date)),
            amount=cells.number(self.row, plain(self.fields.amount)),
            organisation=organisation,
            counterparty=self._counterparty(),
            status=judged.status,
            raw_status=facts.state,
            actor=judged.actor,
            changed_at=cells.moment(self.state, plain(self.profile.state.changed_at), self.zone),
            sent_at=cells.moment(self.row, plain(self.kind.sent_at), self.zone),
            answered_at=self._answered(judged, messages or (), people),
            revoked_at=self._at("revoked_at") if judged.status == "revoked" else None,
            reason=self._reason(judged, messages or ()),
            proved=judged.proved,
            contract=contract,
            comment=self._comment(told),
            responsible=self.known.person(self._ref("responsible")) or self._plain_text("responsible"),
            url=self._link(),
            signers=people,
            acts=self._acts(facts, messages or (), people),
            files=tuple(self._files()),
            bases=tuple(dict.fromkeys(number for kind, ref in told if (number := self.known.paper(kind, ref)[0]))),
            oddities=(*judged.oddities, *self._oddities()),
        )

    # -- cells -------------------------------------------------------------------------------------------------------

    def _name(self, key: str) -> str:
        return plain(getattr(self.fields, key))

    def _ref(self, key: str) -> str:
        return cells.guid(self.row, self._name(key))

    def _text(self, key: str, longest: int = 1000) -> str:
        return cells.text(self.row, self._name(key), longest)

    def _plain_text(self, key: str) -> str:
        """Of a field that may be a reference: its text when it is none."""
        return "" if self._ref(key) or self._text(key) == cells.ZERO else self._text(key, 200)

    def _at(self, key: str) -> datetime | None:
        return cells.moment(self.row, self._name(key), self.zone)

    def _flag(self, key: str) -> bool | None:
        return cells.flag(self.row, self._name(key))

    # -- parts -------------------------------------------------------------------------------------------------------

    def _facts(self, messages: tuple[statuses.Message, ...] | None, people: Sequence[Signer]) -> statuses.Facts:
        return statuses.Facts(
            direction=self.kind.direction,
            state=cells.text(self.state, plain(self.profile.state.value), 200),
            reply_required=self._flag("reply_required"),
            notice_required=self._flag("notice_required"),
            without_signature=self._flag("without_signature"),
            stop_reason=self._text("stop_reason", 200),
            reglament=self._text("reglament", 200),
            signed_ours_at=self._at("signed_ours_at"),
            messages=messages,
            file_statuses=frozenset(
                status for kind, row, _owner in self.parts.files if (status := cells.text(row, plain(kind.status), 100))
            ),
            signed_by=frozenset(one.side for one in people),
        )

    def _counterparty(self) -> Party:
        name = self._name("counterparty")
        return self.known.party(cells.guid(self.row, name), cells.type_of(self.row, name))

    def _signers(self, organisation: Party, messages: Iterable[statuses.Message]) -> tuple[Signer, ...]:
        parts = {one.ref: one.part for one in messages}
        formal = self._text("reglament") not in ("", statuses.PLAIN)
        part = self.profile.signatures
        marks: list[signers.Mark] = []
        for _kind, row, owner in self.parts.files:
            of: signers.Whose = "both"
            if formal and owner in parts:
                of = "sender" if parts[owner] == statuses.SENDER else "receiver"
            file = cells.guid(row, REF)
            told = self.parts.marks.get(file, ()) if part else ()
            marks += [mark_of(self.profile, mark, file, of, self.zone) for mark in told]
        return signers.signers(marks, self.kind.direction, self.known.ours(organisation))

    def _acts(
        self, facts: statuses.Facts, messages: Sequence[statuses.Message], people: Sequence[Signer]
    ) -> tuple[Act, ...]:
        dates = acts.Dates(
            cells.moment(self.row, plain(self.kind.sent_at), self.zone), facts.signed_ours_at, self._at("revoked_at")
        )
        told = self.profile.history
        lines = [self._line(row, told) for row in self.parts.journal] if told else []
        older = self.profile.states == "bed17"
        return acts.acts(self.kind.direction, facts.reglament, messages, lines, people, dates, older=older)

    def _line(self, row: Row, told: History) -> acts.Line:
        return acts.Line(
            no=cells.text(row, plain(told.no), 50),
            action=cells.text(row, plain(told.action), 100),
            at=cells.moment(row, plain(told.at), self.zone),
            user=self._user(row, plain(told.user)),
            comment=cells.text(row, plain(told.comment)),
        )

    def _user(self, row: Row, name: str) -> str:
        ref = cells.guid(row, name)
        text = cells.text(row, name, 200)
        return self.known.person(ref) if ref else "" if text == cells.ZERO else text

    def _answered(
        self, judged: statuses.Judged, messages: Sequence[statuses.Message], people: Sequence[Signer]
    ) -> datetime | None:
        if judged.reply is not None and judged.status not in ("rejected", "correction_requested"):
            return judged.reply.at
        refused = [one.at for one in messages if one.part == "УОУ" and one.at]
        if judged.status in ("rejected", "correction_requested") and refused:
            return max(refused)
        receiving = "theirs" if self.kind.direction == "out" else "ours"
        if judged.status in ("signed", "signed_partially", "revoked", "revocation_requested", "corrected"):
            return next((one.at for one in people if one.side == receiving and one.at), None)
        return None

    def _reason(self, judged: statuses.Judged, messages: Sequence[statuses.Message]) -> str:
        """The comment of the state, else what the refusal itself says."""
        if judged.status not in _REASONED:
            return ""
        told = cells.text(self.state, plain(self.profile.state.comment), 2000) or self._text("reason", 2000)
        notes = [one.note for one in messages if one.part in ("УОУ", "ПОА", "ПОА_УОУ", "Ошибка") and one.note]
        if judged.status == "delivery_error" and self._text("stop_reason") and not told:
            return notes[-1] if notes else self._text("stop_reason")
        return told or (notes[-1] if notes else "")

    def _comment(self, told: Iterable[tuple[str, str]]) -> str:
        own = [self._text("comment"), *(self.known.paper(kind, ref)[1] for kind, ref in told)]
        return "\n".join(dict.fromkeys(one for one in own if one))[:1000]

    def _link(self) -> str:
        flow = self._text("flow", 200)
        return self.settings.link.replace("{flow}", flow) if flow and "{flow}" in self.settings.link else ""

    def _files(self) -> Iterator[FileRef]:
        for kind, row, _owner in self.parts.files:
            if cells.flag(row, "DeletionMark"):
                continue
            name = cells.text(row, "Description", 200) or "file"
            end = cells.text(row, "Расширение", 10).lstrip(".").lower()
            size = int(cells.number(row, "Размер") or 0)
            shape = "pdf" if kind.pdf or end == "pdf" else "original"
            title = name if not end or name.lower().endswith("." + end) else f"{name}.{end}"
            yield FileRef(
                plain(kind.set), cells.guid(row, REF), title, max(size, 0), "pdf" if shape == "pdf" else "original"
            )

    def _oddities(self) -> Iterator[str]:
        if self.stateless:
            yield "stateless"
        dates = (self.fields.date, self.kind.sent_at, self.fields.signed_ours_at, self.fields.revoked_at)
        if any(cells.odd_stamp(self.row, plain(name)) for name in dates if name):
            yield "date"
        if cells.flag(self.row, "DeletionMark"):
            yield "deletion_mark"


_REASONED: Final = frozenset(
    {"rejected", "correction_requested", "delivery_error", "revocation_requested", "revoked", "force_closed"}
)


def messages_of(profile: Profile, rows: Iterable[Row], zone: ZoneInfo) -> tuple[statuses.Message, ...]:
    """In the order of their stamps."""
    told = profile.messages
    assert told is not None
    found = [
        statuses.Message(
            ref=cells.guid(row, REF),
            part=cells.text(row, plain(told.part), 100),
            side=statuses.SIDES.get(cells.text(row, plain(told.direction), 50), ""),
            status=cells.text(row, plain(told.status), 100),
            at=cells.moment(row, plain(told.at), zone),
            note=cells.text(row, plain(told.note), 2000),
        )
        for row in rows
    ]
    return tuple(sorted(found, key=lambda one: (one.at or _LATER, one.ref)))


def mark_of(profile: Profile, row: Row, file: str, of: signers.Whose, zone: ZoneInfo) -> signers.Mark:
    part = profile.signatures
    assert part is not None
    return signers.Mark(
        file=file,
        no=int(cells.number(row, plain(part.no)) or 0),
        at=cells.moment(row, plain(part.at), zone),
        whom=cells.text(row, plain(part.whom), 500),
        thumb=cells.text(row, plain(part.thumb), 200),
        valid=cells.flag(row, plain(part.valid)),
        by="" if cells.text(row, plain(part.by)) == cells.ZERO else cells.text(row, plain(part.by), 200),
        of=of,
    )


def papers(profile: Profile, row: Row, links: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """(set, ref) of the accounting documents an e-document belongs to."""
    told = profile.links
    if told is None:
        return
    name = plain(told.object)
    lines = row.get(plain(told.tabular)) if told.tabular else links
    for line in lines if isinstance(lines, Sequence) and not isinstance(lines, str) else ():
        if isinstance(line, Mapping) and cells.flag(line, plain(told.actual)) is not False:
            kind, ref = cells.type_of(line, name), cells.guid(line, name)
            if kind and ref:
                yield kind, ref
