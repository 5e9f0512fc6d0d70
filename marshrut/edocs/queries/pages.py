"""One document as its page shows it."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from marshrut.cards import queries as cards
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from .. import sentences
from ..models import EDoc, EDocAct, Turn
from ..rules import pace
from ..telling import signed_on
from . import wording
from .fresh import stale
from .lines import type_of
from .shapes import ActLine, EDocLine, EDocPage, FileLine, Linked, Side, SignerLine, Tone, TurnLine


def page(actor: Actor, row: EDoc, line: EDocLine) -> EDocPage:
    why = _why_not(row, clock.now())
    return EDocPage(
        line=line,
        sentence=wording.sentence(row, line),
        us=_side(row, line, ours=True),
        them=_side(row, line, ours=False),
        acts=acts(row),
        turns=tuple(_turn(one) for one in Turn.objects.filter(edoc=row).order_by("n")),
        files=tuple(FileLine(n, one["name"], one["size"], one["kind"]) for n, one in enumerate(row.files)),
        stale=stale(row.base, clock.now()),
        may_refresh=not why,
        why_not=why,
        may_link=bool(cards.allowed_among(actor, [row.card], "edit")),
        by_hand=tuple(row.by_hand),
        about=_about(actor, row),
        raw_status=row.raw_status,
        contract=row.contract,
        comment=row.comment,
        responsible=row.responsible,
        url=row.url,
        bases=tuple(row.bases),
        oddities=tuple(row.oddities),
        place=row.place,
        ref=row.ref,
    )


def acts(row: EDoc) -> tuple[ActLine, ...]:
    """The way of signing, oldest first; what has no time stands where it was noticed."""
    found = sorted(EDocAct.objects.filter(edoc=row), key=lambda one: (one.at or one.noticed_at, one.pk))
    return tuple(
        ActLine(
            kind=one.kind,
            title=str(sentences.ACTS[one.kind][0]),
            tone=cast("Tone", sentences.ACTS[one.kind][1]),
            at=one.at,
            side=one.side,
            person=one.person,
            comment=one.comment,
            raw=one.raw,
        )
        for one in found
    )


def title_of(event: str) -> str:
    """Of a turn."""
    return str(sentences.EVENTS[event] if event in sentences.EVENTS else sentences.STATUSES[event][0])


def _why_not(row: EDoc, now: datetime) -> str:
    if not row.base.active:
        return str(sentences.NOT_ASKED)
    lately = row.asked_at is not None and now - row.asked_at < pace.REFRESHED_AGAIN
    return str(sentences.REFRESHED_LATELY) if lately else ""


def _side(row: EDoc, line: EDocLine, *, ours: bool) -> Side:
    key = "ours" if ours else "theirs"
    signers = tuple(
        SignerLine(
            one["name"] or one["whom"],
            one["whom"],
            datetime.fromisoformat(one["at"]) if one["at"] else None,
            one["valid"],
        )
        for one in row.signers
        if one["side"] == key
    )
    return Side(
        ours=ours,
        name=row.org_name if ours else row.party_name,
        inn=row.org_inn if ours else row.party_inn,
        kpp=row.org_kpp if ours else row.party_kpp,
        company_id=row.organisation_id if ours else line.company_id,
        signers=signers,
        signed_at=signed_on(row, key),
        sentence=wording.side(row, ours),
    )


def _about(actor: Actor, row: EDoc) -> Linked | None:
    found = cards.among(actor, [row.about_id]).get(row.about_id) if row.about_id else None
    if found is None:
        return None
    return Linked(found.line.id, f"{type_of(found.line).prefix}{found.line.id}", found.line.name)


def _turn(one: Turn) -> TurnLine:
    return TurnLine(
        id=one.pk, event=one.event, title=title_of(one.event), before=one.before, at=one.at,
        noticed_at=one.noticed_at, suspicious=one.suspicious, silent=one.silent,
    )  # fmt: skip
