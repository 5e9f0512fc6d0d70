"""Where a person is signed in: listed, ended, ending by themselves."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client

from marshrut.kernel.actor import Actor
from marshrut.org import commands
from marshrut.org.models import SignInSession
from marshrut.org.sign_in import sessions
from tests.support.office import PASSWORD, Office

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"


def signed_in(name: str = "alisa", device: str = CHROME, address: str = "203.0.113.7") -> Client:
    browser = Client(REMOTE_ADDR=address, headers={"user-agent": device})
    browser.post("/login/", {"username": f"{name}@example.ru", "password": PASSWORD})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/inbox/").status_code == 200


def age(column: str, minutes: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE org_session SET {column} = {column} - make_interval(mins => %s)", [minutes])


def test_the_profile_lists_devices_and_places(office: Office) -> None:
    here, _phone, _stranger = signed_in(), signed_in(device=PHONE, address="198.51.100.1"), signed_in("boris")
    page = here.get("/profile/").content.decode()
    assert "Chrome, Windows" in page
    assert "Safari, iPhone" in page
    assert "198.51.100.1" in page
    assert page.count("Завершить:") == 1  # the other one; not this one, not that of Борис


def test_one_is_ended(office: Office) -> None:
    here, phone = signed_in(), signed_in(device=PHONE)
    other = sessions.public_id(phone.cookies[settings.SESSION_COOKIE_NAME].value)
    here.post(f"/profile/sessions/{other}/end")
    assert (is_in(here), is_in(phone)) == (True, False)


def test_nobody_ends_the_session_of_another(office: Office) -> None:
    boris, alisa = signed_in("boris"), signed_in()
    other = sessions.public_id(alisa.cookies[settings.SESSION_COOKIE_NAME].value)
    boris.post(f"/profile/sessions/{other}/end")
    assert is_in(alisa)


def test_all_others_are_ended(office: Office) -> None:
    here, others = signed_in(), [signed_in(), signed_in(device=PHONE)]
    here.post("/profile/sessions/end")
    assert is_in(here)
    assert not any(map(is_in, others))


def test_an_administrator_ends_all_of_a_person(office: Office) -> None:
    admin, alisa, boris = signed_in("admin"), signed_in(), signed_in("boris")
    assert boris.post(f"/org/people/{office.id('alisa')}/sessions/end").status_code == 403
    admin.post(f"/org/people/{office.id('alisa')}/sessions/end")
    assert (is_in(admin), is_in(alisa)) == (True, False)


def test_the_dismissed_are_out_with_their_tokens(office: Office) -> None:
    alisa = signed_in()
    token = commands.create_token(office.actor("alisa"), name="x")["token"]
    commands.dismiss_person(Actor.system(), person=office.id("alisa"))
    assert not is_in(alisa)
    assert not SignInSession.objects.filter(person=office.id("alisa")).exists()
    assert Client().get("/api/me", headers={"authorization": f"Bearer {token}"}).status_code == 401


def test_a_new_password_ends_the_others(office: Office) -> None:
    here, other = signed_in(), signed_in()
    here.post("/profile/password", {"old": PASSWORD, "new": "новый-длинный-пароль"})
    assert (is_in(here), is_in(other)) == (True, False)


def test_an_hour_without_a_request_ends_it(office: Office) -> None:
    browser = signed_in()
    age("seen_at", 59)
    assert is_in(browser)
    age("seen_at", 61)
    assert not is_in(browser)


def test_twelve_hours_end_it_whatever_happens(office: Office) -> None:
    browser = signed_in()
    age("started_at", 12 * 60 - 1)
    assert is_in(browser)
    browser.post("/profile/password", {"old": PASSWORD, "new": "новый-длинный-пароль"})  # saves the session anew
    age("started_at", 2)
    assert not is_in(browser)


def test_work_keeps_it_open_and_polls_do_not(office: Office) -> None:
    browser = signed_in()
    age("seen_at", 30)
    browser.get("/live/", headers={"accept": "application/json"})
    age("seen_at", 25)
    assert is_in(browser)  # and this is work
    age("seen_at", 40)
    assert is_in(browser)
    age("seen_at", 30)
    browser.get("/live/", headers={"accept": "application/json"})
    age("seen_at", 31)
    assert not is_in(browser)


def test_seeing_is_written_once_a_minute(office: Office) -> None:
    browser = signed_in()
    before = SignInSession.objects.get(person=office.id("alisa")).seen_at
    assert is_in(browser)
    assert SignInSession.objects.get(person=office.id("alisa")).seen_at == before


def test_what_is_over_is_forgotten(office: Office) -> None:
    signed_in()
    assert sessions.clear() == 0
    age("seen_at", 61)
    assert sessions.clear() == 1


def test_an_ended_session_is_not_brought_back_by_a_request_under_way(office: Office) -> None:
    browser = signed_in()
    session = browser.session
    assert session["_auth_user_id"]  # read before the end
    SignInSession.objects.all().delete()
    session["late"] = "1"
    with pytest.raises(UpdateError):
        session.save()
    assert not re.search("late", str(list(SignInSession.objects.values_list("session_data"))))


def test_a_row_reads_what_its_store_has_kept(office: Office) -> None:
    browser = signed_in("alisa")
    row = SignInSession.objects.get(session_key=browser.session.session_key)
    assert row.get_decoded()["_auth_user_id"] == str(office.id("alisa"))
