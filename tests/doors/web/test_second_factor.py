"""Codes of an app and recovery codes, seen from the browser; what the company asks for; who is it, once more."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from marshrut.cards import commands as cards
from marshrut.cards.models import Task
from marshrut.definitions import commands as definitions
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden
from marshrut.org import commands, proof
from marshrut.org.models import ApiToken
from tests.support import totp
from tests.support.office import PASSWORD, MovingClock, Office

PATH = "/profile/second-factor/"


def signed_in(name: str, client: Client | None = None) -> Client:
    browser = client or Client()
    browser.post("/login/", {"username": f"{name}@example.ru", "password": PASSWORD})
    return browser


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def secret_of(browser: Client) -> str:
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", text(browser.get(PATH)))
    assert found
    return found[1]


def set_up(browser: Client) -> tuple[str, list[str]]:
    """The secret of the app and the recovery codes."""
    secret = secret_of(browser)
    page = browser.post(f"{PATH}app", {"code": totp.code(secret)})
    assert page.status_code == 200, text(page)
    return secret, re.findall(r"\d{4}-\d{4}", text(page))[:10]


@pytest.fixture
def alisa(office: Office) -> Client:
    return signed_in("alisa")


def test_an_app_is_set_up_by_its_code(alisa: Client) -> None:
    assert 'src="data:image/svg+xml;base64,' in text(alisa.get(PATH))
    _secret, codes = set_up(alisa)
    assert len(set(codes)) == 10
    page = text(alisa.get(PATH))
    assert codes[0] not in page
    assert "Осталось 10 кодов" in page


def test_a_wrong_code_sets_nothing_up(alisa: Client) -> None:
    secret = secret_of(alisa)
    page = alisa.post(f"{PATH}app", {"code": totp.wrong(secret)})
    assert page.status_code == 422
    assert "Код не подходит" in text(page)
    assert secret_of(alisa) == secret
    assert signed_in("alisa").get("/profile/").status_code == 200


def test_signing_in_asks_for_the_code(alisa: Client) -> None:
    secret, _codes = set_up(alisa)
    browser = Client()
    answer = browser.post("/login/", {"username": "alisa@example.ru", "password": PASSWORD, "next": "/org/"})
    assert answer.headers["Location"] == "/login/second/?next=%2Forg%2F"
    assert browser.get("/inbox/").headers["Location"].startswith("/login/")
    assert browser.post("/login/second/", {"code": totp.wrong(secret)}).status_code == 422
    answer = browser.post("/login/second/", {"code": totp.code(secret, 1), "next": "/org/"})
    assert answer.headers["Location"] == "/org/"
    assert browser.get("/inbox/").status_code == 200


def test_a_code_is_good_once(alisa: Client) -> None:
    secret, _codes = set_up(alisa)
    first, second = signed_in("alisa"), signed_in("alisa")
    code = totp.code(secret, 1)
    assert first.post("/login/second/", {"code": code}).status_code == 302
    assert second.post("/login/second/", {"code": code}).status_code == 422


def test_a_recovery_code_is_good_once(alisa: Client) -> None:
    _secret, codes = set_up(alisa)
    assert signed_in("alisa").post("/login/second/", {"code": codes[3]}).status_code == 302
    browser = signed_in("alisa")
    assert browser.post("/login/second/", {"code": codes[3]}).status_code == 422
    assert browser.post("/login/second/", {"code": codes[4].replace("-", " ")}).status_code == 302
    assert "Осталось 8 кодов" in text(browser.get(PATH))


def test_new_recovery_codes_end_the_old_ones(alisa: Client) -> None:
    _secret, codes = set_up(alisa)
    fresh = re.findall(r"\d{4}-\d{4}", text(alisa.post(f"{PATH}codes")))[:10]
    assert not set(fresh) & set(codes)
    browser = signed_in("alisa")
    assert browser.post("/login/second/", {"code": codes[0]}).status_code == 422
    assert browser.post("/login/second/", {"code": fresh[0]}).status_code == 302


def test_ten_wrong_codes_and_the_door_is_shut(alisa: Client) -> None:
    secret, codes = set_up(alisa)
    browser = signed_in("alisa")
    for _time in range(10):
        assert browser.post("/login/second/", {"code": totp.wrong(secret)}).status_code == 422
    assert browser.post("/login/second/", {"code": codes[0]}).status_code == 429


def test_the_password_alone_opens_the_second_step_and_nothing_else(office: Office, client: Client) -> None:
    assert client.get("/login/second/").headers["Location"].startswith("/login/")
    assert client.post("/login/second/", {"code": "123456"}).headers["Location"].startswith("/login/")


def test_a_new_password_ends_the_half_way(alisa: Client, office: Office) -> None:
    secret, _codes = set_up(alisa)
    browser = signed_in("alisa")
    commands.set_password(Actor.system(), person=office.id("alisa"), password="совсем-другой-пароль")
    assert browser.post("/login/second/", {"code": totp.code(secret, 1)}).headers["Location"].startswith("/login/")


def test_a_changed_factor_ends_the_other_sessions(alisa: Client) -> None:
    other = signed_in("alisa")
    set_up(alisa)
    assert alisa.get("/inbox/").status_code == 200
    assert other.get("/inbox/").status_code == 302


def test_taking_it_away_needs_a_fresh_proof(now: MovingClock, alisa: Client) -> None:
    set_up(alisa)
    now.at = now.at.replace(hour=now.at.hour + 1)
    answer = alisa.post(f"{PATH}app/remove", headers={"referer": f"http://testserver{PATH}"})
    assert answer.headers["Location"] == "/prove/?next=%2Fprofile%2Fsecond-factor%2F"
    assert alisa.post("/prove/", {"password": "не тот"}).status_code == 422
    assert alisa.post("/prove/", {"password": PASSWORD, "next": PATH}).headers["Location"] == PATH
    assert alisa.post(f"{PATH}app/remove").status_code == 302
    assert signed_in("alisa").get("/inbox/").status_code == 200


def test_an_administrator_resets_it(alisa: Client, office: Office) -> None:
    set_up(alisa)
    boris = signed_in("boris")
    assert boris.post(f"/org/people/{office.id('alisa')}/second-factor/reset").status_code == 403
    admin = signed_in("admin")
    admin.post(f"/org/people/{office.id('alisa')}/second-factor/reset")
    assert alisa.get("/inbox/").status_code == 302
    assert signed_in("alisa").get("/inbox/").status_code == 200


@pytest.mark.parametrize(("rule", "who", "led"), [
    ("nobody", "admin", False), ("admins", "admin", True), ("admins", "alisa", False), ("everybody", "alisa", True),
])  # fmt: skip
def test_what_the_company_asks_for(office: Office, rule: str, who: str, led: bool) -> None:
    with override_settings(SECOND_FACTOR=rule):
        browser = signed_in(who)
        answer = browser.get("/inbox/")
        assert (answer.status_code == 302 and answer.headers["Location"] == PATH) is led
        if led:
            assert browser.post("/profile/tokens", {"name": "x", "days": "30"}).headers["Location"] == PATH
            assert not ApiToken.objects.exists()
            assert browser.get("/live/", headers={"accept": "application/json"}).status_code == 403
            assert "обязателен второй фактор" in text(browser.get(PATH))
            set_up(browser)
        assert browser.get("/inbox/").status_code == 200


def test_what_is_asked_for_cannot_be_taken_away(office: Office) -> None:
    with override_settings(SECOND_FACTOR="everybody"):
        browser = signed_in("alisa")
        set_up(browser)
        page = browser.post(f"{PATH}app/remove")
        assert page.status_code == 422
        assert "обязателен второй фактор" in text(page)


def test_training_people_are_let_in_as_they_are(office: Office) -> None:
    with override_settings(SECOND_FACTOR="everybody", TRAINING=True):
        browser = Client()
        browser.post("/login/", {"demo": "alisa@example.ru"})
        assert browser.get("/inbox/").status_code == 200


def test_the_secret_lies_encrypted(alisa: Client) -> None:
    from allauth.mfa.models import Authenticator

    secret, codes = set_up(alisa)
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert secret.replace(" ", "") not in stored
    assert codes[0].replace("-", "") not in stored


# Step-up: who is it, once more


@pytest.fixture
def strict(office: Office, now: MovingClock) -> Office:
    """Decisions above 100 000 ask who decides."""
    definitions.change_settings(Actor.system(), pack="payments", values={"step_up_above": "100 000"})
    return office


def decide(browser: Client, office: Office, card: int, **more: str) -> object:
    task = office.task(card, "approve").pk
    sent = {"outcome": "approved", "target": "inbox", **more}
    return browser.post(f"/tasks/{task}/complete", sent, headers={"hx-request": "true"})


def later(now: MovingClock, minutes: int) -> None:
    from datetime import timedelta

    now.at += timedelta(minutes=minutes)


def test_who_is_in_already_sets_one_up_when_the_company_begins_to_ask(office: Office) -> None:
    without, with_one = signed_in("alisa"), signed_in("boris")
    set_up(with_one)
    with override_settings(SECOND_FACTOR="everybody"):
        assert without.get("/inbox/").headers["Location"] == PATH
        assert with_one.get("/inbox/").status_code == 200
        with CaptureQueriesContext(connection) as asked:
            with_one.get("/inbox/")
        assert not [one for one in asked if "mfa_authenticator" in one["sql"]]
        set_up(without)
        assert without.get("/inbox/").status_code == 200


def test_who_becomes_an_administrator_sets_one_up(office: Office) -> None:
    alisa = signed_in("alisa")
    with override_settings(SECOND_FACTOR="admins"):
        assert alisa.get("/inbox/").status_code == 200
        commands.edit_person(Actor.system(), person=office.id("alisa"), is_admin=True)
        assert alisa.get("/inbox/").headers["Location"] == PATH


def test_one_taken_away_while_nobody_asked_does_not_count(office: Office) -> None:
    alisa = signed_in("alisa")
    set_up(alisa)
    alisa.post(f"{PATH}app/remove")
    with override_settings(SECOND_FACTOR="everybody"):
        assert alisa.get("/inbox/").headers["Location"] == PATH


def test_a_large_sum_asks_who_it_is(strict: Office, now: MovingClock) -> None:
    boris, card = signed_in("boris"), strict.request()
    later(now, 6)
    answer = decide(boris, strict, card)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, "prove")  # type: ignore[attr-defined]
    assert strict.task(card, "approve").state == "open"
    sheet = boris.get("/prove/", headers={"hx-request": "true"})
    assert 'name="password"' in text(sheet)
    proved = boris.post("/prove/", {"password": PASSWORD}, headers={"hx-request": "true"})
    assert "sheet:close" in proved.headers.get("HX-Trigger", "") + proved.headers.get("HX-Trigger-After-Settle", "")
    assert decide(boris, strict, card).status_code == 200  # type: ignore[attr-defined]


def test_who_has_just_signed_in_is_not_asked(strict: Office, now: MovingClock) -> None:
    boris, card = signed_in("boris"), strict.request()
    later(now, 5)
    assert decide(boris, strict, card).status_code == 200  # type: ignore[attr-defined]


def test_a_small_sum_asks_nobody(strict: Office, now: MovingClock) -> None:
    boris, card = signed_in("boris"), strict.request(amount="100 000")
    later(now, 60)
    assert decide(boris, strict, card).status_code == 200  # type: ignore[attr-defined]


def test_several_at_once_ask_as_well(strict: Office, now: MovingClock) -> None:
    boris, tasks = signed_in("boris"), [strict.task(strict.request(), "approve") for _card in range(2)]
    later(now, 6)
    sent = {"outcome": "approved", "ids": ",".join(str(one.pk) for one in tasks), "key": "bulk-key-1"}
    answer = boris.post("/tasks/bulk", sent, headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, "prove")
    boris.post("/prove/", {"password": PASSWORD}, headers={"hx-request": "true"})
    boris.post("/tasks/bulk", sent, headers={"hx-request": "true"})
    found = Task.objects.system("test").filter(pk__in=[one.pk for one in tasks])
    assert set(found.values_list("state", flat=True)) == {"done"}


def test_a_token_never_counts_as_proof(strict: Office, now: MovingClock) -> None:
    task = strict.task(strict.request(), "approve").pk
    token = commands.create_token(strict.actor("boris"), name="x")["token"]
    headers = {"authorization": f"Bearer {token}"}
    body = {"outcome": "approved"}
    answer = Client().post(f"/api/tasks/{task}/complete", body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "prove_identity")


def test_the_console_counts_as_proof(strict: Office) -> None:
    task = strict.task(strict.request(), "approve").pk
    with pytest.raises(Forbidden):
        cards.complete_task(Actor.person(strict.id("boris")), task=task, outcome="approved")
    assert cards.complete_task(Actor.person(strict.id("boris"), "cli"), task=task, outcome="approved")


def test_who_it_is_cannot_be_guessed(strict: Office) -> None:
    boris = signed_in("boris")
    for _time in range(10):
        assert boris.post("/prove/", {"password": "мимо"}).status_code == 422
    page = boris.post("/prove/", {"password": PASSWORD})
    assert "Слишком много неудачных попыток" in text(page)


def test_one_press_is_enough_on_a_training_installation_and_on_no_other(strict: Office, now: MovingClock) -> None:
    with override_settings(TRAINING=True):
        boris = Client()
        boris.post("/login/", {"demo": "boris@example.ru"})
        card = strict.request()
        later(now, 6)
        assert decide(boris, strict, card).status_code == 204  # type: ignore[attr-defined]
        assert 'name="training"' in text(boris.get("/prove/"))
        assert boris.post("/prove/", {"training": "1"}).status_code == 302
        assert decide(boris, strict, card).status_code == 200  # type: ignore[attr-defined]
    assert 'name="training"' not in text(boris.get("/prove/"))
    assert boris.post("/prove/", {"training": "1"}).status_code == 422


def test_a_value_sent_with_the_decision_counts_too(strict: Office, now: MovingClock) -> None:
    """Whoever raises the sum by the decision itself is asked as well."""
    task = strict.task(strict.request(amount="10"), "approve").pk
    with pytest.raises(Forbidden):
        cards.complete_task(
            Actor.person(strict.id("boris")), task=task, outcome="approved", fields={"amount": "200 000,00"}
        )


def carry(browser: Client, card: int, **headers: str) -> Any:
    return browser.post(f"/cards/{card}/move", {"stage": "finance", "version": "1"}, headers=headers)


def test_carrying_a_card_by_hand_decides_and_asks_as_well(strict: Office, now: MovingClock) -> None:
    boris, card = signed_in("boris"), strict.request()
    later(now, 6)
    dragged = carry(boris, card, accept="application/json")
    assert (dragged.status_code, dragged.json()["code"]) == (403, "prove_identity")
    assert dragged.json()["sheet"] == "/prove/"
    chosen = carry(boris, card, **{"hx-request": "true"})
    assert (chosen.status_code, chosen.headers["HX-Trigger"]) == (204, "prove")
    assert strict.task(card, "approve").state == "open"
    boris.post("/prove/", {"password": PASSWORD}, headers={"hx-request": "true"})
    assert carry(boris, card, accept="application/json").status_code == 200


def test_a_token_carries_no_card_over_the_sum(strict: Office, now: MovingClock) -> None:
    token = commands.create_token(strict.actor("boris"), name="x")["token"]
    answer = Client().post(
        f"/api/cards/{strict.request()}/move",
        {"to": "finance"},
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "prove_identity")


@pytest.mark.parametrize("amount", ["5\u00a0000\u202f000", "5000000 ₽", "5 000 000,00"])
def test_sums_are_read_as_the_route_reads_them(strict: Office, now: MovingClock, amount: str) -> None:
    task = strict.task(strict.request(amount="1000"), "approve").pk
    boris = Actor.person(strict.id("boris"))
    with pytest.raises(Forbidden) as refused:
        cards.complete_task(boris, task=task, outcome="approved", fields={"amount": amount})
    assert refused.value.code == "prove_identity"


@pytest.mark.parametrize(
    ("via", "fresh"), [("cli", True), ("system", True), ("web", False), ("api", False), ("new", False)]
)
def test_only_doors_that_are_named_are_trusted(via: Any, fresh: bool) -> None:
    assert proof.is_fresh(Actor.person(1, via)) is fresh
