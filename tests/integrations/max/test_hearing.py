"""What people press and write in MAX, as it is told: by call, by question, twice, by strangers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from marshrut.channels.wire import Button, FileRef, Update, WireTrouble
from tests.support.messengers import PNG, Happening
from tests.support.messengers.wires import Line

BORIS = "Борис Петров"


def heard(line: Line, happened: Happening) -> Update:
    (found,) = line.wire.read(line.account, line.messenger.body(happened))
    return found


def raw(line: Line, told: Any) -> list[Update]:
    return list(line.wire.read(line.account, json.dumps(told).encode()))


def test_a_link_was_opened(line: Line) -> None:
    found = heard(line, line.messenger.start("Мария Кузнецова", "token-123"))
    person = str(line.messenger.user("Мария Кузнецова").id)
    assert (found.heard, found.data, found.sender, found.chat) == ("start", "token-123", person, person)
    assert found.name == "Мария Кузнецова"
    assert found.at is not None


def test_a_button_was_pressed(line: Line) -> None:
    number = line.send(BORIS, rows=((Button("Да", data="a:1"),),))
    happened = line.messenger.press(BORIS, line.messenger.last(BORIS), "Да")
    found = heard(line, happened)
    assert (found.heard, found.data, found.message, found.callback) == ("press", "a:1", number, happened.callback)


def test_pressed_twice_is_two_things_told_twice_is_one(line: Line) -> None:
    line.send(BORIS, rows=((Button("Да", data="a:1"),),))
    first, second = (line.messenger.press(BORIS, line.messenger.last(BORIS), "Да") for _ in range(2))
    assert heard(line, first).uid == heard(line, first).uid != heard(line, second).uid


def test_a_press_whose_message_is_gone(line: Line) -> None:
    line.send(BORIS, rows=((Button("Да", data="a:1"),),))
    told = json.loads(line.messenger.body(line.messenger.press(BORIS, line.messenger.last(BORIS), "Да")))
    (found,) = raw(line, told | {"message": None})
    assert (found.data, found.message) == ("a:1", "")


def test_words_and_what_they_answer(line: Line) -> None:
    number = line.send(BORIS, asks="Почему?")
    found = heard(line, line.messenger.say(BORIS, "Дорого", reply_to=line.messenger.last(BORIS)))
    assert (found.heard, found.text, found.message) == ("words", "Дорого", number)
    assert heard(line, line.messenger.say(BORIS, "Просто так")).message == ""


def test_files_are_fetched_without_the_token(line: Line) -> None:
    photo = heard(line, line.messenger.photo(BORIS, text="Акт"))
    paper = heard(line, line.messenger.document(BORIS, "Акт.pdf", b"%PDF-1.7"))
    assert (photo.heard, photo.text, photo.files[0].name) == ("files", "Акт", "photo.jpg")
    assert (paper.files[0].name, paper.files[0].size) == ("Акт.pdf", 8)
    assert line.wire.fetch(line.account, photo.files[0], 1000) == PNG
    assert line.wire.fetch(line.account, paper.files[0], 1000) == b"%PDF-1.7"
    assert all("authorization" not in str(one.body).lower() for one in line.messenger.asked("file"))


@pytest.mark.parametrize(
    ("ref", "size", "code"),
    [("/files/none", 0, "gone"), ("/files/none", 5000, "too_large"), ("file:///etc/passwd", 0, "gone"),
     ("http://169.254.169.254/latest", 0, "forbidden"), ("http://127.0.0.1:22/", 0, "forbidden")],
)  # fmt: skip
def test_files_lie_only_where_we_may_go(line: Line, ref: str, size: int, code: str) -> None:
    place = f"{line.messenger.url}{ref}" if ref.startswith("/") else ref
    with pytest.raises(WireTrouble) as found:
        line.wire.fetch(line.account, FileRef(place, "a.pdf", size), 1000)
    assert found.value.code == code


def test_a_file_that_is_larger_than_it_says(line: Line) -> None:
    found = heard(line, line.messenger.document(BORIS, "a.pdf", b"x" * 5000)).files[0]
    with pytest.raises(WireTrouble) as trouble:
        line.wire.fetch(line.account, FileRef(found.ref, found.name, 0), 1000)
    assert trouble.value.code == "too_large"


def test_whoever_stops_the_bot(line: Line) -> None:
    assert heard(line, line.messenger.block(BORIS)).heard == "stop"
    back = heard(line, line.messenger.unblock(BORIS))
    assert (back.heard, back.data) == ("start", "")


def test_groups_and_bots_are_not_heard(line: Line) -> None:
    told = json.loads(line.messenger.body(line.messenger.say(BORIS, "привет")))
    group = json.loads(json.dumps(told))
    group["message"]["recipient"] = {"chat_id": -70801090403050, "chat_type": "chat"}
    bot = json.loads(json.dumps(told))
    bot["message"]["sender"]["is_bot"] = True
    assert raw(line, group) == raw(line, bot) == []


@pytest.mark.parametrize(
    "kind", ["message_edited", "message_removed", "bot_added", "dialog_muted", "user_added", "new"]
)
def test_other_news_are_nobodys_business(line: Line, kind: str) -> None:
    assert raw(line, {"update_type": kind, "timestamp": 1, "user": {"user_id": 5}, "chat_id": 1}) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b'"x"', b"[" * 20_000, b"\xff\xfe"])
def test_nonsense_is_told_from_news(line: Line, body: bytes) -> None:
    with pytest.raises(WireTrouble) as found:
        line.wire.read(line.account, body)
    assert found.value.code == "protocol"


@pytest.mark.parametrize(
    "told",
    [{}, {"updates": None}, {"update_type": "message_callback", "callback": 5},
     {"update_type": "bot_started", "user": []}, {"update_type": "bot_started", "user": {"user_id": "1"}},
     {"update_type": "message_created", "message": {"recipient": {"chat_type": "dialog"}, "body": {"text": "x"}}},
     {"update_type": "bot_started", "user": {"user_id": True}}],
)  # fmt: skip
def test_half_of_a_thing_is_nothing(line: Line, told: Any) -> None:
    assert raw(line, told) == []


def test_what_cannot_be_kept_is_left_out(line: Line) -> None:
    text = heard(line, line.messenger.say(BORIS, "Да\u0000рого")).text
    assert text == "Дарого"
    told = {
        "update_type": "bot_started",
        "timestamp": 10**30,
        "user": {"user_id": 7, "name": "\ud800Б"},
        "payload": "x",
    }
    (found,) = raw(line, told)
    assert (found.name, found.at) == ("Б", None)
    assert len(heard(line, line.messenger.say(BORIS, "я" * 90_000)).text) <= 20_000


def test_news_are_asked_for_once(line: Line) -> None:
    told, marker = line.wire.poll(line.account, "", 0)
    assert [one.heard for one in told] == ["start"]
    line.messenger.say(BORIS, "раз")
    told, marker = line.wire.poll(line.account, marker, 0)
    assert [one.text for one in told] == ["раз"]
    assert [one.text for one in line.wire.poll(line.account, marker, 0)[0]] == []


def test_what_was_not_kept_is_told_again(line: Line) -> None:
    _told, marker = line.wire.poll(line.account, "", 0)
    line.messenger.say(BORIS, "раз")
    first, second = (line.wire.poll(line.account, marker, 0)[0] for _ in range(2))
    assert [one.uid for one in first] == [one.uid for one in second]


def test_whoever_is_called_is_not_asked(line: Line) -> None:
    line.wire.listen(line.account, "https://portal.example.ru/hooks/max/x/")
    with pytest.raises(WireTrouble):
        line.wire.poll(line.account, "", 0)
    line.wire.listen(line.account, "")
    assert line.messenger.hook is None
    line.wire.poll(line.account, "", 0)


def test_max_calls_us_alone(line: Line) -> None:
    line.wire.listen(line.account, "https://elsewhere.example.ru/")
    for _ in range(2):
        line.wire.listen(line.account, "https://portal.example.ru/hooks/max/x/")
    hook = line.messenger.hook
    assert hook is not None
    assert hook.address == "https://portal.example.ru/hooks/max/x/"
    assert set(hook.kinds) == {"bot_started", "bot_stopped", "dialog_removed", "message_created", "message_callback"}
    headers = {name.lower(): value for name, value in line.messenger.headers().items()}
    assert line.wire.proves(line.account, headers)


def test_max_calls_nobody_without_encryption(line: Line) -> None:
    with pytest.raises(WireTrouble) as found:
        line.wire.listen(line.account, "http://portal.example.ru/hooks/max/x/")
    assert "HTTPS" in found.value.said


def test_a_stranger_proves_nothing(line: Line) -> None:
    for shown in (
        {},
        {"x-max-bot-api-secret": ""},
        {"x-max-bot-api-secret": "x" * 64},
        {"authorization": line.messenger.token},
    ):
        assert not line.wire.proves(line.account, shown)


def test_the_link_leads_to_the_bot(line: Line) -> None:
    assert line.wire.link(line.account, "abc") == "https://max.ru/marshrut_demo_max_bot?start=abc"
    line.wire.link(line.account, "def")
    assert len(line.messenger.asked("GET /me")) == 1
    assert line.wire.link(line.with_settings(bot="@other"), "abc") == "https://max.ru/other?start=abc"
