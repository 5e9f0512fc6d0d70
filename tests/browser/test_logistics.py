"""The whole story of seed S0 in a real browser on the fake clock, on desk and phone: from scans to signed papers."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from marshrut.cards.models import Card
from marshrut.crm.models import Company
from marshrut.history.verify import verify
from marshrut.integrations.carriers import polling
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.shipments import commands as shipments
from tests.support import logistics_office
from tests.support.logistics_office import LOGISTICS, NUMBER, SHIPMENT, WRONG, Logistics
from tests.support.office import PDF, MovingClock, drain

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ADDRESS = "603000, Нижний Новгород, Стекольная, 5"


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Logistics:
    made = logistics_office.build(now)
    made.settings(bonus="on")
    Company.objects.filter(pk=made.partner()).update(address=ADDRESS)
    shipments.set_carrier(Actor.person(made.office.id("admin"), "demo"), carrier="demo")
    return made


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    (tmp_path / "Скан.pdf").write_bytes(PDF)
    return tmp_path / "Скан.pdf"


def order(page: Page, scan: Path) -> None:
    page.goto(f"/cards/{LOGISTICS}/new/")
    page.locator("input[type=file]").first.set_input_files(scan)
    page.get_by_label("Номер заявки").fill("2026-0145")
    for label, typed, name in (("Заказчик", "Стекл", "Стеклозавод"), ("Перевозчик", "Транс", "Трансавто")):
        page.get_by_role("combobox", name=label, exact=True).press_sequentially(typed)
        page.get_by_role("option", name=name).first.click()
    page.get_by_role("button", name="Создать и отправить").click()
    expect(page.locator("h1")).to_contain_text("ЛД-")
    expect(page.locator("main")).to_contain_text("Заявка 2026-0145")


def open_task(page: Page, title: str) -> Locator:
    """From the inbox, as on any morning; the task says what it is about."""
    page.goto("/inbox/")
    with page.expect_response(re.compile("/inbox/")):
        page.locator("[data-inbox-row]").filter(has_text=title).first.click()
    page.wait_for_load_state("networkidle")
    detail = page.locator("#inbox-detail")
    expect(detail).to_contain_text(title)
    expect(
        detail.get_by_role("link", name="2026-0145").or_(detail.get_by_role("link", name="ЛД-")).first
    ).to_be_visible()
    return detail


def test_a_check_that_answers_during_a_press_does_not_swallow_the_next_one(office: Logistics, signed_in: Open) -> None:
    page = signed_in(office.office.people["alisa"])
    office.reach("scans_received")
    drain(clock.now())
    task = open_task(page, "Поставьте на отслеживание документы от перевозчика")
    task.get_by_label("Как перевозчик отправил оригиналы").select_option("post")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/complete", hold)
    with page.expect_request("**/complete"), page.expect_response("**/track/**"):
        task.get_by_label("Трек-номер от перевозчика").fill(WRONG)
        task.get_by_role("button", name="Сохранить").click()
    expect(task.get_by_role("status")).to_contain_text("ошибка")
    held[0].continue_()
    expect(task).to_contain_text("Исправьте отмеченные поля")
    page.unroute("**/complete")
    task.get_by_label("Трек-номер от перевозчика").fill(NUMBER)
    task.get_by_role("button", name="Сохранить").click()
    done(page)


def done(page: Page) -> None:
    expect(page.locator(".toast").last).to_be_visible()
    drain(clock.now())


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_from_the_scans_to_the_signed_papers(
    office: Logistics, signed_in: Open, now: MovingClock, scan: Path, phone: bool
) -> None:
    page = signed_in(office.office.people["alisa"], phone=phone)
    order(page, scan)
    card = Card.objects.system("test").get(type=LOGISTICS).pk

    # S0.4, S0.6, S0.9: the task is a message from «Администратор» and is finished in the chat
    drain(clock.now())
    page.goto("/chat/")
    message = page.locator(".chat-list > li").filter(has_text="Отправьте сканы документов").last
    expect(message).to_contain_text("Администратор")
    expect(message.get_by_role("link", name="Стеклозавод").first).to_be_visible()
    message.get_by_role("button", name="Все документы отправлены").click()
    expect(message).to_contain_text("Сканы отправлены заказчику")
    drain(clock.now())
    assert office.stage(card) == "scans_sent"

    # A0.3: the carrier's scans are there; somebody says so by hand
    page.goto(f"/cards/{card}/")
    page.get_by_role("button", name="Сканы получены").first.click()
    expect(page.locator("main")).to_contain_text("Поставьте на отслеживание документы от перевозчика")
    drain(clock.now())

    # S0.11–S0.14: the way, then the number; a wrong digit is told, the rest stays
    now.to("2026-07-02 15:00")
    task = open_task(page, "Поставьте на отслеживание документы от перевозчика")
    task.get_by_label("Как перевозчик отправил оригиналы").select_option("post")
    number = task.get_by_label("Трек-номер от перевозчика")
    number.fill(WRONG)
    task.get_by_role("button", name="Сохранить").click()
    expect(task).to_contain_text("Исправьте отмеченные поля")  # the number itself is answered while it is typed, too
    expect(task.get_by_label("Как перевозчик отправил оригиналы")).to_have_value("post")
    task.get_by_label("Трек-номер от перевозчика").fill(NUMBER)
    task.get_by_role("button", name="Сохранить").click()
    done(page)
    assert office.stage(card) == "originals_on_way"

    # S0.16: the carrier delivers, nobody presses anything
    for _half_day in range(24):
        now.until(now.at + timedelta(hours=12))
        polling.duty()
        drain(clock.now())
    assert office.stage(card) == "originals_received"
    page.goto(f"/cards/{office.children(card, SHIPMENT)[0]}/")
    expect(page.locator("#card-way")).to_contain_text("Вручено")

    # S0.18, A0.4: «Сделано» needs a file
    task = open_task(page, "Загрузите сканы документов")
    task.get_by_role("button", name="Сделано").click()
    assert office.stage(card) == "originals_received"
    task.locator("input[type=file]").first.set_input_files(scan)
    task.get_by_role("button", name="Сделано").click()
    done(page)

    # S0.21, S0.22: the address is there, the day cannot be tomorrow
    task = open_task(page, "Отправьте оригиналы документов")
    expect(task.get_by_label("Адрес для оригиналов")).to_have_value(ADDRESS)
    task.get_by_label("Способ отправки").select_option("by_hand")
    task.get_by_label("Дата отправки").fill((clock.now() + timedelta(days=2)).date().isoformat())
    task.get_by_role("button", name="Отправлены").click()
    assert task.get_by_label("Дата отправки").evaluate("field => field.validity.rangeOverflow")
    assert office.stage(card) == "sending"
    task.get_by_label("Дата отправки").fill(clock.now().date().isoformat())
    task.get_by_role("button", name="Отправлены").click()
    done(page)
    assert office.stage(card) == "originals_sent"

    # S0.26: followed, the task sleeps and comes back; the shipment is received by hand
    task = open_task(page, "Получите подписанные документы от заказчика")
    task.get_by_role("button", name="Поставить на отслеживание").click()
    task.get_by_label("Как заказчик отправил документы").select_option("by_hand")
    task.get_by_role("button", name="Поставить на отслеживание").click()
    done(page)
    assert office.stage(card) == "signed_on_way"
    page.goto("/inbox/")
    expect(page.locator("main")).not_to_contain_text("Получите подписанные документы")
    office.move(office.children(card, SHIPMENT)[0], "delivered")
    assert office.stage(card) == "originals_sent"

    # S0.27: on paper the scan is a must
    task = open_task(page, "Получите подписанные документы от заказчика")
    task.get_by_role("button", name="Подтвердить получение").click()
    task.get_by_label("Как подписали").select_option("paper")
    task.get_by_role("button", name="Подтвердить получение").click()
    expect(task).to_contain_text("Загрузите скан подписанного оригинала")
    assert office.stage(card) == "originals_sent"
    task.locator("input[type=file]").first.set_input_files(scan)
    task.get_by_role("button", name="Подтвердить получение").click()
    done(page)

    # S0.29, S0.30: complete; the bonus starts once; the journal is whole
    assert office.stage(card) == "done"
    assert len(office.bonuses()) == 1
    page.goto(f"/cards/{card}/")
    for said in ("Документооборот завершён", "Сканы отправлены заказчику", "Оригиналы отправлены заказчику"):
        expect(page.locator("main")).to_contain_text(said)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert verify() == []
