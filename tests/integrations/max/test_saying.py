"""What is said in MAX: within its limits, whole where it matters, never anything but words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from marshrut.channels.wire import Account, Button, Message, Picture, WireTrouble
from marshrut.integrations.max import saying
from tests.support.messengers import PNG
from tests.support.messengers.wires import Line

BORIS = "Борис Петров"
YES, NO = Button("Согласовать", "main", "a:yes"), Button("Отклонить", "bad", "a:no")


def trouble(line: Line, **more: Any) -> WireTrouble:
    with pytest.raises(WireTrouble) as found:
        line.send(BORIS, **more)
    return found.value


def test_a_message_holds_what_a_decision_needs(line: Line) -> None:
    number = line.send(
        BORIS, text="Ждёт вас", lines=(("Сумма", "120 000 ₽"), ("", "Юрист согласовал")), rows=((YES, NO),),
        url="https://portal.example.ru/cards/5/", why="Вы согласуете как руководитель",
        stop="https://portal.example.ru/profile/",
    )  # fmt: skip
    said = line.messenger.last(BORIS)
    assert number.startswith("mid.")
    assert said.text == (
        "Счёт № 5\n\nЖдёт вас\n\nСумма: 120 000 ₽\nЮрист согласовал\n\n"
        "Вы согласуете как руководитель · Настроить уведомления · № 7F3K"
    )
    assert said.buttons == ("Согласовать", "Отклонить", "Открыть в Маршруте")


def test_buttons_that_would_not_be_read_stand_below_each_other(line: Line) -> None:
    line.send(BORIS, rows=((YES, NO), (Button("Да", data="1"), Button("Нет", data="2"))))
    assert [len(row) for row in line.messenger.last(BORIS).rows] == [1, 1, 2]


def test_whatever_a_name_holds_is_only_words(line: Line) -> None:
    hostile = "<b>ООО</b> <a href='https://evil.example'>&amp;</a> \u202eгнич\u200b\u0000х"
    line.send(BORIS, hostile, text=hostile, lines=((hostile, hostile),), rows=((Button(hostile, data="x"),),))
    said = line.messenger.last(BORIS)
    assert said.text.count("<b>ООО</b> <a href='https://evil.example'>&amp;</a> гничх") == 4
    assert not any(sign in said.text + said.buttons[0] for sign in "\u202e\u200b\0")


def test_the_longest_message_fits(line: Line) -> None:
    line.send(
        BORIS, "т" * 900, text="&" * 9000, lines=(("Сумма", "5 ₽"), *((f"Поле {n}", "<" * 700) for n in range(40)))
    )
    said = line.messenger.last(BORIS)
    assert len(said.source) <= saying.TEXT
    assert "Сумма: 5 ₽" in said.text
    assert "в портале" in said.text
    assert said.text.endswith("№ 7F3K")


def test_long_words_give_way_to_what_a_decision_needs(line: Line) -> None:
    line.send(BORIS, text="слово " * 3000, lines=(("Сумма", "5 ₽"),), why="Почему")
    text = line.messenger.last(BORIS).text
    assert "…" in text
    assert text.endswith("Сумма: 5 ₽\n\nПочему · № 7F3K")


def test_sixty_reasons_stay_within_the_keyboard(line: Line) -> None:
    line.send(
        BORIS, rows=tuple((Button(f"Причина номер {n}", data=f"a:{n}"),) for n in range(60)), url="https://m.ru/1"
    )
    rows = line.messenger.last(BORIS).rows
    assert len(rows) == saying.ROWS
    assert rows[-1][0].url == "https://m.ru/1"


def test_the_picture_is_in_the_message(line: Line) -> None:
    line.send(BORIS, picture=Picture("счёт.png", "image/png", PNG), rows=((YES,),))
    said = line.messenger.last(BORIS)
    assert [(one.picture, one.content) for one in said.files] == [(True, PNG)]
    assert said.buttons == ("Согласовать",)


def test_the_token_is_not_told_to_the_server_of_files(line: Line) -> None:
    line.send(BORIS, picture=Picture("a.png", "image/png", PNG))
    upload = line.messenger.asked("upload")[0]
    assert line.messenger.token not in str(upload.body)
    assert set(upload.body) == {"id"}


def test_a_picture_that_is_not_ready_is_waited_for(line: Line) -> None:
    line.messenger.fault("not_ready", only="POST /messages", times=2)
    line.send(BORIS, picture=Picture("a.png", "image/png", PNG))
    assert line.messenger.last(BORIS).files
    assert [one.status for one in line.messenger.asked("POST /messages")] == [400, 400, 200]


def test_a_picture_that_never_gets_ready_does_not_keep_the_message(line: Line) -> None:
    line.messenger.fault("not_ready", only="POST /messages", times=4)
    line.send(BORIS, picture=Picture("a.png", "image/png", PNG))
    assert not line.messenger.last(BORIS).files


@pytest.mark.parametrize("mime", ["application/pdf", "image/png"])
def test_a_picture_nobody_takes_does_not_keep_the_message(line: Line, mime: str) -> None:
    line.messenger.fault("500", only="upload")
    line.send(BORIS, picture=Picture("a", mime, b"nothing"))
    assert line.messenger.last(BORIS).text.startswith("Счёт № 5")


def test_a_message_is_changed_and_loses_its_buttons(line: Line) -> None:
    number = line.send(BORIS, rows=((YES, NO),), picture=Picture("a.png", "image/png", PNG))
    settled = Message("7F3K", "Согласовано: вы, 14:20", settled=True)
    for _ in range(2):
        line.wire.edit(line.account, line.to(BORIS), number, settled)
    said = line.messenger.last(BORIS)
    assert (said.text, said.buttons, said.files) == ("Согласовано: вы, 14:20\n\n№ 7F3K", (), ())
    assert len(line.messenger.messages(BORIS)) == 1


def test_what_is_gone_cannot_be_changed(line: Line) -> None:
    with pytest.raises(WireTrouble) as found:
        line.wire.edit(line.account, line.to(BORIS), "mid.nonsense", Message("1", "Нет"))
    assert found.value.code == "protocol"  # of the message: the dialog is there


def test_a_press_is_answered(line: Line) -> None:
    line.send(BORIS, rows=((YES,),))
    pressed = line.messenger.press(BORIS, line.messenger.last(BORIS), "Согласовать")
    line.wire.answer(line.account, pressed.callback, "Согласовано " + "я" * 400)
    assert pressed.popups[0].text.startswith("Согласовано")
    assert len(pressed.popups[0].text) <= saying.FLASH


@pytest.mark.parametrize(
    ("kind", "code", "certain"),
    [
        ("limit", "limit", True), ("blocked", "blocked", True), ("no_chat", "gone", True), ("token", "refused", True),
        ("500", "broken", True), ("502", "broken", False), ("html", "broken", True), ("reset", "cut", False),
        ("cut", "cut", False),
    ],
)  # fmt: skip
def test_what_went_wrong(line: Line, kind: Any, code: str, certain: bool) -> None:
    line.messenger.fault(kind)
    found = trouble(line)
    assert (found.code, found.certain) == (code, certain)
    assert line.messenger.token not in str(found)


def test_cut_after_it_was_accepted_is_not_certain(line: Line) -> None:
    line.messenger.fault("cut")
    assert not trouble(line).certain
    assert len(line.messenger.messages(BORIS)) == 1


def test_late_is_not_certain(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marshrut.integrations.messaging.PATIENCE", 0.2)
    line.messenger.fault("slow", seconds=2)
    found = trouble(line)
    assert (found.code, found.certain) == ("silent", False)


def test_nobody_there_is_certain(line: Line) -> None:
    nowhere = line.with_settings(address="http://127.0.0.1:9")
    with pytest.raises(WireTrouble) as found:
        line.wire.send(nowhere, line.to(BORIS), Message("1", "Счёт"))
    assert (found.value.code, found.value.certain) == ("forbidden", True)


def test_whoever_shuts_us_out_and_whoever_never_came(line: Line) -> None:
    line.messenger.block(BORIS)
    assert trouble(line).code == "blocked"
    stranger = line.messenger.user("Виктор")
    assert not stranger.started
    with pytest.raises(WireTrouble) as found:
        line.send("Виктор")
    assert found.value.code == "gone"


def test_limits_are_heard(line: Line) -> None:
    line.messenger.network.limits.kept = True
    for _ in range(3):
        line.send(BORIS)
    assert trouble(line).code == "limit"


def test_without_a_token_nothing_leaves(line: Line) -> None:
    for token in ("", "two\nlines", "токен"):
        with pytest.raises(WireTrouble) as found:
            line.wire.send(
                Account("max", line.account.settings, {"token": token}), line.to(BORIS), Message("1", "Счёт")
            )
        assert found.value.code == "settings"
    assert not line.messenger.requests


def test_the_pace_is_below_what_max_allows(line: Line) -> None:
    assert line.wire.pace.a_second <= 30
    assert timedelta(seconds=line.wire.pace.chat_pause) <= timedelta(seconds=1)
