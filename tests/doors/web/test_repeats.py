"""A form sent again after a lost answer is answered with the first result, files and all."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from marshrut.cards import queries
from marshrut.cards.models import Card, Task
from marshrut.documents.models import StoredFile
from tests.support.office import PDF, Office

from .conftest import signed_in

KEY = "form-of-alisa-01"


def paper(name: str = "Счёт.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def create(browser: Client, office: Office, **changes: Any) -> HttpResponse:
    sent = {**office.fields(), "key": KEY, "invoice_shown": "1", "invoice": paper(), **changes}
    return browser.post("/cards/payment_request/new/", sent)  # type: ignore[return-value]


def test_a_request_is_made_once(clerk: Client, office: Office) -> None:
    first, second = create(clerk, office), create(clerk, office)
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Card.objects.system("test").count(), StoredFile.objects.count()) == (1, 1)


def test_a_corrected_form_may_bring_another_file(clerk: Client, office: Office) -> None:
    assert create(clerk, office, amount="мимо").status_code == 422
    assert create(clerk, office, invoice=paper(content=PDF + b"\n")).status_code == 302


def test_a_changed_form_under_the_same_key_says_what_to_do(clerk: Client, office: Office) -> None:
    create(clerk, office)
    again = create(clerk, office, amount="999")
    assert again.status_code == 409
    assert "Это уже отправлено, но с другими значениями" in again.content.decode()
    assert Card.objects.system("test").count() == 1


def test_files_are_attached_once(clerk: Client, office: Office) -> None:
    card = office.request()
    for _time in range(2):
        sent = {"key": KEY, "files": [paper("А.pdf"), paper("Б.pdf", PDF + b"\n")]}
        assert clerk.post(f"/cards/{card}/attach", sent).status_code == 302
    assert StoredFile.objects.count() == 3


def test_a_task_is_completed_with_its_file_once(office: Office) -> None:
    card = office.request()
    office.to_payment(card)
    office.complete(card, "pay", "finished", "chief")
    task = office.task(card, "payment_order").pk
    junior = signed_in(office, "junior")
    for _time in range(2):
        sent = {"key": KEY, "outcome": "finished", "payment_order_shown": "1", "payment_order": paper("П.pdf")}
        answer = junior.post(f"/tasks/{task}/complete", sent)
        assert (answer.status_code, answer.headers.get("Location")) == (302, f"/cards/{card}/")
    assert StoredFile.objects.count() == 2


def approvals(office: Office, many: int) -> list[Task]:
    return [office.task(office.request(), "approve") for _one in range(many)]


def bulk(browser: Client, ids: str, **changes: str) -> HttpResponse:
    return browser.post("/tasks/bulk", {"ids": ids, "outcome": "approved", "key": KEY, **changes})  # type: ignore[return-value]


def test_several_tasks_are_decided_as_they_were_shown(office: Office) -> None:
    boris = signed_in(office, "boris")
    seen, stale, plain = approvals(office, 3)
    edition = queries.card(office.actor("boris"), seen.card_id).state.edition
    bulk(boris, f"{seen.pk}:{edition},{stale.pk}:{edition + 7},{plain.pk}")
    bulk(boris, f"{seen.pk}:{edition}")
    states = [Task.objects.system("test").get(pk=one.pk).state for one in (seen, stale, plain)]
    assert states == ["done", "open", "done"]


@pytest.mark.parametrize("key", ["", "короткий", "x"])
def test_several_tasks_need_the_key_of_their_form(office: Office, key: str) -> None:
    (task,) = approvals(office, 1)
    answer = bulk(signed_in(office, "boris"), str(task.pk), key=key)
    assert answer.status_code == 422
    assert "Эта форма устарела" in answer.content.decode()
    assert Task.objects.system("test").get(pk=task.pk).state == "open"
