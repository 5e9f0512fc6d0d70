"""Contacts: who is who at a company, who signs for it; who may say so, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from marshrut.crm import commands, queries
from marshrut.crm.models import Company, CompanyContact, Contact
from marshrut.history import kinds
from marshrut.history.queries import timeline
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.org import commands as org
from tests.support import company
from tests.support.company import acting


def add(person: int, name: str = "Петров Иван", **more: Any) -> int:
    return int(commands.add_contact(acting(person), name=name, **more)["id"])


def said(subject: str) -> list[str]:
    events = sorted(timeline(subject), key=lambda event: event.seq)
    return [kinds.sentence(one, lambda ref, value: queries.shown(ref, value) or str(value)) for one in events]


def test_a_contact_is_added_at_a_company(office: company.Company, glass: int) -> None:
    duty_of: dict[str, Any] = {
        "roles": ["accounting", "director"],
        "post": "Директор",
        "signs": True,
        "basis": "Устава",
    }
    added = add(office.alice, phone="+7 900", company=glass, **duty_of)
    page = queries.contact_page(acting(office.victor), added)
    (duty,) = page.info.duties
    assert (duty.company, duty.roles, duty.post, duty.basis) == (
        glass,
        ("director", "accounting"),
        "Директор",
        "Устава",
    )
    assert said(f"company:{glass}") == ["Контрагент добавлен", "Контактное лицо: Петров Иван"]
    assert said(f"contact:{added}") == ["Добавлено контактное лицо"]


def test_one_person_signs_for_a_company(office: company.Company, glass: int) -> None:
    first, second = (
        add(office.alice, name, company=glass, signs=True, basis="Устава") for name in ("Петров", "Сидоров")
    )
    duties = {one.contact_id: (one.signs, one.basis) for one in CompanyContact.objects.all()}
    assert duties == {first: (False, ""), second: (True, "Устава")}
    commands.link_contact(acting(office.alice), company=glass, contact=first, signs=True, basis="доверенности № 5")
    assert list(CompanyContact.objects.filter(signs=True).values_list("contact_id", flat=True)) == [first]


def test_duties_are_changed_and_taken_away(office: company.Company, glass: int) -> None:
    added = add(office.alice, company=glass)
    linked = commands.link_contact(acting(office.boris), company=glass, contact=added, roles=["warehouse"], version=1)
    assert linked["version"] == 2
    with pytest.raises(Conflict) as stale:
        commands.link_contact(acting(office.alice), company=glass, contact=added, post="Кладовщик", version=1)
    assert stale.value.code == "stale"
    commands.unlink_contact(acting(office.alice), company=glass, contact=added)
    assert queries.contact_page(acting(office.alice), added).info.duties == ()
    with pytest.raises(NotFound):
        commands.unlink_contact(acting(office.alice), company=glass, contact=added)
    assert said(f"company:{glass}")[2:] == [
        "Изменены обязанности контактного лица: Петров Иван",
        "Больше не контактное лицо: Петров Иван",
    ]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"email": "нет"}, "email"),
        ({"phone": "1" * 101}, "phone"),
        ({"company": 404}, "company"),
        ({"roles": ["cook"]}, "roles"),
        ({"basis": "Устава"}, "basis"),
    ],
)
def test_what_is_wrong_is_named(office: company.Company, glass: int, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        commands.add_contact(acting(office.alice), **{"name": "Пётр", "company": glass, **more})
    assert field in refusal.value.fields
    assert not Contact.objects.exists()


def test_edit_keeps_the_rest_and_is_not_overwritten_unseen(office: company.Company) -> None:
    added = add(office.alice, phone="+7 900")
    assert commands.edit_contact(acting(office.boris), contact=added, email="p@example.ru", version=1)["version"] == 2
    assert Contact.objects.get().phone == "+7 900"
    with pytest.raises(Conflict):
        commands.edit_contact(acting(office.alice), contact=added, email="q@example.ru", version=1)
    assert commands.edit_contact(acting(office.alice), contact=added, email=" p@example.ru ")["version"] == 2
    assert said(f"contact:{added}") == ["Добавлено контактное лицо", "Изменено: Электронная почта"]


def test_who_is_who_at_our_own_organisation_accountants_say(office: company.Company, glass: int) -> None:
    added = add(office.alice)
    Company.objects.filter(pk=glass).update(ours=True)
    with pytest.raises(Forbidden):
        commands.link_contact(acting(office.alice), company=glass, contact=added, signs=True)
    with pytest.raises(Forbidden):
        add(office.alice, "Сидоров", company=glass)
    commands.link_contact(acting(office.admin), company=glass, contact=added, signs=True)
    with pytest.raises(Forbidden):
        commands.unlink_contact(acting(office.alice), company=glass, contact=added)


def test_words_of_who_signs_for_us_are_changed_by_accountants(office: company.Company, glass: int) -> None:
    """Contracts from a template print these words."""
    added = add(office.alice, company=glass, signs=True)
    commands.edit_contact(acting(office.boris), contact=added, name="Петров Иван Ильич")
    Company.objects.filter(pk=glass).update(ours=True)
    with pytest.raises(Forbidden) as refusal:
        commands.edit_contact(acting(office.alice), contact=added, name="Сам Алексей")
    assert "бухгалтеры и администраторы" in str(refusal.value)
    assert Contact.objects.get().name == "Петров Иван Ильич"
    assert not queries.contact_page(acting(office.alice), added).may_edit
    assert queries.contact_page(acting(office.admin), added).may_edit
    company.role("chief_accountant", office.boris)
    commands.edit_contact(acting(office.boris), contact=added, name="Петров Пётр")
    assert Contact.objects.get().name == "Петров Пётр"


def test_who_signed_before_is_told_of(office: company.Company, glass: int) -> None:
    first = add(office.alice, "Петров", company=glass, signs=True, basis="Устава")
    second = add(office.alice, "Сидоров", company=glass)
    commands.link_contact(acting(office.boris), company=glass, contact=second, signs=True, basis="доверенности № 5")
    lines = sorted(timeline(f"company:{glass}"), key=lambda event: event.seq)[-2:]
    assert [(one.kind, one.body["contact"], one.values) for one in lines] == [
        ("crm.contact_duties_changed", first, {"signs": [True, False], "basis": ["Устава", ""]}),
        ("crm.contact_duties_changed", second, {"signs": [False, True], "basis": ["", "доверенности № 5"]}),
    ]


def test_dismissed_people_see_and_change_nothing(office: company.Company, glass: int) -> None:
    added = add(office.alice, company=glass)
    org.dismiss_person(company.SYSTEM, person=office.alice)
    assert queries.search_contacts(acting(office.alice), "петров") == []
    with pytest.raises(NotFound):
        queries.contact_page(acting(office.alice), added)
    acts: tuple[Callable[[], Any], ...] = (
        lambda: add(office.alice),
        lambda: commands.edit_contact(acting(office.alice), contact=added, note="x"),
        lambda: commands.link_contact(acting(office.alice), company=glass, contact=added),
        lambda: commands.link_contact(acting(office.alice), company=404, contact=added),
    )
    for act in acts:
        with pytest.raises(Forbidden):
            act()
    missing: tuple[Callable[[], Any], ...] = (
        lambda: commands.edit_contact(acting(office.admin), contact=404, note="x"),
        lambda: commands.link_contact(acting(office.admin), company=404, contact=added),
    )
    for act in missing:
        with pytest.raises(NotFound):
            act()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ["Ёлкина Анна", "Петров Иван"]),
        ("елк", ["Ёлкина Анна"]),
        ("иван", ["Петров Иван"]),
        ("9001234", ["Петров Иван"]),
        ("anna@", ["Ёлкина Анна"]),
        ("груша", []),
        ("%", []),
    ],
)
def test_search(office: company.Company, glass: int, text: str, names: list[str]) -> None:
    add(office.alice, phone="+7 (900) 123-45-67", company=glass)
    add(office.alice, "Ёлкина Анна", email="anna@example.ru")
    assert [one.name for one in queries.search_contacts(acting(office.victor), text)] == names


def test_search_takes_the_same_queries_however_many(
    office: company.Company, glass: int, django_assert_num_queries: Any
) -> None:
    for number in range(5):
        add(office.alice, f"Петров {number}", company=glass)
    queries.search_contacts(acting(office.victor))
    with django_assert_num_queries(3):  # has the company changed? people, and what they do
        assert len(queries.search_contacts(acting(office.victor), "петров", company=glass)) == 5
    with django_assert_num_queries(2):
        assert len(queries.contacts_by_company([glass])[glass]) == 5
