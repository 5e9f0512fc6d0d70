"""«Чат»: tasks from «Администратор», what colleagues write, answers; nothing of a card that is closed by now."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from marshrut.automation import queries
from marshrut.cards import commands
from marshrut.cards.models import Participant
from marshrut.history import queries as history
from marshrut.kernel import clock
from tests.support import logistics_office
from tests.support.office import MovingClock, Office, build, drain

from .conftest import shown, signed_in

PART = {"hx-request": "true"}


@pytest.fixture
def office(db: None, now: MovingClock) -> Office:
    return build()


@pytest.fixture
def card(office: Office) -> int:
    made = office.request(purpose="Флаконы")
    drain(clock.now())
    return made


def said(office: Office, card: int, by: str, text: str, *to: str) -> int:
    mentions = [office.id(one) for one in to]
    number = commands.comment_card(office.actor(by), card=card, text=text, mentions=mentions)["comment"]
    drain(clock.now())
    return int(number)


def part(browser: Client, address: str) -> str:
    answer = browser.get(address, headers=PART)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\u00a0", " ")


def tail(page: str) -> str:
    """Where the page asks for what came since."""
    return re.search(r'id="chat-tail" hx-get="([^"]+)"', page)[1].replace("&amp;", "&")  # type: ignore[index]


def test_a_task_comes_as_a_message_from_the_administrator(office: Office, card: int) -> None:
    page = shown(signed_in(office, "boris"), "/chat/")
    task = office.task(card, "approve").pk
    assert "Администратор" in page
    assert "Новое задание: Согласуйте заявку на оплату" in page
    assert f'hx-get="/chat/tasks/{task}/"' in page
    assert "Новые сообщения" in page


def test_the_task_is_finished_in_the_room(office: Office, card: int) -> None:
    boris, task = signed_in(office, "boris"), office.task(card, "approve").pk
    box = part(boris, f"/chat/tasks/{task}/")
    assert f'hx-target="#chat-task-{task}"' in box
    assert "Согласовать" in box
    form = {"outcome": "approved", "target": f"chat-task-{task}", "key": "chat-key-0001"}
    answer = boris.post(f"/tasks/{task}/complete", form, headers=PART)
    mark = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="chat-task-{task}"' in mark
    assert "Согласовано · Вы · сегодня, 10:00" in mark
    assert "<form" not in mark
    assert "chat" in answer.headers["HX-Trigger-After-Swap"] or "inbox" in answer.headers["HX-Trigger-After-Swap"]
    again = shown(boris, "/chat/")
    assert "Согласовано · Вы" in again
    assert f'hx-get="/chat/tasks/{task}/"' not in again


def test_a_refused_decision_keeps_what_was_typed(office: Office, card: int) -> None:
    boris, task = signed_in(office, "boris"), office.task(card, "approve").pk
    form = {"outcome": "declined", "reason": "  ", "target": f"chat-task-{task}", "key": "chat-key-0002"}
    answer = boris.post(f"/tasks/{task}/complete", form, headers=PART)
    assert answer.status_code == 422
    box = answer.content.decode()
    assert f'id="chat-task-{task}"' in box
    assert 'role="alert"' in box


def test_who_was_slower_is_told_in_the_room(office: Office, card: int) -> None:
    boris, task = signed_in(office, "boris"), office.task(card, "approve").pk
    office.complete(card, "approve", "approved", "boris")
    form = {"outcome": "approved", "target": f"chat-task-{task}", "key": "chat-key-0003"}
    answer = boris.post(f"/tasks/{task}/complete", form, headers=PART)
    assert answer.status_code in (200, 409)
    assert "Согласовано · Вы" in answer.content.decode()


def test_taking_to_work_stays_in_the_room(office: Office, card: int) -> None:
    boris, task = signed_in(office, "boris"), office.task(card, "approve").pk
    form = {"target": f"chat-task-{task}", "key": "chat-key-0004"}
    box = boris.post(f"/tasks/{task}/take", form, headers=PART).content.decode()
    assert box.lstrip().startswith(f'<div class="chat-task" id="chat-task-{task}"')
    assert "Вы взяли" in box


def test_a_task_that_has_not_changed_is_not_sent_again(office: Office, card: int) -> None:
    boris, task = signed_in(office, "boris"), office.task(card, "approve").pk
    again = re.search(r'hx-get="(/chat/tasks/[^"]+)"', part(boris, f"/chat/tasks/{task}/"))[1].replace("&amp;", "&")  # type: ignore[index]
    assert boris.get(again, headers=PART).status_code == 204
    office.complete(card, "approve", "approved", "boris")
    assert "Согласовано" in part(boris, again)


def test_a_reminder_has_the_card_and_the_earlier_message_leads_to_the_task(
    office: Office, card: int, now: MovingClock
) -> None:
    now.to("2026-07-08 12:00")
    page = shown(signed_in(office, "boris"), "/chat/")
    task = office.task(card, "approve").pk
    assert page.count(f'hx-get="/chat/tasks/{task}/"') == 1
    assert f'href="/inbox/?task={task}"' in page


def test_a_mention_is_read_answered_and_the_answer_comes_by_itself(office: Office, card: int, now: MovingClock) -> None:
    said(office, card, "alisa", "Посмотрите, пожалуйста, счёт", "ops")
    alisa, ops = signed_in(office, "alisa"), signed_in(office, "ops")
    before = shown(alisa, "/chat/")
    assert "Посмотрите, пожалуйста, счёт" in before
    room = shown(ops, "/chat/")
    assert "data-to-me" in room
    assert "Алиева А." in room
    now.to("2026-07-02 10:05")
    form = {"card": card, "card_text": "Флаконы", "to": office.id("alisa"), "text": "Смотрю", "key": "chat-key-0005"}
    answer = ops.post("/chat/say", form, headers=PART)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (200, "chatsaid")
    assert ops.post("/chat/say", form, headers=PART).status_code == 200  # a double click
    drain(clock.now())
    assert "@Алиева А. Смотрю" in part(ops, tail(room))
    came = part(alisa, tail(before))
    assert came.count("@Алиева А. Смотрю") == 1
    assert "data-to-me" in came
    assert alisa.get(tail(came), headers=PART).status_code == 204
    [event] = [one for one in history.timeline(f"card:{card}") if "Смотрю" in str(one.values.get("text"))]
    assert event.body["mentions"] == [office.id("alisa")]


def test_a_message_of_a_card_that_is_closed_by_now_shows_nothing_of_it(office: Office, card: int) -> None:
    said(office, card, "alisa", "Секретная скидка", "viktor")
    viktor = signed_in(office, "viktor")
    assert "Секретная скидка" in shown(viktor, "/chat/")
    said(office, card, "viktor", "Тайный ответ")
    Participant.objects.system("test").filter(card_id=card, person_id=office.id("viktor")).delete()
    page = shown(viktor, "/chat/")
    assert "Сообщение о карточке, которая вам сейчас закрыта." in page
    for hidden in ("Секретная скидка", "Флаконы", "Алиева", f"/cards/{card}/", "Тайный ответ"):
        assert hidden not in page.partition('class="chat-list"')[2].partition("</ol>")[0]
    task = office.task(card, "approve").pk
    assert viktor.get(f"/chat/tasks/{task}/", headers=PART).status_code == 404


def test_an_answer_to_a_closed_card_is_refused_and_kept(office: Office, card: int) -> None:
    form = {"card": card, "card_text": "Флаконы", "text": "Моё слово", "key": "chat-key-0006"}
    answer = signed_in(office, "viktor").post("/chat/say", form, headers=PART)
    assert answer.status_code == 422
    assert "Моё слово" in answer.content.decode()
    missing = signed_in(office, "viktor").post("/chat/say", {**form, "card": 999_999}, headers=PART)
    assert re.sub(r'value="[^"]*"', "", missing.content.decode()) == re.sub(
        r'value="[^"]*"', "", answer.content.decode()
    )


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_message_is_refused_at_its_place(office: Office, card: int, text: str) -> None:
    form = {"card": card, "card_text": "Флаконы", "to": office.id("boris"), "text": text, "key": "chat-key-0007"}
    answer = signed_in(office, "alisa").post("/chat/say", form, headers=PART)
    assert answer.status_code == 422
    assert "Сначала напишите" in answer.content.decode() or "Напишите" in answer.content.decode()


def test_a_message_without_a_card_is_refused_and_kept(office: Office, card: int) -> None:
    form = {"card": "", "card_text": "нет такой", "text": "Привет", "key": "chat-key-0008"}
    answer = signed_in(office, "alisa").post("/chat/say", form, headers=PART)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Выберите карточку, о которой пишете." in page
    assert "нет такой" in page
    assert "Привет" in page


def test_what_is_seen_is_read_and_the_counts_follow(office: Office, card: int) -> None:
    boris = signed_in(office, "boris")
    page = boris.get("/chat/").content.decode()
    ids = ",".join(re.findall(r'data-unread="(\d+)"', page))
    assert queries.bell(office.actor("boris")).unread == 1  # the page alone reads nothing
    answer = boris.post("/chat/read", {"ids": ids}, headers=PART)
    assert (answer.status_code, answer.headers["HX-Trigger"]) == (204, '{"counts": {"chat": ""}}')
    assert queries.bell(office.actor("boris")).unread == 0
    again = boris.get("/chat/").content.decode()
    assert "chat-line" not in again
    assert "data-unread" not in again


def test_nobody_reads_the_messages_of_another(office: Office, card: int) -> None:
    [notice] = queries.notices(office.actor("boris"))
    signed_in(office, "viktor").post("/chat/read", {"ids": str(notice.id)})
    assert queries.bell(office.actor("boris")).unread == 1


def test_the_count_stands_in_the_menu_and_in_the_news(office: Office, card: int) -> None:
    boris = signed_in(office, "boris")
    assert '<span class="rail-count" data-live-count="chat">1</span>' in boris.get("/inbox/").content.decode()
    assert boris.get("/live/?since=1.1.1").json()["counts"]["chat"] == "1"


def test_pages_follow_each_other_without_gaps(office: Office, card: int, now: MovingClock) -> None:
    """Seventy words of both sides, some at the same moment: upwards each comes once, in order."""
    for number in range(70):
        if number % 3:
            now.to(f"2026-07-02 {11 + number // 10}:{number % 10 * 5:02}")
        said(office, card, "alisa" if number % 2 else "boris", f"Слово {number:02}.", "boris", "alisa")
    alisa = signed_in(office, "alisa")
    page = alisa.get("/chat/").content.decode()
    pages = [page]
    while found := re.search(r'class="load-more" hx-get="([^"]+)"', page):
        page = part(alisa, found[1].replace("&amp;", "&"))
        pages.append(page)
    words = [int(one) for page in pages[::-1] for one in re.findall(r"Слово (\d\d)\.", page)]
    assert sorted(words) == list(range(70))
    assert len(pages) > 2


@pytest.mark.parametrize(
    "address",
    ["/chat/?before=x", "/chat/?after=0-0-0-0", "/chat/?card=x&to=y", "/chat/?before=9-99999999999999999-0-0"],
)
def test_odd_addresses_are_forgiven(clerk: Client, address: str) -> None:
    assert clerk.get(address).status_code == 200
    assert clerk.get(address, headers=PART).status_code in (200, 204)


def test_answering_works_without_a_script(office: Office, card: int) -> None:
    said(office, card, "boris", "Почему так дорого?", "alisa")
    alisa = signed_in(office, "alisa")
    link = re.search(r'href="(/chat/\?card=[^"#]+)', alisa.get("/chat/").content.decode())[1].replace("&amp;", "&")  # type: ignore[index]
    page = shown(alisa, link)
    assert f'name="to" value="{office.id("boris")}"' in page
    form = {"card": card, "card_text": "x", "to": office.id("boris"), "text": "Другого нет", "key": "chat-key-0009"}
    assert alisa.post("/chat/say", form).headers["Location"] == "/chat/"
    assert "@Борисов Б. Другого нет" in shown(alisa, "/chat/")


def test_what_people_wrote_is_text(office: Office, card: int) -> None:
    said(office, card, "boris", "<script>alert(1)</script>", "alisa")
    assert "<script>alert" not in signed_in(office, "alisa").get("/chat/").content.decode()


def test_an_empty_room_says_what_will_come(office: Office) -> None:
    assert "Пока никто не писал" in shown(signed_in(office, "viktor"), "/chat/")


def test_a_task_given_to_oneself_is_a_message_that_rings_no_bell(db: None, now: MovingClock) -> None:
    """S0.4: whoever leads an order is given every next task by their own press."""
    logistics = logistics_office.build(now)
    logistics.order()
    alisa = logistics.office.actor("alisa")
    assert queries.bell(alisa).unread == 0
    page = shown(signed_in(logistics.office, "alisa"), "/chat/")
    assert "Администратор" in page
    assert "Отправьте сканы документов" in page
    assert 'hx-get="/chat/tasks/' in page  # with its buttons
