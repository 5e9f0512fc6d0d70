"""The training messengers: what a bot meets there is what it meets outside."""

from __future__ import annotations

import http.client
import json
import threading
from typing import Any

import pytest

from tests.support.messengers import Messenger, Messengers


def ask(messenger: Messenger, method: str, **given: Any) -> dict[str, Any]:
    place, _slash, path = messenger.url.removeprefix("http://").partition("/")
    line = http.client.HTTPConnection(place, timeout=5)
    try:
        line.request(
            "POST",
            f"/{path}/bot{messenger.token}/{method}",
            json.dumps(given).encode(),
            {"Content-Type": "application/json"},
        )
        answer = line.getresponse()
        return {"status": answer.status, **json.loads(answer.read())}
    finally:
        line.close()


KEYS = {"inline_keyboard": [[{"text": "Согласовать", "callback_data": "a:1"}]]}


def test_a_message_is_pressed_and_changed() -> None:
    with Messengers() as both:
        boris = both.telegram.user("Борис")
        assert ask(both.telegram, "sendMessage", chat_id=boris.id, text="Рано")["status"] == 400
        both.telegram.start("Борис", "token")
        sent = ask(
            both.telegram,
            "sendMessage",
            chat_id=boris.id,
            text="<b>Счёт</b> &lt;1&gt;",
            parse_mode="HTML",
            reply_markup=KEYS,
        )
        assert both.telegram.last("Борис").text == "Счёт <1>"
        both.telegram.press("Борис", both.telegram.last("Борис"), "Согласовать")
        news = ask(both.telegram, "getUpdates", offset=0)["result"]
        assert [one.get("message", {}).get("text") for one in news] == ["/start token", None]
        pressed = news[1]["callback_query"]
        assert (pressed["data"], pressed["from"]["id"]) == ("a:1", boris.id)
        assert ask(both.telegram, "answerCallbackQuery", callback_query_id=pressed["id"], text="Готово")["ok"]
        number = sent["result"]["message_id"]
        assert ask(both.telegram, "editMessageText", chat_id=boris.id, message_id=number, text="Согласовано")["ok"]
        assert both.telegram.last("Борис").buttons == ()
        assert ask(both.telegram, "getUpdates", offset=news[-1]["update_id"] + 1)["result"] == []


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"text": "<x>", "parse_mode": "HTML"}, "Unsupported start tag"),
        ({"text": "<b>", "parse_mode": "HTML"}, "Can't find end tag"),
        ({"text": "ы" * 4097}, "message is too long"),
        ({"text": " "}, "message text is empty"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "ы" * 33}]]}}, "INVALID"),
        ({"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "url": "http://localhost/"}]]}}, "Wrong"),
    ],
)
def test_what_telegram_refuses(given: dict[str, Any], words: str) -> None:
    with Messengers() as both:
        both.telegram.start("Борис")
        answer = ask(both.telegram, "sendMessage", chat_id=both.telegram.user("Борис").id, **given)
        assert answer["status"] == 400
        assert words in answer["description"]
        assert both.telegram.messages("Борис") == []


def test_limits_are_kept_and_say_how_long() -> None:
    with Messengers(limits=True) as both:
        both.telegram.start("Борис")
        chat = both.telegram.user("Борис").id
        answers = [ask(both.telegram, "sendMessage", chat_id=chat, text=str(one)) for one in range(8)]
        held = [one for one in answers if not one["ok"]]
        assert held
        assert held[0]["status"] == 429
        assert held[0]["parameters"]["retry_after"] >= 1


def test_a_hook_is_told_in_order_until_it_takes_it() -> None:
    told: list[str] = []
    with Messengers() as both:
        ask(both.telegram, "setWebhook", url="https://portal.example/hooks/telegram/1", secret_token="s" * 20)
        both.telegram.say("Борис", "раз")
        both.telegram.say("Борис", "два")

        def post(_address: str, body: bytes, headers: Any) -> int:
            assert headers["X-Telegram-Bot-Api-Secret-Token"] == "s" * 20
            told.append(json.loads(body)["message"]["text"])
            return 500 if len(told) == 1 else 200

        assert (both.telegram.deliver(post), both.telegram.deliver(post)) == (0, 2)
        assert told == ["раз", "раз", "два"]
        assert ask(both.telegram, "getUpdates")["status"] == 409


def test_bad_days() -> None:
    with Messengers() as both:
        both.telegram.start("Борис")
        chat = both.telegram.user("Борис").id
        both.telegram.fault("cut", only="sendMessage")
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            ask(both.telegram, "sendMessage", chat_id=chat, text="дошло")
        assert both.telegram.last("Борис").text == "дошло"
        both.telegram.fault("reset")
        with pytest.raises((ConnectionError, http.client.HTTPException)):
            ask(both.telegram, "sendMessage", chat_id=chat, text="не дошло")
        both.telegram.block("Борис")
        assert ask(both.telegram, "sendMessage", chat_id=chat, text="…")["status"] == 403
        assert len(both.telegram.messages("Борис")) == 1


def test_one_asks_for_news_at_a_time() -> None:
    with Messengers() as both:
        found: list[dict[str, Any]] = []
        network = both.telegram.network
        first = threading.Thread(target=lambda: found.append(ask(both.telegram, "getUpdates", timeout=4)))
        first.start()
        with network.news:
            assert network.news.wait_for(lambda: network._asking == 1, 4)
        second = threading.Thread(target=lambda: found.append(ask(both.telegram, "getUpdates", timeout=4)))
        second.start()
        first.join(5)
        assert [one["status"] for one in found] == [409]
        both.telegram.say("Борис", "да")
        second.join(5)
        assert [one["message"]["text"] for one in found[1]["result"]] == ["да"]
