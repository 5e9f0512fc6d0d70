"""«Что изменилось»: at a refused decision, and at the task of whoever decided in an earlier round."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from marshrut.cards.queries import CardView, Change, OpenTask, changes
from marshrut.cards.queries.timeline import Wording
from marshrut.doors.web import formats
from marshrut.doors.web.screens.parts import ChangeBox, ChangeLine, Tone

from .viewer import Viewer


def refused(found: Iterable[Change], viewer: Viewer, card: int) -> ChangeBox | None:
    """What is new since the page was opened."""
    lines = _lines(found, viewer, card)
    return ChangeBox(_("What has changed"), lines, Tone.BAD) if lines else None


def since_decision(view: CardView, task: OpenTask, viewer: Viewer, words: Wording) -> ChangeBox | None:
    """For the reader who decides again; three queries from the second round on, none before."""
    if view.state.round < 2 or task.right is None or task.state.asked_by is not None:
        return None
    found = changes.since_decision(view.id, viewer.person, view.state.round, words)
    if found is None:
        return None
    title = _("Changed since your decision in round {n}, {at}").format(
        n=found.round, at=formats.ago(found.at, viewer.now, viewer.zone)
    )
    return ChangeBox(title, _lines(found.changes, viewer, view.id), Tone.INFO)


def _lines(found: Iterable[Change], viewer: Viewer, card: int) -> tuple[ChangeLine, ...]:
    return tuple(
        ChangeLine(
            label=one.label,
            before=one.before,
            after=one.after,
            who=", ".join((one.who, formats.ago(one.at, viewer.now, viewer.zone))),
            compare_url=f"/cards/{card}/compare/?{urlencode({'from': one.files[0], 'to': one.files[1]})}"
            if one.files
            else "",
        )
        for one in found
    )
