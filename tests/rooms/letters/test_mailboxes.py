"""Mailboxes: who tends them, and that their passwords go in and never come out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.db.models.functions import Now
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from marshrut.history.models import Event
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from marshrut.kernel.outside import Step
from marshrut.letters import commands, post, queries
from marshrut.letters.models import Mailbox
from marshrut.letters.queries import mailboxes as programs
from tests.support.letter_office import Letters, build
from tests.support.office import MovingClock, Office

SECRET = "sup3r-тайна-app"


def signed_in(office: Office, name: str) -> Client:
    browser = Client()
    browser.force_login(office.people[name])
    return browser


@pytest.fixture
def letters(db: None, now: MovingClock) -> Letters:
    return build(now)


def fields(letters: Letters, **changes: Any) -> Any:
    return {
        "name": "Канцелярия", "address": "Office@Company.example", "organisation": letters.ours,
        "registrar": letters.office.id("sveta"), "imap_host": "imap.company.example", "imap_password": SECRET,
        "smtp_host": "smtp.company.example", **changes,
    }  # fmt: skip


def add(letters: Letters, **changes: Any) -> int:
    return int(commands.add_mailbox(letters.office.actor("admin"), **fields(letters, **changes))["id"])


def test_usual_ports_and_names_need_not_be_typed(letters: Letters) -> None:
    row = Mailbox.objects.get(pk=add(letters))
    assert (row.address, row.imap_user, row.smtp_user) == ("office@company.example",) * 3
    assert (row.imap_port, row.smtp_port, row.folder_in) == (993, 465, "INBOX")
    account = programs.account(row.pk)
    assert account is not None
    assert (account.imap_password, account.smtp_password) == (SECRET, SECRET)


def test_a_known_service_fills_in_the_servers(letters: Letters) -> None:
    made = commands.add_mailbox(
        letters.office.actor("admin"), service="yandex", **fields(letters, imap_host="", smtp_host="")
    )
    row = Mailbox.objects.get(pk=made["id"])
    assert (row.imap_host, row.smtp_host) == ("imap.yandex.ru", "smtp.yandex.ru")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"address": "нет"}, "address"),
        ({"imap_host": "", "smtp_host": ""}, "imap_host"),
        ({"imap_host": "https://mail.ru/inbox"}, "imap_host"),
        ({"imap_port": 70_000}, "imap_port"),
        ({"imap_password": ""}, "imap_password"),
        ({"imap_password": "x" * 500}, "imap_password"),
        ({"imap_security": "plain"}, "imap_security"),
        ({"organisation": 0}, "organisation"),
        ({"registrar": 0}, "registrar"),
        ({"addressee": 999_999}, "addressee"),
    ],
)
def test_what_cannot_work_is_said_at_its_field(letters: Letters, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        add(letters, **changes)
    assert field in refusal.value.fields


def test_only_administrators_tend_mailboxes(letters: Letters) -> None:
    made = add(letters)
    for who in ("sveta", "director", "viktor"):
        actor = letters.office.actor(who)
        assert queries.all_mailboxes(actor) == []
        with pytest.raises(NotFound):
            queries.mailbox(actor, made)
        with pytest.raises(Forbidden):
            commands.add_mailbox(actor, **fields(letters, address="b@c.example"))
        with pytest.raises(Forbidden):
            commands.edit_mailbox(actor, mailbox=made, name="Моё")
        with pytest.raises(Forbidden):
            commands.check_mailbox(actor, mailbox=made)
        with pytest.raises(Forbidden):
            commands.remove_mailbox(actor, mailbox=made)
        assert signed_in(letters.office, who).get("/mailboxes/").status_code == 403


def test_the_password_is_nowhere_to_be_read(letters: Letters) -> None:
    made = add(letters)
    browser = signed_in(letters.office, "admin")
    for page in ("/mailboxes/", f"/mailboxes/{made}/", f"/mailboxes/{made}/edit/"):
        assert SECRET not in browser.get(page).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(m)::text FROM letters_mailbox m")
        assert SECRET not in cursor.fetchone()[0]
    assert all(SECRET not in f"{one.body}{one.erasable}" for one in Event.objects.all())
    assert SECRET not in repr(programs.account(made))


def test_another_server_needs_the_password_anew(letters: Letters) -> None:
    made, actor = add(letters), letters.office.actor("admin")
    with pytest.raises(Invalid) as refusal:
        commands.edit_mailbox(actor, mailbox=made, imap_host="imap.evil.example")
    assert "imap_password" in refusal.value.fields
    commands.edit_mailbox(actor, mailbox=made, imap_host="imap.new.example", imap_password="другой")
    account = programs.account(made)
    assert account is not None
    assert (account.imap_password, account.smtp_password) == ("другой", SECRET)


def test_nobody_overwrites_what_somebody_else_changed(letters: Letters) -> None:
    made, actor = add(letters), letters.office.actor("admin")
    commands.edit_mailbox(actor, mailbox=made, version=1, name="Раз")
    with pytest.raises(Conflict):
        commands.edit_mailbox(actor, mailbox=made, version=1, name="Два")


def test_a_turn_is_asked_for_once_and_a_lost_one_again(letters: Letters) -> None:
    made = add(letters)
    robot = Actor.robot("mail")
    first = commands.ask_mailbox(robot, mailbox=made)
    assert commands.ask_mailbox(robot, mailbox=made) == first
    Mailbox.objects.filter(pk=made).update(asked_at=Now() - timedelta(minutes=16))
    assert commands.ask_mailbox(robot, mailbox=made) == (first or 0) + 1
    commands.note_mailbox(robot, mailbox=made, read=True)
    assert commands.ask_mailbox(robot, mailbox=made) is None  # not yet


def test_a_silent_mailbox_is_told_on_every_page_of_an_administrator(letters: Letters) -> None:
    made = add(letters)
    words = "office@company.example не читается"
    assert words not in signed_in(letters.office, "admin").get("/inbox/").content.decode()
    Mailbox.objects.filter(pk=made).update(added_at=Now() - timedelta(minutes=16))
    assert words in signed_in(letters.office, "admin").get("/inbox/").content.decode()
    assert words not in signed_in(letters.office, "sveta").get("/inbox/").content.decode()


def test_the_form_keeps_what_was_typed_but_no_password(letters: Letters) -> None:
    sent = {"name": "Канцелярия", "address": "нет", "imap_password": SECRET, "imap_host": "imap.company.example"}
    answer = signed_in(letters.office, "admin").post("/mailboxes/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "imap.company.example" in page
    assert SECRET not in page


def test_connect_change_and_disconnect_on_pages(letters: Letters) -> None:
    browser: Client = signed_in(letters.office, "admin")
    sent = {
        "name": "Канцелярия", "address": "office@company.example", "organisation": str(letters.ours),
        "service": "yandex", "imap_password": SECRET, "registrar": str(letters.office.id("sveta")),
        "registrar_text": "Светлова", "active": "1", "key": "one-key-0001",
    }  # fmt: skip
    place = browser.post("/mailboxes/new/", sent).headers["Location"]
    assert browser.post("/mailboxes/new/", sent).headers["Location"] == place
    assert "imap.yandex.ru:993" in browser.get(place).content.decode()
    row = Mailbox.objects.get()
    steps = [Step("imap_login", "Войти", "bad", "Не пускает", "Создайте пароль приложения")]
    with patch.object(post, "_checkers", [lambda account: steps]):
        page = browser.post(place).content.decode()
    assert "Создайте пароль приложения" in page
    assert browser.post(f"{place}remove").status_code == 302
    assert not Mailbox.objects.filter(pk=row.pk).exists()


def test_without_the_key_of_the_installation_the_check_says_so(letters: Letters) -> None:
    made = add(letters)
    with override_settings(SECRET_KEY="another-" * 8, SECRET_KEY_FALLBACKS=[]):
        found = commands.check_mailbox(letters.office.actor("admin"), mailbox=made)
    assert [one["key"] for one in found["steps"]] == ["password"]


def test_the_list_costs_no_more_when_there_are_many(letters: Letters) -> None:
    browser = signed_in(letters.office, "admin")

    def cost() -> int:
        browser.get("/mailboxes/")
        with CaptureQueriesContext(connection) as asked:
            assert browser.get("/mailboxes/").status_code == 200
        return len(asked)

    add(letters)
    few = cost()
    for number in range(5):
        add(letters, address=f"box{number}@company.example")
    assert cost() == few
    assert few <= 14
