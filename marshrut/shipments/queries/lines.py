"""Shipments as lines: what this room keeps of them, and what their cards say now. Only what the reader may see."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import get_language

from marshrut.cards import queries as cards
from marshrut.definitions import queries as definitions
from marshrut.definitions.schema import tracks
from marshrut.definitions.schema.pack import CardType
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor

from .. import sentences, tracking
from ..models import Carrier, Shipment
from . import asking, silence
from .shapes import Chip, ShipmentLine, State


def lines(
    actor: Actor, shipments: Sequence[Shipment], there: Mapping[str, Carrier] | None = None
) -> tuple[ShipmentLine, ...]:
    """In the order given; those whose cards the actor may not see are left out."""
    wanted = {one.card for one in shipments} | {one.about for one in shipments if one.about}
    seen = cards.among(actor, wanted) if wanted else {}
    shown = [one for one in shipments if one.card in seen]
    if not shown:
        return ()
    there, now = asking.rows() if there is None else there, clock.now()
    return tuple(_line(row, seen, there, now) for row in shown)


def chip(row: Shipment) -> Chip:
    title, tone = sentences.STATUSES[row.status]
    if row.leg == "return" and row.status == "arrived":
        title, tone = sentences.ARRIVED_BACK, "bad"
    return Chip(row.status, row.leg, str(title), tone)  # type: ignore[arg-type]


def state_of(row: Shipment) -> State:
    if row.phase in ("success", "failure"):
        return "delivered" if row.phase == "success" else "stopped"
    if row.place == "trouble" or (row.trouble and not row.place):
        return "trouble"
    here = row.status == "arrived" and row.leg == "forward"
    return "arrived" if row.place == "arrived" or here else "transit"


def url_of(row: Shipment, there: Mapping[str, Carrier]) -> str:
    """The carrier's page for people: of whoever is asked, else of the carrier whose way it is."""
    found = tracking.provider(asking.asker(row.provider, there) or row.provider)
    return found.public_url(row.number) if found is not None and row.number else ""


def _line(row: Shipment, seen: Mapping[int, cards.Among], there: Mapping[str, Carrier], now: datetime) -> ShipmentLine:
    line, about, way = seen[row.card].line, seen.get(row.about or 0), tracks.way(row.way)
    card_type, language = _type_of(line), (get_language() or "ru")[:2]
    stage = next(one for one in card_type.stages if one.key == line.stage)
    why = silence.why(row, there, now)
    return ShipmentLine(
        card=row.card,
        label=f"{card_type.prefix}{row.card}",
        name=line.name,
        type=row.type,
        about=about.line.id if about else None,
        about_label=f"{_type_of(about.line).prefix}{about.line.id}" if about else "",
        about_name=about.line.name if about else "",
        direction=row.direction,
        company_id=line.company_id,
        company=line.company,
        way=row.way,
        way_title=way.title.say(language) if way else "",
        number=row.number,
        chip=chip(row),
        state=state_of(row),
        last_at=row.last_at,
        last_text=row.last_text,
        last_place=row.last_place,
        trouble=str(sentences.TROUBLES.get(row.trouble, sentences.TROUBLES["problem"])) if row.trouble else "",
        public_url=url_of(row, there),
        next_poll_at=row.next_poll_at,
        polled_at=row.polled_at,
        silence=why,
        why_silent=str(sentences.WHY_SILENT[why]) if why else "",
        stage=line.stage,
        stage_title=stage.title.say(language),
        stage_kind=line.stage_kind,
        holders=line.holders,
        due_at=line.due_at,
        created_at=line.created_at,
        finished_at=line.finished_at,
    )


def _type_of(line: cards.CardLine) -> CardType:
    found = definitions.installed(line.definition_id).pack.card_type(line.type)
    assert found is not None
    return found
