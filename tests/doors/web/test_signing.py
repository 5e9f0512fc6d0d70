"""In and out."""

from __future__ import annotations

import html
import re

import pytest
from django.conf import settings
from django.test import Client, override_settings

from tests.support.office import PASSWORD, Office

FORM = {"username": "alisa@example.ru", "password": PASSWORD}


def test_the_page_asks_for_email_and_password(client: Client, db: None) -> None:
    page = client.get("/login/")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'autocomplete="current-password"' in text
    assert "Учебная компания" not in text


def test_signing_in_opens_the_page_that_was_asked_for(client: Client, office: Office) -> None:
    page = client.get(client.get("/cards/payment_request/?q=jars&tab=mine").headers["Location"])
    found = re.search(r'name="next" value="([^"]+)"', page.content.decode())
    assert found
    answer = client.post("/login/", {**FORM, "next": html.unescape(found[1])})
    assert answer.headers["Location"] == "/cards/payment_request/?q=jars&tab=mine"


def test_without_one_the_first_page_opens(client: Client, office: Office) -> None:
    assert client.post("/login/", FORM).headers["Location"] == "/"


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
        "http://testserver@evil.example/",
        " //evil.example",
        "/\t/evil.example",
        "abc",
        "0",
        "a:b",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_next_never_leaves_the_site(client: Client, office: Office, onward: str, method: str) -> None:
    if method == "get":
        client.force_login(office.people["alisa"])
        answer = client.get("/login/", {"next": onward})
    else:
        answer = client.post("/login/", {**FORM, "next": onward})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


def test_a_refusal_keeps_the_email_and_forgets_the_password(client: Client, office: Office) -> None:
    page = client.post("/login/", {**FORM, "password": "не тот пароль", "next": "/org/"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Почта и пароль не подходят друг к другу." in text
    assert 'value="alisa@example.ru"' in text
    assert 'name="next" value="/org/"' in text
    assert "не тот пароль" not in text


def test_unknown_wrong_and_dismissed_see_the_same_page(client: Client, office: Office) -> None:
    office.people["viktor"].is_active = False
    office.people["viktor"].save()
    pages = []
    for email, password in (("alisa", "мимо"), ("nobody", PASSWORD), ("viktor", PASSWORD)):
        page = client.post("/login/", {"username": f"{email}@example.ru", "password": password})
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
        pages.append((page.status_code, text.replace(email, "")))
    assert pages[0] == pages[1] == pages[2]


def test_after_ten_wrong_tries_the_page_says_to_wait(client: Client, office: Office) -> None:
    for _time in range(10):
        assert client.post("/login/", {**FORM, "password": "мимо"}).status_code == 422
    page = client.post("/login/", FORM)
    assert page.status_code == 429
    assert "Слишком много неудачных попыток. Подождите 15 минут" in page.content.decode()
    assert settings.SESSION_COOKIE_NAME not in client.cookies


def test_a_proxy_of_ours_tells_who_tries(client: Client, office: Office) -> None:
    for number in range(100):
        form = {"username": f"guess{number}@example.ru", "password": "мимо"}
        client.post("/login/", form, headers={"x-forwarded-for": "8.8.8.8, 198.51.100.7"})
    assert client.post("/login/", FORM, headers={"x-forwarded-for": "198.51.100.7"}).status_code == 429
    assert client.post("/login/", FORM, headers={"x-forwarded-for": "8.8.8.8"}).status_code == 302


def test_a_stranger_cannot_name_an_address_of_his_choice(client: Client, office: Office) -> None:
    for number in range(100):
        form = {"username": f"guess{number}@example.ru", "password": "мимо"}
        client.post("/login/", form, REMOTE_ADDR="203.0.113.5", headers={"x-forwarded-for": f"10.0.0.{number}"})
    assert client.post("/login/", FORM, REMOTE_ADDR="203.0.113.5").status_code == 429


def test_the_session_gets_a_new_key(client: Client, office: Office) -> None:
    session = client.session
    session["planted"] = "1"
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = str(before)
    client.post("/login/", FORM)
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_whoever_is_in_already_goes_on(clerk: Client) -> None:
    assert clerk.get("/login/", {"next": "/profile/"}).headers["Location"] == "/profile/"


def test_signing_out_is_a_press_and_cleans_up(clerk: Client) -> None:
    assert clerk.get("/logout/").status_code == 405
    answer = clerk.post("/logout/")
    assert answer.headers["Location"] == "/login/"
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert clerk.get("/inbox/").headers["Location"].startswith("/login/")


def test_a_dismissed_person_is_out_at_once(clerk: Client, office: Office) -> None:
    office.people["alisa"].is_active = False
    office.people["alisa"].save()
    assert clerk.get("/inbox/").headers["Location"].startswith("/login/")


def test_forms_of_other_sites_are_refused(office: Office) -> None:
    page = Client(enforce_csrf_checks=True).post("/login/", FORM)
    assert page.status_code == 403
    assert "Страница устарела" in page.content.decode()


def test_one_press_signs_in_on_a_training_installation(client: Client, office: Office) -> None:
    with override_settings(TRAINING=True):
        assert "Борисов\u00a0Б." in client.get("/login/").content.decode()
        assert client.post("/login/", {"demo": "boris@example.ru"}).headers["Location"] == "/"
    assert int(client.session["_auth_user_id"]) == office.id("boris")


def test_and_on_no_other(client: Client, office: Office) -> None:
    page = client.post("/login/", {"demo": "boris@example.ru"})
    assert page.status_code == 422
    assert "_auth_user_id" not in client.session


def test_nobody_is_played_who_is_dismissed(client: Client, office: Office) -> None:
    office.people["viktor"].is_active = False
    office.people["viktor"].save()
    with override_settings(TRAINING=True):
        assert "Викторов" not in client.get("/login/").content.decode()
        assert client.post("/login/", {"demo": "viktor@example.ru"}).status_code == 422


def test_the_page_speaks_the_language_of_the_browser(client: Client, db: None) -> None:
    assert "Sign in" in client.get("/login/", headers={"accept-language": "en"}).content.decode()
    assert "Войти" in client.get("/login/", headers={"accept-language": "ru"}).content.decode()


def test_a_fragment_sends_the_whole_browser_to_sign_in(client: Client, db: None) -> None:
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/inbox/?tab=asked"}
    answer = client.post("/tasks/1/complete", headers=headers)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/login/?next=%2Finbox%2F%3Ftab%3Dasked"


def test_a_script_is_told_that_nobody_is_signed_in(client: Client, db: None) -> None:
    answer = client.get("/live/", headers={"accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "signed_out"


def test_a_form_sent_too_late_comes_back_to_its_page(client: Client, db: None) -> None:
    answer = client.post("/cards/1/comment", headers={"referer": "http://testserver/cards/1/"})
    assert answer.headers["Location"] == "/login/?next=%2Fcards%2F1%2F"
    answer = client.post("/cards/1/comment", headers={"referer": "https://evil.example/"})
    assert answer.headers["Location"] == "/login/?next=%2F"
