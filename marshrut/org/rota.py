"""A calendar of absences as a table: how it is read and compared with what is set already.

Only `load` asks the database. `plan` is the one function both the preview and the import go by.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.kernel import clock, columns

from . import charts, rules
from .models import Absence, Person
from .rules import OrgChart
from .rules.texts import flaw, one_line

State = Literal["new", "changed", "same", "over", "wrong"]
NEEDED: Final = ("email", "first_day", "last_day")
LONGEST: Final = 366
_NAMES: Final[Mapping[str, str]] = {
    "email": "email, mail, почта, электронная почта, эл почта, имейл, логин, сотрудник",
    "first_day": "first day, from, start, начало, первый день, дата начала, с",
    "last_day": "last day, to, until, end, окончание, последний день, дата окончания, по",
    "reason": "reason, kind, причина, вид, вид отсутствия",
    "substitute": "substitute, deputy, заместитель, замещает, почта заместителя",
    "note": "note, comment, примечание, комментарий",
}
_REASONS: Final = {
    **dict.fromkeys(("отпуск", "ежегодный отпуск", "holiday", "vacation"), "vacation"),
    **dict.fromkeys(("больничный", "болезнь", "sick leave", "sick_leave"), "sick_leave"),
    **dict.fromkeys(("командировка", "business trip", "business_trip"), "business_trip"),
    **dict.fromkeys(("другое", "другая причина", "иное", "other", "another reason"), "other"),
}


def headings() -> dict[str, str]:
    """Key -> heading in the language of the page, in the order of the table."""
    return {
        "email": pgettext("column", "E-mail"),
        "first_day": pgettext("column", "First day"),
        "last_day": pgettext("column", "Last day"),
        "reason": pgettext("column", "Reason"),
        "substitute": pgettext("column", "Substitute"),
        "note": pgettext("column", "Note"),
    }


@dataclass(frozen=True, slots=True)
class Stored:
    """An absence that runs or will."""

    id: int
    first: date
    last: date
    reason: str
    note: str
    substitutes: tuple[int, ...]
    #: has shares by card type or sum, or times of a day: the table cannot say so
    is_rich: bool = False


@dataclass(frozen=True)
class Rota:
    """What the table is compared with. `people`: e-mail -> id."""

    chart: OrgChart
    people: Mapping[str, int]
    absences: Mapping[int, tuple[Stored, ...]]
    now: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One row. `substitutes` None: nothing was said of them. `absence` is the one that changes or is the same."""

    row: int
    email: str
    state: State = "new"
    person: int = 0
    name: str = ""
    first: date = date.min
    last: date = date.min
    reason: str = ""
    note: str = ""
    substitutes: tuple[int, ...] | None = None
    absence: int | None = None
    #: (column, sentence)
    problems: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Plan:
    lines: tuple[Line, ...]
    #: headings nobody knows
    unknown: tuple[str, ...] = field(default=())

    def of(self, *states: State) -> list[Line]:
        return [line for line in self.lines if line.state in states]

    @cached_property
    def digest(self) -> str:
        """The same for previews that show the same changes."""
        told = [[line.row, line.state, line.person, line.absence, str(line.first), str(line.last), line.reason,
                 line.note, line.substitutes, line.problems] for line in self.lines]  # fmt: skip
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


def load() -> Rota:
    """Three queries beside the company."""
    people = dict(Person.objects.values_list("email", "id"))
    return load_absences(Rota(charts.chart(), people, {}, clock.now()))


def load_absences(known: Rota) -> Rota:
    """The same company with the absences as they are now."""
    chart, now = known.chart, known.now
    rows = Absence.objects.filter(ended_at=None, until__gt=now).prefetch_related("substitutes").order_by("since", "id")
    found: dict[int, tuple[Stored, ...]] = {}
    for row in rows:
        found[row.person_id] = (*found.get(row.person_id, ()), _stored(row, chart))
    return replace(known, absences=found)


