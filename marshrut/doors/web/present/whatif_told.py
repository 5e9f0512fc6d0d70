"""The answer of a what-if: real, played again and changed beside each other, with the error of the model."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from marshrut.doors.web import formats
from marshrut.doors.web.screens.control import ControlFigure
from marshrut.doors.web.screens.dashboards import Bar, Cell, Column, Row, Table
from marshrut.doors.web.screens.parts import Link, Tone
from marshrut.doors.web.screens.whatif import ToldScreen
from marshrut.rehearsals.whatif import wording
from marshrut.rehearsals.whatif.asking import Told
from marshrut.rehearsals.whatif.figures import Figures, Part, off
from marshrut.rehearsals.whatif.queries import Line, Route

from .reports import share, took
from .viewer import Viewer
from .whatif import PATH, changes

#: looks of the bars, in the order of the columns
LOOKS = ("rest", "most", "usual")


def screen(line: Line, route: Route, viewer: Viewer) -> ToldScreen:
    told = line.told
    return ToldScreen(
        title=_("What if: {route}").format(route=route.kind.title.say(viewer.language)),
        back=Link(_("What if"), f"{PATH}?type={line.card_type}"),
        lead=_lead(line, viewer),
        changes=changes(line, route, viewer),
        waits=_("It is being played. The page shows the answer when it is there.") if line.state == "waiting" else "",
        nothing=_nothing(line),
        verdict=wording.verdict(told) if told else "",
        tone=_tone(told) if told else "info",
        error=wording.error(told.test) if told else "",
        figures=_figures(told) if told else (),
        tables=(_whole(told), *_stages(told, route)) if told else (),
        supposed=tuple(wording.supposed(told)) if told else (),
    )


def _lead(line: Line, viewer: Viewer) -> str:
    days = [formats.day(at.astimezone(viewer.zone).date()) for at in (line.question.since, line.question.until)]
    said = _("Cards that set out from {since} to {until}. Times are working time of the company.")
    return said.format(since=days[0], until=days[1])


def _nothing(line: Line) -> str:
    if line.state == "failed":
        return _("It could not be played. An administrator finds the reason in the journal of the worker.")
    if line.state == "done" and line.told is None:
        return _("No card of this kind set out in these months: there is no past to play again.")
    return ""


def _tone(told: Told) -> str:
    less = off(told.changed.whole.took.median, told.unchanged.whole.took.median) or 0
    if told.test.median is None or abs(less) <= abs(told.test.median):
        return "warn"
    return "ok" if less < 0 else "bad"


def _figures(told: Told) -> tuple[ControlFigure, ...]:
    real, then = told.real.whole, told.changed.whole
    was = _("really: {value}")
    rows = [
        (_("Usual time"), took(then.took.cards, then.took.median), took(real.took.cards, real.took.median),
         _better(then.took.median, told.unchanged.whole.took.median)),
        (_("Nine of ten within"), took(then.took.cards, then.took.most), took(real.took.cards, real.took.most),
         _better(then.took.most, told.unchanged.whole.took.most)),
        (_("Overdue tasks"), formats.number(then.late), formats.number(real.late),
         _better(then.late, told.unchanged.whole.late)),
        (_("Messages of reminders"), formats.number(then.told), formats.number(real.told), Tone.NEUTRAL),
    ]  # fmt: skip
    return tuple(
        ControlFigure(text=text, name=name, hint=was.format(value=before), tone=tone)
        for name, text, before, tone in rows
    )


def _better(then: int, now: int) -> Tone:
    return Tone.OK if then < now else Tone.BAD if then > now else Tone.NEUTRAL


def _columns() -> tuple[str, str, str]:
    return _("As it was"), _("Played again"), _("By other rules")


def _whole(told: Told) -> Table:
    def of(read: Callable[[Figures], int]) -> list[int]:
        return [read(one) for one in (told.real, told.unchanged, told.changed)]

    rows = [
        _row(_("Cards"), of(lambda one: one.cards)),
        _row(_("came to an end"), of(lambda one: one.ended)),
        _row(_("to a good one"), of(lambda one: one.success)),
        _row(_("Usual time"), of(lambda one: one.whole.took.median), times=True),
        _row(_("Nine of ten within"), of(lambda one: one.whole.took.most), times=True),
        _row(_("Tasks"), of(lambda one: one.whole.tasks)),
        _row(_("Overdue tasks"), of(lambda one: one.whole.late)),
        _row(_("Reminders"), of(lambda one: one.whole.reminders)),
        _row(_("Escalations"), of(lambda one: one.whole.escalations)),
        _row(_("Messages of reminders"), of(lambda one: one.whole.told)),
    ]
    note = _(
        "“Played again” is the same past by today's rules: how far it is from “as it was” is what the replay cannot do."
    )
    return Table(key="whole", title=_("The whole way"), first="", columns=_heads(), rows=tuple(rows), note=note)


def _heads() -> tuple[Column, ...]:
    return tuple(Column(text=one) for one in _columns())


def _row(title: str, values: Sequence[int], *, times: bool = False) -> Row:
    most = max(values)
    cells = tuple(
        Cell(text=took(1, value) if times else formats.number(value), name=name,
             bars=(Bar(share(value, most), look),) if most else ())
        for value, name, look in zip(values, _columns(), LOOKS, strict=True)
    )  # fmt: skip
    return Row(title=title, cells=cells)


def _stages(told: Told, route: Route) -> tuple[Table, ...]:
    three = (told.real, told.unchanged, told.changed)
    order = [stage.key for stage in route.kind.stages]
    known = dict.fromkeys(key for one in three for key in one.stages)
    stages = sorted(known, key=lambda key: order.index(key) if key in order else len(order))
    timed = [key for key in stages if any(one.stages.get(key, Part()).took.cards for one in three)]
    return (
        _by_stage("median", _("Usual time on a stage"), timed, route, three, lambda part: part.took.median, times=True),
        _by_stage(
            "most", _("Nine of ten on a stage within"), timed, route, three, lambda part: part.took.most, times=True
        ),
        _by_stage("late", _("Overdue tasks by stage"), timed, route, three, lambda part: part.late, times=False),
    )


def _by_stage(
    key: str,
    title: str,
    stages: Sequence[str],
    route: Route,
    three: Sequence[Figures],
    read: Callable[[Part], int],
    *,
    times: bool,
) -> Table:
    rows = [
        _row(wording.stage(route.kind, stage), [read(one.stages.get(stage, Part())) for one in three], times=times)
        for stage in stages
    ]
    return Table(key=key, title=title, first=_("Stage"), columns=_heads(), rows=tuple(rows))
