"""What comes back from Telegram: presses, words, files, links that were opened, and who is let in to say so."""

from __future__ import annotations

import json
from typing import Any

import pytest

from marshrut.channels.wire import Account, Button, FileRef, Update, WireTrouble
from tests.support.messengers import PNG, Happening
from tests.support.messengers.wires import Line

KEYS = ((Button("Согласовать", "main", "a:1"),),)
SECRET = "x-telegram-bot-api-secret-token"


def heard(line: Line, happened: Happening) -> Update:
    (found,) = line.wire.read(line.account, line.messenger.body(happened))
    return found


def test_a_press(line: Line) -> None:
    number = line.send("Борис", rows=KEYS)
    pressed = line.messenger.press("Борис", int(number), "Согласовать")
    boris = str(pressed.user.id)
    found = heard(line, pressed)
    assert (found.heard, found.sender, found.chat, found.data) == ("press", boris, boris, "a:1")
    assert (found.message, found.callback, found.name) == (number, pressed.callback, "Борис")
    line.wire.answer(line.account, found.callback, "Готово " * 90)
    assert pressed.popups[0].text.startswith("Готово")
    line.wire.answer(line.account, "long ago", "Готово")


def test_another_person_is_another_person(line: Line) -> None:
    """A forwarded message or a forged press: the sender is who pressed, wherever the message lies."""
    number = line.send("Борис", rows=KEYS)
    found = heard(line, line.messenger.press("Виктор", int(number), data="a:1"))
    assert found.sender == str(line.messenger.user("Виктор").id)


def test_a_link_words_and_files(line: Line) -> None:
    started = heard(line, line.messenger.start("Анна Петрова", "abc-DEF_1"))
    assert (started.heard, started.data, started.name) == ("start", "abc-DEF_1", "Анна Петрова")
    number = line.send("Борис")
    words = heard(line, line.messenger.say("Борис", "Дорого\0", reply_to=int(number)))
    assert (words.heard, words.text, words.message) == ("words", "Дорого", number)
    scan = heard(line, line.messenger.document("Борис", "акт.pdf", b"%PDF-1.7", text="вот"))
    assert (scan.heard, scan.text, scan.files[0].name) == ("files", "вот", "акт.pdf")
    assert line.wire.fetch(line.account, scan.files[0], 100) == b"%PDF-1.7"
    photo = heard(line, line.messenger.photo("Борис")).files[0]
    assert (photo.mime, photo.size) == ("image/jpeg", len(PNG))
    assert line.wire.fetch(line.account, photo, 1000) == PNG
    assert heard(line, line.messenger.block("Борис")).heard == "stop"
    assert line.wire.read(line.account, line.messenger.body(line.messenger.unblock("Борис"))) == []


def test_files_have_their_bounds(line: Line) -> None:
    for file, most in ((FileRef("x", "x", 30 << 20), 99 << 20), (FileRef("x", "x", 11), 10)):
        with pytest.raises(WireTrouble) as found:
            line.wire.fetch(line.account, file, most)
        assert found.value.code == "too_large"
    sent = heard(line, line.messenger.document("Борис", "a.bin", b"0" * 5000)).files[0]
    with pytest.raises(WireTrouble) as found:
        line.wire.fetch(line.account, FileRef(sent.ref, "a", 0), 1000)
    assert found.value.code == "too_large"


