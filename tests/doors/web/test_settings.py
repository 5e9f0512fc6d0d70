"""Thresholds of processes."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.definitions import queries
from tests.support.office import Office

ADDRESS = "/packs/payments/settings/"


def form(**changes: str) -> dict[str, str]:
    return {**{key: str(value) for key, value in queries.settings("payments").items()}, **changes}


def test_everybody_reads_them(clerk: Client) -> None:
    text = clerk.get(ADDRESS).content.decode()
    assert "Новые значения действуют для новых заданий" in text
    assert "По умолчанию 2, от 1 до 20." in text
    assert 'name="cutoff" value="13:00"' in text
    assert "readonly" in text
    assert 'data-look="main">Сохранить' not in text


def test_an_administrator_changes_them_and_it_is_written_who(admin: Client, office: Office) -> None:
    answer = admin.post(ADDRESS, form(remind_after="3", cutoff="12:30", self_approval_limit="150 000"))
    assert answer.headers["Location"] == ADDRESS
    values = queries.settings("payments")
    assert (values["remind_after"], values["cutoff"], values["self_approval_limit"]) == (3, "12:30", 150_000)
    text = admin.get(ADDRESS).content.decode()
    assert "Сохранено: новые задания пойдут по новым значениям" in text
    assert "Изменено: Админов" in text
    assert "150\u202f000" in text


def test_nothing_changed_is_said_so(admin: Client) -> None:
    assert "Ничего не изменилось" in admin.post(ADDRESS, form(), follow=True).content.decode()


@pytest.mark.parametrize(
    ("name", "typed"),
    [("remind_after", "0"), ("remind_after", "сто"), ("remind_after", ""), ("cutoff", "25:00"), ("check_every", "999")],
)
def test_a_refusal_keeps_what_was_typed_and_saves_nothing(admin: Client, name: str, typed: str) -> None:
    page = admin.post(ADDRESS, form(**{"escalate_after": "7", name: typed}))
    text = page.content.decode()
    assert page.status_code == 422
    assert f"f-{name}-error" in text
    assert f'name="{name}" value="{typed}"' in text
    assert 'name="escalate_after" value="7"' in text
    assert queries.settings("payments")["escalate_after"] == 1


def test_a_clerk_changes_nothing(clerk: Client) -> None:
    assert clerk.post(ADDRESS, form(remind_after="3")).status_code == 403
    assert queries.settings("payments")["remind_after"] == 2


def test_the_menu_leads_to_the_first_process(admin: Client) -> None:
    assert admin.get("/packs/").headers["Location"] == ADDRESS
    assert admin.get("/packs/nothing/settings/").status_code == 404


def test_the_page_in_english(admin: Client, office: Office) -> None:
    office.people["admin"].language = "en"
    office.people["admin"].save()
    text = admin.get(ADDRESS).content.decode()
    assert "Remind when not started after" in text
    assert "By default 2, from 1 to 20." in text


def test_the_policy_of_self_approval_is_chosen_from_a_list(admin: Client) -> None:
    text = admin.get(ADDRESS).content.decode()
    assert '<select class="input" name="self_approval"' in text
    assert "По умолчанию «Сам до указанной суммы, выше — вышестоящий»." in text
    assert admin.post(ADDRESS, form(self_approval="forbidden")).headers["Location"] == ADDRESS
    assert queries.settings("payments")["self_approval"] == "forbidden"
    refused = admin.post(ADDRESS, form(self_approval="whatever"))
    assert (refused.status_code, "Выберите из списка." in refused.content.decode()) == (422, True)
    assert queries.settings("payments")["self_approval"] == "forbidden"
