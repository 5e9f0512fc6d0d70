"""The tasks behind a figure of the report of skips."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.cards.queries.skips import Finished
from marshrut.dashboards import skips as dashboard
from marshrut.dashboards.skips import SkipList, Wanted
from marshrut.definitions import queries as definitions
from marshrut.doors.web import formats
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.doors.web.screens.skips import SkipLine, SkipListScreen

from .skips import LIST, NONE, PATH, Asked, period, reason, rule
from .viewer import Viewer


def listing(found: SkipList, asked: Asked, viewer: Viewer) -> SkipListScreen:
    wanted, now = asked.wanted, _current(asked)
    states = {"skipped": pgettext("tasks", "Skipped"), "done": pgettext("tasks", "Done"), "": _("All of them")}
    rest = {key: value for key, value in now.items() if key != "what"}
    kept = {key: value for key, value in rest.items() if key != "because"}  # what was done has no reason
    return SkipListScreen(
        title=states[now.get("what", "")],
        back=Link(_("Skips"), f"{PATH}?{urlencode(asked.kept)}"),
        lead=_("{period}. The latest stand first.").format(period=period(wanted)),
        tabs=tuple(
            Tab(text, _here({**(rest if what == "skipped" else kept), "what": what}), what == now.get("what", ""))
            for what, text in states.items()
        ),
        chosen=tuple(_chosen(wanted, now, viewer)),
        rows=tuple(_line(one, viewer) for one in found.tasks),
        total=formats.tasks(found.total),
        more_url=_here({**now, "after": found.after}) if found.after else "",
        empty=None if found.tasks else Empty("nothing", _("Nothing here"), _("No such task that you may see.")),
    )


def _current(asked: Asked) -> dict[str, str]:
    """The whole filter as an address has it."""
    one = asked.wanted
    given = {
        "what": {True: "skipped", False: "done", None: ""}[one.skipped],
        "task": ".".join(one.step or ()),
        "person": str(one.person or ""),
        "because": "" if one.because is None else one.because or NONE,
    }
    return asked.kept | {key: value for key, value in given.items() if value}


def _here(given: Mapping[str, str]) -> str:
    return f"{LIST}?{urlencode({key: value for key, value in given.items() if value})}"


def _chosen(wanted: Wanted, now: Mapping[str, str], viewer: Viewer) -> Iterable[Tab]:
    words: dict[str, str] = {}
    if wanted.step:
        task = rule(wanted.step)[1]
        words["task"] = task.title.say(viewer.language) if task else wanted.step[1]
    if wanted.person:
        words["person"] = viewer.chart.name(wanted.person)
    if wanted.because is not None:
        words["because"] = _named(wanted, viewer)
    if wanted.department:
        words["department"] = viewer.chart.departments[wanted.department].name
    for key, text in words.items():
        yield Tab(text, _here({name: value for name, value in now.items() if name != key}), True)


def _named(wanted: Wanted, viewer: Viewer) -> str:
    """The reason of the task it is narrowed to, else of the first task that knows it."""
    because = wanted.because or ""
    places = [wanted.step] if wanted.step else list(dashboard.steps())
    said = (reason(step, because, viewer) for step in places)
    return next((one for one in said if one != because), because)


def _line(one: Finished, viewer: Viewer) -> SkipLine:
    """By the version of the process that the card keeps."""
    kind = definitions.installed(one.definition_id).pack.card_type(one.card_type)
    found = kind.task(one.task) if kind else None
    outcome = found[1].outcome(one.outcome) if found else None
    listed = outcome.because(one.because) if outcome and one.because else None
    said = [listed.title.say(viewer.language) if listed else one.because, one.reason]
    words = outcome.title.say(viewer.language) if outcome else one.outcome
    return SkipLine(
        task=found[1].title.say(viewer.language) if found else one.task,
        card=Link(f"{kind.prefix if kind else ''}{one.card} · {one.card_name}", f"/cards/{one.card}/"),
        face=viewer.face(one.person),
        at=formats.moment(one.at, viewer.zone),
        badge=Badge(pgettext("task", "Skipped"), Tone.WARN) if one.skipped else Badge(words, Tone.OK),
        reason=": ".join(filter(None, said)),
    )
