"""Companies: added, changed, found; who may; what is refused and in which words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from marshrut.crm import commands, queries
from marshrut.crm.models import Company
from marshrut.history import kinds
from marshrut.history.queries import timeline
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from tests.support import company
from tests.support.company import acting

ROMASHKA = {"name": "ООО «Ромашка»", "inn": "7701000001", "kpp": "770101001"}
BANK = {"bik": "044525225", "account": "40702810938000000001", "corr_account": "30101810400000000225"}
#: 14:30 in Moscow
AT = datetime.fromisoformat("2026-11-20T11:30:00+00:00")


@pytest.fixture
def office(db: None) -> company.Company:
    return company.build()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with clock.running(lambda: AT):
        yield


def add(person: int, **changes: Any) -> int:
    return int(commands.add_company(acting(person), **{**ROMASHKA, **changes})["id"])


def edit(person: int, which: int, **changes: Any) -> dict[str, Any]:
    return commands.edit_company(acting(person), company=which, **changes)


def test_anybody_adds_a_company(office: company.Company) -> None:
    added = add(office.alice, **BANK, bank_name="ПАО Сбербанк", note="Упаковка")
    card = queries.company_card(acting(office.victor), added)
    assert (card.fields["name"], card.fields["note"], card.author) == ("ООО «Ромашка»", "Упаковка", office.alice)
    assert (card.added_at, card.version, card.may_edit) == (AT, 1, False)
    assert queries.company_card(acting(office.admin), added).may_edit


def test_a_sole_proprietor(office: company.Company) -> None:
    added = add(office.alice, kind="sole", name="ИП Ежов И. И.", inn="500100732259", kpp="", ogrn="304500116000157")
    with translation.override("ru"):
        rows = {row.label: row.value for row in queries.describe([added])[added].requisites}
    assert rows == {"ИНН": "500100732259", "ОГРНИП": "304500116000157"}


def test_wrong_requisites_are_refused_together_in_plain_words(office: company.Company) -> None:
    with translation.override("ru"), pytest.raises(Invalid) as refusal:
        add(office.alice, inn="7701000002", **{**BANK, "account": "40702810838000000001"}, name=" ")
    said = {field: str(sentence) for field, sentence in refusal.value.fields.items()}
    assert set(said) == {"name", "inn", "account"}
    assert said["inn"] == "Контрольная цифра ИНН не сходится: в номере ошибка."
    assert said["account"] == "Счёт не подходит к БИК: в одном из них ошибка."
    assert not Company.objects.exists()


def test_too_long_a_text_is_refused(office: company.Company) -> None:
    with pytest.raises(Invalid) as refusal:
        add(office.alice, name="я" * 201)
    assert "200" in str(refusal.value.fields["name"])


def test_the_same_company_is_not_added_twice(office: company.Company) -> None:
    first = add(office.alice)
    with translation.override("ru"), pytest.raises(Conflict) as refusal:
        add(office.victor, name="Ромашка", inn="7701 000 001")
    assert refusal.value.code == "company_exists"
    assert getattr(refusal.value, "subject", None) == f"company:{first}"
    assert str(refusal.value) == "Контрагент с таким ИНН уже есть: ООО «Ромашка»."


@pytest.mark.parametrize(("first", "second"), [("", "770101001"), ("770101001", "")])
def test_without_its_kpp_nobody_can_tell_a_branch(office: company.Company, first: str, second: str) -> None:
    add(office.alice, kpp=first)
    with translation.override("ru"), pytest.raises(Conflict, match="филиал"):
        add(office.alice, kpp=second)


def test_branches_of_one_inn(office: company.Company) -> None:
    add(office.alice)
    branch = add(office.alice, kpp="780143001", name="Филиал")
    with pytest.raises(Conflict):
        edit(office.admin, branch, kpp="770101001")
    assert edit(office.admin, branch, name="Петербургский филиал")["version"] == 2


def test_the_database_itself_refuses_a_twin(office: company.Company) -> None:
    add(office.alice)
    row = Company.objects.get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("role", ["chief_accountant", "junior_accountant", "finance_manager"])
def test_those_who_answer_for_requisites_edit_any_company(office: company.Company, role: str) -> None:
    added = add(office.alice)
    with pytest.raises(Forbidden):
        edit(office.victor, added, **BANK)
    company.role(role, office.victor)
    assert edit(office.victor, added, **BANK) == {"id": added, "version": 2}


def test_another_role_gives_no_right(office: company.Company) -> None:
    added = add(office.alice)
    company.role("secretary", office.boris)
    with pytest.raises(Forbidden):
        edit(office.boris, added, note="x")


def test_an_administrator_edits_any_company(office: company.Company) -> None:
    assert edit(office.admin, add(office.alice), note="x")["version"] == 2


def test_the_author_does_not_edit_what_he_added(office: company.Company) -> None:
    """With it the counterparty of an approved request could be swapped for another."""
    added = add(office.alice)
    with pytest.raises(Forbidden):
        edit(office.alice, added, **BANK)
    assert not queries.company_card(acting(office.alice), added).may_edit


def test_dismissed_people_and_robots_change_nothing(office: company.Company) -> None:
    added = add(office.alice)
    org.dismiss_person(company.SYSTEM, person=office.alice)
    for actor in (acting(office.alice), Actor.robot("payments/x"), Actor("integration", "api")):
        with pytest.raises(Forbidden):
            commands.edit_company(actor, company=added, note="x")
    with pytest.raises(Forbidden):
        add(office.alice, inn="7702000004")
    with pytest.raises(NotFound):
        queries.company_card(acting(office.alice), added)
    assert queries.search_companies(acting(office.alice), "ромашка") == []


def test_a_stale_form_does_not_overwrite(office: company.Company) -> None:
    added = add(office.alice)
    edit(office.admin, added, version=1, note="первая")
    with pytest.raises(Conflict) as refusal:
        edit(office.admin, added, version=1, note="вторая")
    assert refusal.value.code == "stale"
    assert Company.objects.get().note == "первая"


def test_an_unchanged_form_writes_nothing(office: company.Company) -> None:
    added = add(office.alice)
    assert edit(office.admin, added, name=" ООО  «Ромашка» ", inn="7701-000-001") == {"id": added, "version": 1}
    assert len(timeline(f"company:{added}")) == 1


def test_edit_checks_what_was_there_before_too(office: company.Company) -> None:
    added = add(office.alice, **BANK)
    with pytest.raises(Invalid) as refusal:
        edit(office.admin, added, bik="044525974")
    assert set(refusal.value.fields) == {"account"}


def test_unknown_company(office: company.Company) -> None:
    with pytest.raises(NotFound):
        edit(office.admin, 404, note="x")
    with pytest.raises(NotFound):
        queries.company_card(acting(office.admin), 404)


def test_history_says_what_changed_and_lets_it_be_erased(office: company.Company) -> None:
    added = add(office.alice)
    edit(office.admin, added, **BANK)
    first, second = sorted(timeline(f"company:{added}"), key=lambda event: event.seq)
    assert (first.kind, first.values["inn"]) == ("crm.company_added", "7701000001")
    assert second.values["bik"] == ["", "044525225"]
    with translation.override("ru"):
        said = kinds.sentence(second, lambda ref, value: queries.shown(ref, value) or str(value))
    assert said == "Изменены реквизиты: БИК, Расчётный счёт, Корр. счёт"


@pytest.fixture
def shelf(office: company.Company) -> company.Company:
    for name, inn in [
        ("ООО «Яблоко»", "7702000004"),
        ("АО «Ёлка»", "7703000007"),
        ("ИП Ежов", "500100732259"),
        ("ООО «Еловый лес»", "7704000000"),
        ("100 % сахар", "7705000002"),
    ]:
        sole = {"kind": "sole"} if len(inn) == 12 else {}
        add(office.alice, name=name, inn=inn, kpp="", **sole)
    return office


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["100 % сахар", "ИП Ежов", "АО «Ёлка»", "ООО «Еловый лес»", "ООО «Яблоко»"]),
        ("ёл", ["АО «Ёлка»", "ООО «Еловый лес»"]),
        ("ЕЛ", ["АО «Ёлка»", "ООО «Еловый лес»"]),
        ("лес елов", ["ООО «Еловый лес»"]),
        ("«яблоко»", ["ООО «Яблоко»"]),
        ("7703", ["АО «Ёлка»"]),
        ("7703 0000 07", ["АО «Ёлка»"]),
        ("100", ["100 % сахар"]),
        ("%", ["100 % сахар"]),
        ("_", []),
        ("груша", []),
        ("ябл\0око", ["ООО «Яблоко»"]),
    ],
)
def test_search(shelf: company.Company, text: str, names: list[str]) -> None:
    assert [found.name for found in queries.search_companies(acting(shelf.victor), text)] == names


def test_search_stops_at_its_limit(shelf: company.Company) -> None:
    assert len(queries.search_companies(acting(shelf.victor), "", limit=2)) == 2
    assert len(queries.search_companies(acting(shelf.victor), "", limit=-5)) == 1


def test_search_and_describe_take_one_query(shelf: company.Company, django_assert_num_queries: Any) -> None:
    queries.search_companies(acting(shelf.victor), "ел")  # reads the company once
    with django_assert_num_queries(2):  # has the company changed? and the search
        found = queries.search_companies(acting(shelf.victor), "ел")
    with django_assert_num_queries(1):
        described = queries.describe([*(info.id for info in found), 404])
    assert set(described) == {info.id for info in found}


def test_requisites_for_a_payment_in_the_reading_order(office: company.Company) -> None:
    added = add(office.alice, **BANK, bank_name="ПАО Сбербанк", full_name="Общество «Ромашка»")
    with translation.override("ru"):
        rows = queries.describe([added])[added].requisites
    assert [row.label for row in rows] == [
        "Полное наименование",
        "ИНН",
        "КПП",
        "Банк",
        "БИК",
        "Расчётный счёт",
        "Корр. счёт",
    ]


def test_addresses_and_the_name_in_contracts(office: company.Company) -> None:
    places = [
        {"kind": "delivery", "text": "Склад  1"},
        {"kind": "actual", "text": "Лесная, 1"},
        {"kind": "postal", "text": " "},
    ]
    added = add(office.alice, short_name="ООО «Ромашка»", addresses=places)
    card = queries.company_card(acting(office.victor), added)
    assert card.addresses == (("actual", "Лесная, 1"), ("delivery", "Склад 1"))
    assert queries.describe([added])[added].short_name == "ООО «Ромашка»"
    assert edit(office.admin, added, addresses=places)["version"] == 1
    assert edit(office.admin, added, addresses=places[:1])["version"] == 2
    assert queries.company_card(acting(office.victor), added).addresses == (("delivery", "Склад 1"),)


@pytest.mark.parametrize(
    "places", [[{"kind": "moon", "text": "x"}], [{"kind": "actual", "text": "я" * 501}],
               [{"kind": "delivery", "text": str(number)} for number in range(21)]]
)  # fmt: skip
def test_wrong_addresses_are_refused(office: company.Company, places: list[dict[str, str]]) -> None:
    with pytest.raises(Invalid):
        add(office.alice, addresses=places)
    assert not Company.objects.exists()


def test_our_organisations_are_named_by_those_who_answer(office: company.Company) -> None:
    with pytest.raises(Forbidden):
        add(office.alice, ours=True)
    added = add(office.admin, ours=True)
    assert [one.id for one in queries.organisations(acting(office.victor))] == [added]
    edit(office.admin, added, ours=False)
    assert queries.organisations(acting(office.victor)) == []


def test_the_card_names_whom_to_ask_about_payment(office: company.Company) -> None:
    added = add(office.alice)
    commands.add_contact(
        acting(office.alice), name="Смирнова Ольга", phone="+7 900", company=added, roles=["accounting"]
    )
    commands.add_contact(acting(office.alice), name="Петров Иван", company=added, signs=True, basis="Устава")
    card = queries.company_card(acting(office.victor), added)
    assert [one.name for one in card.contacts] == ["Петров Иван", "Смирнова Ольга"]
    assert (card.accounting and card.accounting.phone, card.signatory and card.signatory.name) == (
        "+7 900",
        "Петров Иван",
    )
