"""Roles are given and taken; a role without hands is told aloud."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from marshrut.history.kinds import sentence
from marshrut.history.queries import timeline
from marshrut.kernel.errors import Forbidden, Invalid, NotFound
from marshrut.org import commands, queries
from tests.support.company import Company, acting, role


def test_a_role_is_given_and_taken(office: Company) -> None:
    admin = acting(office.admin)
    commands.add_role(admin, role="finance_manager", title_ru="Финансовый менеджер", title_en="Finance manager")
    assert queries.chart().holders("finance_manager") == []
    commands.assign_role(admin, role="finance_manager", person=office.victor)
    commands.assign_role(admin, role="finance_manager", person=office.alice)
    commands.assign_role(admin, role="finance_manager", person=office.alice)
    assert queries.chart().holders("finance_manager") == [office.victor, office.alice]
    assert queries.chart().roles_of(office.alice) == {"finance_manager"}
    assert commands.revoke_role(admin, role="finance_manager", person=office.victor) == {"warnings": []}
    assert commands.revoke_role(admin, role="finance_manager", person=office.victor) == {"warnings": []}
    assert queries.chart().holders("finance_manager") == [office.alice]
    kinds = [event.kind for event in timeline("role:finance_manager")]
    assert kinds == ["org.role_added", "org.role_assigned", "org.role_assigned", "org.role_revoked"]


def test_taking_the_last_holder_warns_in_the_reader_s_language(office: Company) -> None:
    admin = acting(office.admin)
    commands.add_role(admin, role="finance_manager", title_ru="Финансовый менеджер", title_en="Finance manager")
    commands.assign_role(admin, role="finance_manager", person=office.victor)
    with translation.override("en"):
        answer = commands.revoke_role(admin, role="finance_manager", person=office.victor)
    assert answer == {"warnings": ["Nobody holds the role «Finance manager» now: there is no one to do its tasks."]}
    assert queries.chart().holders("finance_manager") == []


def test_a_dismissed_holder_does_not_count(office: Company) -> None:
    role("secretary", office.victor, office.alice)
    commands.dismiss_person(acting(office.admin), person=office.victor)
    assert len(commands.revoke_role(acting(office.admin), role="secretary", person=office.alice)["warnings"]) == 1


def test_a_role_is_renamed_not_rekeyed(office: Company) -> None:
    role("secretary")
    for _ in range(2):
        commands.edit_role(acting(office.admin), role="secretary", title_ru=" Секретарь ", title_en="Secretary")
    (line,) = (one for one in queries.roles(acting(office.alice)) if one.key == "secretary")  # beside built-in ones
    assert (line.key, line.title_ru, line.title_en, line.is_vacant) == ("secretary", "Секретарь", "Secretary", True)
    assert queries.chart().role_title("secretary", "en-gb") == "Secretary"
    assert queries.chart().role_title("secretary", "ru") == "Секретарь"
    assert len(timeline("role:secretary")) == 2


@pytest.mark.parametrize("key", ["", "Секретарь", "a b", "9a", "secretary", "A", "a" * 65, "a\n"])
def test_keys_are_plain_and_of_one_role(office: Company, key: str) -> None:
    role("secretary")
    with pytest.raises(Invalid) as refusal:
        commands.add_role(acting(office.admin), role=key, title_ru="Х", title_en="X")
    assert set(refusal.value.fields) == {"role"}


def test_titles_are_needed_in_both_languages(office: Company) -> None:
    role("secretary")
    with pytest.raises(Invalid) as refusal:
        commands.edit_role(acting(office.admin), role="secretary", title_ru=" ", title_en="")
    assert set(refusal.value.fields) == {"title_ru", "title_en"}


def test_a_dismissed_person_receives_no_role(office: Company) -> None:
    role("secretary")
    commands.dismiss_person(acting(office.admin), person=office.victor)
    with pytest.raises(Invalid) as refusal:
        commands.assign_role(acting(office.admin), role="secretary", person=office.victor)
    assert set(refusal.value.fields) == {"person"}


def test_no_such_role_and_no_such_person(office: Company) -> None:
    role("secretary")
    admin = acting(office.admin)
    for refused in (
        lambda: commands.assign_role(admin, role="nothing", person=office.alice),
        lambda: commands.assign_role(admin, role="secretary", person=10**9),
        lambda: commands.revoke_role(admin, role="nothing", person=office.alice),
        lambda: commands.edit_role(admin, role="nothing", title_ru="Х", title_en="X"),
    ):
        with pytest.raises(NotFound):
            refused()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("add_role", {"role": "x", "title_ru": "Х", "title_en": "X"}),
        ("edit_role", {"role": "secretary", "title_ru": "Х", "title_en": "X"}),
        ("assign_role", {"role": "secretary", "person": 1}),
        ("revoke_role", {"role": "secretary", "person": 1}),
    ],
)
def test_only_an_administrator_deals_with_roles(office: Company, name: str, arguments: dict[str, Any]) -> None:
    role("secretary", office.alice)
    for person_id in (office.alice, office.director):
        with pytest.raises(Forbidden):
            getattr(commands, name)(acting(person_id), **arguments)


def test_roles_come_by_title_with_holders_in_order(office: Company) -> None:
    for key, title in (("b", "Ёж"), ("a", "Еж"), ("c", "Жук")):
        commands.add_role(acting(office.admin), role=key, title_ru=title, title_en=key)
    commands.assign_role(acting(office.admin), role="c", person=office.victor)
    commands.assign_role(acting(office.admin), role="c", person=office.alice)
    with translation.override("ru"):
        found = [one for one in queries.roles(acting(office.boris)) if one.key in ("a", "b", "c")]
    assert [line.title for line in found] == ["Еж", "Ёж", "Жук"]
    assert [holder.id for holder in found[2].holders] == [office.victor, office.alice]
    assert [line.is_vacant for line in found] == [True, True, False]


def test_history_says_it_in_words(office: Company) -> None:
    commands.add_role(acting(office.admin), role="secretary", title_ru="Секретарь", title_en="Secretary")
    commands.assign_role(acting(office.admin), role="secretary", person=office.alice)
    event = timeline("role:secretary")[-1]
    with translation.override("en"):
        text = sentence(event, lambda ref, value: queries.shown(ref, value) or "")
    assert text == "Андреева\u00a0А.\u00a0И. received the role «Secretary»"
    assert queries.shown("department", office.sales) == "Продажи"
    assert queries.shown("department", 10**9) == f"№ {10**9}"
    assert queries.shown("person", 10**9) == f"№ {10**9}"
    assert queries.shown("card", 1) is None
