"""Signing in by the identity server of the company, on good days and bad ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from requests import Session

from marshrut.kernel.actor import Actor
from marshrut.org import commands
from marshrut.org.models import SignInSession
from marshrut.org.sign_in import outside
from tests.integrations import identity_server
from tests.integrations.identity_server import CLIENT, SECRET, IdentityServer
from tests.support import totp
from tests.support.office import PASSWORD, Office, build


@pytest.fixture
def server() -> Iterator[IdentityServer]:
    cache.clear()
    with identity_server.running() as found:
        words = {"OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET, "OIDC_NAME": "«Ромашка ID»"}
        with override_settings(OIDC_ISSUER=found.issuer, **words):
            yield found


@pytest.fixture
def office(db: None) -> Office:
    return build()


def by_password(name: str) -> Client:
    browser = Client()
    browser.post("/login/", {"username": f"{name}@example.ru", "password": PASSWORD})
    return browser


def there_and_back(browser: Client, server: IdentityServer, subject: str, start: str = "/login/outside/") -> Any:
    state, code = server.sign_in(browser.get(start).headers["Location"], subject)
    return browser.get("/login/outside/back", {"state": state, "code": code})


def tie(server: IdentityServer, name: str = "alisa", subject: str = "a-17") -> Client:
    browser = by_password(name)
    answer = there_and_back(browser, server, subject, "/profile/outside/")
    assert answer.headers["Location"] == "/profile/"
    return browser


def test_whoever_tied_the_account_comes_in(office: Office, server: IdentityServer) -> None:
    assert "Войти с «Ромашка ID»" in Client().get("/login/").content.decode()
    assert "Снять связь" in tie(server).get("/profile/").content.decode()
    browser = Client()
    answer = there_and_back(browser, server, "a-17", "/login/outside/?next=/org/")
    assert answer.headers["Location"] == "/org/"
    assert int(browser.session["_auth_user_id"]) == office.id("alisa")


def test_an_unknown_account_opens_nothing_whatever_its_email(office: Office, server: IdentityServer) -> None:
    browser = Client()
    answer = there_and_back(browser, server, "nobody")  # says the verified e-mail of Борис
    assert answer.status_code == 422
    assert "пока ни с кем здесь не связана" in answer.content.decode()
    assert "_auth_user_id" not in browser.session


def test_an_invitation_ties_the_account(office: Office, server: IdentityServer) -> None:
    made = commands.add_person(Actor.system(), email="nina@example.ru", last_name="Новикова", first_name="Нина")
    page = by_password("admin").post(f"/org/people/{made}/invite").content.decode()
    found = re.search(r"http://testserver(/welcome/[\w-]+/)", page)
    assert found
    browser = Client()
    browser.get(found[1])
    assert "Войти с «Ромашка ID»" in browser.get("/login/new-password/").content.decode()
    assert there_and_back(browser, server, "n-1").status_code == 302
    assert int(browser.session["_auth_user_id"]) == made
    late = Client()
    late.get(found[1])
    assert there_and_back(late, server, "n-2").status_code == 422  # used up


def test_an_account_is_tied_to_one_person(office: Office, server: IdentityServer) -> None:
    tie(server)
    answer = there_and_back(by_password("boris"), server, "a-17", "/profile/outside/")
    assert answer.status_code == 409


def test_the_dismissed_stay_out(office: Office, server: IdentityServer) -> None:
    tie(server)
    commands.dismiss_person(Actor.system(), person=office.id("alisa"))
    assert there_and_back(Client(), server, "a-17").status_code == 422


def test_an_untied_account_lets_in_no_more(office: Office, server: IdentityServer) -> None:
    assert tie(server).post("/profile/outside/remove").status_code == 302
    assert there_and_back(Client(), server, "a-17").status_code == 422


def test_the_second_factor_is_asked_for_here_too(office: Office, server: IdentityServer) -> None:
    browser = tie(server)
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.get("/profile/second-factor/").content.decode())
    assert found
    browser.post("/profile/second-factor/app", {"code": totp.code(found[1])})
    other = Client()
    answer = there_and_back(other, server, "a-17")
    assert answer.headers["Location"].startswith("/login/second/")
    assert other.get("/inbox/").status_code == 302
    assert other.post("/login/second/", {"code": totp.code(found[1], 1)}).status_code == 302
    assert other.get("/inbox/").status_code == 200


def test_it_is_no_proof_for_what_asks_who_it_is(office: Office, server: IdentityServer) -> None:
    tie(server)
    browser = Client()
    there_and_back(browser, server, "a-17")
    assert browser.get("/profile/outside/").headers["Location"].startswith("/prove/")


@pytest.mark.parametrize(
    "lies",
    [
        {"nonce": "another"}, {"nonce": None}, {"iss": "https://evil.example"}, {"aud": "another"}, {"exp": 1},
        {"exp": None}, {"sub": None}, {"sub": ""}, {"sub": 17}, {"azp": "another"}, {"aud": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_lies_is_refused(office: Office, server: IdentityServer, lies: dict[str, Any]) -> None:
    tie(server)
    server.lies = lies
    browser = Client()
    answer = there_and_back(browser, server, "a-17")
    assert answer.status_code == 422
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize("bad", ["other_key", "none", "hs256", "no_token"])
def test_a_token_nobody_signed_is_refused(office: Office, server: IdentityServer, bad: str) -> None:
    tie(server)
    server.bad = bad
    assert there_and_back(Client(), server, "a-17").status_code == 422


def test_a_server_of_another_name_is_not_believed(office: Office, server: IdentityServer) -> None:
    server.says_issuer = "https://evil.example"
    assert Client().get("/login/outside/").status_code == 422


def test_a_server_that_is_down_leaves_the_other_ways(office: Office, server: IdentityServer) -> None:
    tie(server)
    browser = Client()
    state, code = server.sign_in(browser.get("/login/outside/").headers["Location"], "a-17")
    server.bad = "silent"
    answer = browser.get("/login/outside/back", {"state": state, "code": code})
    assert answer.status_code == 503
    assert "не отвечает" in answer.content.decode()
    cache.clear()  # five minutes later
    assert Client().get("/login/outside/").status_code == 503
    assert by_password("alisa").get("/inbox/").status_code == 200


def test_nothing_listens_at_all(office: Office, server: IdentityServer) -> None:
    with override_settings(OIDC_ISSUER="http://127.0.0.1:9"):
        assert Client().get("/login/outside/").status_code == 503


def test_what_the_server_says_of_itself_is_asked_once_in_five_minutes(office: Office, server: IdentityServer) -> None:
    with patch.object(Session, "get", autospec=True, side_effect=Session.get) as asked:
        for _time in range(3):
            assert Client().get("/login/outside/").status_code == 302
    assert asked.call_count == 1


def test_a_stranger_who_goes_there_again_and_again_is_stopped(office: Office, server: IdentityServer) -> None:
    with patch.object(outside, "MOST", 3):
        for _time in range(3):
            Client().get("/login/outside/")
        known = SignInSession.objects.count()
        stranger = Client()
        answer = stranger.get("/login/outside/")
        assert answer.status_code == 429
        assert "Слишком много" in answer.content.decode()
        assert (SignInSession.objects.count(), stranger.cookies.get("sessionid")) == (known, None)
        assert Client(REMOTE_ADDR="10.0.0.2").get("/login/outside/").status_code == 302


def test_whoever_comes_back_as_somebody_stops_nobody_else(office: Office, server: IdentityServer) -> None:
    tie(server)
    with patch.object(outside, "MOST", 3):
        for _time in range(5):
            assert there_and_back(Client(), server, "a-17").headers["Location"] == "/"


def test_what_another_browser_began_is_refused(office: Office, server: IdentityServer) -> None:
    tie(server)
    mine, other = Client(), Client()
    state, code = server.sign_in(mine.get("/login/outside/").headers["Location"], "a-17")
    other.get("/login/outside/")
    for who in (other, Client()):
        assert who.get("/login/outside/back", {"state": state, "code": code}).status_code == 422
        assert "_auth_user_id" not in who.session


def test_an_answer_is_good_once(office: Office, server: IdentityServer) -> None:
    tie(server)
    browser = Client()
    address = browser.get("/login/outside/").headers["Location"]
    state, code = server.sign_in(address, "a-17")
    assert browser.get("/login/outside/back", {"state": state, "code": code}).status_code == 302
    browser.post("/logout/")
    assert browser.get("/login/outside/back", {"state": state, "code": code}).status_code == 422


def test_what_is_asked_for_is_no_more_than_needed(office: Office, server: IdentityServer) -> None:
    asked = parse_qs(urlsplit(Client().get("/login/outside/").headers["Location"]).query)
    assert asked["scope"] == ["openid"]
    assert asked["redirect_uri"] == ["http://testserver/login/outside/back"]


def test_without_a_server_there_is_no_such_page(office: Office) -> None:
    for address in ("/login/outside/", "/login/outside/back?state=x&code=y"):
        assert Client().get(address).status_code == 404


def test_whoever_has_no_password_sets_up_what_is_asked_for(office: Office, server: IdentityServer) -> None:
    made = commands.add_person(Actor.system(), email="nina@example.ru", last_name="Новикова", first_name="Нина")
    commands.tie_directory(Actor.system(), person=made, directory=server.issuer, subject="n-1")
    browser = Client()
    with override_settings(SECOND_FACTOR="everybody"):
        there_and_back(browser, server, "n-1")
        assert browser.get("/inbox/").headers["Location"] == "/profile/second-factor/"
        found = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.get("/profile/second-factor/").content.decode())
        assert found
        assert browser.post("/profile/second-factor/app", {"code": totp.code(found[1])}).status_code == 200
        assert browser.get("/inbox/").status_code == 200


def test_behind_a_proxy_the_server_sends_back_to_https(office: Office, server: IdentityServer) -> None:
    with override_settings(HTTPS=True):
        asked = parse_qs(urlsplit(Client().get("/login/outside/").headers["Location"]).query)
    assert asked["redirect_uri"] == ["https://testserver/login/outside/back"]
