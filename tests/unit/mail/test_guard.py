"""Letters of people, answers of machines, reports of servers, mailings."""

from __future__ import annotations

import pytest

from marshrut.integrations.mail import bounces, guard, parsing
from tests.support import mails

OWN = frozenset({"office@company.example"})


def kind(raw: bytes) -> str:
    return guard.judge(parsing.read(raw), OWN).kind


def test_a_letter_is_a_letter() -> None:
    assert kind(mails.letter()) == "letter"
    assert kind(mails.letter(Auto_Submitted="no")) == "letter"
    assert kind(mails.letter(List_Unsubscribe="<mailto:x@y.example>")) == "letter"  # programs for bookkeepers write it


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Auto_Submitted": "auto-generated"}, "notice"),
        ({"Auto_Submitted": "auto-generated", "In_Reply_To": "<letter-1@x>"}, "auto_reply"),
        ({"X_Autoreply": "yes"}, "auto_reply"),
        ({"Precedence": "bulk"}, "ignored"),
        ({"Precedence": "list"}, "ignored"),
        ({"List_Id": "<news.shop.example>"}, "ignored"),
        ({"Return_Path": "<>"}, "notice"),
        ({"sender": "Мы <Office@company.example>"}, "ignored"),
        ({"X_Marshrut": "letter"}, "letter"),
        ({"subject": "Автоматический ответ: сроки", "In_Reply_To": "<letter-1@x>"}, "auto_reply"),
        ({"subject": "Автоответчики: прайс-лист"}, "letter"),
    ],
)
def test_machines(headers: dict[str, str], expected: str) -> None:
    assert kind(mails.letter(**headers)) == expected  # type: ignore[arg-type]


def test_a_delivery_report() -> None:
    mail = parsing.read(mails.bounce("letter-7-2@company.example"))
    assert guard.judge(mail, OWN).kind == "bounce"
    report = bounces.read(mail)
    assert (report.outcome, report.about[0]) == ("failed", "letter-7-2@company.example")
    assert (report.recipient, report.status) == ("gromov@romashka.example", "5.1.1")
    assert report.words == "550 5.1.1 User unknown"


@pytest.mark.parametrize(
    ("action", "outcome"), [("delayed", "delayed"), ("delivered", "delivered"), ("relayed", "delivered")]
)
def test_a_report_that_is_no_failure(action: str, outcome: str) -> None:
    status = "4.4.7" if action == "delayed" else "2.0.0"
    report = bounces.read(parsing.read(mails.bounce("letter-7-2@c", action=action, status=status)))
    assert report.outcome == outcome


def test_a_report_of_a_server_that_knows_no_standard() -> None:
    text = "Ваше сообщение не доставлено.\n550 Mailbox unavailable\n\nMessage-ID: <letter-7-2@company.example>\n"
    mail = parsing.read(
        mails.letter("Недоставленное сообщение", text, sender="Mailer-Daemon@mx.example", Return_Path="<>", files=())
    )
    assert guard.judge(mail, OWN).kind == "bounce"
    report = bounces.read(mail)
    assert (report.outcome, report.about) == ("failed", ("letter-7-2@company.example",))
    assert "550" in report.words


def test_of_several_recipients_the_failed_one_counts() -> None:
    raw = mails.bounce("letter-7-2@c").replace(
        b"Final-Recipient: rfc822; gromov@romashka.example",
        b"Final-Recipient: rfc822; fine@romashka.example\r\nAction: delivered\r\nStatus: 2.0.0\r\n\r\n"
        b"Final-Recipient: rfc822; gromov@romashka.example",
    )
    report = bounces.read(parsing.read(raw))
    assert report.outcome == "failed"
