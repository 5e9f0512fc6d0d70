"""The calendar of absences from a table: all of it or nothing, and only what the preview showed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from marshrut.history import queries as history
from marshrut.jobs.models import Effect
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid
from marshrut.org import commands, queries
from marshrut.org.queries import rota
from tests.support.company import SYSTEM, Company, acting

NOW = datetime(2026, 7, 2, 9, tzinfo=UTC)
HEAD = ["Сотрудник", "Начало", "Окончание", "Вид отсутствия", "Заместитель"]
ALICE, VICTOR, BORIS = (f"{login}@example.org" for login in ("andreeva", "volkov", "belov"))


@pytest.fixture(autouse=True)
def _july() -> Iterator[None]:
    with clock.running(lambda: NOW):
        yield


def table(*rows: list[str]) -> list[list[str]]:
    return [HEAD, *[[*row, *[""] * (len(HEAD) - len(row))] for row in rows]]


def brought(rows: list[list[str]], actor: Actor = SYSTEM, **more: Any) -> dict[str, Any]:
    return commands.import_absences(actor, rows=rows, seen=rota.preview(actor, rows).digest, **more)


def states(rows: list[list[str]]) -> list[str]:
    return [line.state for line in rota.preview(SYSTEM, rows).lines]


def test_a_calendar_arrives_and_the_same_one_changes_nothing(office: Company) -> None:
    rows = table(
        [ALICE, "06.07.2026", "19.07.2026", "Отпуск", BORIS],
        [VICTOR, "2026-08-03", "2026-08-07", "командировка"],
        [BORIS, "01.02.2026", "14.02.2026", "отпуск"],
    )
    assert states(rows) == ["new", "new", "over"]
    assert brought(rows) == {"added": 2, "changed": 0}
    covered = Effect.objects.filter(kind="cover_tasks").order_by("-id").values_list("payload", flat=True)
    assert covered[0] == {"people": sorted([office.alice, office.victor])}
    alice, victor = queries.absences(SYSTEM)
    assert (alice.days, alice.reason, alice.source) == ((date(2026, 7, 6), date(2026, 7, 19)), "vacation", "import")
    assert [one.person for one in alice.substitutes] == [office.boris]
    assert (victor.reason, victor.substitutes) == ("business_trip", ())
    assert states(rows) == ["same", "same", "over"]
    assert brought(rows) == {"added": 0, "changed": 0}
    kinds = [event.kind for event in history.timeline(f"person:{office.alice}")]
    assert kinds.count("org.absence_set") == 1


def test_a_holiday_that_grew_is_changed_and_keeps_what_the_table_does_not_say(office: Company) -> None:
    brought(table([ALICE, "06.07.2026", "19.07.2026"]))
    [line] = queries.absences(SYSTEM)
    commands.change_absence(acting(office.alice), absence=line.id, substitutes=[{"person": office.victor}], note="Сочи")
    assert brought(table([ALICE, "06.07.2026", "26.07.2026"])) == {"added": 0, "changed": 1}
    [line] = queries.absences(SYSTEM)
    assert line.days == (date(2026, 7, 6), date(2026, 7, 26))
    assert ([one.person for one in line.substitutes], line.note) == ([office.victor], "Сочи")


def test_one_that_runs_already_may_begin_in_the_past(office: Company) -> None:
    assert brought(table([ALICE, "29.06.2026", "12.07.2026"]))["added"] == 1
    assert queries.absences(SYSTEM)[0].state == "running"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["nobody@example.org", "06.07.2026", "19.07.2026"], "email"),
        ([ALICE, "завтра", "19.07.2026"], "first_day"),
        ([ALICE, "06.07.2026", "31.06.2026"], "last_day"),
        ([ALICE, "19.07.2026", "06.07.2026"], "last_day"),
        ([ALICE, "06.07.2026", "06.07.2036"], "last_day"),
        ([ALICE, "06.07.2026", "19.07.2026", "лень"], "reason"),
        ([ALICE, "06.07.2026", "19.07.2026", "", ALICE], "substitute"),
        ([ALICE, "06.07.2026", "19.07.2026", "", "nobody@example.org"], "substitute"),
    ],
)
def test_a_wrong_cell_is_named_and_nothing_is_written(office: Company, row: list[str], column: str) -> None:
    rows = table([VICTOR, "06.07.2026", "19.07.2026"], row)
    [wrong] = rota.preview(SYSTEM, rows).of("wrong")
    assert (wrong.row, [name for name, _sentence in wrong.problems]) == (3, [column])
    with pytest.raises(Invalid):
        brought(rows)
    assert queries.absences(SYSTEM) == []


def test_rows_about_the_same_days_are_refused(office: Company) -> None:
    rows = table([ALICE, "06.07.2026", "19.07.2026"], [ALICE, "19.07.2026", "20.07.2026"])
    assert states(rows) == ["new", "wrong"]
    brought(table([ALICE, "06.07.2026", "19.07.2026"]))
    assert states(table([ALICE, "07.07.2026", "20.07.2026"])) == ["wrong"]


def test_shares_set_by_hand_are_not_overwritten(office: Company) -> None:
    brought(table([ALICE, "06.07.2026", "19.07.2026"]))
    [line] = queries.absences(SYSTEM)
    commands.change_absence(SYSTEM, absence=line.id, substitutes=[{"person": office.victor, "above": "1000"}])
    assert states(table([ALICE, "06.07.2026", "19.07.2026"])) == ["same"]
    assert states(table([ALICE, "06.07.2026", "20.07.2026"])) == ["wrong"]


def test_a_table_without_the_needed_columns_is_refused(office: Company) -> None:
    for heading in (["Сотрудник"], ["Почта", "Начало", "Начало"], []):
        with pytest.raises(Invalid) as refusal:
            rota.preview(SYSTEM, [heading])
        assert refusal.value.code == "table"
    assert rota.preview(SYSTEM, [[*HEAD, "Цех"]]).unknown == ("Цех",)
    assert [line.state for line in rota.preview(SYSTEM, rota.example(SYSTEM)).lines] == ["wrong"] * 2


def test_what_changed_since_the_preview_is_shown_again(office: Company) -> None:
    rows = table([ALICE, "06.07.2026", "19.07.2026"])
    seen = rota.preview(SYSTEM, rows).digest
    since, until = queries.whole_days(office.alice, date(2026, 7, 6), date(2026, 7, 7))
    commands.set_absence(SYSTEM, person=office.alice, since=since, until=until)
    with pytest.raises(Conflict) as refusal:
        commands.import_absences(SYSTEM, rows=rows, seen=seen)
    assert refusal.value.code == "preview_changed"


def test_only_administrators_bring_it(office: Company) -> None:
    rows = table([ALICE, "06.07.2026", "19.07.2026"])
    for who in (office.alice, office.boris, office.director):
        with pytest.raises(Forbidden):
            rota.preview(acting(who), rows)
        with pytest.raises(Forbidden):
            commands.import_absences(acting(who), rows=rows, seen="")


def test_thousands_of_rows_are_no_burden(office: Company) -> None:
    rows = table(*[[ALICE, f"{day:02}.07.2026", f"{day:02}.07.2026"] for day in range(3, 31)] * 100)
    assert len(rota.preview(SYSTEM, rows).lines) == 2800
