"""Deals and projects: opened by anybody, changed by those who answer for them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from marshrut.crm import commands, queries
from marshrut.crm.models import Deal, Project
from marshrut.history import kinds
from marshrut.history.queries import timeline
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from tests.support import company
from tests.support.company import acting


def said(subject: str) -> list[str]:
    events = sorted(timeline(subject), key=lambda event: event.seq)
    return [kinds.sentence(one, lambda ref, value: queries.shown(ref, value) or str(value)) for one in events]


def deal(person: int, title: str = "Флаконы на год", **more: Any) -> int:
    return int(commands.add_deal(acting(person), title=title, **more)["id"])


def project(person: int, title: str = "Новый цех", **more: Any) -> int:
    return int(commands.add_project(acting(person), title=title, **more)["id"])


def test_a_deal_from_beginning_to_end(office: company.Company, glass: int) -> None:
    made = deal(office.alice, company=glass, amount="125 000,50 ₽")
    page = queries.deal_page(acting(office.victor), made)
    assert (page.info.amount, page.info.company_name, page.info.responsible) == (
        Decimal("125000.50"),
        "Стеклозавод",
        office.alice,
    )
    assert not page.may_edit
    commands.edit_deal(acting(office.alice), deal=made, version=1, responsible=office.boris, amount="")
    with pytest.raises(Invalid) as refusal:
        commands.set_deal_state(acting(office.boris), deal=made, state="lost")
    assert "why" in refusal.value.fields
    commands.set_deal_state(acting(office.boris), deal=made, state="lost", why="Дорого", version=2)
    assert said(f"deal:{made}") == [
        "Добавлена сделка",
        "Изменено: Ответственный, Сумма",
        "Состояние: В работе → Проиграна",
    ]
    assert Deal.objects.get().amount is None


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": ""}, "title"),
        ({"amount": "много"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"amount": "-5"}, "amount"),
        ({"company": 404}, "company"),
        ({"contact": 404}, "contact"),
        ({"responsible": 404}, "responsible"),
        ({"note": "я" * 2001}, "note"),
    ],
)
def test_a_wrong_deal_is_refused(office: company.Company, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.add_deal(acting(office.alice), **{"title": "Сделка", **more})
    assert field in refusal.value.fields
    assert not Deal.objects.exists()


def test_those_who_answer_change_it_and_nobody_else(office: company.Company, glass: int) -> None:
    theirs, plan = deal(office.alice), project(office.alice, companies=[glass])
    acts: tuple[Callable[[], Any], ...] = (
        lambda: commands.edit_deal(acting(office.victor), deal=theirs, title="Моё"),
        lambda: commands.set_deal_state(acting(office.victor), deal=theirs, state="won"),
        lambda: commands.edit_project(acting(office.victor), project=plan, title="Моё"),
        lambda: commands.set_project_state(acting(office.victor), project=plan, state="closed"),
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    commands.edit_deal(acting(office.admin), deal=theirs, title="Иначе")
    commands.set_project_state(acting(office.admin), project=plan, state="closed")


def test_what_is_missing_is_said_to_employees_only(office: company.Company) -> None:
    acts: tuple[Callable[[int], Any], ...] = (
        lambda person: commands.edit_deal(acting(person), deal=404, title="x"),
        lambda person: commands.set_project_state(acting(person), project=404, state="closed"),
        lambda person: queries.deal_page(acting(person), 404),
        lambda person: queries.project_page(acting(person), 404),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act(office.victor)
    org.dismiss_person(company.SYSTEM, person=office.victor)
    with pytest.raises(Forbidden):
        commands.edit_deal(acting(office.victor), deal=404, title="x")


def test_whoever_left_stays_named_but_cannot_be_chosen(office: company.Company) -> None:
    theirs = deal(office.alice)
    org.dismiss_person(company.SYSTEM, person=office.alice)
    commands.edit_deal(acting(office.admin), deal=theirs, note="Передать")
    with pytest.raises(Invalid):
        deal(office.boris, responsible=office.alice)


def test_a_project_joins_companies(office: company.Company, glass: int) -> None:
    other = int(commands.add_company(acting(office.alice), name="Яблоко", inn="7702000004")["id"])
    made = project(office.alice, companies=[glass])
    commands.edit_project(acting(office.alice), project=made, companies=[glass, other], version=1)
    page = queries.project_page(acting(office.victor), made)
    assert [name for _id, name in page.info.companies] == ["Стеклозавод", "Яблоко"]
    with pytest.raises(Conflict):
        commands.edit_project(acting(office.alice), project=made, title="Иначе", version=1)
    with pytest.raises(Invalid):
        commands.edit_project(acting(office.alice), project=made, companies=[404])
    assert said(f"project:{made}") == ["Добавлен проект", "Изменено: Контрагенты"]


def test_search(office: company.Company, glass: int) -> None:
    won = deal(office.alice, "Этикетки", company=glass)
    commands.set_deal_state(acting(office.alice), deal=won, state="won")
    open_ = deal(office.boris, "Флаконы")
    plan = project(office.alice, companies=[glass])
    me = acting(office.victor)
    assert [one.id for one in queries.search_deals(me)] == [open_, won]
    assert [one.id for one in queries.search_deals(me, "стекло")] == [won]
    assert [one.id for one in queries.search_deals(me, "флак", state="open")] == [open_]
    assert [one.id for one in queries.search_deals(me, company=glass)] == [won]
    assert [one.id for one in queries.search_projects(me, "цех стекло")] == [plan]
    assert queries.search_projects(me, company=404) == []
    assert set(queries.describe_deals([won, 404])) == {won}
    assert queries.describe_projects([plan])[plan].companies[0][1] == "Стеклозавод"


def test_search_takes_the_same_queries_however_many(
    office: company.Company, glass: int, django_assert_num_queries: Any
) -> None:
    for number in range(4):
        deal(office.alice, f"Сделка {number}", company=glass)
        project(office.alice, f"Проект {number}", companies=[glass])
    queries.search_deals(acting(office.victor))
    with django_assert_num_queries(2):
        assert len(queries.search_deals(acting(office.victor), "сделка")) == 4
    with django_assert_num_queries(3):
        assert len(queries.search_projects(acting(office.victor), "проект")) == 4


def test_an_unchanged_form_writes_nothing(office: company.Company) -> None:
    made = project(office.alice)
    assert commands.edit_project(acting(office.alice), project=made, title=" Новый  цех ")["version"] == 1
    assert commands.set_project_state(acting(office.alice), project=made, state="open")["version"] == 1
    assert Project.objects.get().version == 1
