"""«Нагрузка»: heads see their people, directors everybody, others nothing; figures lead to what they count."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands as org
from marshrut.org.models import CompanyRole, RoleHolder
from tests.doors.web.conftest import signed_in
from tests.support.office import MovingClock, Office


@pytest.fixture
def moving(office: Office) -> Iterator[MovingClock]:
    made = MovingClock("2026-11-16 10:00")
    with clock.running(made):
        yield made


def page(browser: Client) -> str:
    answer = browser.get("/load/")
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")


def rows(text: str) -> dict[str, list[str]]:
    """First words of each row -> its cells."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL):
        cells = [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)
        ]
        found[" ".join(cells[0].split()[:2])] = cells
    return found


def test_a_director_sees_everybody_with_tasks(office: Office, moving: MovingClock) -> None:
    for _number in range(3):
        office.request()
    office.complete(office.request(), "approve", "approved", "boris")
    moving.at += timedelta(days=1)
    text = page(signed_in(office, "director"))
    boris = next(cells for name, cells in rows(text).items() if "Борисов" in " ".join(cells))
    assert boris[1] == "3"
    assert "375 тыс. ₽" in boris[5]
    assert "раб. день" in boris[4]
    assert any("Фомин" in " ".join(cells) for cells in rows(text).values())
    assert "Карточек в работе: 4" in text


def test_figures_lead_to_the_list_they_count(office: Office, moving: MovingClock) -> None:
    cards = [office.request() for _number in range(2)]
    director = signed_in(office, "director")
    address = f"/cards/payment_request/list/?waiting={office.id('boris')}"
    assert address in page(director)
    shown = director.get(address).content.decode()
    assert all(f"/cards/{card}/" in shown for card in cards)
    stage = re.search(r"/cards/payment_request/list/\?stage=[^\"]*", page(director))
    assert stage is not None
    assert director.get(stage[0]).content.decode().count("data-row") == 2


def test_what_is_late_is_marked_where_it_is_stuck(office: Office, moving: MovingClock) -> None:
    office.request()
    moving.at += timedelta(days=60)
    text = page(signed_in(office, "director"))
    assert "Задержка здесь" in text
    assert "Просрочено: 1" in text
    assert "overdue=1" in text


def test_a_head_sees_only_his_own_people(office: Office, moving: MovingClock) -> None:
    office.complete(office.request(), "approve", "approved", "boris")
    office.request()
    text = page(signed_in(office, "boris"))
    assert "Борисов" in text
    assert "Алиева" in text  # nothing waits for her, and that is worth knowing
    table = text.split("По сотрудникам")[1].split("</table>")[0]
    assert "Фомин" not in table
    assert "Викторов" not in table


def test_a_head_counts_only_cards_he_may_see(office: Office, moving: MovingClock) -> None:
    """Виктор heads the laboratory: requests of supply are not his to know of, nor how many there are."""
    for _number in range(3):
        office.request()
    text = page(signed_in(office, "viktor"))
    assert "Карточек в работе" not in text
    assert "Борисов" not in text.split("<main")[1]


def test_others_have_no_such_page(office: Office) -> None:
    browser = signed_in(office, "alisa")
    assert browser.get("/load/").status_code == 404
    assert 'href="/load/"' not in browser.get("/inbox/").content.decode()
    assert 'href="/load/"' in signed_in(office, "director").get("/inbox/").content.decode()


def test_an_administrator_sees_no_load_by_being_one(office: Office) -> None:
    RoleHolder.objects.filter(person=office.id("admin")).delete()
    assert CompanyRole.objects.exists()
    assert signed_in(office, "admin").get("/load/").status_code == 404


def test_who_is_away_and_who_stands_in(office: Office, moving: MovingClock) -> None:
    office.request()
    org.set_absence(
        Actor.system(),
        person=office.id("boris"),
        since=moving.at - timedelta(hours=1),
        until=moving.at + timedelta(days=7),
        reason="vacation",
        substitutes=[{"person": office.id("ops")}],
    )
    text = page(signed_in(office, "director"))
    boris = next(cells for cells in rows(text).values() if "Борисов" in cells[0])
    assert "Орлова" in boris[0]
    assert "по 23 ноября" in boris[0]
    assert "Отсутствуют: 1" in text


def test_more_work_costs_no_more_queries(office: Office) -> None:
    director = signed_in(office, "director")

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert director.get("/load/").status_code == 200
        return len(queries)

    office.request()
    cost()
    before = cost()
    for _number in range(4):
        office.complete(office.request(), "approve", "approved", "boris")
    assert cost() == before
    assert before <= 10


def test_it_is_said_in_english_too(office: Office, moving: MovingClock) -> None:
    office.request()
    director = office.people["director"]
    director.language = "en"
    director.save()
    text = page(signed_in(office, "director"))
    for said in ("Load", "By person", "Open tasks", "Usual wait", "Cards on their way: 1"):
        assert said in text
