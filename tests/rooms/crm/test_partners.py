"""What a task shows of a partner: contacts, accounting when recorded, where post goes; nothing to whoever sees none."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from marshrut.crm import commands, queries
from marshrut.kernel.actor import Actor
from tests.support import company
from tests.support.company import acting

LEGAL = "Москва, ул. Юридическая, 1"


@pytest.mark.parametrize(
    ("addresses", "kind", "text"),
    [
        ([("delivery", "Склад"), ("actual", "Офис"), ("postal", "а/я 7")], "postal", "а/я 7"),
        ([("delivery", "Склад"), ("actual", "Офис")], "actual", "Офис"),
        ([("delivery", "Склад")], "legal", LEGAL),
    ],
)
def test_post_goes_to_the_postal_address_then_the_actual_then_the_legal(
    office: company.Company, glass: int, addresses: list[tuple[str, str]], kind: str, text: str
) -> None:
    places = [{"kind": kind, "text": text} for kind, text in addresses]
    commands.edit_company(Actor.system(), company=glass, address=LEGAL, addresses=places)  # type: ignore[arg-type]
    assert queries.post_addresses([glass, 0]) == {glass: queries.PostAddress(text, kind)}
    assert queries.task_partners(acting(office.victor), [glass])[glass].address.text == text


def test_of_several_postal_addresses_the_first_is_taken(glass: int) -> None:
    places = [{"kind": "postal", "text": text} for text in ("а/я 1", "а/я 2")]
    commands.edit_company(Actor.system(), company=glass, addresses=places)  # type: ignore[arg-type]
    assert queries.post_addresses([glass])[glass].text == "а/я 1"


def test_no_address_is_no_address(glass: int) -> None:
    assert queries.post_addresses([glass]) == {glass: queries.PostAddress()}


def test_contacts_of_accounting_are_told_apart_when_they_are_recorded(office: company.Company, glass: int) -> None:
    alice = acting(office.alice)
    assert queries.task_partners(alice, [glass])[glass].accounting == ()
    driver = commands.add_contact(alice, name="Иванов", company=glass, roles=["warehouse"])["id"]
    sums = commands.add_contact(alice, name="Петрова", company=glass, roles=["manager", "accounting"])["id"]
    found = queries.task_partners(alice, [glass])[glass]
    assert [one.id for one in found.contacts] == [driver, sums]
    assert [one.id for one in found.accounting] == [sums]


def test_accounting_of_another_company_is_none_of_this_one(office: company.Company, glass: int) -> None:
    alice = acting(office.alice)
    other = commands.add_company(alice, name="Завод", inn="7728168971")["id"]
    person = commands.add_contact(alice, name="Петрова", company=glass, roles=["accounting"])["id"]
    commands.link_contact(alice, company=other, contact=person, roles=["manager"])
    found = queries.task_partners(alice, [other, glass])
    assert list(found) == [other, glass]
    assert (found[other].accounting, [one.id for one in found[glass].accounting]) == ((), [person])
    assert [row.field for row in found[glass].requisites] == ["inn", "kpp"]


def test_whoever_sees_no_companies_sees_no_partners(office: company.Company, glass: int) -> None:
    assert queries.task_partners(Actor.person(0), [glass]) == {}
    assert queries.task_partners(acting(office.alice), [glass + 1000]) == {}


def test_partners_of_a_task_are_read_in_a_few_queries(office: company.Company, glass: int) -> None:
    alice = acting(office.alice)
    commands.add_contact(alice, name="Петрова", company=glass, roles=["accounting"])
    queries.task_partners(alice, [glass])
    with CaptureQueriesContext(connection) as ran:
        queries.task_partners(alice, [glass])
    assert len(ran) <= 6  # with the look whether the company of people has changed


def test_who_writes_from_an_address(office: company.Company, glass: int) -> None:
    alice, system = acting(office.alice), Actor.system()
    other = commands.add_company(alice, name="Завод", inn="7728168971", email="Office@Zavod.example")["id"]
    commands.add_contact(alice, name="Петрова", email="p@glass.example", company=glass)
    commands.add_contact(alice, name="Без места", email="n@glass.example")
    assert queries.written_from("office@zavod.example") == {other}
    assert queries.written_from("P@glass.example") == {glass}
    assert queries.written_from("x@glass.example") == set()
    assert queries.written_from("x@glass.example", "glass.example") == {glass}
    assert queries.written_from("x@lass.example", "lass.example") == set()
    assert queries.written_from("") == set()
    commands.edit_company(system, company=other, email="")
    assert queries.written_from("") == set()
