"""What a base says of many documents is kept: unchanged ones cost a look, new ones become cards. Private steps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, LiteralString

from marshrut.cards import commands as cards
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict
from marshrut.kernel.sql import prepared
from marshrut.org import queries as org

from .. import rowing, sentences, telling
from ..models import Base, EDoc, Turn
from ..rules import digest, turns
from ..source import Found
from ..types import edoc_type
from . import owning, paperwork, steps

#: a base's clock may be wrong by so much
MARGIN: Final = timedelta(days=1)
_KNOWN: LiteralString = """
SELECT kept.id, kept.place, kept.ref, kept.digest, kept.version, kept.misses, kept.gone_at IS NOT NULL
FROM unnest(%s::text[], %s::text[]) AS asked(place, ref)
JOIN edocs_edoc AS kept ON kept.base_id = %s AND kept.place = asked.place AND kept.ref = asked.ref"""
_SEEN: LiteralString = """
UPDATE edocs_edoc AS kept SET version = said.version, misses = 0
FROM unnest(%s::bigint[], %s::text[]) AS said(id, version) WHERE kept.id = said.id"""
_READ: LiteralString = "UPDATE edocs_edoc SET read_at = %s WHERE id = ANY(%s::bigint[])"


@dataclass
class Batch:
    """What came of one batch, and what is written of it at its end."""

    base: Base
    now: datetime
    #: the first filling: nothing of before is announced
    quiet: bool
    fresh: list[tuple[Found, str]] = field(default_factory=list)
    changed: dict[int, tuple[Found, str]] = field(default_factory=dict)
    same: list[tuple[int, str]] = field(default_factory=list)
    #: those among them that are only known under another version
    moved: list[tuple[int, str]] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)


def keep(base: Base, documents: Sequence[Found], now: datetime, *, asked: bool) -> Batch:
    """`asked`: somebody waits for exactly these, so it is kept that they were read now."""
    batch = Batch(base, now, quiet=base.first_done_at is None)
    _sort(batch, documents)
    if batch.moved:
        prepared(_SEEN, [[one[0] for one in batch.moved], [one[1] for one in batch.moved]])
    if asked and batch.same:
        prepared(_READ, [now, [one[0] for one in batch.same]])
    _change(batch)
    _adopt(batch)
    rowing.add_turns(batch.turns)
    steps.announce(batch.turns)
    paperwork.hear(batch.turns)
    return batch


def _sort(batch: Batch, documents: Sequence[Found]) -> None:
    """What is new, what is changed, what is as it was. Of a document that is said twice, the newest word counts."""
    said: dict[tuple[str, str], Found] = {}
    for one in documents:
        before = said.get((one.place, one.ref))
        if before is None or _stamp(one) >= _stamp(before):
            said[one.place, one.ref] = one
    places, refs = [place for place, _ref in said], [ref for _place, ref in said]
    known = {(row[1], row[2]): row for row in prepared(_KNOWN, [places, refs, batch.base.pk])}
    for key, raw in said.items():
        found = digest.fitted(raw)
        mark, row = digest.digest(found), known.get(key)
        if row is None:
            batch.fresh.append((found, mark))
        elif row[3] != mark or row[6]:
            batch.changed[row[0]] = found, mark
        else:
            batch.same.append((row[0], found.version))
            if row[4] != found.version or row[5]:
                batch.moved.append((row[0], found.version))


def _stamp(one: Found) -> float:
    return one.changed_at.timestamp() if one.changed_at else 0.0


def _change(batch: Batch) -> None:
    if not batch.changed:
        return
    rows = list(EDoc.objects.select_for_update().filter(pk__in=batch.changed).order_by("pk"))
    pace = steps.Pace.of(batch.base)
    for row in rows:
        found, mark = batch.changed[row.pk]
        before, steady, gone = row.status, row.steady, row.gone_at is not None
        write(row, found, mark, batch.now)
        if gone:
            row.gone_at = None
            batch.turns.append(steps.turn(row, turns.BACK, before, batch.now, batch.now, silent=batch.quiet))
        _turn(batch, row, before, steady, found)
        steps.reclock(row, pace, batch.now, at=happened(found, batch.now), silent=batch.quiet)
        row.change += 1
    owning.settle(batch.base, rows, batch.now)
    paperwork.find(rows)
    rowing.update(rows)
    rowing.add_acts(_acts(((row, batch.changed[row.pk][0]) for row in rows), batch.now))
    steps.tell(rows)


def _turn(batch: Batch, row: EDoc, before: str, steady: str, found: Found) -> None:
    judged = turns.judge(before, steady, row.status, row.direction)
    if judged is None:
        return
    row.steady = judged.steady
    row.status_at = happened(found, batch.now)
    steps.settle_end(row, batch.now)
    made = steps.turn(
        row, judged.event, before, row.status_at, batch.now, suspicious=judged.suspicious, silent=batch.quiet
    )
    batch.turns.append(made)


def _adopt(batch: Batch) -> None:
    if not batch.fresh:
        return
    card_type = edoc_type()
    if card_type is None:
        raise Conflict(sentences.NO_PACK, code="no_pack")
    pace = steps.Pace.of(batch.base)
    rows = [_new(batch, found, mark, card_type.key) for found, mark in batch.fresh]
    for row, (found, _mark) in zip(rows, batch.fresh, strict=True):
        steps.reclock(row, pace, batch.now, at=happened(found, batch.now), silent=row.silent)
    owning.settle(batch.base, rows, batch.now)
    paperwork.find(rows)
    author, zone = _author(batch.base), org.chart().company_time.schedule.tz
    for quiet in (True, False):
        mine = [row for row in rows if row.silent is quiet]
        told = [
            cards.Adopted(steps.key_of(row), author, telling.stage_of(row, card_type),
                          telling.values_of(row, card_type, zone))
            for row in mine
        ]  # fmt: skip
        made = cards.adopt_cards(_ROBOT, card_type=card_type.key, rows=told, quiet=quiet) if told else {}
        for row in mine:
            row.card, row.linked = made[steps.key_of(row)], telling.links_of(row)
    rowing.insert(rows)
    rowing.add_acts(_acts(zip(rows, (found for found, _mark in batch.fresh), strict=True), batch.now))
    for row in rows:
        if not row.silent:
            batch.turns.append(_first_turn(row, batch.now))


_ROBOT: Final = Actor.robot("edocs")


def _first_turn(row: EDoc, now: datetime) -> Turn:
    """A row of its own counts it already, see `_new`."""
    return Turn(edoc=row, n=1, event=row.status, before="", at=row.status_at, noticed_at=now, raw=row.raw_status,
                reason=row.reason)  # fmt: skip


def _new(batch: Batch, found: Found, mark: str, card_type: str) -> EDoc:
    silent = batch.quiet or _historic(batch.base, found)
    row = EDoc(
        type=card_type, base=batch.base, place=found.place, ref=found.ref, seen_at=batch.now, silent=silent,
        turns=0 if silent else 1,
    )  # fmt: skip
    write(row, found, mark, batch.now)
    row.day = found.date or happened(found, batch.now).date()
    row.status_at = happened(found, batch.now)
    judged = turns.judge("", "", row.status, row.direction)
    row.steady = judged.steady if judged is not None else ""
    steps.settle_end(row, batch.now)
    return row


def _historic(base: Base, found: Found) -> bool:
    """It was there long before we began to read, and was only overlooked."""
    if base.first_began_at is None:
        return False
    edge = base.first_began_at - MARGIN
    stamps = [one for one in (found.changed_at, found.answered_at, found.sent_at) if one is not None]
    return max(stamps) < edge if stamps else found.date is not None and found.date < edge.date()


def happened(found: Found, now: datetime) -> datetime:
    """When it came to stand so: by the base's clock, unless that runs ahead."""
    return min(found.changed_at or now, now)


