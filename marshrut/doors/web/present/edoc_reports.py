"""The report on e-documents in words and bars. Every number leads to the register with its filter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from marshrut.dashboards.edocs import Cutting, Line, Signing
from marshrut.doors.web import formats
from marshrut.doors.web.screens.control import ControlFigure
from marshrut.doors.web.screens.dashboards import Bar, Cell, Chart, Column, DashboardScreen, Part, Pillar, Row, Table
from marshrut.doors.web.screens.parts import Badge, Empty, Tone
from marshrut.edocs import sentences

from .load import wait
from .process_reports import lasting
from .reports import EDOCS, Asked, address, days, filters, full_month, made, month, number, others, share, tabs, took
from .viewer import Viewer

REGISTER: Final = "/edocs/"
#: lines that are open; the rest is folded
OPEN: Final = 10


def screen(found: Signing, asked: Asked, viewer: Viewer) -> DashboardScreen:
    total = found.total
    return DashboardScreen(
        title=_("Reports"),
        printed=f"{_('Reports')}: {_('E-documents').lower()}",
        tabs=tabs(asked, viewer),
        lead=_lead(asked),
        filters=filters(asked, viewer),
        figures=tuple(_figures(total, asked)) if total else (),
        charts=(_chart(found.months, asked),) if total else (),
        tables=tuple(_tables(found, asked, viewer)) if total else (),
        others=others(viewer),
        export_url=address(f"{EDOCS}export", asked.kept) if total else "",
        made=made(viewer),
        empty=None if total else _nothing(),
    )


def _nothing() -> Empty:
    return Empty("nothing", _("Nothing to report"), _("There are no e-documents of these days that you may see."))


def _lead(asked: Asked) -> str:
    counted = _("By the date of the document. Only documents that you may see are counted; times are working time.")
    return f"{days(asked.period)}. {counted}"


def _figures(total: Line, asked: Asked) -> Iterable[ControlFigure]:
    one = total.counted
    signed = _("{share} of all").format(share=f"{round(100 * one.signed / one.documents)}{formats.HARD}%")
    yield _figure(one.documents, _("Documents"), _url(asked))
    yield _figure(one.signed, pgettext("edocs tab", "Signed"), _url(asked, tab="signed"), Tone.OK, signed)
    if total.took.cards:
        hint = _("nine of ten within {time}").format(time=took(1, total.took.most))
        yield ControlFigure(text=took(1, total.took.median), name=_("Counterparties usually sign in"), hint=hint)
    yield _figure(one.waiting, pgettext("edocs tab", "Wait for the counterparty"), _url(asked, tab="waiting"))
    yield _figure(one.ours, pgettext("edocs tab", "Our turn"), _url(asked, tab="ours"))
    waits = _("the longest waits {time}").format(time=_longest(total)) if total.waits else ""
    yield _figure(one.late, pgettext("edocs tab", "Overdue"), _url(asked, tab="overdue"), Tone.WARN, waits)
    yield _figure(one.critical, _("Long overdue"), _url(asked, tab="overdue", level="2"), Tone.BAD)
    yield _figure(one.troubles, pgettext("edocs tab", "Refusals and errors"), _url(asked, tab="troubles"))


def _longest(line: Line) -> str:
    """In whole days like the register; within the first day in hours."""
    if not line.days:
        return wait(line.waits)
    return ngettext("{n} work day", "{n} work days", line.days).format(n=line.days).replace(" ", formats.HARD)


def _figure(many: int, name: str, url: str, tone: Tone = Tone.NEUTRAL, hint: str = "") -> ControlFigure:
    plain = Tone.NEUTRAL if not many else tone
    return ControlFigure(text=formats.number(many), name=name, url=url if many else "", tone=plain, hint=hint)


def _chart(months: Sequence[Line], asked: Asked) -> Chart:
    """The whole month stands behind what is signed of it."""
    tallest = max(one.counted.documents for one in months)
    names = {"good": pgettext("edocs tab", "Signed"), "rest": _("All documents")}
    pillars = []
    for line in months:
        one, first = line.counted, line.counted.key
        assert isinstance(first, date)
        here = _days(asked, first)
        good = Part(name=names["good"], text=formats.number(one.signed), url=_url(asked, tab="signed", **here),
                    look="good", height=share(one.signed, tallest))  # fmt: skip
        rest = Part(name=names["rest"], text=formats.number(one.documents), url=_url(asked, **here), look="rest",
                    height=share(one.documents - one.signed, tallest))  # fmt: skip
        parts = (good, rest) if one.signed else (rest,)
        pillars.append(Pillar(name=month(first), full=full_month(first), total="", parts=parts))
    return Chart(key="months", title=_("By month"), pillars=tuple(pillars), legend=tuple(names.items()))


def _tables(found: Signing, asked: Asked, viewer: Viewer) -> Iterable[Table]:
    note = _("Times are from the sending to the signature.")
    kinds = {line.counted.key: str(sentences.KINDS[str(line.counted.key)]) for line in found.kinds.lines}
    companies = {line.counted.key: line.name or _("Not matched with a company") for line in found.companies.lines}
    people = {
        line.counted.key: viewer.chart.name(line.counted.key)
        if isinstance(line.counted.key, int)
        else _("Nobody is responsible")
        for line in found.managers.lines
    }
    title = _("By counterparty: who is late")
    yield _table("company", title, _("Counterparty"), found.companies, companies, asked, viewer, note)
    yield _table("manager", _("By manager"), _("Manager"), found.managers, people, asked, viewer)
    yield _table("kind", _("By kind"), _("Kind"), found.kinds, kinds, asked, viewer)


def _table(
    key: str,
    title: str,
    first: str,
    found: Cutting,
    names: Mapping[int | str | date | None, str],
    asked: Asked,
    viewer: Viewer,
    note: str = "",
) -> Table:
    timed = any(line.took.cards for line in found.lines)
    columns = [Column(text=_("Documents")), Column(text=pgettext("edocs tab", "Signed"), end=True),
               Column(text=_("Are awaited"), end=True), Column(text=pgettext("edocs tab", "Overdue"), end=True),
               Column(text=_("Long overdue"), end=True)]  # fmt: skip
    if timed:
        columns += [Column(text=_("Usually signed in")), Column(text=_("Nine of ten within"))]
    rows = tuple(_row(key, line, names[line.counted.key], found, columns, asked, viewer) for line in found.lines)
    left = found.total - len(rows[:OPEN])
    return Table(
        key=key,
        title=title,
        first=first,
        columns=tuple(columns),
        rows=rows[:OPEN],
        rest=rows[OPEN:],
        note=note,
        legend=_legend() if note else (),
        more=_("and {n} more").format(n=formats.number(left)) if left else "",
    )


def _row(
    key: str, line: Line, name: str, found: Cutting, columns: Sequence[Column], asked: Asked, viewer: Viewer
) -> Row:
    one, here = line.counted, _here(key, line)
    most, longest = (max(each) for each in zip(*((x.counted.documents, x.took.most) for x in found.lines), strict=True))
    names, overdue = [column.text for column in columns], {"tab": "overdue"}
    late, critical = one.late, one.critical
    if key == "company":
        late, critical, overdue = one.their_late, one.their_critical, {**overdue, "actor": "counterparty"}
    cells = [
        number(one.documents, _url(asked, **here), name=names[0], bars=tuple(_bars(line, most, late))),
        number(one.signed, _url(asked, **here, tab="signed"), name=names[1], end=True),
        number(one.waiting, _url(asked, **here, tab="waiting"), name=names[2], end=True),
        number(late, _url(asked, **here, **overdue), name=names[3], tone="warn", end=True),
        number(critical, _url(asked, **here, **overdue, level="2"), name=names[4], tone="bad", end=True),
    ]
    if len(columns) > len(cells):
        usual = took(line.took.cards, line.took.median)
        cells += [
            Cell(text=usual, name=names[5], bars=lasting(line.took, longest)),
            Cell(text=took(line.took.cards, line.took.most), name=names[6]),
        ]
    person = one.key if key == "manager" and isinstance(one.key, int) else None
    return Row(
        title=name,
        url=f"/companies/{one.key}/" if key == "company" and one.key else "",
        face=viewer.face(person) if person else None,
        badge=Badge(_("Takes longest"), Tone.WARN, "hourglass") if line.slow and key != "kind" else None,
        sub=_("the longest waits {time}").format(time=_longest(line)) if late and key != "kind" else "",
        cells=tuple(cells),
    )


def _legend() -> tuple[tuple[str, str], ...]:
    return (("good", pgettext("edocs tab", "Signed")), ("wait", _("Are awaited in time")),
            ("late", pgettext("edocs tab", "Overdue")), ("rest", _("All the rest")))  # fmt: skip


def _bars(line: Line, most: int, late: int) -> Iterable[Bar]:
    """`late` is the number of the column: of a counterparty our own delays are among the rest."""
    one = line.counted
    waits = one.waiting if one.cut == "company" else one.waiting + one.ours
    waiting = max(waits - late, 0)
    rest = max(one.documents - one.signed - waiting - late, 0)
    for many, look in ((one.signed, "good"), (waiting, "wait"), (late, "late"), (rest, "rest")):
        if many:
            yield Bar(share(many, most), look=look)


def _here(key: str, line: Line) -> dict[str, str]:
    """What narrows the register to the line."""
    return {key: str(line.counted.key or "none")}


def _url(asked: Asked, **wanted: str) -> str:
    return address(REGISTER, {**asked.kept, **wanted})


def _days(asked: Asked, first: date) -> dict[str, str]:
    since, until = asked.within(first)
    return {"since": since.isoformat(), "till": until.isoformat()}
