"""The tree of departments is built, moved about and taken down."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marshrut.history.queries import timeline
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands, queries
from marshrut.org.models import Department, Person
from tests.support.company import SYSTEM, Company, acting, person


def test_a_new_department_lies_where_it_was_put(office: Company) -> None:
    added = commands.add_department(
        acting(office.admin), name="  SMM ", parent=office.marketing, head=office.alice, sort=3
    )
    row = Department.objects.get(id=added)
    assert (row.name, row.parent_id, row.head_id, row.sort) == ("SMM", office.marketing, office.alice, 3)
    (event,) = timeline(f"department:{added}")
    assert (event.kind, event.body["parent"], event.body["head"]) == (
        "org.department_added",
        office.marketing,
        office.alice,
    )


def test_an_edit_changes_only_what_it_names(office: Company) -> None:
    commands.edit_department(acting(office.admin), department=office.sales, head=office.victor)
    assert queries.chart().head_of(office.victor) == office.victor
    commands.edit_department(acting(office.admin), department=office.sales, name="Сбыт")
    row = Department.objects.get(id=office.sales)
    assert (row.name, row.parent_id, row.head_id) == ("Сбыт", office.top, office.victor)
    commands.edit_department(acting(office.admin), department=office.sales, head=None, parent=office.marketing)
    assert queries.chart().head_of(office.victor) == office.boris
    changed = [event.body.get("changed") for event in timeline(f"department:{office.sales}")]
    assert changed == [None, ["head"], ["name"], ["head", "parent"]]


def test_nothing_is_noted_when_nothing_changes(office: Company) -> None:
    length = len(timeline(f"department:{office.sales}"))
    commands.edit_department(acting(office.admin), department=office.sales, name="Продажи ", parent=office.top)
    assert len(timeline(f"department:{office.sales}")) == length


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "Я" * 201}, "name"),
        ({"name": "Маркетинг"}, "name"),
        ({"parent": 10**9}, "parent"),
        ({"head": 10**9}, "head"),
        ({"sort": 2**40}, "sort"),
    ],
)
def test_a_wrong_field_gets_its_sentence(office: Company, arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.edit_department(acting(office.admin), department=office.sales, **arguments)
    assert set(refusal.value.fields) == {field}
    assert Department.objects.get(id=office.sales).name == "Продажи"


def test_one_name_may_stand_in_two_branches(office: Company) -> None:
    commands.add_department(acting(office.admin), name="Маркетинг", parent=office.marketing)
    with pytest.raises(Invalid):
        commands.add_department(acting(office.admin), name="Маркетинг", parent=office.marketing)


def test_a_dismissed_head_may_stay_but_not_be_chosen(office: Company) -> None:
    commands.dismiss_person(SYSTEM, person=office.boris)
    commands.edit_department(acting(office.admin), department=office.marketing, name="Реклама", head=office.boris)
    with pytest.raises(Invalid) as refusal:
        commands.edit_department(acting(office.admin), department=office.sales, head=office.boris)
    assert set(refusal.value.fields) == {"head"}


def test_a_department_never_lies_inside_itself(office: Company) -> None:
    inner = commands.add_department(SYSTEM, name="SMM", parent=office.marketing)
    for parent in (office.top, office.marketing, inner):
        with pytest.raises(Invalid) as refusal:
            commands.edit_department(acting(office.admin), department=office.top, parent=parent)
        assert set(refusal.value.fields) == {"parent"}
    assert Department.objects.get(id=office.top).parent_id is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Department.objects.filter(id=office.top).update(parent=office.top)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(0, 5)), max_size=15))
def test_no_sequence_of_moves_makes_a_cycle(office: Company, moves: list[tuple[int, int | None]]) -> None:
    keys = [commands.add_department(SYSTEM, name=f"D{at}-{Department.objects.count()}") for at in range(6)]
    for moved, parent in moves:
        try:
            commands.edit_department(SYSTEM, department=keys[moved], parent=None if parent is None else keys[parent])
        except Invalid:
            continue
    parents = dict(Department.objects.values_list("id", "parent_id"))
    for key in keys:
        at, steps = key, 0
        while at is not None:
            at, steps = parents[at], steps + 1
            assert steps <= len(parents)


def test_only_an_empty_department_goes(office: Company) -> None:
    with pytest.raises(Conflict) as refusal:
        commands.remove_department(acting(office.admin), department=office.top)
    assert refusal.value.code == "not_empty"
    with pytest.raises(Conflict):
        commands.remove_department(acting(office.admin), department=office.sales)
    commands.edit_person(SYSTEM, person=office.victor, department=office.marketing)
    commands.remove_department(acting(office.admin), department=office.sales)
    assert not Department.objects.filter(id=office.sales).exists()
    event = timeline(f"department:{office.sales}")[-1]
    assert (event.kind, event.body["name"]) == ("org.department_removed", "Продажи")


def test_dismissed_people_go_to_the_department_above(office: Company) -> None:
    commands.dismiss_person(SYSTEM, person=office.victor)
    commands.remove_department(acting(office.admin), department=office.sales)
    assert Person.objects.get(id=office.victor).department_id == office.top
    assert queries.chart().head_of(office.victor) == office.director, "his unfinished papers still have a head"


@pytest.mark.parametrize(
    ("name", "arguments"),
    [("add_department", {"name": "Х"}), ("edit_department", {"name": "Х"}), ("remove_department", {})],
)
def test_only_an_administrator_changes_the_tree(office: Company, name: str, arguments: dict[str, Any]) -> None:
    about = {} if name == "add_department" else {"department": office.sales}
    for person_id in (office.alice, office.boris, office.director):
        with pytest.raises(Forbidden):
            getattr(commands, name)(acting(person_id), **about, **arguments)


@pytest.mark.parametrize(("name", "arguments"), [("edit_department", {"name": "Х"}), ("remove_department", {})])
def test_no_department_by_that_number(office: Company, name: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        getattr(commands, name)(acting(office.admin), department=10**9, **arguments)


def test_the_drawn_tree(office: Company) -> None:
    commands.add_department(SYSTEM, name="Ёлки", parent=office.top, sort=1)
    commands.add_department(SYSTEM, name="Жуки", parent=office.top, sort=1)
    commands.add_department(SYSTEM, name="Архив", parent=office.top, sort=5)
    commands.add_department(SYSTEM, name="SMM", parent=office.marketing)
    drawn = [
        (it.name, it.depth, it.people, it.people_below, it.children) for it in queries.departments(acting(office.alice))
    ]
    assert drawn == [
        ("Компания", 0, 1, 4, 5),
        ("Ёлки", 1, 0, 0, 0),
        ("Жуки", 1, 0, 0, 0),
        ("Маркетинг", 1, 2, 2, 1),
        ("SMM", 2, 0, 0, 0),
        ("Продажи", 1, 1, 1, 0),
        ("Архив", 1, 0, 0, 0),
    ]


def test_a_department_card_names_who_decides_there(office: Company) -> None:
    inner = commands.add_department(SYSTEM, name="SMM", parent=office.marketing)
    working = person("z", "Зуева", "Зоя", department=inner)
    card = queries.department_card(acting(office.alice), inner)
    assert [it.name for it in card.path] == ["Компания", "Маркетинг"]
    assert [it.id for it in card.people] == [working]
    assert card.line.head is None
    assert card.acting_head is not None
    assert card.acting_head.id == office.boris
    upper = queries.department_card(acting(office.alice), office.marketing)
    assert [it.id for it in upper.people] == [office.alice, office.boris]
    assert [it.id for it in upper.children] == [inner]
    with pytest.raises(NotFound):
        queries.department_card(acting(office.alice), 10**9)


def test_a_name_the_database_cannot_keep_is_refused(office: Company) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.add_department(SYSTEM, name="Отдел\x00закупок")
    assert set(refusal.value.fields) == {"name"}
