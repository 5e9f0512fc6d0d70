"""What people set for themselves."""

from __future__ import annotations

import re

from django.test import Client

from marshrut.org.models import ApiToken
from marshrut.org.queries import authenticate_token
from tests.support.office import PASSWORD, Office

from .conftest import signed_in

NEW = "совсем-другой-пароль"


def test_language_zone_and_keys_are_kept(clerk: Client, office: Office) -> None:
    form = {"language": "en", "time_zone": "Asia/Omsk"}
    answer = clerk.post("/profile/settings", form)
    assert answer.headers["Location"] == "/profile/"
    office.people["alisa"].refresh_from_db()
    alisa = office.people["alisa"]
    assert (alisa.language, alisa.time_zone, alisa.keys_enabled) == ("en", "Asia/Omsk", False)
    page = clerk.get("/profile/").content.decode()
    assert 'lang="en"' in page
    assert 'data-keys="off"' in page
    assert "Saved" in page


def test_a_refused_setting_keeps_what_was_chosen(clerk: Client) -> None:
    page = clerk.post("/profile/settings", {"language": "en", "time_zone": "Mars/Phobos", "keys": "1"})
    text = page.content.decode()
    assert page.status_code == 422
    assert re.search(r'value="en" checked', text)
    assert "Такого часового пояса нет" in text


def test_a_changed_password_keeps_this_session_and_ends_the_others(clerk: Client, office: Office) -> None:
    other = signed_in(office, "alisa")
    answer = clerk.post("/profile/password", {"old": PASSWORD, "new": NEW})
    assert answer.headers["Location"] == "/profile/"
    assert clerk.get("/profile/").status_code == 200
    assert other.get("/profile/").headers["Location"].startswith("/login/")
    form = {"username": "alisa@example.ru", "password": NEW}
    assert Client().post("/login/", form).status_code == 302


def test_a_wrong_or_weak_password_is_refused_at_its_field(clerk: Client, office: Office) -> None:
    page = clerk.post("/profile/password", {"old": "мимо", "new": "123"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "f-old-error" in text
    assert "f-new-error" in text
    assert "мимо" not in text
    office.people["alisa"].refresh_from_db()
    assert office.people["alisa"].check_password(PASSWORD)


def test_a_token_is_shown_once(clerk: Client, office: Office) -> None:
    made = clerk.post("/profile/tokens", {"name": "Выгрузка в 1С", "days": "90", "key": "once-upon-a-time"})
    found = re.search(r"<code>(msh_[\w-]+)</code>", made.content.decode())
    assert found
    assert made.headers["Cache-Control"] == "no-store"
    assert authenticate_token(found[1]) == office.people["alisa"]
    again = clerk.get("/profile/").content.decode()
    assert found[1] not in again
    assert "Выгрузка в 1С" in again


def test_the_same_form_makes_no_second_token(clerk: Client) -> None:
    form = {"name": "Выгрузка", "days": "90", "key": "double-click-1"}
    clerk.post("/profile/tokens", form)
    assert clerk.post("/profile/tokens", form).headers["Location"] == "/profile/"
    assert ApiToken.objects.count() == 1
    assert "второй раз не показывается" in clerk.get("/profile/").content.decode()


def test_a_refused_token_keeps_its_name(clerk: Client) -> None:
    page = clerk.post("/profile/tokens", {"name": "Выгрузка", "days": "9999"})
    text = page.content.decode()
    assert page.status_code == 422
    assert 'value="Выгрузка"' in text
    assert "f-days-error" in text
    page = clerk.post("/profile/tokens", {"name": "  ", "days": "90"})
    assert "f-name-error" in page.content.decode()
    assert ApiToken.objects.count() == 0


def test_a_revoked_token_is_gone(clerk: Client) -> None:
    clerk.post("/profile/tokens", {"name": "Выгрузка", "days": "90"})
    token = ApiToken.objects.get()
    clerk.post(f"/profile/tokens/{token.pk}/revoke")
    token.refresh_from_db()
    assert token.revoked_at is not None
    assert "Выгрузка" not in clerk.get("/profile/").content.decode()


def test_nobody_revokes_the_token_of_another(clerk: Client, office: Office) -> None:
    clerk.post("/profile/tokens", {"name": "Выгрузка", "days": "90"})
    token = ApiToken.objects.get()
    assert signed_in(office, "viktor").post(f"/profile/tokens/{token.pk}/revoke").status_code == 404
    assert "Выгрузка" not in signed_in(office, "viktor").get("/profile/").content.decode()


def test_nobody_becomes_an_administrator_here(clerk: Client, office: Office) -> None:
    clerk.post("/profile/settings", {"language": "ru", "is_admin": "1", "email": "x@example.ru"})
    office.people["alisa"].refresh_from_db()
    assert not office.people["alisa"].is_admin
    assert office.people["alisa"].email == "alisa@example.ru"
