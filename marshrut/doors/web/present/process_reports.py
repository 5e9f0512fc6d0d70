"""Reports on processes in words and bars: all of them on one page, and each on its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.dashboards.processes import Figures, Month, Process, Processes, StageFigures, Took
from marshrut.definitions.schema.pack import CardType
from marshrut.doors.web import formats
from marshrut.doors.web.screens.control import ControlFigure
from marshrut.doors.web.screens.dashboards import Bar, Cell, Chart, Column, DashboardScreen, Part, Pillar, Row, Table
from marshrut.doors.web.screens.parts import Badge, Empty, Link, Tone

from .reports import (
    PATH,
    Asked,
    address,
    days,
    edocs_apart,
    filters,
    full_month,
    made,
    month,
    number,
    others,
    share,
    tabs,
    took,
)
from .viewer import Viewer

ENDS: Final = ("success", "failure")


def path(kind: CardType) -> str:
    return f"{PATH}process/{kind.key}/"


def overview(found: Processes, asked: Asked, viewer: Viewer) -> DashboardScreen:
    tables = (_by_process(found, asked, viewer), *_by_month(found, asked, viewer)) if found.kinds else ()
    return DashboardScreen(
        title=_("Reports"),
        tabs=tabs(asked, viewer),
        lead=_lead(asked),
        filters=filters(asked, viewer),
        figures=_figures(found.total, None, asked),
        tables=tables,
        others=(*edocs_apart(asked, viewer), *others(viewer)),
        export_url=address(f"{PATH}export", asked.kept) if tables else "",
        made=made(viewer),
        empty=None if found.kinds else _nothing(),
    )


def process(found: Process, asked: Asked, viewer: Viewer) -> DashboardScreen:
    one, kind = found.figures, found.kind
    some = bool(one.open or one.success or one.failure or any(stage.took.cards for stage in one.stages))
    return DashboardScreen(
        title=kind.title.say(viewer.language),
        back=Link(_("Reports"), address(PATH, asked.kept)),
        tabs=(),
        lead=_lead(asked),
        filters=filters(asked, viewer),
        figures=_figures(one, kind, asked) if some else (),
        charts=(_chart(one.months, kind, asked),) if one.months else (),
        tables=(_stages(found, asked, viewer), *_people(found, asked, viewer)) if some else (),
        export_url=address(f"{path(kind)}export", asked.kept) if some else "",
        made=made(viewer),
        empty=None if some else _nothing(),
    )


def _lead(asked: Asked) -> str:
    counted = _("Only cards that you may see are counted; times are working time.")
    return f"{days(asked.period)}. {counted}"


def _nothing() -> Empty:
    return Empty("nothing", _("Nothing to report"), _("Nothing is under way, and nothing ended in these days."))


def _figures(one: Figures, kind: CardType | None, asked: Asked) -> tuple[ControlFigure, ...]:
    """Of one process they lead to its list; of all of them to the table below, where each process has its own."""

    def link(many: int, url: str) -> str:
        return (url if kind else "#report-processes") if many else ""

    late = _list(kind, asked, state="open", overdue="1")
    found = [
        ControlFigure(text=formats.number(one.open), name=_("On their way now"),
                      url=link(one.open, _list(kind, asked, state="open"))),
        ControlFigure(text=formats.number(one.late), name=_("of them overdue"), url=link(one.late, late),
                      tone=Tone.BAD if one.late else Tone.NEUTRAL),
        ControlFigure(text=formats.number(one.success), name=_("Finished in the period"),
                      url=link(one.success, _ended(kind, asked, "success")), tone=Tone.OK),
        ControlFigure(text=formats.number(one.failure), name=_("Rejected or withdrawn"),
                      url=link(one.failure, _ended(kind, asked, "failure"))),
    ]  # fmt: skip
    if kind and one.took.cards:
        hint = _("nine of ten within {time}").format(time=took(1, one.took.most))
        found.append(ControlFigure(text=took(1, one.took.median), name=_("From start to finish, usually"), hint=hint))
    return tuple(found)


def _by_process(found: Processes, asked: Asked, viewer: Viewer) -> Table:
    names = (pgettext("report", "On their way"), _("Overdue"), pgettext("report", "Finished"),
             pgettext("report", "Rejected"), _("Usual time"), _("Nine of ten within"))  # fmt: skip
    busiest = max(one.open for _kind, one in found.kinds)
    return Table(
        key="processes",
        title=_("By process"),
        first=_("Process"),
        columns=tuple(Column(text=name, end=0 < place < 4) for place, name in enumerate(names)),
        rows=tuple(_process_row(kind, one, asked, viewer, names, busiest) for kind, one in found.kinds),
        note=_("The colours of a bar are the stages of the process, in the order of its route."),
    )


def _process_row(kind: CardType, one: Figures, asked: Asked, viewer: Viewer, names: Sequence[str], busiest: int) -> Row:
    late, ends = {"state": "open", "overdue": "1"}, [_ended(kind, asked, end) for end in ENDS]
    return Row(
        title=kind.title.say(viewer.language),
        url=address(path(kind), asked.kept),
        cells=(
            number(one.open, _list(kind, asked, state="open"), name=names[0],
                 bars=tuple(_spread(kind, one.stages, busiest, viewer))),
            number(one.late, _list(kind, asked, **late), name=names[1], tone="bad", end=True),
            number(one.success, ends[0], name=names[2], end=True),
            number(one.failure, ends[1], name=names[3], end=True),
            Cell(text=took(one.took.cards, one.took.median), name=names[4]),
            Cell(text=took(one.took.cards, one.took.most), name=names[5]),
        ),
    )  # fmt: skip


def _spread(kind: CardType, stages: Iterable[StageFigures], busiest: int, viewer: Viewer) -> Iterable[Bar]:
    for one in stages:
        stage = kind.by_stage[one.stage]
        if one.cards and not stage.final:
            title = f"{stage.title.say(viewer.language)}: {formats.number(one.cards)}"
            yield Bar(share(one.cards, busiest), color=stage.color, title=title)


def _by_month(found: Processes, asked: Asked, viewer: Viewer) -> Iterable[Table]:
    """What ended well: a line for each process, a column for each month."""
    months = [one.first for one in found.total.months if one.success]
    if not months:
        return
    kinds = [(kind, one) for kind, one in found.kinds if one.success]
    most = max(month.success for _kind, one in kinds for month in one.months)
    rows = []
    for kind, one in kinds:
        known = {month.first: month.success for month in one.months}
        cells = (_month_cell(known.get(first, 0), first, kind, asked, most) for first in months)
        title = kind.title.say(viewer.language)
        rows.append(Row(title=title, url=address(path(kind), asked.kept), cells=tuple(cells)))
    yield Table(
        key="months",
        title=_("Finished by month"),
        first=_("Process"),
        columns=tuple(Column(text=month(first), end=True) for first in months),
        rows=tuple(rows),
        wide=True,
    )


def _month_cell(many: int, first: date, kind: CardType, asked: Asked, most: int) -> Cell:
    url = _ended(kind, asked, "success", first)
    return number(many, url, name=full_month(first), end=True, heat=round(60 * many / most))


def _chart(months: Sequence[Month], kind: CardType, asked: Asked) -> Chart:
    tallest = max(one.success + one.failure for one in months)
    names = {"success": pgettext("report", "Finished"), "failure": _("Rejected or withdrawn")}

    def part(end: str, many: int, first: date) -> Part:
        url = _ended(kind, asked, end, first)
        return Part(name=names[end], text=formats.number(many), url=url, look=end, height=share(many, tallest))

    return Chart(
        key="months",
        title=_("Ended by month"),
        pillars=tuple(
            Pillar(
                name=month(one.first),
                full=full_month(one.first),
                total=formats.number(one.success + one.failure),
                parts=tuple(part(end, many, one.first) for end in ENDS if (many := getattr(one, end))),
            )
            for one in months
        ),
        legend=tuple(names.items()),
    )


def _stages(found: Process, asked: Asked, viewer: Viewer) -> Table:
    kind, rows = found.kind, found.figures.stages
    names = (_("Cards"), _("Overdue"), _("Left it"), _("Usual time on it"), _("Nine of ten within"))
    longest = max((one.took.most for one in rows), default=0)
    return Table(
        key="stages",
        title=pgettext("report", "By stage"),
        first=_("Stage"),
        columns=tuple(Column(text=name, end=place < 3) for place, name in enumerate(names)),
        rows=tuple(_stage_row(one, kind, asked, viewer, names, longest) for one in rows),
        note=_("Cards: on their way now, and on the last stages those that ended in the period. "
               "Times are of cards that left the stage in the period, all their stays together."),
    )  # fmt: skip


def _stage_row(
    one: StageFigures, kind: CardType, asked: Asked, viewer: Viewer, names: Sequence[str], longest: int
) -> Row:
    stage, here = kind.by_stage[one.stage], {"stage": one.stage}
    cards = _ended(kind, asked, "", stage=one.stage) if stage.final else _list(kind, asked, **here, state="open")
    late = _list(kind, asked, **here, state="open", overdue="1")
    left = _list(kind, asked, left=one.stage, left_since=asked.kept["since"], left_till=asked.kept["till"])
    return Row(
        title=stage.title.say(viewer.language),
        color=stage.color,
        badge=Badge(_("Longest here"), Tone.WARN, "hourglass") if one.slowest else None,
        cells=(
            number(one.cards, cards, name=names[0], end=True),
            number(one.late, late, name=names[1], tone="bad", end=True),
            number(one.took.cards, left, name=names[2], end=True),
            Cell(text=took(one.took.cards, one.took.median), name=names[3], bars=lasting(one.took, longest)),
            Cell(text=took(one.took.cards, one.took.most), name=names[4]),
        ),
    )


def lasting(one: Took, longest: int) -> tuple[Bar, ...]:
    """The usual time, and up to what nine of ten take."""
    if not one.cards:
        return ()
    usual = share(one.median, longest)
    return Bar(usual, look="usual"), Bar(max(share(one.most, longest) - usual, 0), look="most")


def _people(found: Process, asked: Asked, viewer: Viewer) -> Iterable[Table]:
    if not found.people:
        return
    names = (pgettext("report", "On their way"), _("Overdue"))
    busiest = max(one.cards for one in found.people)
    rows = []
    for one in found.people:
        here = {"state": "open", "waiting": str(one.person)}
        bars = (Bar(share(one.late, busiest), look="late"), Bar(share(one.cards - one.late, busiest), look="usual"))
        cells = (
            number(one.cards, _list(found.kind, asked, **here), name=names[0], bars=bars),
            number(one.late, _list(found.kind, asked, **here, overdue="1"), name=names[1], tone="bad", end=True),
        )
        rows.append(Row(title=viewer.chart.name(one.person), face=viewer.face(one.person), cells=cells))
    left = found.holders - len(rows)
    yield Table(
        key="people",
        title=_("Who has it now"),
        first=_("Who"),
        columns=(Column(text=names[0]), Column(text=names[1], end=True)),
        rows=tuple(rows),
        more=_("and {n} more").format(n=formats.number(left)) if left else "",
    )


def _list(kind: CardType | None, asked: Asked, **wanted: str) -> str:
    return address(f"/cards/{kind.key}/list/", wanted, asked.place) if kind else ""


def _ended(kind: CardType | None, asked: Asked, end: str, first: date | None = None, **more: str) -> str:
    since, until = asked.within(first) if first else (asked.period.since, asked.period.until)
    done = {"done_since": since.isoformat(), "done_till": until.isoformat()}
    return _list(kind, asked, **more, result=end, **done)
