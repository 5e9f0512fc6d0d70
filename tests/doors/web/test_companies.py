"""Counterparties: found, shown, added, changed, also from the middle of a request."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from marshrut.crm.models import Company
from marshrut.kernel import clock
from tests.support.office import Office

from .conftest import signed_in

FORM = {
    "kind": "legal",
    "name": "Вектор",
    "full_name": "ООО «Вектор»",
    "inn": "7736050003",
    "kpp": "773601001",
    "phone": "+7 495 000-00-00",
    "email": "hello@vector.example",
    "note": "звонить до обеда",
}


def test_the_list_is_searched_as_one_types(clerk: Client, office: Office) -> None:
    text = clerk.get("/companies/?q=стекл").content.decode()
    assert "Стеклозавод" in text
    assert "ИНН 7707083893" in text
    part = clerk.get("/companies/?q=нет+такой", headers={"hx-request": "true"}).content.decode()
    assert "Стеклозавод" not in part
    assert "<html" not in part
    assert "Ничего не нашлось" in part


def test_figures_count_only_what_the_reader_may_see(clerk: Client, office: Office) -> None:
    office.request()
    office.request("viktor")
    cell = re.compile(r'data-due>(\d*)\D* </td><td data-end class="money">([^<]*)')
    own, stranger = (signed_in(office, name).get("/companies/").content.decode() for name in ("alisa", "junior"))
    assert "125\u202f000,50" in own
    found = cell.search(own)
    assert found
    assert found[1] == "1"
    assert "250\u202f001,00" in stranger


def test_a_long_list_has_pages(clerk: Client, office: Office) -> None:
    for number in range(60):
        name = f"Фирма {number:02}"
        Company.objects.create(
            kind="legal", name=name, inn=f"77{number:08}", sort_key=name, search_text=name.lower(), added_at=clock.now()
        )
    first = clerk.get("/companies/?q=фирма").content.decode()
    more = re.search(r'href="(/companies/\?[^"]*offset[^"]*)"', first)
    assert more
    second = clerk.get(more[1].replace("&amp;", "&")).content.decode()
    names = [f"Фирма {number:02}" for number in range(60)]
    assert [name for name in names if name in first] == names[:50]
    assert [name for name in names if name in second] == names[50:]


def test_one_company_with_requisites_and_its_cards(office: Office) -> None:
    assert office.company is not None
    office.request(purpose="Флаконы 50 мл")
    office.request("viktor", purpose="Тайна Виктора")
    text = signed_in(office, "alisa").get(f"/companies/{office.company.pk}/cards/").content.decode()
    assert 'data-copy="7707083893"' in text
    assert "Флаконы 50 мл" in text
    assert "Тайна Виктора" not in text
    assert "/edit/" not in text
    refused = signed_in(office, "alisa").get(f"/companies/{office.company.pk}/edit/")
    assert "Контрагента меняют бухгалтеры и администраторы." in refused.content.decode()
    assert signed_in(office, "alisa").get("/companies/999999/").status_code == 404


def test_a_company_is_added(clerk: Client, office: Office) -> None:
    answer = clerk.post("/companies/new/", FORM)
    made = Company.objects.get(inn="7736050003")
    assert answer.headers["Location"] == f"/companies/{made.pk}/"
    text = clerk.get(answer.headers["Location"]).content.decode()
    assert "звонить до обеда" in text
    assert 'href="mailto:hello@vector.example"' in text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"inn": "123"}, "inn"), ({"name": ""}, "name"), ({"account": "1"}, "account"), ({"email": "нет"}, "email")],
)
def test_a_refused_company_keeps_what_was_typed(clerk: Client, wrong: dict[str, str], field: str) -> None:
    sent = {**FORM, **wrong}
    page = clerk.post("/companies/new/", sent)
    text = page.content.decode()
    assert page.status_code == 422
    assert f"f-{field}-error" in text
    for name in ("full_name", "kpp", "phone"):
        assert f'value="{sent[name]}"' in text
    assert "звонить до обеда" in text
    assert Company.objects.count() == 1


def test_a_twin_is_refused_with_a_link_to_the_first(clerk: Client, office: Office) -> None:
    assert office.company is not None
    page = clerk.post("/companies/new/", {**FORM, "inn": "7707083893", "kpp": ""})
    text = page.content.decode()
    assert page.status_code == 409
    assert f'href="/companies/{office.company.pk}/"' in text
    assert 'value="Вектор"' in text


def test_accountants_change_requisites_and_clerks_read_them(clerk: Client, office: Office) -> None:
    assert office.company is not None
    address = f"/companies/{office.company.pk}/edit/"
    assert clerk.get(address).status_code == 403
    assert clerk.post(address, FORM).status_code == 403
    chief = signed_in(office, "chief")
    assert 'value="7707083893"' in chief.get(address).content.decode()
    form = {**FORM, "inn": "7707083893", "version": "1"}
    assert chief.post(address, form).headers["Location"] == f"/companies/{office.company.pk}/"
    office.company.refresh_from_db()
    assert office.company.name == "Вектор"


def test_a_change_made_meanwhile_is_not_overwritten(office: Office) -> None:
    assert office.company is not None
    address, chief = f"/companies/{office.company.pk}/edit/", signed_in(office, "chief")
    chief.post(address, {**FORM, "inn": "7707083893", "version": "1"})
    for _again in range(2):
        page = chief.post(address, {**FORM, "inn": "7707083893", "name": "Опоздавший", "version": "1"})
        text = page.content.decode()
        assert page.status_code == 409
        assert 'value="Опоздавший"' in text
        assert f'href="{address}"' in text
    office.company.refresh_from_db()
    assert office.company.name == "Вектор"


def test_the_sheet_adds_a_company_to_a_request(clerk: Client, office: Office) -> None:
    assert 'value="Вектор"' in clerk.get("/companies/sheet/?name=Вектор").content.decode()
    assert 'name="inn" value="7736050003"' in clerk.get("/companies/sheet/?name=7736050003").content.decode()
    sent = {name: FORM[name] for name in ("kind", "name", "inn", "kpp")}
    answer = clerk.post("/companies/sheet/", sent, headers={"hx-request": "true"})
    made = Company.objects.get(inn="7736050003")
    assert answer.status_code == 204
    assert json.loads(answer.headers["HX-Trigger"]) == {"picked": {"value": str(made.pk), "text": "Вектор"}}


def test_the_sheet_offers_the_company_that_is_there(clerk: Client, office: Office) -> None:
    assert office.company is not None
    page = clerk.post("/companies/sheet/", {"kind": "legal", "name": "Стекло", "inn": "7707083893"})
    text = page.content.decode()
    assert page.status_code == 409
    assert f'data-pick="{office.company.pk}" data-text="Стеклозавод"' in text
    assert 'value="Стекло"' in text


def test_a_double_press_adds_one_company(clerk: Client) -> None:
    form = {**FORM, "key": "double-click-1"}
    assert (
        clerk.post("/companies/new/", form).headers["Location"]
        == clerk.post("/companies/new/", form).headers["Location"]
    )
    assert Company.objects.filter(inn="7736050003").count() == 1


def test_the_form_of_a_request_offers_to_add(clerk: Client) -> None:
    assert 'data-suggest-add="/companies/sheet/"' in clerk.get("/cards/payment_request/new/").content.decode()
    found = clerk.get("/companies/suggest/?add=1&q=Вектор", headers={"hx-request": "true"}).content.decode()
    assert 'data-suggest-add="/companies/sheet/"' in found
    assert "data-suggest-add" not in clerk.get("/companies/suggest/?q=Вектор").content.decode()
