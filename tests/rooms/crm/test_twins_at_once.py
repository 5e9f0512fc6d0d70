"""Two people adding one company at the same moment: one adds it, the other gets the sentence and the link."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from marshrut.crm import commands
from marshrut.crm.models import Company
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
