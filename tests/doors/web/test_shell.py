"""Around every page: the menu, counters, the clock of a training installation; and the first steps of newcomers."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from marshrut.cards.queries import reach
from marshrut.doors.web import chrome
from marshrut.doors.web.middleware import POLICY
from marshrut.doors.web.present.viewer import Viewer
from marshrut.kernel import clock, memory
from marshrut.kernel.actor import Actor
from marshrut.org import queries as org
from marshrut.org import revision
from marshrut.org.models import Department, Person, RoleHolder
from tests.support.office import Office, drain, install_pack
from tests.support.packs import pack

from .conftest import signed_in

PAGES = [
    "/notifications/",
    "/profile/",
    "/org/",
    "/org/people/{boris}/",
    "/companies/",
    "/companies/new/",
    "/companies/{company}/",
    "/packs/payments/settings/",
    "/calendar/",
    "/inbox/",
    "/cards/payment_request/",
    "/cards/payment_request/list/",
    "/cards/payment_request/new/",
]
ADMINS = [
    "/org/dismissed/",
    "/org/people/new/",
    "/org/people/{boris}/hours/",
    "/org/people/{boris}/?edit=1",
    "/org/departments/new/",
    "/org/roles/new/",
    "/org/roles/director/",
    "/calendar/schedule/",
    "/companies/{company}/edit/",
]


def address(office: Office, template: str) -> str:
    assert office.company is not None
    return template.format(boris=office.id("boris"), company=office.company.pk)


#: a company with its addresses, people, deals, projects and documents
MANY = {"/companies/{company}/": 18}


@pytest.mark.parametrize("template", [*PAGES, *ADMINS])
@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_page_stands_for_an_administrator(admin: Client, office: Office, template: str, language: str) -> None:
    office.people["admin"].language = language
    office.people["admin"].save()
    page = admin.get(address(office, template))
    text = page.content.decode()
    assert page.status_code == 200
    assert text.count("<h1") == 1
    assert f'lang="{language}"' in text
    assert page.headers["Content-Security-Policy"] == POLICY
    assert page.headers["Cache-Control"] == "no-store"
    assert "{%" not in text
    assert "{{" not in text


@pytest.mark.parametrize("template", PAGES)
def test_every_page_stands_for_a_clerk(clerk: Client, office: Office, template: str) -> None:
    text = clerk.get(address(office, template)).content.decode()
    assert "Настройки процесса" not in text
    assert "Мои задания" in text


@pytest.mark.parametrize("template", PAGES)
def test_no_page_costs_many_queries(clerk: Client, office: Office, template: str) -> None:
    url = address(office, template)
    clerk.get(url)
    with CaptureQueriesContext(connection) as queries:
        clerk.get(url)
    assert len(queries) <= MANY.get(template, 15)


def test_create_offers_every_process_the_one_at_hand_first(clerk: Client, office: Office) -> None:
    install_pack(pack("contracts"))
    for page, first in (("/cards/contract/", "contract"), ("/cards/payment_request/", "payment_request")):
        text = clerk.get(page).content.decode()
        offered = re.findall(r'class="menu-item" href="(/[a-z_/]+/new/)"', text)
        assert offered[0] == f"/cards/{first}/new/"
        assert set(offered) == {"/cards/contract/new/", "/cards/payment_request/new/", "/documents/new/"}


def test_the_shell_costs_three_queries(clerk: Client, office: Office) -> None:
    request = clerk.get("/profile/").wsgi_request
    del request.__dict__["viewer"]
    with memory.of_one_request():  # as in a real request, where the viewer reads all revisions at once
        Viewer.of(request)
        with CaptureQueriesContext(connection) as queries:
            assert chrome.shell(request)["shell"].create
    assert len(queries) <= 3


def test_a_fragment_does_not_pay_for_it(clerk: Client) -> None:
    clerk.get("/companies/")
    with CaptureQueriesContext(connection) as whole:
        clerk.get("/companies/")
    with CaptureQueriesContext(connection) as part:
        clerk.get("/companies/", headers={"hx-request": "true"})
    assert len(part) < len(whole)


def test_the_counters_are_those_of_the_person(office: Office) -> None:
    office.request()
    office.request()
    drain(clock.now())
    text = signed_in(office, "boris").get("/profile/").content.decode()
    assert 'data-live-count="inbox">2<' in text
    assert 'data-bell-count aria-hidden="true">2<' in text
    stranger = signed_in(office, "viktor").get("/profile/").content.decode()
    assert 'data-live-count="inbox" hidden><' in stranger


def test_late_tasks_are_red(office: Office) -> None:
    office.to_payment(office.request())
    chief = signed_in(office, "chief")
    assert "data-late" not in chief.get("/profile/").content.decode()
    later = clock.now() + timedelta(days=30)
    with clock.running(lambda: later):
        assert "data-late" in chief.get("/profile/").content.decode()


def test_live_starts_from_the_page_and_misses_nothing(office: Office) -> None:
    card = office.request()
    drain(clock.now())
    boris = signed_in(office, "boris")
    token = boris.get(f"/cards/{card}/").content.decode().partition('data-token="')[2].partition('"')[0]
    ask = {"since": token, "watch": f"card:{card}"}
    first = boris.get("/live/", ask, headers={"accept": "application/json"}).json()
    assert first["changes"] == []
    office.request()
    drain(clock.now())
    second = boris.get("/live/", ask, headers={"accept": "application/json"}).json()
    assert "inbox" in second["changes"]
    office.complete(card, "approve", "approved", "boris")
    third = boris.get("/live/", {**ask, "since": first["token"]}, headers={"accept": "application/json"}).json()
    assert "card" in third["changes"]


def test_the_clock_of_a_training_installation_is_on_every_page(clerk: Client, client: Client, tmp_path: Path) -> None:
    with override_settings(TRAINING=True, CLOCK_FILE=str(tmp_path / "clock")):
        for text in (clerk.get("/profile/").content.decode(), client.get("/login/").content.decode()):
            assert "Учебная установка" in text
    assert "Учебная установка" not in clerk.get("/profile/").content.decode()


def test_a_newcomer_is_told_what_to_do_first(clerk: Client, office: Office) -> None:
    text = clerk.get("/inbox/").content.decode()
    assert "Пока решать нечего" in text
    assert "/cards/payment_request/new/" in text
    assert "Посмотрите, кто есть кто" in text
    office.request()
    text = clerk.get("/inbox/").content.decode()
    assert "Пока решать нечего" not in text
    assert "Новых заданий нет" in text


def test_an_administrator_of_an_empty_company_has_steps(client: Client, db: None) -> None:
    first = Person.objects.create(email="a@example.ru", last_name="Первый", first_name="Пётр", is_admin=True)
    revision.bump()
    client.force_login(first)
    for page in ("/inbox/", "/org/"):
        text = client.get(page).content.decode()
        steps = ["Добавьте сотрудников", "Заведите отделы и назначьте руководителей", "Раздайте роли"]
        assert [text.index(step) for step in steps] == sorted(text.index(step) for step in steps)
        assert "data-done" not in text


def test_steps_that_are_done_are_ticked(admin: Client, office: Office) -> None:
    text = admin.get("/org/").content.decode()
    assert text.count("data-done") == 3
    RoleHolder.objects.all().delete()
    Department.objects.update(head=None)
    revision.bump()
    assert admin.get("/org/").content.decode().count("data-done") == 1


def test_steps_go_when_there_are_cards(admin: Client, office: Office) -> None:
    office.request()
    assert "Первые шаги" not in admin.get("/org/").content.decode()


def test_whoever_may_create_nothing_is_offered_nothing(office: Office) -> None:
    assert [one.may_create for one in reach.card_types(office.actor("alisa"), org.chart())] == [True]
    assert reach.card_types(Actor.person(999_999), org.chart()) == []
