"""What is said in Telegram: messages, buttons, pictures, edits, and what every refusal means."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest

from marshrut.channels.wire import Account, Button, Message, Picture, To, WireTrouble
from marshrut.config import logs
from marshrut.integrations import messaging
from tests.support.messengers import PNG
from tests.support.messengers.wires import Line

KEYS = (
    (Button("Согласовать", "main", "a:1"), Button("Отклонить", "bad", "a:2")),
    (Button("Открыть", url="https://portal.example/inbox/"),),
)
SCAN = Picture("счёт.png", "image/png", PNG)


def trouble(line: Line, who: str = "Борис", **more: Any) -> WireTrouble:
    with pytest.raises(WireTrouble) as found:
        line.send(who, **more)
    return found.value


def test_a_message_is_read_and_has_its_buttons(line: Line) -> None:
    number = line.send(
        "Борис",
        text="Просит Алиса",
        lines=(("Сумма", "1 200 ₽"), ("", "Анна согласовала")),
        rows=KEYS,
        url="https://portal.example/cards/5/",
        why="Вы руководитель отдела",
        stop="https://portal.example/me/",
    )
    seen = line.messenger.last("Борис")
    assert seen.text == (
        "Счёт № 5\n\nПросит Алиса\n\nСумма: 1 200 ₽\nАнна согласовала\n\n"
        "Вы руководитель отдела · Настроить уведомления · № 7F3K"
    )
    assert (str(seen.number), seen.buttons) == (number, ("Согласовать", "Отклонить", "Открыть"))
    assert [key.look for row in seen.rows for key in row] == ["success", "danger", ""]


@pytest.mark.parametrize("title", ["<b>", "</b><a href='x'>", "a & b &lt; c", "\u202eтехт\u200b", "\u202e<script>"])
def test_whatever_is_in_a_name_is_only_a_text(line: Line, title: str) -> None:
    line.send("Борис", title, text=title, lines=((title, title),), why=title, asks=title)
    seen = line.messenger.last("Борис").text
    assert seen.startswith(title.replace("\u202e", "").replace("\u200b", "").strip())
    assert not {"\u202e", "\u200b"} & set(seen)


def test_long_ones_are_cut_and_say_so(line: Line) -> None:
    lines = tuple((f"Поле {one}", "слово " * 60) for one in range(40))
    line.send("Борис", "🙂" * 900, text="длинно " * 900, lines=lines, why="потому " * 200, rows=KEYS)
    seen = line.messenger.last("Борис")
    assert len(seen.text) > 3000
    assert "в портале" in seen.text
    assert seen.text.endswith("№ 7F3K")
    line.send("Борис", text="длинно " * 900, lines=lines, picture=SCAN, rows=KEYS)
    assert (line.messenger.last("Борис").files[0].name, len(line.messenger.messages("Борис"))) == ("счёт.png", 2)


def test_a_picture_goes_with_the_words_and_is_edited_like_a_text(line: Line) -> None:
    number = line.send("Борис", picture=SCAN, rows=KEYS)
    seen = line.messenger.last("Борис")
    assert seen.files[0].picture
    assert seen.text.startswith("Счёт № 5")
    settled = Message("7F3K", "Согласовано: вы, 14:20", settled=True, rows=KEYS)
    for _twice in range(2):
        line.wire.edit(line.account, line.to("Борис"), number, settled)
    assert (seen.text.partition("\n")[0], seen.buttons) == ("Согласовано: вы, 14:20", ())
    pdf = Picture("счёт.pdf", "application/pdf", b"%PDF-1.7")
    line.send("Борис", picture=pdf)
    assert not line.messenger.last("Борис").files[0].picture


def test_words_go_without_a_picture_nobody_can_draw(line: Line) -> None:
    line.send("Борис", picture=Picture("счёт.png", "image/png", b""))
    assert line.messenger.last("Борис").files == ()
    assert line.messenger.last("Борис").text.startswith("Счёт № 5")


def test_a_text_is_edited_and_twice_is_no_trouble(line: Line) -> None:
    number = line.send("Борис", rows=KEYS)
    for _twice in range(2):
        line.wire.edit(line.account, line.to("Борис"), number, Message("7F3K", "Отклонено", settled=True))
    assert line.messenger.last("Борис").buttons == ()
    for gone in ("999999", "", "x"):
        with pytest.raises(WireTrouble) as found:
            line.wire.edit(line.account, line.to("Борис"), gone, Message("7F3K", "Поздно"))
        assert found.value.code == "protocol"


def test_an_answer_is_awaited_in_the_empty_line(line: Line) -> None:
    line.send("Борис", asks="Почему отклоняете?", rows=KEYS)
    seen = line.messenger.last("Борис")
    assert (seen.asks, seen.buttons) == ("Почему отклоняете?", ())
    assert "Почему отклоняете?" in seen.text


def test_a_portal_without_a_name_is_written_out(line: Line) -> None:
    """Telegram takes no buttons and links to `localhost`."""
    rows = ((Button("Открыть", url="http://localhost:8000/inbox/"), Button("Да", data="a:1")),)
    line.send("Борис", rows=rows, url="http://localhost:8000/c/", stop="http://localhost:8000/me/")
    seen = line.messenger.last("Борис")
    assert seen.buttons == ("Да",)
    assert "http://localhost:8000/c/" in seen.text
    assert "http://localhost:8000/me/" in seen.text


def test_who_cannot_be_reached(line: Line) -> None:
    assert trouble(line, "Виктор").code == "gone"
    line.messenger.block("Борис")
    assert trouble(line).code == "blocked"
    with pytest.raises(WireTrouble) as found:
        line.wire.send(line.account, To("@channel", 1, "ru"), Message("7F3K", "Кому?"))
    assert found.value.code == "gone"


def test_what_a_refusal_means(line: Line) -> None:
    line.messenger.fault("limit", seconds=7)
    limited = trouble(line)
    assert (limited.code, limited.retry_after, limited.certain) == ("limit", timedelta(seconds=7), True)
    for kind, code, certain in (
        ("500", "broken", True),
        ("html", "broken", True),
        ("reset", "cut", False),
        ("cut", "cut", False),
        ("token", "refused", True),
    ):
        line.messenger.fault(kind)  # type: ignore[arg-type]
        found = trouble(line)
        assert (found.code, found.certain) == (code, certain), kind
    assert len(line.messenger.messages("Борис")) == 1  # the one that was cut off


def test_a_silent_server_may_have_taken_it(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messaging, "PATIENCE", 0.3)
    monkeypatch.setitem(line.wire.send.__globals__["calls"].call.__kwdefaults__, "patience", 0.3)
    line.messenger.fault("slow", seconds=3)
    found = trouble(line)
    assert (found.code, found.certain) == ("silent", False)


def test_a_server_that_is_not_there_has_taken_nothing(line: Line) -> None:
    for address, code in (("http://127.0.0.1:9", "forbidden"), ("https://no-such-host.invalid", "no_host")):
        with pytest.raises(WireTrouble) as found:
            line.wire.send(line.with_settings(address=address), line.to("Борис"), Message("7F3K", "Нет"))
        assert (found.value.code, found.value.certain) == (code, True)


@pytest.mark.parametrize("token", ["", "x", "1:../../../etc", "7001001:" + "a" * 35])
def test_a_token_is_never_told(line: Line, token: str) -> None:
    account = Account("telegram", line.account.settings, {"token": token})
    with pytest.raises(WireTrouble) as found:
        line.wire.send(account, line.to("Борис"), Message("7F3K", "Секрет"))
    assert found.value.code in ("settings", "refused")
    assert not token or token not in str(found.value) + repr(account)


def test_the_words_of_another_do_not_tell_the_token(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    from marshrut.demo.messengers import telegram as theirs

    monkeypatch.setitem(theirs._WORDS, "token", (403, f"Forbidden: /bot{line.messenger.token}/sendMessage"))
    line.messenger.fault("token")
    found = trouble(line)
    assert line.messenger.token not in str(found) + found.said


def test_no_log_holds_the_token(line: Line, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    line.send("Борис", picture=SCAN)
    line.messenger.fault("500")
    trouble(line)
    assert line.messenger.token not in caplog.text
    record = logging.makeLogRecord({"msg": f"https://api.telegram.org/bot{line.messenger.token}/getMe"})
    assert line.messenger.token not in logs.Faults().format(record)
