"""One-use links: whoever is new sets a password, whoever forgot theirs sets another."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client, override_settings

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands
from marshrut.org.models import Department, Person, SignInSession
from tests.support import totp
from tests.support.office import PASSWORD, MovingClock, Office, drain

Become = Callable[[int], None]
NEW = "пароль-нового-сотрудника"
LETTERS = override_settings(EMAIL_HOST="smtp.example.ru", PUBLIC_ADDRESS="")


def signed_in(name: str) -> Client:
    browser = Client()
    browser.post("/login/", {"username": f"{name}@example.ru", "password": PASSWORD})
    return browser


@pytest.fixture
def newcomer(office: Office) -> int:
    """Работает у Бориса, пароля ещё нет."""
    place = office.people["alisa"].department_id
    return commands.add_person(
        Actor.system(), email="novikova@example.ru", last_name="Новикова", first_name="Нина", department=place
    )


def link(answer: Any) -> str:
    found = re.search(r"http://testserver(/welcome/[\w-]+/)", answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def use(address: str, password: str = NEW) -> tuple[Client, Any]:
    browser = Client()
    assert browser.get(address).headers["Location"] == "/login/new-password/"
    assert browser.get("/login/new-password/").status_code == 200
    return browser, browser.post("/login/new-password/", {"password": password})


def test_an_invitation_is_shown_once_and_works_once(office: Office, newcomer: int) -> None:
    address = link(signed_in("admin").post(f"/org/people/{newcomer}/invite"))
    browser, answer = use(address)
    assert answer.headers["Location"] == "/"
    assert browser.get("/profile/").status_code == 200
    late = Client()
    late.get(address)
    page = late.post("/login/new-password/", {"password": NEW})
    assert page.status_code == 422
    assert "Ссылка уже использована" in page.content.decode()


def test_a_weak_password_uses_nothing_up(office: Office, newcomer: int) -> None:
    browser, answer = use(link(signed_in("admin").post(f"/org/people/{newcomer}/invite")), "короткий")
    assert answer.status_code == 422
    assert browser.post("/login/new-password/", {"password": NEW}).headers["Location"] == "/"


def test_after_72_hours_it_is_over(office: Office, newcomer: int, now: MovingClock) -> None:
    address = link(signed_in("admin").post(f"/org/people/{newcomer}/invite"))
    now.at += timedelta(hours=72)
    browser = Client()
    browser.get(address)
    assert browser.get("/login/new-password/").status_code == 422


def test_using_one_closes_the_others(office: Office, newcomer: int) -> None:
    admin = signed_in("admin")
    first, second = (link(admin.post(f"/org/people/{newcomer}/invite")) for _time in range(2))
    use(first)
    browser = Client()
    browser.get(second)
    assert browser.get("/login/new-password/").status_code == 422


def test_a_head_invites_whoever_is_new_and_nobody_else(office: Office, newcomer: int) -> None:
    boris = signed_in("boris")
    assert "Пригласить по ссылке" in boris.get(f"/org/people/{newcomer}/").content.decode()
    use(link(boris.post(f"/org/people/{newcomer}/invite")))
    assert boris.post(f"/org/people/{newcomer}/invite").status_code == 403  # there is a password now
    assert boris.post(f"/org/people/{office.id('alisa')}/invite").status_code == 403
    assert "Пригласить по ссылке" not in boris.get(f"/org/people/{office.id('alisa')}/").content.decode()
    assert signed_in("viktor").post(f"/org/people/{newcomer}/invite").status_code == 403


def signed_in_before(person: int) -> None:
    Person.objects.filter(pk=person).update(last_login=clock.now())


def of_the_directory(person: int) -> None:
    commands.tie_directory(Actor.system(), person=person, directory="ldap", subject="n-1")


def with_a_passkey(person: int) -> None:
    Authenticator.objects.create(user_id=person, type=Authenticator.Type.WEBAUTHN, data={"name": "x"})


def back_from_dismissal(person: int) -> None:
    commands.dismiss_person(Actor.system(), person=person)
    commands.reinstate_person(Actor.system(), person=person)


def with_a_role(person: int) -> None:
    commands.assign_role(Actor.system(), role="finance_manager", person=person)


def at_the_head(person: int) -> None:
    other = Department.objects.get(name="Лаборатория").pk
    commands.edit_department(Actor.system(), department=other, head=person)


KNOWN = [signed_in_before, of_the_directory, with_a_passkey, back_from_dismissal, with_a_role, at_the_head]


@pytest.mark.parametrize("become", KNOWN)
def test_a_head_gets_no_link_to_whoever_is_no_newcomer(office: Office, newcomer: int, become: Become) -> None:
    become(newcomer)
    boris = signed_in("boris")
    assert boris.post(f"/org/people/{newcomer}/invite").status_code == 403
    assert "Пригласить по ссылке" not in boris.get(f"/org/people/{newcomer}/").content.decode()
    use(link(signed_in("admin").post(f"/org/people/{newcomer}/invite")))


@pytest.mark.parametrize("become", [signed_in_before, of_the_directory, back_from_dismissal])
def test_a_link_a_head_was_shown_is_over_when_the_newcomer_gets_in(
    office: Office, newcomer: int, become: Become
) -> None:
    address = link(signed_in("boris").post(f"/org/people/{newcomer}/invite"))
    become(newcomer)
    browser = Client()
    browser.get(address)
    assert browser.get("/login/new-password/").status_code == 422
    assert browser.post("/login/new-password/", {"password": NEW}).status_code == 422


def test_a_head_adds_plain_people_of_the_own_departments(office: Office) -> None:
    place, other = office.people["alisa"].department_id, office.people["viktor"].department_id
    who: dict[str, Any] = {"last_name": "Новый", "first_name": "Ной"}
    boris = office.actor("boris")
    made = commands.add_person(boris, email="noy@example.ru", department=place, **who)
    assert made
    for wrong in ({"department": other}, {"department": None}, {"department": place, "is_admin": True}):
        with pytest.raises(Exception, match=r"нельзя|разреш|прав"):
            commands.add_person(boris, email="no@example.ru", **who, **wrong)


def test_a_head_adds_and_invites_on_the_pages(office: Office) -> None:
    boris = signed_in("boris")
    assert "/org/people/new/" in boris.get("/org/").content.decode()
    form = boris.get("/org/people/new/").content.decode()
    assert "Лаборатория" not in form
    assert 'name="is_admin"' not in form
    place = str(office.people["alisa"].department_id)
    sent = {"last_name": "Новый", "first_name": "Ной", "email": "noy@example.ru", "language": "ru", "department": place}
    answer = boris.post("/org/people/new/", sent)
    assert answer.status_code == 302
    use(link(boris.post(f"{answer.headers['Location']}invite")))
    other = {**sent, "email": "no@example.ru", "department": str(office.people["viktor"].department_id)}
    assert boris.post("/org/people/new/", other).status_code == 403
    assert boris.post("/org/people/new/", {**sent, "email": "no@example.ru", "is_admin": "1"}).status_code == 403
    assert signed_in("alisa").get("/org/people/new/").status_code == 403


def test_the_dismissed_are_not_invited(office: Office, newcomer: int) -> None:
    admin = signed_in("admin")
    address = link(admin.post(f"/org/people/{newcomer}/invite"))
    commands.dismiss_person(Actor.system(), person=newcomer)
    assert admin.post(f"/org/people/{newcomer}/invite").status_code == 302
    browser = Client()
    browser.get(address)
    assert browser.get("/login/new-password/").status_code == 422


@LETTERS
def test_the_invitation_goes_by_mail_too(office: Office, newcomer: int, now: MovingClock) -> None:
    shown = link(signed_in("admin").post(f"/org/people/{newcomer}/invite"))
    drain(now.at)
    (letter,) = mail.outbox
    assert letter.to == ["novikova@example.ru"]
    assert letter.subject == "Приглашение в «Маршрут»"
    assert shown not in letter.body  # a link of its own: no secret waited in the queue
    found = re.search(r"/welcome/[\w-]+/", str(letter.body))
    assert found
    assert use(found[0])[1].headers["Location"] == "/"


def test_without_letters_the_page_says_whom_to_ask(office: Office, client: Client) -> None:
    assert "администратора" in client.get("/login/").content.decode()
    assert client.get("/login/forgot/").status_code == 404


@LETTERS
def test_a_forgotten_password_is_replaced_by_a_letter(office: Office, client: Client, now: MovingClock) -> None:
    assert "/login/forgot/" in client.get("/login/").content.decode()
    session = signed_in("alisa")
    client.post("/login/forgot/", {"email": " Alisa@example.ru"})
    drain(now.at)
    found = re.search(r"/welcome/[\w-]+/", str(mail.outbox[0].body))
    assert found
    assert use(found[0])[1].headers["Location"] == "/"
    assert session.get("/inbox/").status_code == 302


@LETTERS
def test_the_answer_tells_nobody_who_works_here(office: Office, newcomer: int, now: MovingClock) -> None:
    commands.dismiss_person(Actor.system(), person=office.id("viktor"))
    answers = set()
    for email in ("alisa", "viktor", "novikova", "stranger"):
        page = Client().post("/login/forgot/", {"email": f"{email}@example.ru"})
        answers.add((page.status_code, page.content))
    drain(now.at)
    assert len(answers) == 1
    assert [letter.to for letter in mail.outbox] == [["alisa@example.ru"]]


@LETTERS
def test_letters_are_not_sent_by_the_dozen(office: Office, client: Client, now: MovingClock) -> None:
    for _time in range(3):
        client.post("/login/forgot/", {"email": "alisa@example.ru"})
    drain(now.at)
    assert len(mail.outbox) == 1
    for _time in range(7):
        client.post("/login/forgot/", {"email": "alisa@example.ru"})
    assert client.post("/login/forgot/", {"email": "alisa@example.ru"}).status_code == 429


@LETTERS
def test_a_new_password_does_not_skip_the_second_factor(office: Office, client: Client, now: MovingClock) -> None:
    alisa = signed_in("alisa")
    found = re.search(r"<code>([A-Z2-7 ]+)</code>", alisa.get("/profile/second-factor/").content.decode())
    assert found
    alisa.post("/profile/second-factor/app", {"code": totp.code(found[1])})
    client.post("/login/forgot/", {"email": "alisa@example.ru"})
    drain(now.at)
    sent = re.search(r"/welcome/[\w-]+/", str(mail.outbox[0].body))
    assert sent
    browser, answer = use(sent[0])
    assert answer.headers["Location"].startswith("/login/second/")
    assert browser.get("/inbox/").headers["Location"].startswith("/login/")
    assert browser.post("/login/second/", {"code": totp.code(found[1], 1)}).status_code == 302
    assert browser.get("/inbox/").status_code == 200


@override_settings(EMAIL_HOST="smtp.example.ru", PUBLIC_ADDRESS="https://docs.company.ru")
def test_letters_name_the_public_address(office: Office, client: Client, now: MovingClock) -> None:
    client.post("/login/forgot/", {"email": "alisa@example.ru"})
    drain(now.at)
    assert "https://docs.company.ru/welcome/" in mail.outbox[0].body


def test_a_made_up_link_makes_no_session(office: Office, newcomer: int) -> None:
    stranger = Client()
    for number in range(3):
        assert stranger.get(f"/welcome/made-up-{number}/").headers["Location"] == "/login/new-password/"
    assert not SignInSession.objects.exists()
    assert stranger.get("/login/new-password/").status_code == 422
    stranger.get(link(signed_in("admin").post(f"/org/people/{newcomer}/invite")))
    assert stranger.get("/login/new-password/").status_code == 200
    stranger.get("/welcome/made-up/")
    assert stranger.get("/login/new-password/").status_code == 422
