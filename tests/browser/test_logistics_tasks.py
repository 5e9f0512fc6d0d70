"""The evening at the post office: from the notification to «Отправлены» with a thumb; a skip with its listed reason."""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from marshrut.cards.models import Card, CardContent, Task
from marshrut.documents.queries import describe
from marshrut.kernel import clock
from tests.support.office import MovingClock, drain
from tests.support.orders import ADDRESS, POST, WRONG, Orders, furnish

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def drawn(width: int = 60, height: int = 80) -> bytes:
    """A picture of a receipt: plain grey."""

    def part(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\xc8" * width for _row in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b"")


@pytest.fixture
def orders(transactional_db: None, now: MovingClock) -> Orders:
    return furnish()


@pytest.fixture
def receipt(tmp_path: Path) -> Path:
    path = tmp_path / "Чек.png"
    path.write_bytes(drawn())
    return path


def picture(page: Page, name: str) -> None:
    """Kept only for whoever looks: PICTURES_OF_TESTS=folder."""
    folder = os.environ.get("PICTURES_OF_TESTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def faults(page: Page) -> list[str]:
    return [f"{one['id']} {node['target']}" for one in Axe().run(page).response["violations"] for node in one["nodes"]]


def stage(card: int) -> str:
    return Card.objects.system("test").get(pk=card).stage


class Thumb:
    """Counts what a person does with the screen; typing is no tap."""

    def __init__(self) -> None:
        self.taps = 0

    def __call__(self, what: Locator) -> None:
        self.taps += 1
        what.tap()


def test_an_evening_at_the_post_office(orders: Orders, signed_in: Open, now: MovingClock, receipt: Path) -> None:
    """S0.23: under five taps from the notification, with the photo of the receipt."""
    earlier = orders.at("send_originals", number="2026-116")
    sent = {"address": ADDRESS, "way": "post", "track": POST, "sent_on": "2026-07-02"}
    orders.office.complete(earlier, "send_originals", "sent", "alisa", fields=sent)
    card = orders.at("send_originals")
    now.to("2026-07-03 19:40")
    page, tap = signed_in(orders.office.people["alisa"], phone=True, bypass_csp=True), Thumb()
    page.goto("/notifications/")

    tap(page.get_by_role("link", name="Отправьте оригиналы документов").first)
    form = page.locator("form.decision")
    expect(form.get_by_label("Адрес для оригиналов")).to_have_value(ADDRESS)
    expect(form.get_by_label("Способ отправки")).to_have_value("post")
    expect(form.get_by_label("Дата отправки")).to_have_value("2026-07-03")
    assert fits(page)
    assert faults(page) == []
    picture(page, "evening-task")

    number = form.get_by_label("Трек-номер")
    tap(number)
    number.press_sequentially(WRONG, delay=10)
    expect(form.get_by_text("В номере ошибка")).to_be_visible()
    number.press("Backspace")
    number.press_sequentially(POST[-1])
    expect(form.get_by_text("Контрольная цифра верна")).to_be_visible()

    camera = form.locator("input[type=file]")
    assert camera.get_attribute("capture") == "environment"
    with page.expect_file_chooser() as chooser:
        tap(camera)
    chooser.value.set_files(receipt)
    thumb = form.locator(".drop-thumb")
    expect(thumb).to_have_js_property("naturalWidth", 60)  # seen before it is sent
    form.get_by_role("button", name="Отправлены").scroll_into_view_if_needed()
    picture(page, "evening-filled")
    assert fits(page)

    tap(form.get_by_role("button", name="Отправлены"))
    expect(page.locator(".toast")).to_contain_text("Заявка 2026-117")
    assert tap.taps < 5
    assert stage(card) == "originals_sent"
    held = CardContent.objects.system("test").get(card_id=card).fields
    assert (held["way"], held["track"], held["sent_on"]) == ("post", POST, "2026-07-03")
    assert [describe([one])[one].name for one in held["receipt"]] == ["Чек.png"]


def test_a_way_without_a_number_asks_for_none(orders: Orders, signed_in: Open) -> None:
    """A0.5: in place, without a page between."""
    task = orders.task(orders.at("send_originals"), "send_originals")
    page = signed_in(orders.office.people["alisa"])
    page.goto(f"/inbox/?task={task}")
    form = page.locator("form.decision")
    number = form.get_by_label("Трек-номер")
    form.get_by_label("Способ отправки").select_option("post")
    expect(number).to_be_visible()
    form.get_by_role("button", name="Отправлены").click()
    expect(number).to_be_focused()  # nothing was sent: the number is missing
    form.get_by_label("Способ отправки").select_option("by_hand")
    expect(number).to_be_hidden()
    expect(form.get_by_text("Для этого способа номер не нужен")).to_be_visible()
    picture(page, "by-hand")
    form.get_by_role("button", name="Отправлены").click()
    expect(page.locator(".toast")).to_contain_text("Заявка 2026-117")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_skip_and_its_reason(orders: Orders, signed_in: Open, phone: bool) -> None:
    """S0.10, A0.2: the listed reasons open in place; one of them asks for words."""
    card = orders.order()
    task = orders.task(card, "send_scans")
    page = signed_in(orders.office.people["alisa"], phone=phone, bypass_csp=True)
    page.goto(f"/inbox/?task={task}")
    detail = page.locator("#inbox-detail")
    picture(page, f"scans-{'phone' if phone else 'desk'}")
    detail.get_by_role("button", name="Пропустить").click()
    expect(detail.get_by_role("button", name="Все документы отправлены")).to_be_hidden()
    expect(detail.get_by_label("Своими словами")).to_be_hidden()
    detail.get_by_role("button", name="Пропустить").click()  # no reason yet: the browser asks for one
    assert stage(card) == "scans"
    detail.get_by_label("Другая причина").check()
    words = detail.get_by_label("Своими словами")
    expect(words).to_be_focused()
    words.fill("   ")
    detail.get_by_role("button", name="Пропустить").click()
    expect(words).to_be_visible()
    assert stage(card) == "scans"
    picture(page, f"skip-{'phone' if phone else 'desk'}")
    assert fits(page)
    assert faults(page) == []
    page.keyboard.press("Escape")
    expect(detail.get_by_role("button", name="Все документы отправлены")).to_be_visible()
    detail.get_by_role("button", name="Пропустить").click()
    detail.get_by_label("Сканы отправлены раньше").check()
    expect(words).to_be_hidden()
    detail.get_by_role("button", name="Пропустить").click()
    expect(page.locator(".toast")).to_contain_text("Отправка сканов пропущена")
    assert stage(card) == "scans_sent"
    done = Task.objects.system("test").get(pk=task)
    assert (done.skipped, done.because) == (True, "sent_before")


def test_the_card_of_an_order_and_its_shipment(orders: Orders, signed_in: Open, now: MovingClock) -> None:
    card = orders.at("track_carrier")
    saved = {"carrier_way": "post", "carrier_track": POST}
    page = signed_in(orders.office.people["alisa"], phone=True, bypass_csp=True)
    page.goto(f"/cards/{card}/")
    box = page.locator(".task")
    picture(page, "track-carrier-card")
    box.get_by_label("Как перевозчик отправил оригиналы").select_option(saved["carrier_way"])
    box.get_by_label("Трек-номер от перевозчика").fill(saved["carrier_track"])
    box.get_by_role("button", name="Сохранить").click()
    expect(page.locator(".toast")).to_be_visible()
    drain(clock.now())
    page.goto(f"/cards/{card}/")
    row = page.locator("#card-shipments .shipment")
    expect(row).to_contain_text(POST)
    assert fits(page)
    row.scroll_into_view_if_needed()
    picture(page, "order-shipments")
    row.get_by_role("link").first.click()
    expect(page.locator("#card-way")).to_contain_text(POST)
    picture(page, "shipment-card")
    assert fits(page)
    assert faults(page) == []
