"""The question of a what-if as a form, and the questions asked before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.doors.web.screens.forms import Field, Kind
from marshrut.doors.web.screens.parts import Link, Tab
from marshrut.doors.web.screens.whatif import Asked, AskScreen, Group
from marshrut.kernel.errors import Invalid
from marshrut.rehearsals.whatif import wording
from marshrut.rehearsals.whatif.changes import Approver, Changes, StandIn, stages_to_approve
from marshrut.rehearsals.whatif.queries import Line, Route

from .draft import Draft
from .settings import KINDS, unit
from .viewer import Viewer

PATH: Final = "/rehearsals/whatif/"
PEOPLE: Final = "/people/suggest/"
MONTHS: Final = (1, 2, 3, 6, 12)
#: before the key of a setting
SETTING: Final = "set_"


def ask(route: Route, routes: Sequence[Route], before: Sequence[Line], viewer: Viewer, draft: Draft) -> AskScreen:
    action = f"{PATH}?type={route.kind.key}"
    groups = tuple(_groups(route, viewer, draft))
    return AskScreen(
        title=_("What if"),
        lead=_(
            "The cards of the last months are played again by other rules, and the result is laid beside what really"
            " happened. Nothing changes for real cards."
        ),
        tabs=tuple(
            Tab(one.kind.title.say(viewer.language), f"{PATH}?type={one.kind.key}", one.kind.key == route.kind.key)
            for one in routes
        ),
        form=draft.form(action, [field for group in groups for field in group.fields], _("Play")),
        groups=groups,
        before=tuple(_before(one, routes, viewer) for one in before),
    )


def _groups(route: Route, viewer: Viewer, draft: Draft) -> Iterable[Group]:
    months = [(str(one), ngettext("{n} month", "{n} months", one).format(n=one)) for one in MONTHS]
    given = Draft({"months": "3", **draft.values}, draft.error, draft.errors)
    yield Group(_("Which cards"), (given.field("months", _("That set out in the last"), Kind.CHOICE, options=months),))
    yield Group(_("Deadlines and reminders"), tuple(_settings(route, viewer, draft)), _("Empty: as it is now."))
    yield Group(_("One more approver"), tuple(_approver(route, viewer, draft)), folded=True)
    yield Group(_("Substitution"), tuple(_stand_in(draft)), folded=True)
    if versions := _versions(route, draft):
        yield Group(_("Another version of the process"), versions, folded=True)


def _settings(route: Route, viewer: Viewer, draft: Draft) -> Iterable[Field]:
    known = definitions.active_for(route.kind.key).pack.settings
    for key, setting in known.items():
        title, now = setting.title.say(viewer.language), route.settings[key]
        choices = [(one.key, one.title.say(viewer.language)) for one in setting.choices]
        shown = dict(choices).get(str(now)) or (formats.number(now) if isinstance(now, int) else now)
        kind = KINDS.get(setting.kind, Kind.NUMBER)
        options = [("", _("as now")), *choices] if kind is Kind.CHOICE else ()
        hint = _("now: {value}").format(value=shown)
        yield draft.field(f"{SETTING}{key}", title, kind, hint=hint, unit=unit(setting.kind), options=options)


def _approver(route: Route, viewer: Viewer, draft: Draft) -> Iterable[Field]:
    stages = [(one.key, one.title.say(viewer.language)) for one in stages_to_approve(route.kind)]
    chart = viewer.chart
    roles = [(key, chart.role_title(key, viewer.language)) for key in chart.roles if chart.holders(key)]
    none = ("", _("nobody"))
    yield draft.field("stage", _("After the stage"), Kind.CHOICE, options=[none, *stages])
    yield draft.field("role", _("Whoever holds the role"), Kind.CHOICE, options=[none, *roles])
    yield draft.field("approver", _("or this person"), Kind.PERSON, source=PEOPLE)


def _stand_in(draft: Draft) -> Iterable[Field]:
    hint = _("Empty: in every absence that was entered.")
    yield draft.field("person", _("Who is away"), Kind.PERSON, source=PEOPLE)
    yield draft.field("deputy", _("Who stands in"), Kind.PERSON, source=PEOPLE)
    yield draft.field("away_since", _("Away from"), Kind.DATE, hint=hint)
    yield draft.field("away_until", _("Away until, inclusive"), Kind.DATE)


def _versions(route: Route, draft: Draft) -> tuple[Field, ...]:
    others = [(str(one.id), one.version) for one in definitions.versions(route.pack) if not one.active]
    if not others:
        return ()
    return (draft.field("version", _("Version"), Kind.CHOICE, options=[("", _("the one in use")), *others]),)


def _before(one: Line, routes: Sequence[Route], viewer: Viewer) -> Asked:
    route = next((some for some in routes if some.kind.key == one.card_type), None)
    title = route.kind.title.say(viewer.language) if route else one.card_type
    when = formats.moment(one.added_at, viewer.zone)
    said = f"{viewer.chart.name(one.added_by)}, {when}"
    states = {"waiting": _("is being played"), "failed": _("could not be played")}
    return Asked(Link(title, f"{PATH}{one.id}/"), changes(one, route, viewer), said, states.get(one.state, ""))


def changes(one: Line, route: Route | None, viewer: Viewer) -> tuple[str, ...]:
    if route is None:
        return ()
    known = dict(definitions.active_for(route.kind.key).pack.settings)
    lines = tuple(wording.changed(one.question, route.kind, known, viewer.chart))
    return lines or (_("Nothing changed: how well the past is repeated"),)


def parse(sent: Mapping[str, str], viewer: Viewer) -> tuple[int, Changes]:
    """Months and changes of a sent form. Raises Invalid."""
    months = _number(sent, "months") or 0
    settings: dict[str, Any] = {
        name.removeprefix(SETTING): value for name, value in sent.items() if name.startswith(SETTING) and value.strip()
    }
    stage, role, person = sent.get("stage", ""), sent.get("role", ""), _number(sent, "approver")
    approver = Approver(stage, role, person) if stage else None
    return months, Changes(settings, approver, _stand_ins(sent, viewer), _number(sent, "version"))


def _stand_ins(sent: Mapping[str, str], viewer: Viewer) -> tuple[StandIn, ...]:
    person, deputy = _number(sent, "person"), _number(sent, "deputy")
    if person is None and deputy is None:
        return ()
    since, until = _day(sent, "away_since", viewer), _day(sent, "away_until", viewer)
    return (StandIn(person or 0, deputy or 0, since, until + timedelta(days=1) if until else None),)


def _day(sent: Mapping[str, str], name: str, viewer: Viewer) -> datetime | None:
    text = sent.get(name, "").strip()
    try:
        found = parse_date(text) if text else None
    except ValueError:
        found = None
    if text and found is None:
        raise Invalid(_("Write a date."), fields={name: _("Write a date.")})
    return datetime.combine(found, time(), viewer.zone) if found else None


def _number(sent: Mapping[str, str], name: str) -> int | None:
    text = sent.get(name, "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
