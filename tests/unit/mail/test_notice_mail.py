"""A notice as a mail: what any program shows, how it is threaded, answered and stopped."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from pytest_django import Settings

from marshrut.channels import stopping
from marshrut.channels.wire import Button, Message, Picture, To
from marshrut.integrations.mail.notifying import marks, rendering

AT = datetime(2026, 7, 1, 9, 30, tzinfo=UTC)
BORIS = To("boris@company.example", 7, "ru", "Громов Борис")
SENDER = rendering.Sender("Маршрут", "portal@company.example", "answers@company.example", "company.example")
ASKED = Message(
    "7F3K",
    "Согласуйте счёт № 117",
    "Просит Алиса Белова.",
    lines=(("Сумма", "240 000,00 ₽"), ("", "Выше 1 млн подтвердите в портале.")),
    rows=((Button("Согласовать", "main", url="https://docs.company.example/act/one/"), Button("Взять", data="a:1")),),
    url="https://docs.company.example/cards/1/",
    why="Вы согласуете как руководитель отдела.",
    stop="https://docs.company.example/profile/#notices",
    thread="card:1",
    group="news",
)


@pytest.fixture(autouse=True)
def address(settings: Settings) -> None:
    settings.PUBLIC_ADDRESS = "https://docs.company.example"


def made(to: To = BORIS, message: Message = ASKED, sender: rendering.Sender = SENDER) -> EmailMessage:
    return message_from_bytes(rendering.mail(sender, to, message, AT).as_bytes(), policy=policy.default)


def part(mail: EmailMessage, kind: str) -> str:
    found: Any = mail.get_body((kind,))
    return str(found.get_content())


def test_text_and_page_say_the_same() -> None:
    mail = made()
    for kind in ("plain", "html"):
        body = part(mail, kind)
        for told in (ASKED.title, "Просит Алиса", "240 000,00 ₽", "/act/one/", "/cards/1/", ASKED.why, "7F3K"):
            assert told in body
    assert "Взять" not in part(mail, "html")  # a button that needs a messenger


def test_nothing_is_fetched_from_outside_and_nothing_is_believed() -> None:
    bad = Message("1", "<b>Счёт</b>", "<script>1</script>", lines=(("<i>", '"><img src=http://evil.example/1.png>'),))
    page = part(made(message=bad), "html")
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;b&gt;" in page
    assert "src=" not in part(made(), "html")


def test_names_that_turn_around_or_hide_are_plain() -> None:
    bad = Message("1", "Счёт\r\nBcc: evil@example.org\u202efdp.exe\u200b", "а\u202eб")
    mail = made(To(BORIS.address, 7, "ru", "Борис\r\nX-Evil: 1"), bad)
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert "\u202e" not in mail["Subject"] + part(mail, "plain") + part(mail, "html")


def test_the_picture_travels_inside() -> None:
    paper = Picture("Счёт.png", "image/png", b"\x89PNG\r\n\x1a\n")
    mail = made(message=Message("1", "Счёт", picture=paper))
    image = next(one for one in mail.walk() if one.get_content_type() == "image/png")
    assert image["Content-ID"] == "<paper>"
    assert 'src="cid:paper"' in part(mail, "html")
    assert image.get_payload(decode=True) == paper.content


def test_mails_of_a_card_are_one_thread_and_a_repeat_is_the_same_mail() -> None:
    one, again = made(), made()
    other = made(message=Message("8A1B", "Срок подходит", thread="card:1"))
    assert one["Message-ID"] == again["Message-ID"] != other["Message-ID"]
    assert one["References"] == other["References"]
    assert one["In-Reply-To"]
    assert one["Message-ID"] != made(To("vera@company.example", 8, "ru"))["Message-ID"]


def test_machines_are_told_not_to_answer() -> None:
    assert made()["Auto-Submitted"] == "auto-generated"
    assert made()["X-Auto-Response-Suppress"] == "All"


def test_an_answer_comes_back_with_a_mark_of_ours() -> None:
    box = made()["Reply-To"].addresses[0].addr_spec
    assert marks.of_recipients("answers@company.example", [box.upper()]) == marks.of("7F3K", 7, ASKED.title)
    assert len(box.partition("@")[0]) <= 64
    assert made(sender=rendering.Sender("М", "portal@company.example", "", "company.example"))["Reply-To"] is None


@pytest.mark.parametrize("wrong", ["", "{head}", "{head}-0000000000000000", "{other}-{proof}", "{head}-{proof}0"])
def test_a_guessed_mark_is_not_ours(wrong: str) -> None:
    head, _dash, proof = marks.of("7F3K", 7, "Счёт").rpartition("-")
    guessed = wrong.format(head=head, proof=proof, other=head.replace("-7-", "-8-"))
    assert marks.of_recipients("answers@company.example", [f"answers+{guessed}@company.example"]) == ""
    assert marks.of_ids([f"{guessed}@company.example"]) == ""


def test_two_mails_of_one_number_are_two() -> None:
    assert marks.of("5", 7, "Счёт") != marks.of("5", 7, "Подтвердите")


def test_what_may_be_stopped_is_stopped_with_one_click(settings: Settings) -> None:
    mail = made()
    address = mail["List-Unsubscribe"].strip("<>")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = address.removeprefix(settings.PUBLIC_ADDRESS + stopping.PATH).rstrip("/")
    assert stopping.read(token) == (7, "news")
    assert stopping.read(token[:-1] + ("a" if token[-1] != "a" else "b")) is None
    assert stopping.read(token.replace("7-news", "8-news")) is None
    assert made(message=Message("1", "Решите"))["List-Unsubscribe"] is None  # mandatory


def test_it_speaks_the_language_of_its_reader() -> None:
    assert "Открыть в портале" in part(made(), "html")
    assert "Open in the portal" in part(made(To(BORIS.address, 7, "en")), "html")
