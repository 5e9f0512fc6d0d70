"""What a task needs besides a press is given in the chat: the file from the phone, words, a listed reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from marshrut.cards.models import CardFile, Task
from marshrut.channels.models import Asking
from marshrut.channels.wire import Account, FileRef, WireTrouble
from marshrut.kernel import clock
from tests.support.office import PDF, MovingClock, Office, build, drain
from tests.support.presses import Phone
from tests.support.wires import Line, connect, link, plugged


@dataclass
class Files(Line):
    """Hands over what was put there."""

    kept: dict[str, bytes] = field(default_factory=dict)

    def fetch(self, account: Account, file: FileRef, most: int) -> bytes:
        found = self.kept.get(file.ref)
        if found is None:
            raise WireTrouble("gone")
        if len(found) > most:
            raise WireTrouble("too_large")
        return found

    def file(self, content: bytes, name: str = "Поручение.pdf", size: int = 0) -> FileRef:
        ref = f"file{len(self.kept)}"
        self.kept[ref] = content
        return FileRef(ref, name, size or len(content))


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture
def line() -> Iterator[Files]:
    made = Files()
    with plugged(made):
        yield made


@pytest.fixture
def office(db: None, now: MovingClock, line: Files, settings: Settings, tmp_path: Any) -> Office:
    settings.FILES = tmp_path / "files"
    settings.PUBLIC_ADDRESS = "https://docs.company.ru"
    made = build()
    connect(made, "telegram")
    for name in ("boris", "junior"):
        link(made, name)
    return made


@pytest.fixture
def card(office: Office, now: MovingClock) -> int:
    made = office.request()
    drain(now.at)
    return made


@pytest.fixture
def boris(card: int, line: Files) -> Phone:
    return Phone(line, "telegram:boris")


@pytest.fixture
def junior(office: Office, card: int, line: Files, now: MovingClock) -> Phone:
    """She is to attach the payment order."""
    office.to_payment(card)
    office.complete(card, "pay", "finished", "chief")
    drain(now.at)
    return Phone(line, "telegram:junior")


def order(card: int) -> Task:
    return Task.objects.system("test").get(card_id=card, key="payment_order")


def files(card: int) -> list[str]:
    return sorted(CardFile.objects.system("test").filter(card_id=card).values_list("field", flat=True))


def test_the_only_file_of_a_task_is_sent_from_the_phone(card: int, junior: Phone, line: Files) -> None:
    asked = junior.press("Завершить")
    assert "Пришлите файл" in asked
    assert order(card).state == "open"
    junior.say("", "", line.file(PDF))
    assert order(card).state == "done"
    assert "payment_order" in files(card)
    assert "вы, 10:00" in junior.texts[-1]


def test_words_where_a_file_is_awaited_decide_nothing(card: int, junior: Phone, line: Files) -> None:
    junior.press("Завершить")
    junior.say("сейчас пришлю")
    assert order(card).state == "open"
    assert Asking.objects.filter(ended="").exists()
    junior.say("", "", line.file(PDF))
    assert order(card).state == "done"


def test_a_file_that_is_none_is_refused_and_may_be_sent_again(card: int, junior: Phone, line: Files) -> None:
    junior.press("Завершить")
    junior.say("", "", line.file(b""))
    assert order(card).state == "open"
    junior.say("", "", FileRef("lost", "Поручение.pdf"))
    assert "ещё раз" in junior.texts[-1]
    junior.say("", "", line.file(PDF, size=30 << 20))
    assert "слишком большой" in junior.texts[-1]
    junior.say("", "", line.file(PDF))
    assert order(card).state == "done"


def test_a_file_as_an_answer_lies_on_the_card(card: int, boris: Phone, line: Files) -> None:
    boris.say("", boris.chat[0].number, line.file(PDF, "Фото.pdf"))
    assert files(card).count("") == 1
    assert "Файл приложен" in boris.texts[-1]
    message = boris.chat[0].number
    assert "К какому заданию" in boris.say("", "", line.file(PDF))
    assert "К какому заданию" in boris.say("", f"{message}0", line.file(PDF))
    assert files(card).count("") == 1


def test_a_file_with_a_reason_is_kept_and_the_reason_counts(card: int, boris: Phone, line: Files) -> None:
    boris.press("Отклонить")
    boris.say("Цена выше, смотрите предложение", boris.last.number, line.file(PDF, "Предложение.pdf"))
    task = Task.objects.system("test").get(card_id=card, key="approve")
    assert (task.outcome, task.reason) == ("rejected", "Цена выше, смотрите предложение")
    assert "" in files(card)


def test_a_message_of_another_is_no_place_for_a_file(office: Office, card: int, boris: Phone, line: Files) -> None:
    link(office, "viktor")
    viktor = Phone(line, "telegram:viktor")
    assert "К какому заданию" in viktor.say("", boris.chat[0].number, line.file(PDF))
    assert "" not in files(card)
