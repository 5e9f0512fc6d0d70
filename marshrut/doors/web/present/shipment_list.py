"""The list of shipments and its filters. Their state lives in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Final, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.crm import queries as crm
from marshrut.definitions.schema.tracks import WAYS
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.doors.web.screens.shipments import ShipmentListRow, ShipmentListScreen
from marshrut.doors.web.screens.tracking import ShipmentRow
from marshrut.shipments.queries import Filter, ShipmentLine, Shipments, State

from . import tracking
from .lists import address
from .viewer import Viewer

PATH: Final = "/shipments/"
KEYS: Final = ("state", "q", "direction", "way", "company", "since", "till")
DIRECTIONS: Final = ("to_us", "from_us")


def parse(query: QueryDict) -> Filter:
    """What the address asks for; what cannot be understood is left out."""
    states: dict[str, State] = {one: one for one in get_args(State)}
    way, direction = query.get("way", ""), query.get("direction", "")
    return Filter(
        state=states.get(query.get("state", ""), ""),
        way=way if way in WAYS else "",
        company=_number(query.get("company")),
        direction=direction if direction in DIRECTIONS else "",
        text=query.get("q", "")[:200].strip(),
        since=_day(query.get("since")),
        until=_day(query.get("till")),
    )


def screen(
    found: Shipments, counts: Mapping[State, int], query: QueryDict, wanted: Filter, viewer: Viewer
) -> ShipmentListScreen:
    now = _current(query)
    rest = {key: value for key, value in now.items() if key != "state"}
    return ShipmentListScreen(
        tabs=tuple(_tabs(counts, rest, wanted)),
        filters=Filters(
            action=PATH,
            quick=tuple(_quick(now)),
            chosen=tuple(_chosen(now, wanted, viewer)),
            fields=_sheet(query, wanted, viewer),
            query=wanted.text,
            reset_url=PATH if rest else "",
            kept=tuple((key, value) for key in ("state", "direction") for value in now.get(key, ())),
        ),
        kept=tuple((key, value) for key, sent in now.items() if key != "q" for value in sent),
        rows=rows(found.lines, viewer),
        more_url=address(PATH, {**now, "after": [found.after]}) if found.after else "",
        empty=None if found.lines else _empty(wanted, narrowed=bool(rest), any_at_all=any(counts.values())),
    )


def rows(lines: Iterable[ShipmentLine], viewer: Viewer) -> tuple[ShipmentListRow, ...]:
    found = tuple(lines)
    told = tracking.part(0, found, viewer).rows
    return tuple(
        ShipmentListRow(
            shipment=_told(one, row),
            card=one.card,
            company=one.company,
            about=Link(f"{one.about_label} {one.about_name}", f"/cards/{one.about}/") if one.about else None,
            faces=tuple(map(viewer.face, one.holders)),
            due=viewer.due(one.due_at) if not one.finished_at else None,
        )
        for one, row in zip(found, told, strict=True)
    )


def _told(one: ShipmentLine, row: ShipmentRow) -> ShipmentRow:
    """As on its card, in fewer words: the number stands beside the name, and who is followed by hand has a stage."""
    title = row.title.removesuffix(row.number).strip(" ,·") or row.title
    if one.silence == "by_hand":
        stage = Badge(one.stage_title, Tone.INFO) if one.chip.status == "unknown" and not row.finished else row.status
        return replace(row, title=title, status=stage, next="" if row.finished else _("followed by hand"))
    return replace(row, title=title, next="" if one.silence == "finished" else row.next)


def titles() -> dict[State, str]:
    return {
        "transit": pgettext("shipments", "In transit"),
        "arrived": pgettext("shipments", "Arrived"),
        "trouble": pgettext("shipments", "To be looked at"),
        "delivered": pgettext("shipments", "Delivered"),
        "stopped": pgettext("shipments", "Not followed any more"),
    }


def _tabs(counts: Mapping[State, int], rest: dict[str, list[str]], wanted: Filter) -> Iterable[Tab]:
    total = sum(counts.values())
    yield Tab(pgettext("shipments", "All"), address(PATH, rest), not wanted.state, _count(total))
    for state, text in titles().items():
        here = address(PATH, {"state": [state], **rest})
        yield Tab(text, here, state == wanted.state, _count(counts[state]))


def _count(many: int) -> str:
    return formats.number(many) if many else ""


def _current(query: QueryDict) -> dict[str, list[str]]:
    return {key: [str(query[key])] for key in KEYS if query.get(key)}


def _quick(now: Mapping[str, list[str]]) -> Iterable[Tab]:
    words = {"to_us": pgettext("shipments", "To us"), "from_us": pgettext("shipments", "From us")}
    for value, icon in zip(DIRECTIONS, ("arrow-down", "arrow-up"), strict=True):
        on = now.get("direction") == [value]
        other = {key: sent for key, sent in now.items() if key != "direction"}
        yield Tab(words[value], address(PATH, other if on else {**now, "direction": [value]}), on, icon=icon)


def _chosen(now: Mapping[str, list[str]], wanted: Filter, viewer: Viewer) -> Iterable[Tab]:
    words: dict[str, str] = {}
    if wanted.text:
        words["q"] = f"«{wanted.text}»"
    if wanted.way:
        words["way"] = WAYS[wanted.way].title.say(viewer.language)
    if wanted.company:
        words["company"] = _company(wanted.company)
    for key, label, day in (("since", _("since {v}"), wanted.since), ("till", _("till {v}"), wanted.until)):
        if day is not None:
            words[key] = label.format(v=formats.day(day))
    for key, text in words.items():
        yield Tab(text, address(PATH, {name: sent for name, sent in now.items() if name != key}), True)


def _sheet(query: QueryDict, wanted: Filter, viewer: Viewer) -> tuple[Field, ...]:
    ways = tuple(Option(one.key, one.title.say(viewer.language), one.key == wanted.way) for one in WAYS.values())
    chosen, any_way = wanted.company, pgettext("way", "Any")
    return (
        Field(name="way", label=_("Way of sending"), kind=Kind.CHOICE, placeholder=any_way, options=ways),
        Field(
            name="company",
            label=_("Counterparty"),
            kind=Kind.COMPANY,
            source="/companies/suggest/",
            value=str(chosen or ""),
            text=_company(chosen) if chosen else "",
        ),
        Field(name="since", label=_("Sent from"), kind=Kind.DATE, value=query.get("since", "")),
        Field(name="till", label=_("till"), kind=Kind.DATE, value=query.get("till", "")),
    )


def _company(which: int) -> str:
    known = crm.describe([which])
    return known[which].name if which in known else str(which)


def _empty(wanted: Filter, *, narrowed: bool, any_at_all: bool) -> Empty:
    if narrowed:
        return Empty("nothing", _("Nothing matches the filter"), "", Link(_("Reset the filter"), PATH, "x"))
    if not any_at_all:
        words = _("Write the way of sending and the track number in a task, and the shipment is followed from here.")
        return Empty("start", _("No shipments yet"), words)
    calm = {
        "trouble": _("Nothing to be looked at: no shipment is lost, late or on its way back."),
        "arrived": _("Nothing waits to be collected."),
    }
    return Empty("done", _("Nothing here"), calm.get(wanted.state, ""))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None
