"""«Сломанные маршруты»: what stops papers, and what only wants tidying up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marshrut.cards.queries.broken import Broken
from marshrut.doors.web.screens.absences import BrokenGroup, BrokenRow, BrokenScreen
from marshrut.doors.web.screens.parts import Empty, Link
from marshrut.org import access

from . import org
from .viewer import Viewer

PATH = "/org/broken/"
GROUPS: Final = (
    (
        ("left_tasks", "waiting_tasks"),
        gettext_lazy("Tasks with nobody to do them"),
        gettext_lazy("They wait until somebody is named."),
    ),
    (
        ("vacant_role", "no_decider", "silent_ladder", "no_head"),
        gettext_lazy("Where papers will stop"),
        gettext_lazy("A process asks for somebody who is not there."),
    ),
    (
        ("empty_seat", "left_holder", "left_substitute"),
        gettext_lazy("Worth tidying up"),
        gettext_lazy("Nothing stops: somebody else decides meanwhile."),
    ),
)


def screen(found: Sequence[Broken], viewer: Viewer) -> BrokenScreen:
    may_edit = access.may(viewer.actor, "org.edit_department", chart=viewer.chart)
    groups = tuple(
        BrokenGroup(str(title), str(lead), tuple(_row(one, viewer, may_edit) for one in found if one.kind in kinds))
        for kinds, title, lead in GROUPS
    )
    text = _("Every role is held, every department has somebody to decide, every open task has a holder.")
    return BrokenScreen(
        title=_("Broken routes"),
        tabs=org.tabs("broken", may_edit=may_edit),
        groups=tuple(group for group in groups if group.rows),
        empty=None if found else Empty("done", _("Nothing is broken"), text),
    )


def _row(one: Broken, viewer: Viewer, may_edit: bool) -> BrokenRow:
    links = []
    if one.role and may_edit:
        known = one.role in viewer.chart.roles
        url = f"/org/roles/{one.role}/" if known else f"/org/roles/new/?role={one.role}"
        links.append(Link(_("Give the role"), url))
    if one.department is not None and may_edit:
        links.append(Link(_("Appoint a head"), f"/org/departments/{one.department}/"))
    absence = one.absence or _absence(one, viewer)
    if absence and access.may(viewer.actor, "org.change_absence", chart=viewer.chart, person=one.person):
        links.append(Link(_("Name a substitute"), f"/absences/{absence}/"))
    elif one.person is not None and not one.role:
        links.append(Link(viewer.chart.name(one.person), f"/org/people/{one.person}/"))
    links += [Link(f"№ {card}", f"/cards/{card}/") for card in one.cards]
    return BrokenRow(one.text, tuple(links))


def _absence(one: Broken, viewer: Viewer) -> int | None:
    """The one during which the tasks wait."""
    if one.kind != "waiting_tasks" or one.person is None:
        return None
    away = viewer.chart.away(one.person, viewer.now)
    return away.id if away else None
