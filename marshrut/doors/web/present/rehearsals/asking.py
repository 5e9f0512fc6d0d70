"""The question: which route, how many cards, when, how people behave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.definitions import queries as definitions
from marshrut.doors.web.present.draft import Draft
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.forms import Field, Kind, Option
from marshrut.doors.web.screens.parts import Link
from marshrut.doors.web.screens.rehearsals import AskScreen, Group
from marshrut.kernel.errors import Invalid

from . import words

PEOPLE = "/people/suggest/"
NUMBERS = {"cards": 1, "days": 1, "horizon": 60, "seed": 1}


def start(query: Mapping[str, str], silent: Sequence[int], viewer: Viewer) -> Draft:
    """What the address asks for is filled in."""
    numbers = {name: query.get(name, usual) for name, usual in NUMBERS.items()}
    found = {"how": "usual", "hours": "4", **numbers, "silent": [*silent]}
    return Draft({**found, "type": query.get("type", ""), "draft": query.get("draft", "")})


def screen(draft: Draft, viewer: Viewer, drafts: Sequence[tuple[str, str]]) -> AskScreen:
    """`drafts`: what of drafts can be played, as (value, text)."""
    return AskScreen(
        title=_("New rehearsal"),
        back=Link(_("Rehearsals"), words.PATH),
        lead=_("Nothing of it happens: no card is made, nobody is told. The same seed plays the same again."),
        form=draft.form(words.NEW, (), _("Play")),
        groups=(
            Group(_("What is played"), _what(draft, viewer, drafts)),
            Group(_("How people behave"), _people(draft, viewer)),
        ),
    )


def _what(draft: Draft, viewer: Viewer, drafts: Sequence[tuple[str, str]]) -> tuple[Field, ...]:
    routes = [
        (kind.key, f"{kind.title.say(viewer.language)} · {one.pack.version}")
        for one in definitions.active()
        for kind in one.pack.card_types
    ]
    return (
        draft.field("type", _("Route of"), Kind.CHOICE, options=[*drafts, *routes], required=True, wide=True),
        draft.field("cards", _("Cards"), Kind.NUMBER, required=True, hint=_("Up to 10 000.")),
        draft.field("days", _("They come over, working days"), Kind.NUMBER, required=True),
        draft.field("since", pgettext("rehearsal", "From the day"), Kind.DATE, hint=_("Empty: from this moment on.")),
        draft.field("horizon", _("Then watch, days"), Kind.NUMBER, required=True),
        draft.field("author", _("Whose cards"), Kind.PERSON, source=PEOPLE, hint=_("Empty: of all who may file them.")),
        draft.field("seed", _("Seed"), Kind.NUMBER, required=True, hint=_("Another number is another course.")),
    )


def _people(draft: Draft, viewer: Viewer) -> tuple[Field, ...]:
    ways = [("usual", _("As usual: as they answered in the last half-year")), ("hours", _("All alike, and say yes"))]
    return (
        draft.field("how", _("They answer"), Kind.RADIO, options=ways, wide=True),
        draft.field("hours", _("When alike: after working hours"), Kind.NUMBER),
        _many(draft, viewer, "silent", _("Who is silent")),
        _many(draft, viewer, "dismissed", _("Who is dismissed")),
        draft.field("away", _("Who is away"), Kind.PERSON, source=PEOPLE),
        draft.field("away_since", _("Away from"), Kind.DATE),
        draft.field("away_until", _("Away till, inclusive"), Kind.DATE),
    )


def _many(draft: Draft, viewer: Viewer, name: str, label: str) -> Field:
    chosen = [one for one in draft.values.get(name) or () if viewer.chart.exists(one)]
    return Field(
        name=name,
        label=label,
        kind=Kind.PEOPLE,
        source=PEOPLE,
        wide=True,
        chosen=tuple(Option(str(one), viewer.chart.name(one)) for one in chosen),
        error=str(draft.errors.get(name, "")),
    )


def parse(sent: Mapping[str, Any], viewer: Viewer) -> dict[str, Any]:
    """What the command takes. Raises Invalid with every field that cannot be understood."""
    wrong: dict[str, Any] = {}
    found: dict[str, Any] = {name: _number(sent, name, wrong) for name in NUMBERS}
    found["hours"] = _number(sent, "hours", wrong) if sent.get("how") == "hours" else None
    kind = str(sent.get("type") or "")
    number, _colon, drafted = kind.partition(":")
    found |= {"card_type": drafted, "draft": int(number)} if drafted and number.isdecimal() else {"card_type": kind}
    if since := _day(sent, "since", wrong):
        found["since"] = datetime.combine(since, time(9), viewer.zone)
    found |= {name: tuple(sent.get(name) or ()) for name in ("silent", "dismissed")}
    found["author"] = _person(sent, "author", wrong)
    away = _person(sent, "away", wrong)
    first, last = _day(sent, "away_since", wrong), _day(sent, "away_until", wrong)
    if away is not None and not wrong:
        if first is None or last is None:
            wrong["away_since" if first is None else "away_until"] = _("Choose a day.")
        else:
            found["away"] = ((away, first, last),)
    if not kind:
        wrong["type"] = _("Choose a route.")
    if wrong:
        raise Invalid(_("Some fields need correction."), fields=wrong)
    return found


def _number(sent: Mapping[str, Any], name: str, wrong: dict[str, Any]) -> int | None:
    text = str(sent.get(name) or "").strip().replace(" ", "").replace("\u202f", "")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        wrong[name] = _("Write a whole number.")
        return None
    return int(text)


def _person(sent: Mapping[str, Any], name: str, wrong: dict[str, Any]) -> int | None:
    value, text = str(sent.get(name) or ""), str(sent.get(f"{name}_text") or "").strip()
    if text and not value.isdecimal():
        wrong[name] = _("Choose from the list: type a few letters.")
    return int(value) if text and value.isdecimal() and len(value) < 19 else None


def _day(sent: Mapping[str, Any], name: str, wrong: dict[str, Any]) -> date | None:
    text = str(sent.get(name) or "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        wrong[name] = _("Write a date.")
        return None
