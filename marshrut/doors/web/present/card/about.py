"""«Поручения и ознакомление»: who was asked about the card, who has read it and when, who has not."""

from __future__ import annotations

from django.utils.translation import gettext as _

from marshrut.cards.queries import About, CardView, Part
from marshrut.cards.queries import about as asked_about
from marshrut.doors.web import formats
from marshrut.doors.web.present import errands
from marshrut.doors.web.present.viewer import Viewer
from marshrut.doors.web.screens.errands import AboutLine, AboutPart, Share
from marshrut.doors.web.screens.parts import StageMark

#: people named on one line; the card of the errand has the rest
SHOWN = 60


def part(view: CardView, viewer: Viewer) -> AboutPart | None:
    """None where nothing was asked and the reader may ask nothing. Four queries."""
    acts = errands.acts(view, viewer)
    lines = tuple(_line(one, viewer) for one in asked_about(viewer.actor, view.id))
    if not acts and not lines:
        return None
    running = tuple(one for one in lines if not one.finished)
    return AboutPart(acts=acts, lines=running, finished=tuple(one for one in lines if one.finished))


def _line(one: About, viewer: Viewer) -> AboutLine:
    holding = [part for part in one.people if part.state]
    shown = sorted(holding or one.people, key=lambda part: part.state == "done")
    done, many = len(one.done), len(holding)
    stage = StageMark(one.stage.title.say(viewer.language), one.stage.color)
    return AboutLine(
        title=one.name,
        url=f"/cards/{one.id}/" if one.open else "",
        number=one.number,
        kind=one.card_type.create.say(viewer.language),
        icon=errands.icon_of(one.card_type),
        stage=stage,
        author=viewer.chart.name(one.author),
        due=viewer.due(one.due_at) if one.finished_at is None else None,
        people=tuple(_share(part, viewer) for part in shown[:SHOWN]),
        count=_("{done} of {many}").format(done=done, many=many) if many > 1 else "",
        bar=round(100 * done / many) if many > 1 else 0,
        finished=one.finished_at is not None,
    )


def _share(part: Part, viewer: Viewer) -> Share:
    if part.state != "done":
        return Share(viewer.face(part.person), False, _("not yet") if part.state == "open" else "")
    at = formats.moment(part.at, viewer.zone) if part.at else ""
    instead = _("by {person}").format(person=viewer.chart.name(part.by)) if part.by else ""
    return Share(viewer.face(part.person), True, ", ".join(filter(None, (part.outcome, at, instead))))