def write(row: EDoc, found: Found, mark: str, now: datetime) -> None:
    """What the base says, word by word."""
    row.version, row.digest, row.read_at, row.misses = found.version, mark, now, 0
    for name in _SAME:
        setattr(row, name, getattr(found, name))
    row.day = found.date or row.day
    for name, party in (("party", found.counterparty), ("org", found.organisation)):
        for part in ("ref", "name", "inn", "kpp"):
            setattr(row, f"{name}_{part}", getattr(party, part))
    row.signers = [_plain(one, at=one.at.isoformat() if one.at else None) for one in found.signers]
    row.files = [_plain(one) for one in found.files]
    row.bases, row.oddities = list(found.bases), list(found.oddities)


_SAME: Final = (
    "direction", "kind", "kind_title", "number", "date", "amount", "status", "raw_status", "actor", "reason",
    "changed_at", "sent_at", "answered_at", "revoked_at", "proved", "contract", "comment", "responsible", "url",
)  # fmt: skip


def _acts(said: Iterable[tuple[EDoc, Found]], now: datetime) -> list[dict[str, Any]]:
    """Rows of the way of signing. No objects: there are several for every document."""
    return [
        {"edoc_id": row.pk, "uid": one.uid, "kind": one.kind, "at": one.at, "side": one.side, "person": one.person,
         "comment": one.comment, "raw": one.raw, "noticed_at": now}
        for row, found in said
        for one in found.acts
    ]  # fmt: skip


def _plain(one: Any, **other: Any) -> dict[str, Any]:
    """A flat dataclass as a document keeps it."""
    return {name: getattr(one, name) for name in one.__slots__} | other


def _author(base: Base) -> int:
    """Cards are of whoever looks after the base, else of an administrator."""
    chart = org.chart()
    if base.owner_id is not None and chart.active(base.owner_id):
        return base.owner_id
    found = next((one for one in sorted(chart.people) if chart.active(one) and chart.is_admin(one)), None)
    if found is None:
        raise Conflict(sentences.NO_OWNER, code="no_owner")
    return found
