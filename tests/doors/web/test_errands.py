"""«Поручить…» and «На ознакомление…» from any card; who was asked, who has read and who has not."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.cards.models import Card, CardContent, Task
from marshrut.kernel import clock
from tests.support import missives
from tests.support.office import Office, drain, install_pack

from .conftest import signed_in

pytestmark = pytest.mark.django_db
AS_SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def card(office: Office) -> int:
    install_pack(missives.pack())
    return office.request()


def notice(office: Office, *names: str) -> dict[str, object]:
    readers = [str(office.id(name)) for name in names]
    return {"title": "Счёт", "readers": readers, "readers_shown": "1", "key": "press-12345"}


def made(kind: str) -> Card:
    return Card.objects.system("test").get(type=kind)


def test_a_form_over_any_card_names_the_card(office: Office, clerk: Client, card: int) -> None:
    page = clerk.get(f"/cards/{card}/").content.decode()
    assert f"/cards/{card}/about/order/" in page
    assert f"/cards/{card}/about/notice/" in page
    sheet = clerk.get(f"/cards/{card}/about/notice/", headers=AS_SCRIPT).content.decode()
    assert "Флаконы 50 мл" in sheet  # what there is to read need not be named again
    assert 'name="about"' not in sheet
    assert 'name="report"' not in clerk.get(f"/cards/{card}/about/order/").content.decode()  # that is the executor's


def test_readers_see_the_card_and_the_block_says_who_has_read(office: Office, clerk: Client, card: int) -> None:
    viktor = signed_in(office, "viktor")
    assert viktor.get(f"/cards/{card}/").status_code == 404
    answer = clerk.post(f"/cards/{card}/about/notice/", notice(office, "viktor", "ops"), headers=AS_SCRIPT)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/cards/{card}/")
    drain(clock.now())
    assert viktor.get(f"/cards/{card}/").status_code == 200
    page = clerk.get(f"/cards/{card}/").content.decode()
    assert page.count("ещё нет") == 2
    assert "0 из 2" in page
    own = viktor.get("/inbox/").content.decode()
    assert "Ознакомьтесь" in own
    assert "Скачать: Счёт" in own  # what there is to read lies in the task


def test_who_has_read_stands_with_the_moment(office: Office, clerk: Client, card: int) -> None:
    clerk.post(f"/cards/{card}/about/notice/", notice(office, "viktor", "ops"))
    drain(clock.now())
    viktor = signed_in(office, "viktor")
    mine = Task.objects.system("test").get(card=made("notice"), assignee=office.people["viktor"])
    viktor.post(f"/tasks/{mine.pk}/complete", {"outcome": "read"})
    page = clerk.get(f"/cards/{card}/").content.decode()
    assert "1 из 2" in page
    assert "Ознакомлен(а), " in page
    assert page.count("ещё нет") == 1


def test_a_double_click_makes_one(office: Office, clerk: Client, card: int) -> None:
    for _press in range(2):
        answer = clerk.post(f"/cards/{card}/about/notice/", notice(office, "viktor"))
        assert answer.status_code == 302
    assert Card.objects.system("test").filter(type="notice").count() == 1


def test_the_card_it_is_about_is_not_taken_from_the_form(office: Office, clerk: Client, card: int) -> None:
    clerk.post(f"/cards/{card}/about/notice/", {**notice(office, "viktor"), "about": str(card + 100)})
    assert CardContent.objects.system("test").get(card=made("notice")).fields["about"] == card


def test_a_refusal_keeps_everything(office: Office, clerk: Client, card: int) -> None:
    sent = {"title": "Позвонить", "executor": "", "executor_text": "", "term": "2026-13-40", "helpers_shown": "1"}
    both = [str(office.id("boris")), str(office.id("viktor"))]
    answer = clerk.post(f"/cards/{card}/about/order/", {**sent, "helpers": both}, headers=AS_SCRIPT)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Позвонить" in page
    assert all(f'name="helpers" value="{one}"' in page for one in both)
    assert not Card.objects.system("test").filter(type="order").exists()


@pytest.mark.parametrize("kind", ["missive", "payment_request", "nothing"])
def test_only_kinds_that_share_a_card_are_made_about_it(clerk: Client, card: int, kind: str) -> None:
    assert clerk.get(f"/cards/{card}/about/{kind}/").status_code == 404


def test_strangers_are_told_nothing(office: Office, card: int) -> None:
    viktor = signed_in(office, "viktor")
    for address in (f"/cards/{card}/about/notice/", "/cards/999999/about/notice/"):
        assert viktor.get(address).status_code == 404
        assert viktor.post(address, notice(office, "viktor")).status_code == 404
    assert not Card.objects.system("test").filter(type="notice").exists()


def test_finished_ones_stand_under_a_fold(office: Office, clerk: Client, card: int) -> None:
    order = {
        "title": "Позвонить",
        "executor": str(office.id("boris")),
        "helpers_shown": "1",
    }
    assert clerk.post(f"/cards/{card}/about/order/", order).status_code == 302
    drain(clock.now())
    assert "Завершено (1)" not in clerk.get(f"/cards/{card}/").content.decode()
    office.complete(made("order").pk, "perform", "did", "boris", fields={"report": "Позвонил"})
    page = clerk.get(f"/cards/{card}/").content.decode()
    assert "Завершено (1)" in page
    assert "Выполнено" in page
