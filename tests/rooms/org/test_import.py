"""A table of people becomes the company: all of it or nothing, and only what the preview showed."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from marshrut.history.queries import timeline
from marshrut.history.verify import verify
from marshrut.jobs.models import Effect
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid
from marshrut.org import commands, queries
from marshrut.org.models import Department, Person, RoleHolder
from marshrut.org.queries import staff
from tests.support import company
from tests.support.company import SYSTEM, acting

HEAD = ["E-mail", "Фамилия", "Имя", "Должность", "Подразделение", "Руководитель подразделения", "Роли"]


def table(*rows: list[str]) -> list[list[str]]:
    return [HEAD, *[[*row, *[""] * (len(HEAD) - len(row))] for row in rows]]


def brought(rows: list[list[str]], actor: Actor = SYSTEM, **more: Any) -> dict[str, Any]:
    return commands.import_people(actor, rows=rows, seen=staff.preview(actor, rows).digest, **more)


def everything() -> list[list[str]]:
    with translation.override("ru"):
        return commands.export_people(SYSTEM, form="csv")


def test_export_and_import_change_nothing(office: company.Company) -> None:
    company.role("finance_manager", office.boris)
    commands.add_department(SYSTEM, name="Склад / приёмка", parent=office.top)
    commands.dismiss_person(SYSTEM, person=office.victor)
    rows = everything()
    assert staff.preview(SYSTEM, rows).changes_nothing
    before = queries.current_revision()
    done = brought(rows)
    assert (done["added"], done["changed"], done["departments"], done["dismissed"]) == (0, 0, 0, 0)
    assert queries.current_revision() > before
    assert everything() == rows


def test_people_departments_heads_and_roles_arrive(office: company.Company) -> None:
    company.role("finance_manager", office.alice)
    before = Effect.objects.filter(kind="cover_tasks").count()
    done = brought(
        table(
            [
                "oleg@example.org",
                "Новиков",
                "Олег",
                "Мастер",
                "Компания / Производство / Цех 1",
                "да",
                "finance_manager",
            ],
            ["andreeva@example.org", "Андреева", "Алиса", "Старший менеджер", "Компания / Продажи", "да", ""],
        )
    )
    assert (done["added"], done["changed"], done["departments"]) == (1, 1, 2)
    assert Effect.objects.filter(kind="cover_tasks").count() == before + 1, "heads are appointed: one look at all tasks"
    oleg = Person.objects.get(email="oleg@example.org")
    assert (oleg.sort_key, oleg.language, oleg.has_usable_password()) == ("новиков олег", "ru", False)
    made = Department.objects.get(name="Цех 1")
    assert (made.head_id, oleg.department_id) == (oleg.id, made.id)
    assert made.parent is not None
    assert made.parent.parent_id == office.top
    alice = Person.objects.get(id=office.alice)
    assert (alice.position, alice.department_id, alice.middle_name) == ("Старший менеджер", office.sales, "Игоревна")
    assert queries.chart().head_of(office.victor) == office.alice
    assert [held.person_id for held in RoleHolder.objects.all()] == [oleg.id]


def test_history_tells_it_as_the_forms_do(office: company.Company) -> None:
    company.role("finance_manager", office.alice)
    brought(
        table(["oleg@example.org", "Новиков", "Олег", "", "Компания / Цех", "да", "finance_manager"]),
        acting(office.admin),
    )
    oleg = Person.objects.get(email="oleg@example.org")
    (added,) = timeline(f"person:{oleg.id}")
    assert (added.kind, added.actor_id, added.values["last_name"]) == ("org.person_added", office.admin, "Новиков")
    place = [event.kind for event in timeline(f"department:{oleg.department_id}")]
    assert place == ["org.department_added", "org.department_edited"]
    assert [event.kind for event in timeline("role:finance_manager")][-1] == "org.role_assigned"
    assert verify() == []


def test_missing_people_stay_unless_ticked(office: company.Company) -> None:
    rows = table(["demina@example.org", "Дёмина", "Дарья", "Системный администратор"])
    before = Effect.objects.filter(kind="cover_tasks").count()
    done = brought(rows, acting(office.admin), dismiss=[office.victor, office.alice])
    assert done["dismissed"] == 2
    covered = Effect.objects.filter(kind="cover_tasks").order_by("id").values_list("payload", flat=True)[before:]
    assert list(covered) == [{"people": sorted([office.victor, office.alice])}]
    assert {one.id for one in queries.people(SYSTEM, dismissed=True)} == {office.victor, office.alice}
    assert Person.objects.filter(is_active=True).count() == 3


def test_only_missing_people_can_be_dismissed_with_the_table(office: company.Company) -> None:
    rows = table(["volkov@example.org", "Волков", "Виктор", "Менеджер"])
    for other in (office.victor, 999_999):
        with pytest.raises(Invalid):
            brought(rows, dismiss=[other])
    with pytest.raises(Invalid):  # nobody dismisses himself, nor the last administrator
        brought(rows, acting(office.admin), dismiss=[office.admin])
    assert Person.objects.filter(is_active=True).count() == 5


def test_one_wrong_row_keeps_everything_out(office: company.Company) -> None:
    rows = table(["oleg@example.org", "Новиков", "Олег", "", "Цех"], ["не адрес", "Х", "Х"])
    with pytest.raises(Invalid) as refused:
        brought(rows)
    assert refused.value.code == "wrong_rows"
    assert not Person.objects.filter(email="oleg@example.org").exists()
    assert not Department.objects.filter(name="Цех").exists()


def test_a_preview_that_is_out_of_date_is_refused(office: company.Company) -> None:
    rows = table(["andreeva@example.org", "Алиева", "Алиса"])
    seen = staff.preview(SYSTEM, rows).digest
    commands.edit_person(SYSTEM, person=office.alice, last_name="Антонова")
    with pytest.raises(Conflict) as refused:
        commands.import_people(SYSTEM, rows=rows, seen=seen)
    assert refused.value.code == "preview_changed"
    assert Person.objects.get(id=office.alice).last_name == "Антонова"


def test_a_change_that_the_preview_does_not_show_is_no_hindrance(office: company.Company) -> None:
    rows = table(["andreeva@example.org", "Алиева", "Алиса", "Менеджер"])
    seen = staff.preview(SYSTEM, rows).digest
    commands.edit_person(SYSTEM, person=office.victor, position="Старший менеджер")
    commands.import_people(SYSTEM, rows=rows, seen=seen)
    assert Person.objects.get(id=office.alice).last_name == "Алиева"


def test_a_double_click_imports_once(office: company.Company) -> None:
    rows = table(["oleg@example.org", "Новиков", "Олег"])
    seen = staff.preview(SYSTEM, rows).digest
    first = commands.import_people(SYSTEM, rows=rows, seen=seen, key="click-0001")
    assert commands.import_people(SYSTEM, rows=rows, seen=seen, key="click-0001") == first
    assert first["added"] == 1


@pytest.mark.parametrize("who", ["boris", "alice"])
def test_only_administrators_may(office: company.Company, who: str) -> None:
    actor = acting(getattr(office, who))
    for act in (
        lambda: staff.preview(actor, table(["a@b.ru"])),
        lambda: commands.import_people(actor, rows=table(["a@b.ru"]), seen=""),
        lambda: commands.export_people(actor, form="csv"),
        lambda: staff.example(actor),
        lambda: staff.exports_made(actor),
    ):
        with pytest.raises(Forbidden):
            act()
    assert timeline("exports") == []


def test_every_export_leaves_a_line(office: company.Company) -> None:
    commands.export_people(acting(office.admin), form="xlsx")
    (made,) = staff.exports_made(acting(office.admin))
    assert (made.person, made.what, made.rows, made.form, made.cut) == (office.admin, "people", 5, "xlsx", False)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_import_at_once() -> None:
    """The second one is shown what is left to do: nothing."""
    office = company.build()
    for number in range(5):
        rows = table([f"new{number}@example.org", "Новиков", "Олег", "", f"Компания / Цех {number}", "да"])
        seen = staff.preview(SYSTEM, rows).digest
        start = Barrier(2)

        def act(rows: list[list[str]] = rows, seen: str = seen, start: Barrier = start) -> Any:
            start.wait()
            try:
                return commands.import_people(acting(office.admin), rows=rows, seen=seen)
            except Conflict as refusal:
                return refusal.code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            answers = [answer.result() for answer in [pool.submit(act), pool.submit(act)]]
        assert sorted(answer if isinstance(answer, str) else "done" for answer in answers) == [
            "done",
            "preview_changed",
        ]
        assert Person.objects.filter(email=f"new{number}@example.org").count() == 1
        assert Department.objects.filter(name=f"Цех {number}").count() == 1


def test_more_rows_cost_hardly_more_statements(office: company.Company) -> None:
    def cost(start: int, many: int) -> int:
        rows = table(*[[f"n{number}@example.org", "Новиков", "Олег"] for number in range(start, start + many)])
        seen = staff.preview(SYSTEM, rows).digest
        with CaptureQueriesContext(connection) as statements:
            commands.import_people(SYSTEM, rows=rows, seen=seen)
        return len(statements)

    cost(0, 1)
    assert cost(10, 200) == cost(300, 2)


@pytest.mark.storm
def test_twenty_thousand_rows_are_a_matter_of_seconds(office: company.Company) -> None:
    """Processor time, so that a busy machine does not fail it; the promise is 20 s by the wall."""
    places = [f"Компания / Отдел {number % 50} / Группа {number % 400}" for number in range(20_000)]
    rows = table(
        *[[f"n{number}@example.org", "Новиков", "Олег", "Мастер", place] for number, place in enumerate(places)]
    )
    began = time.process_time()
    done = brought(rows)
    assert (done["added"], done["departments"]) == (20_000, 50 + 400)
    assert time.process_time() - began < 20
