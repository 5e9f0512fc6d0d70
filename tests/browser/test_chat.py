"""The chat in a real browser: a task arrives as a message and is finished there, colleagues answer each other live."""

from __future__ import annotations

import os

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from marshrut.automation import queries
from marshrut.cards import commands
from marshrut.cards.models import Card, Participant
from marshrut.kernel import clock
from tests.support.office import MovingClock, Office, build, drain

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
#: pages ask for news every four seconds
NEWS = 15_000


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Office:
    return build()


def picture(page: Page, name: str) -> None:
    """Kept only for whoever looks: PICTURES_OF_TESTS=folder."""
    folder = os.environ.get("PICTURES_OF_TESTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def faults(page: Page) -> list[str]:
    return [f"{one['id']} {node['target']}" for one in Axe().run(page).response["violations"] for node in one["nodes"]]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_task_arrives_and_is_finished_in_the_room(office: Office, signed_in: Open, phone: bool) -> None:
    boris = signed_in(office.people["boris"], phone=phone)
    boris.goto("/chat/")
    expect(boris.get_by_text("Пока никто не писал")).to_be_visible()
    card = office.request(purpose="Флаконы для крема")
    drain(clock.now())
    told = boris.locator(".chat-message", has_text="Новое задание: Согласуйте заявку на оплату")
    expect(told).to_contain_text("Администратор", timeout=NEWS)
    expect(boris.get_by_text("Пока никто не писал")).to_be_hidden()
    # a reason that is being typed outlives what else comes
    told.get_by_role("button", name="Отклонить").click()
    reason = told.get_by_label("Причина")
    reason.fill("Дорого, нужен ещё один")
    commands.comment_card(office.actor("alisa"), card=card, text="Очень нужно", mentions=[office.id("boris")])
    drain(clock.now())
    expect(boris.locator(".chat-message", has_text="Очень нужно")).to_be_visible(timeout=NEWS)
    expect(reason).to_have_value("Дорого, нужен ещё один")
    picture(boris, f"chat-task-{'phone' if phone else 'desk'}")
    assert faults(boris) == []
    told.get_by_role("button", name="Отмена").click()
    told.get_by_role("button", name="Согласовать").click()
    expect(told.locator(".chat-mark")).to_contain_text("Согласовано · Вы")
    assert boris.url.endswith("/chat/")
    assert Card.objects.system("test").get(pk=card).stage != "unit_approval"
    expect(boris.locator("[data-bell-count]").first).to_be_hidden(timeout=NEWS)
    picture(boris, f"chat-done-{'phone' if phone else 'desk'}")
    assert fits(boris)


def test_a_colleague_is_mentioned_answers_and_the_answer_comes_live(office: Office, signed_in: Open) -> None:
    office.request(purpose="Флаконы для крема")
    drain(clock.now())
    alisa, ops = signed_in(office.people["alisa"]), signed_in(office.people["ops"], phone=True)
    ops.goto("/inbox/")
    alisa.goto("/chat/")
    alisa.get_by_label("По карточке").press_sequentially("флаконы")
    alisa.get_by_role("option", name="Флаконы для крема").click()
    text = alisa.get_by_role("textbox", name="Сообщение")
    text.press_sequentially("@Орл")
    alisa.get_by_role("option", name="Орлова О.").click()
    text.press_sequentially("подтвердите, пожалуйста, срок")
    alisa.get_by_role("button", name="Отправить").click()
    expect(alisa.locator(".chat-message[data-mine]")).to_contain_text("подтвердите, пожалуйста, срок", timeout=NEWS)
    drain(clock.now())
    # she finds it in her room, by the count of the menu
    count = ops.locator(".tabbar [data-live-count=chat]")
    expect(count).to_have_text("1", timeout=NEWS)
    ops.get_by_role("navigation", name="Нижнее меню").get_by_role("link", name="Чат").click()
    asked = ops.locator(".chat-message[data-to-me]")
    expect(asked).to_contain_text("подтвердите, пожалуйста, срок")
    expect(count).to_be_hidden(timeout=NEWS)
    asked.get_by_role("link", name="Ответить").click()
    expect(ops.locator("[data-chat-name]")).to_have_text("Алиева А.")
    picture(ops, "chat-answer-phone")
    ops.get_by_role("textbox", name="Сообщение").fill("Срок 10 июля")
    # what is being typed on the other side stays
    half = alisa.get_by_role("textbox", name="Сообщение")
    half.fill("Ещё один воп")
    ops.get_by_role("button", name="Отправить").click()
    expect(ops.locator(".chat-message[data-mine]")).to_contain_text("Срок 10 июля")
    drain(clock.now())
    came = alisa.locator(".chat-message[data-to-me]")
    expect(came).to_contain_text("Срок 10 июля", timeout=NEWS)
    expect(came).to_contain_text("Орлова О.")
    expect(half).to_have_value("Ещё один воп")
    picture(alisa, "chat-answered-desk")
    assert fits(ops)
    assert fits(alisa)
    assert faults(ops) + faults(alisa) == []
    half.fill("")


def test_reading_upwards_is_not_disturbed(office: Office, signed_in: Open) -> None:
    card = office.request()
    for number in range(45):
        commands.comment_card(office.actor("boris"), card=card, text=f"Слово {number}. Ещё немного слов для длины")
    drain(clock.now())
    page = signed_in(office.people["alisa"])
    page.goto("/chat/")
    expect(page.get_by_text("Слово 44.")).to_be_in_viewport()
    page.locator("[data-chat-room]").hover()
    page.mouse.wheel(0, -20_000)
    expect(page.get_by_text("Слово 3.")).to_have_count(1)
    page.mouse.wheel(0, -20_000)
    expect(page.get_by_text("Слово 0.")).to_be_in_viewport()
    before = page.get_by_text("Слово 0.").bounding_box()
    commands.comment_card(office.actor("boris"), card=card, text="Самое новое слово")
    drain(clock.now())
    down = page.get_by_role("button", name="Новые сообщения")
    expect(down).to_be_visible(timeout=NEWS)
    after = page.get_by_text("Слово 0.").bounding_box()
    assert before is not None
    assert after is not None
    assert abs(before["y"] - after["y"]) < 2
    picture(page, "chat-reading-desk")
    down.click()
    expect(page.get_by_text("Самое новое слово")).to_be_in_viewport()
    expect(down).to_be_hidden()


def test_a_message_of_a_closed_card_shows_nothing_of_it(office: Office, signed_in: Open) -> None:
    card = office.request(purpose="Секретная закупка")
    commands.comment_card(office.actor("alisa"), card=card, text="Скидка 40 %", mentions=[office.id("viktor")])
    drain(clock.now())
    Participant.objects.system("test").filter(card_id=card, person_id=office.id("viktor")).delete()
    page = signed_in(office.people["viktor"], phone=True)
    page.goto("/chat/")
    expect(page.locator(".chat-message")).to_contain_text("Сообщение о карточке, которая вам сейчас закрыта.")
    room = page.locator("[data-chat-room]").inner_text()
    assert "Скидка" not in room
    assert "Секретная" not in room
    assert "Алиева" not in room
    picture(page, "chat-closed-phone")


def test_papers_of_an_order_are_led_from_the_room_of_a_phone(
    transactional_db: None, now: MovingClock, signed_in: Open
) -> None:
    """S0.4: the task of logistics is a message of the system, skipped with a listed reason, done with its fields."""
    office = build("logistics")
    assert office.company is not None
    fields = {"order_number": "215/А", "customer": office.company.pk, "carrier": office.company.pk}
    commands.create_card(office.actor("alisa"), card_type="logistics", fields=fields)
    drain(clock.now())
    page = signed_in(office.people["alisa"], phone=True)
    page.goto("/chat/")
    told = page.locator(".chat-message", has_text="Новое задание: Отправьте сканы документов")
    expect(told).to_contain_text("Отправьте заказчику сканы документов по заявке 215/А.")
    expect(told.get_by_role("link", name="Стеклозавод")).to_be_visible()
    picture(page, "chat-order-phone")
    told.get_by_role("button", name="Пропустить").click()
    told.get_by_label("Заказчику сканы не нужны").check()
    picture(page, "chat-skip-phone")
    told.get_by_role("button", name="Пропустить").click()
    expect(told.locator(".chat-mark")).to_contain_text("Отправка сканов пропущена · Вы")
    assert Card.objects.system("test").get().stage == "scans_sent"
    commands.move_card(office.actor("alisa"), card=Card.objects.system("test").get().pk, to="scans_received")
    drain(clock.now())
    track = page.locator(".chat-message", has_text="Новое задание: Поставьте на отслеживание")
    expect(track.get_by_label("Трек-номер")).to_be_visible(timeout=NEWS)
    picture(page, "chat-track-phone")
    assert fits(page)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_only_what_came_into_sight_is_read(office: Office, signed_in: Open, phone: bool) -> None:
    card = office.request()
    drain(clock.now())
    for number in range(20):
        text = f"Слово {number}. Ещё немного слов для длины"
        commands.comment_card(office.actor("boris"), card=card, text=text, mentions=[office.id("alisa")])
    drain(clock.now())
    alisa, page = office.actor("alisa"), signed_in(office.people["alisa"], phone=phone)
    page.set_viewport_size({"width": 390 if phone else 1200, "height": 620})
    with page.expect_response("**/chat/read"):
        page.goto("/chat/")
    expect(page.get_by_text("Слово 19.")).to_be_in_viewport()
    unread = " ".join(one.text for one in queries.notices(alisa, unread=True))
    assert unread.count("Слово") > 10
    assert "Слово 19." not in unread
    page.locator("[data-chat-room]").hover()
    for _turn in range(40):
        page.mouse.wheel(0, -150)
        page.wait_for_timeout(100)
    expect(page.get_by_text("Слово 0.")).to_be_in_viewport()
    expect(page.locator("[data-bell-count]").first).to_be_hidden(timeout=NEWS)
    assert queries.bell(alisa).unread == 0
