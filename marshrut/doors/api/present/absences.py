"""Absences."""

from __future__ import annotations

from typing import Any

from marshrut.org.queries import AbsenceLine, rota
from marshrut.org.rules import OrgChart

from ..shapes import absences as shapes
from ..shapes.base import Links
from ..shapes.tables import RowProblem
from . import parts


def links(absence: int) -> Links:
    return Links(self=f"/api/absences/{absence}", page=f"/absences/{absence}/")


def absence(line: AbsenceLine, chart: OrgChart) -> shapes.Absence:
    return shapes.Absence(
        id=line.id,
        person=parts.person(chart, line.person),
        first_day=line.days.first if line.days else None,
        last_day=line.days.last if line.days else None,
        since=line.since,
        until=line.until,
        reason=line.reason or None,
        note=line.note,
        state=line.state,
        substitutes=tuple(
            shapes.StandIn(
                person=parts.person(chart, one.person), card_types=one.card_types, above=one.above, up_to=one.up_to
            )
            for one in line.substitutes
        ),
        may_change=line.may_change,
        links=links(line.id),
    )


def changed(made: dict[str, Any]) -> shapes.AbsenceChanged:
    return shapes.AbsenceChanged(id=made["absence"], warnings=tuple(made["warnings"]), links=links(made["absence"]))


def plan(found: rota.Plan) -> shapes.RotaPlan:
    return shapes.RotaPlan(
        digest=found.digest,
        lines=[_line(one) for one in found.lines if one.state not in ("same", "over")],
        same=len(found.of("same")),
        over=len(found.of("over")),
        unknown=list(found.unknown),
    )


def _line(one: rota.Line) -> shapes.RotaLine:
    wrong = one.state == "wrong"
    return shapes.RotaLine(
        row=one.row,
        state=one.state,
        email=one.email,
        person=one.person or None,
        first_day=None if wrong else one.first,
        last_day=None if wrong else one.last,
        absence=one.absence,
        problems=[RowProblem(column=column, problem=sentence) for column, sentence in one.problems],
    )
