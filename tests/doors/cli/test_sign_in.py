"""The console of the server lets in whoever locked themselves out, the last administrator too."""

from __future__ import annotations

import re

from django.test import Client

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands
from marshrut.org.sign_in import factors
from tests.support import totp
from tests.support.office import PASSWORD, Office

from .program import Program


def test_a_lost_phone(marshrut: Program, office: Office) -> None:
    admin = Actor.person(office.id("admin"), proved_at=clock.now())
    secret = factors.new_secret()
    commands.add_totp(admin, secret=secret, code=totp.code(secret))
    browser = Client()
    form = {"username": "admin@example.ru", "password": PASSWORD}
    assert browser.post("/login/", form).headers["Location"].startswith("/login/second/")
    marshrut.refused("person", "reset-second-factor", "admin@example.ru", by="alisa")
    assert "сброшен" in marshrut.done("person", "reset-second-factor", "admin@example.ru")
    assert browser.post("/login/", form).headers["Location"] == "/"


def test_out_of_all_browsers(marshrut: Program, office: Office) -> None:
    browser = Client()
    browser.post("/login/", {"username": "alisa@example.ru", "password": PASSWORD})
    assert "1" in marshrut.done("person", "end-sessions", "alisa@example.ru")
    assert browser.get("/inbox/").status_code == 302


def test_an_invitation(marshrut: Program, office: Office) -> None:
    said = marshrut.done("person", "invite", "alisa@example.ru", "--address", "https://docs.company.ru/")
    found = re.fullmatch(r"https://docs\.company\.ru(/welcome/[\w-]+/)\n", said)
    assert found
    browser = Client()
    browser.get(found[1])
    assert browser.post("/login/new-password/", {"password": "новый-длинный-пароль"}).headers["Location"] == "/"
