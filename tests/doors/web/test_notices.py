"""Notifications: unread and all, why each came, where it leads."""

from __future__ import annotations

import pytest
from django.test import Client

from marshrut.automation import commands, house, queries
from marshrut.automation.notices import COMPOSERS, Message
from marshrut.automation.reacting.job import ABOUT
from marshrut.doors.web.present.notices import LOOKS, PAGE, PAGES
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from tests.support.office import Office, drain

from .conftest import signed_in


@pytest.fixture
def card(office: Office) -> int:
    made = office.request(purpose="Флаконы")
    drain(clock.now())
    return made


def deliver(office: Office, card: int, number: int, name: str = "boris", about: str = "comment") -> int:
    message = Message(f"Уведомление {number}", "подробности", card, None)
    actor = Actor.robot("notices")
    return int(
        commands.deliver_notice(actor, person=office.id(name), about=about, message=message, dedup=f"test:{number}")
    )


def test_a_new_task_is_told_with_the_reason(office: Office, card: int) -> None:
    text = signed_in(office, "boris").get("/notifications/").content.decode()
    assert "Флаконы" in text
    assert "Задание поручено вам." in text
    assert "data-unread" in text
    assert "Сегодня" in text


def test_every_kind_of_notice_has_its_look_and_reason() -> None:
    assert set(LOOKS) == {*COMPOSERS, *house.COMPOSERS, ABOUT}
    assert set(PAGES) == set(house.COMPOSERS)
    assert [about for about in LOOKS if not queries.why(about)] == []


def test_opening_leads_to_the_task_and_marks_it_read(office: Office, card: int) -> None:
    boris = signed_in(office, "boris")
    [notice] = queries.notices(office.actor("boris"))
    task = office.task(card, "approve").pk
    assert boris.get(f"/notifications/{notice.id}/").headers["Location"] == f"/inbox/?task={task}"
    assert queries.notices(office.actor("boris"), unread=True) == []
    assert "Всё прочитано" in boris.get("/notifications/").content.decode()


def test_a_task_that_is_decided_leads_to_the_card(office: Office, card: int) -> None:
    office.complete(card, "approve", "approved", "boris")
    [notice] = queries.notices(office.actor("boris"))
    answer = signed_in(office, "boris").get(f"/notifications/{notice.id}/")
    assert answer.headers["Location"] == f"/cards/{card}/"


def test_other_peoples_notices_are_not_there(office: Office, card: int) -> None:
    [notice] = queries.notices(office.actor("boris"))
    assert signed_in(office, "viktor").get(f"/notifications/{notice.id}/").status_code == 404
    assert queries.bell(office.actor("boris")).unread == 1


def test_all_are_marked_read_at_once(office: Office, card: int) -> None:
    boris = signed_in(office, "boris")
    assert "Прочитать все" in boris.get("/notifications/").content.decode()
    assert boris.post("/notifications/read").headers["Location"] == "/notifications/"
    assert queries.bell(office.actor("boris")).unread == 0
    text = boris.get("/notifications/?tab=all").content.decode()
    assert "Флаконы" in text
    assert "Прочитать все" not in text


def test_pages_follow_each_other_without_gaps(office: Office, card: int) -> None:
    made = [deliver(office, card, number) for number in range(PAGE + 5)]
    boris = signed_in(office, "boris")
    first = boris.get("/notifications/").content.decode()
    more = first.partition('hx-get="')[2].partition('"')[0].replace("&amp;", "&")
    second = boris.get(more, headers={"hx-request": "true"}).content.decode()
    assert "<html" not in second
    shown = [number for number in made if f'id="note-{number}"' in first + second]
    assert shown == made
    assert not [number for number in made if f'id="note-{number}"' in first and f'id="note-{number}"' in second]
    assert "Сегодня" not in second


@pytest.mark.parametrize("address", ["/notifications/?before=x", "/notifications/?tab=x", "/notifications/?before=0"])
def test_odd_addresses_are_forgiven(clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 200


def test_texts_of_notices_are_text(office: Office, card: int) -> None:
    message = Message("<script>alert(1)</script>", "<b>", card, None)
    commands.deliver_notice(
        Actor.robot("notices"), person=office.id("boris"), about="robot", message=message, dedup="x"
    )
    assert "<script>alert" not in signed_in(office, "boris").get("/notifications/").content.decode()
