"""A list of people compared with the company: what is new, what differs, what is wrong. No database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.utils import translation

from marshrut.kernel.errors import Invalid
from marshrut.org.rules import Unit
from marshrut.org.staff import Change, Known, Plan, Roster, example, paths, plan, table

HEAD = ["E-mail", "Фамилия", "Имя", "Отчество", "Должность", "Подразделение", "Руководитель подразделения", "Роли"]


def known(number: int, login: str, last: str, first: str, **more: Any) -> Known:
    base = {"middle_name": "", "position": "", "department": None, "language": "ru", "time_zone": None, "active": True}
    return Known(id=number, email=f"{login}@firma.ru", last_name=last, first_name=first, **{**base, **more})


BORIS = known(2, "boris", "Белов", "Борис", department=11, roles=frozenset({"finance_manager"}))
ALISA = known(3, "alisa", "Андреева", "Алиса", department=11, position="Менеджер")
GONE = known(4, "viktor", "Волков", "Виктор", active=False)
ROSTER = Roster(
    people={one.email: one for one in (ALISA, BORIS, GONE)},
    departments={10: Unit("Дирекция"), 11: Unit("Продажи", 10, 2), 12: Unit("Склад / приёмка", 10)},
    roles={"finance_manager": ("Финансист", "Finance manager"), "director": ("Директор", "Director")},
)


def compared(*rows: Sequence[str], head: Sequence[str] = HEAD, roster: Roster = ROSTER) -> Plan:
    return plan([head, *[[*row, *[""] * (len(head) - len(row))] for row in rows]], roster)


def row(login: str, *cells: str) -> list[str]:
    return [f"{login}@firma.ru", *cells]


@pytest.fixture(autouse=True)
def in_russian() -> Any:
    with translation.override("ru"):
        yield


def test_its_own_table_changes_nothing() -> None:
    found = plan(table(ROSTER), ROSTER)
    assert found.changes_nothing
    assert [line.state for line in found.lines] == ["same", "same"]
    assert (found.missing, found.warnings, found.unknown) == ((), (), ())


def test_its_own_table_in_english_changes_nothing_either() -> None:
    with translation.override("en"):
        assert table(ROSTER)[0][1] == "Last name"
        assert plan(table(ROSTER), ROSTER).changes_nothing


def test_example_can_be_imported() -> None:
    found = plan(example(ROSTER), Roster({}, {}, ROSTER.roles))
    assert [line.problems for line in found.lines] == [(), (), ()]
    assert [line.state for line in found.lines] == ["new"] * 3


def test_columns_stand_in_any_order_and_in_two_languages() -> None:
    found = compared(
        ["Андреева", "alisa@firma.ru", "Старший менеджер", "?"], head=["surname", "Почта:", "Job title", "Рост"]
    )
    (line,) = found.lines
    assert line.changes == (Change("position", "Менеджер", "Старший менеджер"),)
    assert found.unknown == ("Рост",)


def test_a_column_that_is_not_there_changes_nothing() -> None:
    (line,) = compared(["alisa@firma.ru", "Андреева"], head=["E-mail", "Фамилия"]).lines
    assert line.state == "same"


@pytest.mark.parametrize(
    ("head", "said"),
    [(["Фамилия"], "Не нашлись: E-mail"), (["E-mail", "Почта"], "об одном и том же"), ([""], "Не нашлись: E-mail")],
)
def test_a_heading_that_says_too_little_is_refused(head: list[str], said: str) -> None:
    with pytest.raises(Invalid, match=said):
        compared(["a@b.ru"], head=head)


def test_old_and_new_values_are_shown() -> None:
    (line,) = compared(row("alisa", "Алиева", "Алиса", "Игоревна", "Менеджер", "Дирекция / Продажи", "нет")).lines
    assert line.changes == (Change("last_name", "Андреева", "Алиева"), Change("middle_name", "", "Игоревна"))
    assert line.person == 3


def test_new_people_and_departments() -> None:
    found = compared(
        row("new", "Новиков", "Олег", "", "", "Дирекция / Производство / Цех 1", "да", "Финансист; director")
    )
    (line,) = found.lines
    assert (line.state, line.roles) == ("new", ("director", "finance_manager"))
    assert [(unit.path, unit.parent) for unit in found.units] == [
        ("Дирекция / Производство", 10),
        ("Дирекция / Производство / Цех 1", -1),
    ]
    assert line.values["department"] == -2
    assert found.heads == {-2: "new@firma.ru"}


def test_a_row_that_names_a_department_alone_makes_it() -> None:
    found = compared(["", "", "", "", "", "Дирекция/Аптека"])
    assert [unit.path for unit in found.units] == ["Дирекция / Аптека"]
    assert found.lines == ()


def test_departments_are_found_in_any_case_and_with_a_stroke_in_the_name() -> None:
    found = compared(row("alisa", "Андреева", "Алиса", "", "Менеджер", "дирекция / склад // приёмка"))
    assert found.units == ()
    assert found.lines[0].changes == (Change("department", "Дирекция / Продажи", "Дирекция / Склад // приёмка"),)


def test_another_department_of_the_same_name_at_the_top_is_warned_about() -> None:
    found = compared(row("new", "Н", "О", "", "", "Продажи"), row("n2", "Н", "П", "", "", "Продажи"))
    assert [unit.path for unit in found.units] == ["Продажи"]
    assert len(found.warnings) == 1
    assert "Дирекция / Продажи" in found.warnings[0]


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        (["не адрес", "Н", "О"], "email", "не похоже на адрес"),
        (["", "Н", "О"], "email", "Заполните"),
        (["new@firma.ru", "", "О"], "last_name", "Заполните"),
        (["new@firma.ru", "Н" * 101, "О"], "last_name", "100"),
        (["new@firma.ru", "Н\u200b\u0007", "О"], "last_name", "нельзя сохранить"),
        (["viktor@firma.ru", "Волков", "Виктор"], "email", "уволен"),
        (["new@firma.ru", "Н", "О", "", "", "", "может быть"], "head", "да"),
        (["new@firma.ru", "Н", "О", "", "", "", "да"], "head", "подразделение"),
        (["new@firma.ru", "Н", "О", "", "", "", "", "Кассир"], "roles", "Кассир"),
        (["new@firma.ru", "Н", "О", "", "", "Цех / Цех"], "department", "внутри себя"),
        (["new@firma.ru", "Н", "О", "", "", "/".join(str(n) for n in range(20))], "department", "12"),
    ],
)
def test_what_is_wrong_is_said_beside_the_row(cells: list[str], column: str, said: str) -> None:
    found = compared(cells)
    (line,) = found.lines
    assert line.state == "wrong"
    assert line.row == 2
    ((where, sentence),) = line.problems
    assert where == column
    assert said in sentence
    assert len(found.units) <= 12


def test_one_address_twice_names_the_first_row() -> None:
    found = compared(row("new", "Н", "О"), [], row("NEW", "Н", "О"))
    assert [(line.row, line.state) for line in found.lines] == [(2, "new"), (4, "wrong")]
    assert "2" in found.lines[1].problems[0][1]


def test_two_heads_of_one_department_are_refused() -> None:
    place = "Дирекция / Склад // приёмка"
    found = compared(row("a", "А", "А", "", "", place, "да"), row("b", "Б", "Б", "", "", place, "да"))
    assert [line.state for line in found.lines] == ["new", "wrong"]
    assert "2" in found.lines[1].problems[0][1]


def test_a_head_who_is_not_in_the_table_is_replaced_with_a_warning() -> None:
    found = compared(row("alisa", "Андреева", "Алиса", "", "Менеджер", "Дирекция / Продажи", "да"))
    assert found.heads == {11: "alisa@firma.ru"}
    assert "Белов" in found.warnings[0]
    assert Change("head", False, True) in found.lines[0].changes


def test_a_head_of_whom_the_table_says_no_leaves_the_seat_empty() -> None:
    found = compared(row("boris", "Белов", "Борис", "", "", "Дирекция / Продажи", "нет", "finance_manager"))
    assert found.heads == {11: None}
    assert found.lines[0].changes == (Change("head", True, False),)


def test_a_head_who_moves_on_is_warned_about() -> None:
    found = compared(row("boris", "Белов", "Борис", "", "", "Дирекция / Склад // приёмка", "да", "finance_manager"))
    assert found.heads == {12: "boris@firma.ru"}
    assert "Дирекция / Продажи" in found.warnings[0]
    seated = compared(
        row("boris", "Белов", "Борис", "", "", "Дирекция", "нет"),
        row("alisa", "Андреева", "Алиса", "", "Менеджер", "Дирекция / Продажи", "да"),
    )
    assert all("из другого" not in warning for warning in seated.warnings)


def test_missing_people_are_only_listed() -> None:
    found = compared(row("boris", "Белов", "Борис", "", "", "Дирекция / Продажи", "да", "Финансист"))
    assert [one.id for one in found.missing] == [3]
    assert found.changes_nothing


def test_the_digest_follows_what_is_shown() -> None:
    one = row("alisa", "Алиева", "Алиса")
    before = compared(one)
    assert compared(one).digest == before.digest
    moved = Roster({**ROSTER.people, ALISA.email: known(3, "alisa", "Антонова", "Алиса")}, ROSTER.departments, {})
    assert compared(one, roster=moved).digest != before.digest
    hired = Roster({**ROSTER.people, "x@firma.ru": known(9, "x", "Х", "Х")}, ROSTER.departments, ROSTER.roles)
    assert compared(one, roster=hired).digest != before.digest


@pytest.mark.parametrize("names", [("А",), ("А/Б", "В"), ("/", "//"), ("А /", "/ Б", "В")])
def test_a_path_is_read_as_it_was_written(names: tuple[str, ...]) -> None:
    assert paths.parts(paths.written(names)) == names


def test_a_table_has_its_limit() -> None:
    with pytest.raises(Invalid, match="20 000 строк"):
        plan([["E-mail"], *[["a@b.ru"]] * 20_001], ROSTER)