BORIS = {"id": 5, "is_bot": False, "first_name": "Б"}
PRIVATE = {"id": 5, "type": "private"}


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"update_id": "7"},
        {"update_id": True, "message": {"from": BORIS, "chat": PRIVATE, "text": "a"}},
        {"update_id": 7, "edited_message": {"from": BORIS, "chat": PRIVATE, "text": "a"}},
        {"update_id": 7, "message": {"from": BORIS, "chat": {"id": -100, "type": "group"}, "text": "a"}},
        {"update_id": 7, "message": {"from": BORIS, "text": "a"}},
        {"update_id": 7, "message": {"from": {**BORIS, "is_bot": True}, "chat": PRIVATE, "text": "a"}},
        {"update_id": 7, "message": {"chat": PRIVATE, "text": "a"}},
        {"update_id": 7, "message": "text"},
        {"update_id": 7, "callback_query": {"id": "1", "from": BORIS, "game_short_name": "x"}},
        {"update_id": 7, "callback_query": {"id": "1", "from": {"id": "5"}, "data": "a:1"}},
        {"update_id": 7, "callback_query": {"id": 1, "from": BORIS, "data": "a:1"}},
        {
            "update_id": 7,
            "callback_query": {"id": "1", "from": BORIS, "data": "a", "message": {"chat": {"id": -1, "type": "group"}}},
        },
        {"update_id": 7, "my_chat_member": {"from": BORIS, "chat": PRIVATE, "new_chat_member": {"status": "member"}}},
    ],
)
def test_what_does_not_concern_us(line: Line, told: Any) -> None:
    assert line.wire.read(line.account, json.dumps(told).encode()) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff\xfe", b'"' + b"[" * 100_000])
def test_what_is_no_news_at_all(line: Line, body: bytes) -> None:
    with pytest.raises(WireTrouble) as found:
        line.wire.read(line.account, body)
    assert found.value.code == "protocol"


def test_huge_and_broken_texts(line: Line) -> None:
    told = {"update_id": 7, "message": {"from": BORIS, "chat": PRIVATE, "text": "я" * 50_000 + "\ud800"}}
    (found,) = line.wire.read(line.account, json.dumps(told).encode())
    assert len(found.text) < 10_000
    found.text.encode()
    told["message"] = {"from": {**BORIS, "first_name": "\u202eА\0<b>\ud800"}, "chat": PRIVATE, "text": "\ud800а"}
    (found,) = line.wire.read(line.account, json.dumps(told).encode())
    assert "\u202e" not in found.name
    (found.name + found.text).encode()


def test_who_calls_the_hook_shows_its_secret(line: Line) -> None:
    line.wire.listen(line.account, "https://portal.example/hooks/telegram/1/")
    shown = {name.lower(): value for name, value in line.messenger.headers().items()}
    assert line.wire.proves(line.account, shown)
    assert not line.wire.proves(line.account, {})
    assert not line.wire.proves(line.account, {SECRET: ""})
    assert not line.wire.proves(line.account, {SECRET: shown[SECRET][:-1] + "é"})
    other = Account("telegram", {}, {"token": "1:" + "b" * 30})
    assert not line.wire.proves(other, shown)
    assert not line.wire.proves(Account("telegram", {}, {}), shown)
    assert line.messenger.token not in shown[SECRET]
    line.wire.listen(line.account, "")
    assert line.messenger.hook is None


def test_news_are_asked_for_until_they_are_kept(line: Line) -> None:
    found, marker = line.wire.poll(line.account, "", 0)
    assert [one.heard for one in found] == ["start"]
    again, same = line.wire.poll(line.account, "", 0)
    assert ([one.uid for one in again], same) == ([one.uid for one in found], marker)
    line.messenger.unblock("Борис")
    line.messenger.say("Борис", "да")
    found, marker = line.wire.poll(line.account, marker, 0)
    assert [one.text for one in found] == ["да"]
    assert line.wire.poll(line.account, marker, 0) == ([], marker)
    line.wire.listen(line.account, "https://portal.example/hooks/telegram/1/")
    with pytest.raises(WireTrouble) as trouble:
        line.wire.poll(line.account, marker, 0)
    assert trouble.value.code == "contested"
    assert "webhook" in trouble.value.said


def test_the_link_names_the_bot_and_asks_once(line: Line) -> None:
    assert line.wire.link(line.account, "t-1") == f"https://t.me/{line.messenger.bot}?start=t-1"
    before = len(line.messenger.requests)
    line.wire.link(line.account, "t-2")
    assert len(line.messenger.requests) == before
