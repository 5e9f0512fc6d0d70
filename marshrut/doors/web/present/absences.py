"""Lists of absences, and the forecast of what passes to whom."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from marshrut.cards.queries.passing import Forecast as Passing
from marshrut.cards.queries.passing import Heir, PassingTask
from marshrut.doors.web import formats
from marshrut.doors.web.screens.absences import AbsenceGroup, AbsenceRow, AbsencesScreen, Forecast, HeirRow
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tab, Tone
from marshrut.org.queries import AbsenceLine

from . import away
from .viewer import Viewer

PATH = "/absences/"
#: tasks named under each heir
NAMED = 5
TONES = {"vacation": Tone.OK, "sick_leave": Tone.WARN, "business_trip": Tone.INFO}


def tabs(current: str, viewer: Viewer) -> tuple[Tab, ...]:
    """Of others for heads and administrators; tables for administrators."""
    found = [Tab(_("My absences"), PATH, current == "mine", icon="user")]
    if decides(viewer):
        found.append(Tab(_("Of my people"), f"{PATH}?whose=others", current == "others", icon="users"))
    found.append(Tab(_("Month"), f"{PATH}calendar/", current == "month", icon="calendar-event"))
    if viewer.chart.is_admin(viewer.person):
        found.append(Tab(_("Import"), f"{PATH}import/", current == "import", icon="upload"))
    return tuple(found)


def decides(viewer: Viewer) -> bool:
    """Whether the viewer sets absences of others."""
    return viewer.chart.is_admin(viewer.person) or bool(viewer.chart.headed_departments(viewer.person))


def row(line: AbsenceLine, viewer: Viewer, *, state: bool = True) -> AbsenceRow:
    """`state` marks the running one; a list of one month does without."""
    badges = [Badge(str(away.REASONS[line.reason]), TONES.get(line.reason, Tone.NEUTRAL))]
    if state and line.state == "running":
        badges.append(Badge(_("Now"), Tone.VIOLET))
    if line.ended_at is not None:
        badges.append(Badge(_("Ended early"), Tone.NEUTRAL))
    return AbsenceRow(
        id=line.id,
        face=viewer.face(line.person),
        period=away.period_of(line, viewer),
        badges=tuple(badges),
        stands_in=away.substitutes(line.substitutes, line.person, viewer.chart, viewer),
        open=not line.substitutes,
        note=line.note,
        may_change=line.may_change,
    )


def create(viewer: Viewer, *, others: bool = False) -> Link:
    return Link(_("Set an absence"), f"{PATH}new/?whose=others" if others else f"{PATH}new/", "plus")


def screen(found: list[AbsenceLine], viewer: Viewer, *, others: bool, now: Passing | None = None) -> AbsencesScreen:
    """`now`: where the open tasks of a viewer who is away go."""
    ahead = [row(one, viewer) for one in found if one.state != "over"]
    past = [row(one, viewer) for one in reversed(found) if one.state == "over"]
    groups = [AbsenceGroup(_("Now and ahead"), tuple(ahead)), AbsenceGroup(_("Before"), tuple(past[:20]))]
    return AbsencesScreen(
        title=_("Absences"),
        tabs=tabs("others" if others else "mine", viewer),
        groups=tuple(group for group in groups if group.rows),
        create=create(viewer, others=others),
        now=forecast(now, viewer) if now else None,
        empty=None if found else _empty(viewer, others=others),
    )


def _empty(viewer: Viewer, *, others: bool) -> Empty:
    if others:
        return Empty("nothing", _("Nobody is away or going to be"), action=create(viewer, others=True))
    text = _("Going on holiday? Say when and who stands in: your tasks pass by themselves and come back with you.")
    return Empty("start", _("No absences"), text, create(viewer))


def forecast(found: Passing, viewer: Viewer) -> Forecast:
    """«14 заданий перейдут, 5 из них со сроком до конца недели»."""
    if not found.count:
        return Forecast(_("No open tasks now. What comes meanwhile goes to the substitute at once."))
    title = ngettext("{count} task will pass", "{count} tasks will pass", found.count)
    title = title.format(count=formats.number(found.count))
    soon = _this_week(found, viewer)
    if soon:
        words = ngettext("{count} of them is due this week", "{count} of them are due this week", soon)
        title = f"{title}, {words.format(count=formats.number(soon))}"
    return Forecast(
        title,
        tuple(_heir(one, viewer) for one in found.heirs),
        _("Counted by what is open now; new tasks go the same way."),
        warn=any(one.person is None for one in found.heirs),
    )


def _this_week(found: Passing, viewer: Viewer) -> int:
    """Tasks due from now to the end of Sunday."""
    local = viewer.now.astimezone(viewer.zone)
    sunday = local.date() + timedelta(days=6 - local.weekday())
    due = [task.due_at for heir in found.heirs for task in heir.tasks if task.due_at]
    return sum(at.astimezone(viewer.zone).date() <= sunday for at in due)


def _heir(one: Heir, viewer: Viewer) -> HeirRow:
    tasks = tuple(_task(task, viewer) for task in one.tasks[:NAMED])
    rest = one.count - len(tasks)
    more = ngettext("and {count} more", "and {count} more", rest).format(count=rest) if rest and tasks else ""
    if one.person is None:
        return HeirRow(
            None, _("Nobody is found: {tasks} will wait").format(tasks=formats.tasks(one.count)), tasks, more
        )
    return HeirRow(viewer.face(one.person), formats.tasks(one.count), tasks, more)


def _task(task: PassingTask, viewer: Viewer) -> Link:
    due = viewer.due(task.due_at)
    words = " · ".join(filter(None, (f"{task.task}: {task.name}", due.text if due else "")))
    return Link(words, f"/cards/{task.card}/")
