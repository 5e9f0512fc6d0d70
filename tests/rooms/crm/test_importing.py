"""Companies from a table: what the preview shows is done, wrong rows are left out, nothing else is touched."""

from __future__ import annotations

from typing import Any

import pytest

from marshrut.crm import commands, queries
from marshrut.crm.models import Company, CompanyContact, Contact
from marshrut.crm.queries import importing
from marshrut.history.queries import timeline
from marshrut.kernel.errors import Conflict, Forbidden
from tests.support import company
from tests.support.company import acting

HEAD = ["Название", "ИНН", "КПП", "Телефон", "Контактное лицо", "Роль", "Телефон контакта", "Адрес доставки"]


def table(*rows: list[str]) -> list[list[str]]:
    return [HEAD, *([*row, *[""] * (len(HEAD) - len(row))] for row in rows)]


def bring(person: int, rows: list[list[str]], *, update: bool = True) -> dict[str, Any]:
    plan = importing.preview(acting(person), rows, update=update)
    return commands.import_companies(acting(person), rows=rows, seen=plan.digest, update=update)


def test_companies_come_with_contacts_and_addresses(office: company.Company) -> None:
    rows = table(
        ["Яблоко", "7702000004", "", "", "Петров Иван", "директор", "+7 900", "Склад 1; Склад 2"],
        ["Яблоко", "7702000004", "", "", "Смирнова Ольга", "бухгалтерия"],
        ["Ошибка", "7702000005"],
        ["ИП Ежов", "500100732259"],
    )
    assert bring(office.admin, rows) == {"added": 2, "changed": 0, "skipped": 0, "contacts": 2, "wrong": 1}
    apple = Company.objects.get(inn="7702000004")
    assert {one.text for one in apple.addresses.all()} == {"Склад 1", "Склад 2"}
    people = queries.contacts_by_company([apple.pk])[apple.pk]
    assert [(one.name, one.duties[0].roles) for one in people] == [
        ("Петров Иван", ("director",)),
        ("Смирнова Ольга", ("accounting",)),
    ]
    assert [one.kind for one in sorted(timeline(f"company:{apple.pk}"), key=lambda event: event.seq)] == [
        "crm.company_added",
        "crm.contact_linked",
        "crm.contact_linked",
    ]
    assert queries.search_companies(acting(office.victor), "ежов")[0].kind == "sole"


def test_the_same_table_again_changes_nothing(office: company.Company) -> None:
    rows = table(["Яблоко", "7702000004", "", "+7 495", "Петров Иван", "директор", "+7 900", "Склад 1"])
    bring(office.admin, rows)
    assert bring(office.admin, rows) == {"added": 0, "changed": 0, "skipped": 0, "contacts": 0, "wrong": 0}
    assert (Company.objects.get().version, Contact.objects.count()) == (1, 1)


def test_companies_we_have_change_or_stay(office: company.Company, glass: int) -> None:
    rows = table(["Стеклозавод", "7707083893", "", "+7 812", "Петров Иван", "склад"])
    assert bring(office.admin, rows, update=False)["skipped"] == 1
    assert Company.objects.get().phone == ""
    assert bring(office.admin, rows)["changed"] == 1
    row = Company.objects.get()
    assert (row.pk, row.phone, row.kpp, row.version) == (glass, "+7 812", "770701001", 2)
    bring(office.admin, table(["Стеклозавод", "7707083893", "", "", "петров  иван", "", "+7 911"]))
    assert (Contact.objects.get().phone, CompanyContact.objects.get().roles) == ("+7 911", ["warehouse"])
    bring(office.admin, table(["Стеклозавод", "7707083893", "", "", "Петров Иван", "директор"]))
    assert CompanyContact.objects.get().roles == ["director"]


def test_what_changed_since_the_preview_is_shown_again(office: company.Company, glass: int) -> None:
    rows = table(["Стеклозавод", "7707083893", "", "+7 812"])
    seen = importing.preview(acting(office.admin), rows).digest
    commands.edit_company(acting(office.admin), company=glass, phone="+7 495")
    with pytest.raises(Conflict) as refusal:
        commands.import_companies(acting(office.admin), rows=rows, seen=seen)
    assert refusal.value.code == "preview_changed"
    with pytest.raises(Conflict):
        commands.import_companies(acting(office.admin), rows=rows, seen=seen, update=False)


def test_those_who_answer_for_requisites_import(office: company.Company) -> None:
    rows = table(["Яблоко", "7702000004"])
    for act in (
        lambda: importing.preview(acting(office.alice), rows),
        lambda: importing.example(acting(office.alice)),
        lambda: commands.import_companies(acting(office.alice), rows=rows, seen=""),
    ):
        with pytest.raises(Forbidden):
            act()
    company.role("chief_accountant", office.alice)
    assert bring(office.alice, rows)["added"] == 1


def test_the_example_can_be_brought_in(office: company.Company) -> None:
    rows = importing.example(acting(office.admin))
    assert bring(office.admin, rows) == {"added": 2, "changed": 0, "skipped": 0, "contacts": 2, "wrong": 0}


def test_the_number_of_statements_does_not_grow_with_the_table(
    office: company.Company, django_assert_max_num_queries: Any
) -> None:
    rows = table(*([f"Фирма {number:03}", inn] for number, inn in enumerate(_inns(300))))
    with django_assert_max_num_queries(20):
        assert bring(office.admin, rows)["added"] == 300
    changed = [HEAD, *([*row[:3], "+7 495", *row[4:]] for row in rows[1:])]
    with django_assert_max_num_queries(20):
        assert bring(office.admin, changed)["changed"] == 300


def test_nor_with_contacts_the_companies_had(office: company.Company, django_assert_max_num_queries: Any) -> None:
    rows = table(
        *(
            [f"Фирма {at:03}", inn, "", "", f"Петров {at}", "директор", "1", "Склад"]
            for at, inn in enumerate(_inns(200))
        )
    )
    bring(office.admin, rows)
    changed = [HEAD, *([*row[:5], "бухгалтерия", "2", "Двор"] for row in rows[1:])]
    with django_assert_max_num_queries(30):
        assert bring(office.admin, changed)["contacts"] == 200
    assert set(Contact.objects.values_list("phone", "version")) == {("2", 2)}
    assert set(CompanyContact.objects.values_list("roles__0", "version")) == {("accounting", 2)}
    assert len(timeline(f"contact:{Contact.objects.all()[0].pk}")) == 2
    assert queries.search_contacts(acting(office.admin), "петров 2", 1)[0].phone == "2"


def test_one_person_at_two_companies_is_changed_once(office: company.Company, glass: int) -> None:
    person = commands.add_contact(acting(office.alice), name="Петров", company=glass, phone="1")["id"]
    other = commands.add_company(acting(office.alice), name="Яблоко", inn="7702000004")["id"]
    commands.link_contact(acting(office.alice), company=other, contact=person)
    told = ["Петров", "", "2"]
    bring(office.admin, table(["Стеклозавод", "7707083893", "", "", *told], ["Яблоко", "7702000004", "", "", *told]))
    assert list(Contact.objects.values_list("phone", "version")) == [("2", 2)]


def _inns(many: int) -> list[str]:
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    found = []
    for number in range(many):
        digits = f"78{number:07}"
        found.append(digits + str(sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 % 10))
    return found
