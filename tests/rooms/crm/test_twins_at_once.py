"""Two people adding one company at the same moment: one adds it, the other gets the sentence and the link."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from marshrut.crm import commands, sheet
from marshrut.crm.models import Company, CompanyContact, Contact
from marshrut.crm.queries import importing
from marshrut.kernel.errors import Conflict
from tests.support import company
from tests.support.company import acting


@pytest.mark.django_db(transaction=True)
def test_two_people_add_one_company() -> None:
    office = company.build()
    start, ended = threading.Barrier(2), list[str]()

    def add(person: int, kpp: str) -> None:
        start.wait(timeout=10)
        try:
            commands.add_company(acting(person), name="ООО «Ромашка»", inn="7701000001", kpp=kpp)
            ended.append("added")
        except Conflict as refusal:
            ended.append(refusal.code)
        finally:
            connection.close()

    # without the lock both would pass: an empty КПП differs from a filled one, so no unique index would stop them
    threads = [
        threading.Thread(target=add, args=[office.alice, ""]),
        threading.Thread(target=add, args=[office.boris, "770101001"]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(ended) == ["added", "company_exists"]
    assert Company.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_import_and_a_person_add_one_company() -> None:
    office = company.build()
    start, ended = threading.Barrier(2), list[str]()
    rows = [["Название", "ИНН", "КПП"], ["ООО «Ромашка»", "7701000001", "770101001"]]
    seen = importing.preview(acting(office.admin), rows).digest

    def by_hand() -> None:
        commands.add_company(acting(office.alice), name="ООО «Ромашка»", inn="7701000001")

    def by_table() -> None:
        commands.import_companies(acting(office.admin), rows=rows, seen=seen)

    def run(act: Callable[[], None]) -> None:
        start.wait(timeout=10)
        try:
            act()
            ended.append("added")
        except Conflict as refusal:
            ended.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in (by_hand, by_table)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert sorted(ended) in (["added", "company_exists"], ["added", "preview_changed"])
    assert Company.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_name_who_signs() -> None:
    office = company.build()
    firm = commands.add_company(acting(office.alice), name="Ромашка", inn="7701000001")["id"]
    start = threading.Barrier(2)

    def sign(person: int, name: str) -> None:
        start.wait(timeout=10)
        try:
            commands.add_contact(acting(person), name=name, company=firm, signs=True, basis="Устава")
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=one) for one in ((office.alice, "Пётр"), (office.boris, "Иван"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert CompanyContact.objects.filter(company=firm).count() == 2
    assert CompanyContact.objects.filter(company=firm, signs=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_phone_changed_during_an_import_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person waits for the table: what was typed last holds, and nothing comes between reading and writing."""
    office = company.build()
    firm = commands.add_company(acting(office.alice), name="Ромашка", inn="7701000001")["id"]
    person = commands.add_contact(acting(office.alice), name="Пётр", company=firm, phone="1", email="a@b.ru")["id"]
    head = ["Название", "ИНН", "Контактное лицо", "E-mail контакта"]
    rows = [head, ["Ромашка", "7701000001", "Пётр", "c@d.ru"]]
    seen = importing.preview(acting(office.admin), rows).digest
    loaded, asked, load = threading.Event(), threading.Event(), sheet.load

    def slowly(inns: list[str]) -> sheet.Shelf:
        found = load(inns)
        loaded.set()
        asked.wait(1)
        return found

    def by_hand() -> None:
        try:
            loaded.wait(10)
            commands.edit_contact(acting(office.alice), contact=person, phone="2")
        finally:
            asked.set()
            connection.close()

    monkeypatch.setattr(sheet, "load", slowly)
    thread = threading.Thread(target=by_hand)
    thread.start()
    commands.import_companies(acting(office.admin), rows=rows, seen=seen)
    thread.join(timeout=20)
    assert list(Contact.objects.values_list("phone", "email")) == [("2", "c@d.ru")]