def _stored(row: Absence, chart: OrgChart) -> Stored:
    zone = chart.work_time(row.person_id).schedule.zone
    days = rules.days_of(row.since, row.until, zone)
    named = sorted(row.substitutes.all(), key=lambda one: one.n)
    first = row.since.astimezone(ZoneInfo(zone)).date()
    last = (row.until - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    partial = any(one.card_types or one.above is not None or one.up_to is not None for one in named)
    people = tuple(one.person_id for one in named)
    return Stored(row.id, first, last, row.reason, row.note, people, partial or days is None)


def plan(table: Sequence[Sequence[str]], rota: Rota) -> Plan:
    """Raises Invalid, code "table", when the heading says too little or the same twice."""
    sheet = columns.recognised(table, _NAMES, headings(), NEEDED)
    lines: list[Line] = []
    said_of: dict[int, list[Line]] = defaultdict(list)
    for number, row in sheet.rows:
        cells = {key: one_line(cell) for key, cell in row.items()}
        made = _line(number, cells, rota)
        made = _placed(made, rota, said_of[made.person])
        said_of[made.person].append(made)
        lines.append(made)
    return Plan(tuple(lines), sheet.unknown)


def _line(number: int, cells: Mapping[str, str], rota: Rota) -> Line:
    """Every cell cleaned, one sentence per cell."""
    wrong: dict[str, str] = {}
    email = cells["email"].lower()
    person = rota.people.get(email, 0)
    if not person:
        wrong["email"] = _("Nobody here has this address.")
    elif not rota.chart.active(person):
        wrong["email"] = _("Dismissed.")
    first, last = (_day(cells.get(key, ""), key, wrong) for key in ("first_day", "last_day"))
    if first and last and not timedelta() <= last - first <= timedelta(days=LONGEST):
        wrong["last_day"] = _("An absence ends after it begins, and lasts a year at most here.")
    reason = _REASONS.get(rules.fold(cells.get("reason", "")), "")
    if cells.get("reason") and not reason:
        wrong["reason"] = _("There is no such reason.")
    note = cells.get("note", "")
    if flaw(note, limit=500):
        wrong["note"] = _("Too long, or with characters that cannot be stored.")
    named = _substitutes(cells.get("substitute", ""), person, rota, wrong)
    state: State = "wrong" if wrong else "new"
    dates = (first or date.min, last or date.min)
    name = rota.chart.name(person)
    return Line(number, email, state, person, name, *dates, reason, note, named, None, tuple(wrong.items()))


def _day(text: str, column: str, wrong: dict[str, str]) -> date | None:
    for form in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            found = datetime.strptime(text, form).date()  # noqa: DTZ007 – a day of a calendar has no zone
        except ValueError:
            continue
        if 2000 <= found.year <= 2100:
            return found
    wrong[column] = _("Write a day like 06.07.2026.")
    return None


def _substitutes(cell: str, person: int, rota: Rota, wrong: dict[str, str]) -> tuple[int, ...] | None:
    found = []
    for email in filter(None, (part.strip().lower() for part in re.split(r"[;,\s]+", cell))):
        one = rota.people.get(email, 0)
        if not one or not rota.chart.active(one) or one == person:
            wrong["substitute"] = _("«{email}» cannot stand in: choose a colleague who works here.").format(email=email)
        found.append(one)
    if len(found) > 10:
        wrong["substitute"] = _("At most %(most)s substitutes.") % {"most": 10}
    return tuple(dict.fromkeys(found)) or None


def _placed(line: Line, rota: Rota, before: Sequence[Line]) -> Line:
    """What the row does: compared with the absences of the person and with the rows about him before it."""
    if line.state == "wrong":
        return line
    if rules.whole_days(line.first, line.last, rota.chart.work_time(line.person).schedule.zone)[1] <= rota.now:
        return replace(line, state="over")
    for other in before:
        if other.state != "wrong" and _meet(line, other):
            return _wrong(line, _("Row {row} is about the same days.").format(row=other.row))
    for kept in rota.absences.get(line.person, ()):
        if kept.first == line.first:
            return _compared(line, kept)
        if _meet(line, kept):
            said = _("There is another absence at this time: {first} – {last}.")
            return _wrong(line, said.format(first=f"{kept.first:%d.%m.%Y}", last=f"{kept.last:%d.%m.%Y}"))
    return replace(line, reason=line.reason or "vacation")


def _compared(line: Line, kept: Stored) -> Line:
    """The same first day: the row is about that absence. What it does not say stays."""
    reason, note = line.reason or kept.reason, line.note or kept.note
    named = kept.substitutes if line.substitutes is None else line.substitutes
    same = (line.last, reason, note, named) == (kept.last, kept.reason, kept.note, kept.substitutes)
    if not same and kept.is_rich:
        return _wrong(line, _("It was set by hand with times or shares: change it on its page."))
    state: State = "same" if same else "changed"
    return replace(line, state=state, absence=kept.id, reason=reason, note=note)


def _meet(line: Line, other: Line | Stored) -> bool:
    return line.first <= other.last and other.first <= line.last


def _wrong(line: Line, sentence: str) -> Line:
    return replace(line, state="wrong", problems=(("first_day", sentence),))


def example() -> list[list[str]]:
    rows = [
        ["ivanova@example.ru", "06.07.2026", "19.07.2026", _("holiday"), "petrov@example.ru", ""],
        ["petrov@example.ru", "03.08.2026", "07.08.2026", _("business trip"), "", ""],
    ]
    return [list(headings().values()), *rows]


def values(line: Line, rota: Rota) -> dict[str, Any]:
    """For the command that writes the row."""
    since, until = rules.whole_days(line.first, line.last, rota.chart.work_time(line.person).schedule.zone)
    return {"since": since, "until": until, "reason": line.reason, "note": line.note}
