"""The list of rehearsals."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.doors.web import formats
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone
from marshrut.doors.web.screens.rehearsals import RehearsalRow, RehearsalsScreen
from marshrut.rehearsals.queries import RehearsalView

from . import words

PAGE = 50


def screen(found: Sequence[RehearsalView], viewer: Viewer, *, may_ask: bool) -> RehearsalsScreen:
    shown = found[:PAGE]
    return RehearsalsScreen(
        title=_("Rehearsals"),
        lead=_("A route is played with the people of today on a clock of its own: no card is made, nobody is told."),
        tabs=words.tabs("rehearsals") if may_ask else (),
        rows=tuple(_row(one, viewer) for one in shown),
        new=Link(_("New rehearsal"), words.NEW, "player-play") if may_ask else None,
        empty=None if shown else _nothing(may_ask=may_ask),
        more_url=f"{words.PATH}?before={shown[-1].id}" if len(found) > PAGE else "",
    )


def _nothing(*, may_ask: bool) -> Empty:
    action = Link(_("New rehearsal"), words.NEW, "player-play") if may_ask else None
    return Empty("start", _("Nothing was rehearsed yet"), _("See in seconds what a route will do in weeks."), action)


def _row(one: RehearsalView, viewer: Viewer) -> RehearsalRow:
    return RehearsalRow(
        url=words.address(one.id),
        title=words.title(one, viewer),
        what=" · ".join(words.facts(one, viewer)),
        badge=badge(one),
        who=viewer.chart.name(one.added_by) if one.added_by else _("Marshrut"),
        at=formats.ago(one.added_at, viewer.now, viewer.zone),
    )


def badge(one: RehearsalView) -> Badge:
    if one.state == "waiting":
        return Badge(_("Being played"), Tone.INFO)
    if one.state == "failed":
        return Badge(_("Could not be played"), Tone.BAD)
    stuck = one.figures["stuck"]
    if stuck:
        return Badge(_("Stay for ever: {count}").format(count=formats.number(stuck)), Tone.BAD)
    open_ = one.figures["open"]
    if open_:
        return Badge(_("Not finished: {count}").format(count=formats.number(open_)), Tone.WARN)
    return Badge(pgettext("rehearsal", "All came to an end"), Tone.OK)
