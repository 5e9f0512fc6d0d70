"""One rehearsal: the numbers on top, the timeline below, what can be narrowed and saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.doors.web import formats
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.card import Entry
from marshrut.doors.web.screens.control import ControlFigure
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.listing import Filters
from marshrut.doors.web.screens.parts import Empty, Link, Tab, Tone
from marshrut.doors.web.screens.rehearsals import PlayedLine, PlayedScreen, ToldRow
from marshrut.rehearsals.playing.telling import BROKEN, ESCALATION, LATE, MESSAGE, Told
from marshrut.rehearsals.queries import Lines, Narrowed, RehearsalView

from . import words

PAGE = 200
#: people of whom the notices are shown, cards that the filter offers
SHOWN = 12
OFFERED = 500


def parse(query: QueryDict) -> tuple[Narrowed, int]:
    """What cannot be understood is left out. Also the number of the line to begin with."""
    kind = query.get("kind", "")
    return (
        Narrowed(_number(query.get("person")), kind if kind in words.KINDS else "", _number(query.get("card"))),
        _number(query.get("after")) or 0,
    )


def screen(
    found: RehearsalView, lines: Lines, asked: Narrowed, after: int, viewer: Viewer, *, may_ask: bool
) -> PlayedScreen:
    here = words.address(found.id)
    common: dict[str, Any] = {
        "title": words.title(found, viewer),
        "back": Link(_("Rehearsals"), words.PATH),
        "lead": _("A rehearsal: nothing of it has happened."),
        "facts": tuple(words.facts(found, viewer)),
        "remove_url": f"{here}remove" if found.added_by == viewer.person else "",
        "again": Link(_("Play again"), _again(found), "refresh") if may_ask and found.asked.card is None else None,
    }
    if found.state != "done":
        return _not_there(found, common)
    verdict, tone = _verdict(found.figures)
    rows = tuple(_line(one, number, viewer, several=len(lines.cards) > 1) for number, one in enumerate(lines.rows))
    following = after + len(lines.rows)
    return PlayedScreen(
        **common,
        verdict=verdict,
        tone=tone,
        figures=_figures(found.figures, here),
        filters=_filters(here, lines, asked, viewer),
        total=_total(lines.total, found.figures),
        lines=_with_days(rows, lines, viewer),
        more_url=f"{here}?{urlencode({**_kept(asked), 'after': following})}" if following < lines.total else "",
        told=_told(found.figures["told"], here, viewer),
        stages=_stages(found),
        exports=tuple(
            Link(form.upper(), f"{here}export?{urlencode({**_kept(asked), 'form': form})}", "download")
            for form in ("xlsx", "csv", "json")
        ),
        empty=None if rows else Empty("nothing", _("Nothing matches"), _("Choose another person or kind of lines.")),
    )


def _not_there(found: RehearsalView, common: Mapping[str, Any]) -> PlayedScreen:
    if found.state == "failed":
        said = _("It could not be played. The route may need people or values that are not there: see its proofs.")
        return PlayedScreen(**common, trouble=said)
    progress = _("{done} of {cards} cards have set out").format(
        done=formats.number(found.progress), cards=formats.number(found.asked.cards)
    )
    return PlayedScreen(**common, progress=progress, done=found.progress, cards=found.asked.cards)


def _again(found: RehearsalView) -> str:
    asked = found.asked
    about = f"{found.draft}:{found.card_type}" if found.draft else found.card_type
    pairs = [("type", about), ("cards", str(asked.cards)), ("seed", str(asked.seed + 1))]
    return f"{words.NEW}?{urlencode([*pairs, *(('silent', str(one)) for one in asked.silent)])}"


def _verdict(figures: Mapping[str, Any]) -> tuple[str, str]:
    if figures["stuck"]:
        said = _("Some cards stay for ever: nothing that people or time can do moves them.")
        return said, "bad"
    if figures["broken"]:
        return _("The system could not do everything by itself: look at the failures."), "warn"
    if figures["open"]:
        return _("Not every card came to its end within the time that was watched."), "warn"
    return _("Every card came to its end."), "ok"


def _figures(figures: Mapping[str, Any], here: str) -> tuple[ControlFigure, ...]:
    def lines_of(kind: str, name: str, many: int, tone: Tone) -> ControlFigure:
        url = f"{here}?kind={kind}" if many else ""
        return ControlFigure(text=formats.number(many), name=name, url=url, tone=tone if many else Tone.NEUTRAL)

    ended = figures["success"] + figures["failure"]
    refused = _("refused or withdrawn: {count}").format(count=formats.number(figures["failure"]))
    found = [
        ControlFigure(
            text=f"{formats.number(ended)} / {formats.number(figures['cards'])}",
            name=_("came to an end"),
            tone=Tone.OK if ended == figures["cards"] else Tone.WARN,
            hint=refused if figures["failure"] else "",
        ),
        ControlFigure(
            text=formats.working(figures["median"]) if figures["median"] is not None else formats.DASH,
            name=_("half of them within"),
            hint=_("nine of ten within {time}").format(time=formats.working(figures["most"]))
            if figures["most"] is not None and figures["cards"] > 1
            else "",
        ),
        lines_of(LATE, _("deadlines missed"), figures["late"], Tone.WARN),
        lines_of(ESCALATION, _("escalations"), figures["escalations"], Tone.WARN),
        lines_of(MESSAGE, _("messages"), figures["messages"], Tone.INFO),
    ]
    if figures["broken"]:
        found.append(lines_of(BROKEN, _("failures"), figures["broken"], Tone.BAD))
    if figures["stuck"]:
        cards = figures["stuck_cards"]
        url = f"{here}?card={cards[0]}" if cards else ""
        found.insert(0, ControlFigure(
            text=formats.number(figures["stuck"]), name=_("stay for ever"), url=url, tone=Tone.BAD))  # fmt: skip
    return tuple(found)


def _total(many: int, figures: Mapping[str, Any]) -> str:
    said = _("Timeline, lines: {count}").format(count=formats.number(many))
    cut = figures["cut"]
    return f"{said}. {_('{count} more are only counted.').format(count=formats.number(cut))}" if cut else said


def _line(one: Told, number: int, viewer: Viewer, *, several: bool) -> PlayedLine:
    at = one.at.astimezone(viewer.zone)
    entry = Entry(
        id=number,
        who=one.who,
        when=f"{at:%H:%M}",
        when_iso=at.isoformat(),
        text=one.text,
        quote=one.quote,
        icon=one.icon,
        tone=words.TONES.get(one.kind, Tone.NEUTRAL),
    )
    card = _("card {number}").format(number=one.card) if several else ""
    return PlayedLine(entry, card, _("to") if one.kind == MESSAGE else "")


def _with_days(rows: tuple[PlayedLine, ...], lines: Lines, viewer: Viewer) -> tuple[PlayedLine, ...]:
    found, last = [], ""
    for row, line in zip(rows, lines.rows, strict=True):
        local = line.at.astimezone(viewer.zone)
        day = f"{formats.day(local.date())}, {formats.weekday(local.date())}"
        found.append(replace(row, entry=replace(row.entry, day=day)) if day != last else row)
        last = day
    return tuple(found)


def _kept(asked: Narrowed, **but: object) -> dict[str, str]:
    values = {"person": asked.person, "kind": asked.kind, "card": asked.card} | but
    return {key: str(value) for key, value in values.items() if value}


def _filters(here: str, lines: Lines, asked: Narrowed, viewer: Viewer) -> Filters:
    def link(**but: object) -> str:
        return f"{here}?{urlencode(_kept(asked, **but))}".rstrip("?")

    quick = [Tab(pgettext("lines", "All"), link(kind=""), not asked.kind)]
    quick += [Tab(str(text), link(kind=kind), kind == asked.kind) for kind, text in words.KINDS.items()]
    chosen = []
    if asked.person is not None:
        chosen.append(Tab(viewer.chart.name(asked.person), link(person=None), True))
    if asked.card is not None:
        chosen.append(Tab(_("card {number}").format(number=asked.card), link(card=None), True))
    return Filters(
        action=here,
        quick=tuple(quick),
        chosen=tuple(chosen),
        fields=_sheet(lines, asked, viewer),
        reset_url=here if _kept(asked) else "",
        kept=(("kind", asked.kind),) if asked.kind else (),
    )


def _sheet(lines: Lines, asked: Narrowed, viewer: Viewer) -> tuple[Field, ...]:
    named = sorted(((viewer.chart.name(one), one) for one in lines.people), key=lambda pair: pair[0])
    people = tuple(Option(str(one), name, one == asked.person) for name, one in named)
    cards = tuple(Option(str(one), str(one), one == asked.card) for one in lines.cards[:OFFERED])
    anybody = pgettext("person", "Any")
    fields = [Field(name="person", label=_("Person"), kind=Kind.CHOICE, placeholder=anybody, options=people)]
    if len(lines.cards) > 1:
        fields.append(Field(name="card", label=_("Card"), kind=Kind.CHOICE, placeholder=_("All"), options=cards))
    return tuple(fields)


def _told(told: list[list[int]], here: str, viewer: Viewer) -> tuple[ToldRow, ...]:
    most = max((many for _person, many in told), default=1)
    return tuple(
        ToldRow(viewer.chart.name(person), formats.number(many), f"{here}?person={person}&kind={MESSAGE}",
                round(100 * many / most))
        for person, many in told[:SHOWN]
    )  # fmt: skip


def _stages(found: RehearsalView) -> tuple[ToldRow, ...]:
    total = found.figures["cards"] or 1
    return tuple(
        ToldRow(words.stage(found, key), formats.number(many), "", round(100 * many / total))
        for key, many in found.figures["stages"]
    )


def table(lines: Lines, viewer: Viewer) -> list[list[str | int]]:
    """For saving: every line that was asked for."""
    heading = [_("When"), _("Card"), _("Kind"), _("Who"), _("What"), _("In words")]
    rows: list[list[str | int]] = [list(heading)]
    for one in lines.rows:
        at = one.at.astimezone(viewer.zone)
        rows.append([f"{at:%d.%m.%Y %H:%M}", one.card, str(words.KINDS[one.kind]), one.who, one.text, one.quote])
    return rows


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None
