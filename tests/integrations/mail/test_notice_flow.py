"""From a notice to a decision by mail: out by SMTP, the answer in by IMAP, confirmed in the portal."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from marshrut.cards.models import Task
from marshrut.channels import polling
from marshrut.channels.models import Address, Delivery, Inbound
from marshrut.history.queries import timeline
from marshrut.integrations.mail.notifying.email_wire import Email
from marshrut.kernel import clock
from marshrut.letters.models import Message as Journal
from tests.support import mails
from tests.support.dovecot import PASSWORD, Server
from tests.support.mail_office import MailOffice
from tests.support.office import MovingClock, Office, build, drain
from tests.support.smtp_server import Relay
from tests.support.wires import connect, plugged

HOST = "https://docs.company.ru"


@pytest.fixture(autouse=True)
def portal(settings: Settings, relay: Relay) -> None:
    relay.calm()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", relay.port
    settings.EMAIL_USE_SSL, settings.EMAIL_USE_TLS = True, False
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", PASSWORD
    settings.DEFAULT_FROM_EMAIL, settings.PUBLIC_ADDRESS = "portal@company.example", HOST


@pytest.fixture
def user(imap: Server) -> str:
    return imap.user()


@pytest.fixture
def company(db: None, now: MovingClock, imap: Server, user: str) -> Iterator[Office]:
    now.to("2026-07-02 10:00")
    with plugged(Email()):
        made = build()
        told = {"reply_address": f"{user}@company.example", "imap_host": "127.0.0.1", "imap_port": str(imap.secure)}
        connect(made, "email", settings={**told, "imap_user": user}, secrets={"imap_password": PASSWORD})
        polling.poll("email", wait=0)
        yield made


@pytest.fixture
def card(company: Office) -> int:
    made = company.request()
    drain(clock.now())
    return made


def mail(relay: Relay, to: str = "boris@example.ru") -> EmailMessage:
    return next(one for one in reversed(relay.mails()) if to in str(one["To"]))


def answer(imap: Server, user: str, to: EmailMessage, text: str, **more: Any) -> None:
    given = {"sender": "Борис <boris@example.ru>", "to": str(to["Reply-To"]), "message_id": "<a@example.ru>", **more}
    imap.put(user, mails.letter("Re", text, files=(), **given))
    polling.poll("email", wait=0)
    drain(clock.now())


def task(card: int) -> Task:
    return Task.objects.system("test").filter(card_id=card, key="approve").earliest("pk")


def body(of: EmailMessage, kind: str = "html") -> str:
    found: Any = of.get_body((kind,))
    return str(found.get_content()).replace("\u00a0", " ").replace("\u202f", " ")


def refusals(company: Office) -> list[str]:
    found = timeline(f"person:{company.id('boris')}", limit=100)
    return [str(one.body["code"]) for one in found if one.kind == "channel.refused"]


def test_the_mail_carries_what_is_needed(card: int, relay: Relay) -> None:
    asked = mail(relay)
    assert "125 000,50" in body(asked)
    assert "Флаконы 50 мл" in body(asked)
    assert f"{HOST}/act/" in body(asked)
    assert f"{HOST}/act/" in body(asked, "plain")
    row = Delivery.objects.get(person_id=task(card).assignee_id, about="task_opened")
    assert (row.state, f"<{row.outside}>") == ("sent", asked["Message-ID"])
    assert asked["List-Unsubscribe"] is None  # what must be decided is not stopped


def test_an_answer_is_a_proposal_that_its_link_confirms(
    card: int, company: Office, relay: Relay, imap: Server, user: str
) -> None:
    answer(imap, user, mail(relay), "Отклонено: нет второго предложения\n\n> Согласуйте")
    assert task(card).state == "open"
    asked = mail(relay)
    assert "нет второго предложения" in body(asked)
    link = body(asked, "plain").partition(f"{HOST}/act/")[2].split("/")[0]
    browser = Client()
    browser.force_login(company.people["boris"])
    page = browser.get(f"/act/{link}/").content.decode()
    assert "нет второго предложения" in page
    assert task(card).state == "open"
    browser.post(f"/act/{link}/", {"key": "press-0001", "reason": "нет второго предложения"})
    assert (task(card).outcome, task(card).reason) == ("rejected", "нет второго предложения")


@pytest.mark.parametrize(
    ("text", "more", "code"),
    [
        ("Согласовано", {"sender": "Борис <boris@evil.example>"}, "another"),
        (
            "Согласовано",
            {"Authentication_Results": "mx.company.example; dmarc=fail"},
            "unproven",
        ),
        ("Надо подумать", {}, "unclear"),
    ],
)
def test_what_is_not_certain_is_refused_and_journaled(
    card: int, company: Office, relay: Relay, imap: Server, user: str, text: str, more: dict[str, str], code: str
) -> None:
    before = len(relay.taken)
    answer(imap, user, mail(relay), text, **more)
    assert refusals(company) == [code]
    assert task(card).state == "open"
    assert len(relay.taken) - before == (1 if code == "unclear" else 0)  # only who is certain gets an answer


def test_the_same_answer_twice_is_one(card: int, relay: Relay, imap: Server, user: str) -> None:
    asked = mail(relay)
    answer(imap, user, asked, "Согласовано")
    answer(imap, user, asked, "Согласовано", message_id="<b@example.ru>")
    assert Inbound.objects.filter(channel="email").count() == 1


def test_an_automatic_answer_is_no_answer(card: int, relay: Relay, imap: Server, user: str) -> None:
    answer(imap, user, mail(relay), "Согласовано", Auto_Submitted="auto-replied")
    assert not Inbound.objects.exists()


def test_a_mail_that_came_back_is_told_and_goes_another_way(
    card: int, company: Office, relay: Relay, imap: Server, user: str
) -> None:
    number = str(mail(relay)["Message-ID"]).strip("<>")
    imap.put(user, mails.bounce(number, recipient="boris@example.ru"))
    polling.poll("email", wait=0)
    drain(clock.now())
    row = Delivery.objects.get(outside=number)
    assert (row.state, row.why) == ("failed", "bounced")
    assert "User unknown" in row.said
    assert Address.objects.get(person_id=company.id("boris"), channel="email").state == "on"


@pytest.mark.parametrize(
    ("recipient", "marks"),
    [
        ("someone.else@gmail.example", {}),  # whoever it was passed on to
        ("", {}),
        ("boris@example.ru", {"Authentication-Results": "mx.company.example; dmarc=fail"}),
    ],
)
def test_a_report_about_somebody_else_or_of_nobody_knows_whom_is_not_believed(
    card: int, company: Office, relay: Relay, imap: Server, user: str, recipient: str, marks: dict[str, str]
) -> None:
    number = str(mail(relay)["Message-ID"]).strip("<>")
    raw = mails.bounce(number, recipient=recipient)
    imap.put(user, "".join(f"{key}: {value}\r\n" for key, value in marks.items()).encode() + raw)
    polling.poll("email", wait=0)
    drain(clock.now())
    assert Delivery.objects.get(outside=number).state == "sent"
    assert Inbound.objects.get().state == "ignored"


def test_a_server_that_knows_nobody_of_that_name(company: Office, relay: Relay) -> None:
    relay.bad["RCPT"] = "550 5.1.1 User unknown"
    company.request()
    drain(clock.now())
    row = Delivery.objects.get(person_id=company.id("boris"), about="task_opened")
    assert (row.state, row.why) == ("failed", "gone")


def test_one_mailbox_for_letters_and_answers(office: MailOffice, relay: Relay, imap: Server) -> None:
    """The reader of letters meets an answer first: it makes no letter."""
    people = office.letters.office
    with plugged(Email()):
        told = {"reply_address": office.address, "imap_host": "127.0.0.1", "imap_port": str(imap.secure)}
        connect(people, "email", settings={**told, "imap_user": office.user}, secrets={"imap_password": PASSWORD})
        people.request()
        drain(clock.now())
        asked = relay.mails()[-1]
        who = asked["To"].addresses[0].addr_spec
        office.put(mails.letter("Re", "Согласовано", sender=who, to=str(asked["Reply-To"]), files=()))
        before = office.cards()
        office.read()
        assert office.cards() == before
        assert [one.note for one in Journal.objects.filter(mailbox=office.mailbox)][-1] == "notice_answered"
        assert Inbound.objects.filter(channel="email").count() == 1
