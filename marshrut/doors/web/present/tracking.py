"""Shipments on cards: those of an order, and the way of one."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView
from marshrut.doors.web import formats
from marshrut.doors.web.present import errands
from marshrut.doors.web.screens.parts import Badge, Link, Tone
from marshrut.doors.web.screens.tracking import ShipmentRow, ShipmentsPart, WayPart, WayStop
from marshrut.shipments.queries import Chip, EventLine, ShipmentLine, ShipmentPage
from marshrut.shipments.types import shipment_types

from .viewer import Viewer

TONES = {"plain": Tone.NEUTRAL, "moving": Tone.INFO, "good": Tone.OK, "warn": Tone.WARN, "bad": Tone.BAD}
#: status -> icon of the stop, and its tone
MARKS = {
    "registered": ("file-plus", Tone.NEUTRAL),
    "accepted": ("package", Tone.NEUTRAL),
    "in_transit": ("truck", Tone.NEUTRAL),
    "arrived": ("map-pin", Tone.INFO),
    "out_for_delivery": ("truck", Tone.INFO),
    "delivered": ("check", Tone.OK),
    "delivery_failed": ("alert-triangle", Tone.WARN),
    "returning": ("truck-return", Tone.WARN),
    "returned": ("truck-return", Tone.BAD),
    "lost": ("x", Tone.BAD),
    "cancelled": ("x", Tone.BAD),
    "unknown_event": ("help", Tone.NEUTRAL),
}
PLAIN = ("point", Tone.NEUTRAL)
#: stops shown at once
SHOWN = 12


def sends(view: CardView) -> bool:
    """Shipments are made about cards of this type."""
    return any(errands.about_field(kind, view.card_type.key) for kind in shipment_types().values())


def part(card: int, lines: Sequence[ShipmentLine], viewer: Viewer) -> ShipmentsPart:
    return ShipmentsPart(card=card, rows=tuple(_row(one, viewer) for one in lines))


def badge(chip: Chip) -> Badge:
    icon = MARKS.get(chip.status, PLAIN)[0]
    return Badge(chip.title, TONES.get(chip.tone, Tone.NEUTRAL), "truck-return" if chip.leg == "return" else icon)


def _row(one: ShipmentLine, viewer: Viewer) -> ShipmentRow:
    last = ", ".join(filter(None, (one.last_text, one.last_place)))
    return ShipmentRow(
        url=f"/cards/{one.card}/",
        label=one.label,
        title=one.name,
        way=one.way_title,
        number=one.number,
        carrier_url=one.public_url,
        status=_standing(one),
        to_us=one.direction == "to_us",
        last=last,
        last_at=formats.ago(one.last_at, viewer.now, viewer.zone) if one.last_at else "",
        next="" if one.finished_at else _next(one, viewer),
        trouble="" if one.finished_at else one.trouble,
        finished=one.finished_at is not None,
    )


def _standing(one: ShipmentLine) -> Badge:
    """What the carrier says; of a shipment that a person brought to its end, that end."""
    if one.stage_kind == "success" and one.chip.tone != "good":
        return Badge(one.stage_title, Tone.OK, "check")
    if one.stage_kind == "failure":
        return Badge(one.stage_title, Tone.NEUTRAL, "x")
    return badge(one.chip)


def _next(one: ShipmentLine, viewer: Viewer) -> str:
    if one.silence:
        return one.why_silent
    said = []
    if one.next_poll_at:
        at = max(one.next_poll_at, viewer.now)
        said.append(_("next check {at}").format(at=formats.ago(at, viewer.now, viewer.zone)))
    if one.polled_at:
        said.append(_("checked {at}").format(at=formats.ago(one.polled_at, viewer.now, viewer.zone)))
    return ", ".join(said)


def way(page: ShipmentPage, viewer: Viewer) -> WayPart:
    one, stops = page.line, _stops(page.events, viewer)
    site = Link(_("On the carrier's page"), one.public_url) if one.public_url else None
    over = one.finished_at is not None
    return WayPart(
        card=one.card,
        way=one.way_title,
        number=one.number,
        carrier=site,
        status=_standing(one),
        note="" if over else _next(one, viewer),
        silent=bool(one.silence) and not over,
        stops=stops[:SHOWN],
        earlier=stops[SHOWN:],
        trouble="" if over else one.trouble,
        may_check=page.may_poll,
        why_not="" if over or one.silence else page.why_not_poll,
    )


def _stops(events: Sequence[EventLine], viewer: Viewer) -> tuple[WayStop, ...]:
    """Newest first: where the way back began is said above its newest event."""
    found: list[WayStop] = []
    last, back = "", False
    for one in events:
        at = one.at.astimezone(viewer.zone)
        day, returning = formats.day(at.date()), one.leg == "return"
        turn = ""
        if returning != back:
            turn, back = (_("The way back") if returning else _("The way there")), returning
        found.append(_stop(one, f"{at:%H:%M}", day if day != last else "", turn))
        last = day
    return tuple(found)


def _stop(one: EventLine, time: str, day: str, turn: str) -> WayStop:
    icon, tone = MARKS.get(one.status, PLAIN)
    text = one.text or one.title or one.code
    unknown = ""
    if not one.understood:
        unknown = _("The carrier's own event, code {code}. What it means is not known here.").format(code=one.code)
    return WayStop(
        text=text,
        place=one.place,
        time=time,
        iso=one.at.isoformat(),
        tone=Tone.NEUTRAL if one.void else Tone.WARN if one.alert and tone is Tone.NEUTRAL else tone,
        icon=icon,
        day=day,
        turn=turn,
        unknown=unknown or one.alert,
        void=one.void,
    )
