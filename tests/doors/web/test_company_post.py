"""The address for post on the page of a company: what is used, changed in its place; accounting is marked."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.crm import commands
from marshrut.crm.models import Company
from tests.doors.web.conftest import shown, signed_in
from tests.support.office import Office

LEGAL, POST = "601501, Гусь-Хрустальный, Калинина, 28", "125040, Москва, Ленинградский пр., 15, оф. 312"
SCRIPT = {"hx-request": "true"}


@pytest.fixture
def company(office: Office) -> Company:
    assert office.company is not None
    Company.objects.filter(pk=office.company.pk).update(address=LEGAL)
    return office.company


@pytest.fixture
def chief(office: Office) -> Client:
    return signed_in(office, "chief")


def block(browser: Client, company: Company) -> str:
    text = shown(browser, f"/companies/{company.pk}/")
    return text.split('id="company-post"')[1].split("</section>")[0]


def postal(company: Company) -> list[str]:
    return list(company.addresses.filter(kind="postal").values_list("text", flat=True))


def test_another_address_stands_in_and_says_so(chief: Client, office: Office, company: Company) -> None:
    text = block(chief, company)
    assert LEGAL in text
    assert "отдельный адрес для почты не указан" in text
    places = [{"kind": "actual", "text": "Владимир, Мира, 1"}]
    commands.edit_company(office.actor("chief"), company=company.pk, addresses=places)  # type: ignore[arg-type]
    assert "Владимир, Мира, 1" in block(chief, company)
    Company.objects.filter(pk=company.pk).update(address="")
    company.addresses.all().delete()
    assert "отправлять оригиналы некуда" in block(chief, company)


def test_it_is_changed_in_its_place(chief: Client, company: Company) -> None:
    there = f"/companies/{company.pk}/post/"
    form = chief.get(there, headers=SCRIPT).content.decode()
    assert LEGAL in form  # corrected rather than typed anew
    assert "<main" not in form
    assert "<textarea" not in chief.get(f"{there}?shown=1", headers=SCRIPT).content.decode()
    sent = {"address_postal": POST, "version": str(company.version)}
    answer = chief.post(there, sent, headers=SCRIPT)
    assert POST in answer.content.decode()
    assert "<textarea" not in answer.content.decode()
    assert postal(company) == [POST]
    assert "не указан" not in block(chief, company)


def test_it_works_without_scripts_too(chief: Client, company: Company) -> None:
    there = f"/companies/{company.pk}/post/"
    assert "<main" in chief.get(there).content.decode()
    answer = chief.post(there, {"address_postal": POST, "version": str(company.version)})
    assert answer.headers["Location"] == f"/companies/{company.pk}/"
    assert postal(company) == [POST]


def test_other_addresses_stay(chief: Client, office: Office, company: Company) -> None:
    places = [{"kind": "delivery", "text": "Склад 1"}, {"kind": "delivery", "text": "Склад 2"}]
    commands.edit_company(office.actor("chief"), company=company.pk, addresses=places)  # type: ignore[arg-type]
    company.refresh_from_db()
    sent = {"address_postal": POST, "version": str(company.version)}
    chief.post(f"/companies/{company.pk}/post/", sent)
    assert sorted(company.addresses.values_list("text", flat=True)) == sorted([POST, "Склад 1", "Склад 2"])
    company.refresh_from_db()
    chief.post(f"/companies/{company.pk}/post/", {"address_postal": "  ", "version": str(company.version)})
    assert postal(company) == []
    assert company.addresses.count() == 2


def test_what_was_typed_survives_a_refusal(chief: Client, office: Office, company: Company) -> None:
    there = f"/companies/{company.pk}/post/"
    answer = chief.post(there, {"address_postal": "я" * 2000, "version": str(company.version)}, headers=SCRIPT)
    assert answer.status_code == 422
    assert "я" * 2000 in answer.content.decode()
    commands.edit_company(office.actor("admin"), company=company.pk, note="Другое")
    stale = chief.post(there, {"address_postal": POST, "version": str(company.version)}, headers=SCRIPT)
    assert stale.status_code == 409
    assert POST in stale.content.decode()
    assert postal(company) == []


def test_who_may_not_change_it_only_reads_it(clerk: Client, company: Company) -> None:
    assert LEGAL in block(clerk, company)
    assert "/post/" not in block(clerk, company)
    there = f"/companies/{company.pk}/post/"
    assert clerk.get(there).status_code == 403
    assert clerk.post(there, {"address_postal": POST}).status_code == 403
    assert clerk.get("/companies/999999/post/").status_code == 404
    assert postal(company) == []


def test_contacts_of_accounting_are_marked(clerk: Client, office: Office, company: Company) -> None:
    for name, post in (("Соколова Вера", "главный бухгалтер"), ("Буханова Анна", "")):
        made = commands.add_contact(office.actor("alisa"), name=name, phone="+7 495 000-00-00")
        commands.link_contact(
            office.actor("alisa"), contact=made["id"], company=company.pk, roles=["accounting"], post=post
        )
    people = shown(clerk, f"/companies/{company.pk}/").split('id="contacts-title"')[1].split("</section>")[0]
    assert people.count("Бухгалтерия") == 2
    assert "главный бухгалтер" in people


def test_a_second_address_for_post_stays(chief: Client, office: Office, company: Company) -> None:
    places = [{"kind": "postal", "text": "Ярославль, а/я 15"}, {"kind": "postal", "text": "Владимир, а/я 2"}]
    commands.edit_company(office.actor("chief"), company=company.pk, addresses=places)  # type: ignore[arg-type]
    company.refresh_from_db()
    chief.post(f"/companies/{company.pk}/post/", {"address_postal": POST, "version": str(company.version)})
    assert sorted(postal(company)) == [POST, "Владимир, а/я 2"]
    assert POST in block(chief, company)
