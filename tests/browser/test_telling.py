"""Where my notices come to, on a desk and on a phone: linked while the page waits, shown by the browser itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from marshrut.channels.models import Address, Preference, Ticket
from marshrut.integrations.push.browsers import Browsers
from marshrut.kernel import clock
from tests.support import pigeons as support
from tests.support.office import Office, build
from tests.support.pigeons import Pigeons

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/profile/notifications/"
#: a browser without a push service behind it
STAND_IN = """
  Notification.requestPermission = async () => "granted";
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async () => ({ toJSON: () => ({
    endpoint: "https://fcm.googleapis.com/fcm/send/one",
    keys: { p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            auth: "BTBZMqHH6r4Tts7J_aSIgg" } }) });
"""


@pytest.fixture
def office(transactional_db: None) -> Iterator[Office]:
    browsers: Any = Browsers()
    with support.flying(Pigeons("telegram", "Telegram"), Pigeons("max", "MAX"), browsers):
        made = build()
        support.connect(made, "telegram")
        support.connect(made, "max")
        support.connect(made, "push", secrets={})
        yield made


def _fits(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_page_of_a_link_changes_by_itself(office: Office, signed_in: Open, phone: bool) -> None:
    page = signed_in(office.people["boris"], phone=phone)
    page.goto(HERE)
    _fits(page)
    page.get_by_role("button", name=re.compile("^Привязать ?: Telegram")).click()
    expect(page.get_by_text("Ждём, когда вы откроете ссылку.")).to_be_visible()
    expect(page.get_by_alt_text("Ссылка картинкой для камеры телефона")).to_be_visible()
    _fits(page)
    row = support.found(office, "boris", "telegram")
    Ticket.objects.update(sender=row.address, used_at=clock.now())
    expect(page.get_by_text("Привязано.")).to_be_visible(timeout=10_000)
    page.get_by_role("link", name="Готово").click()
    expect(page.locator("#way-telegram").get_by_text("работает")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Отвязать ?: Telegram")).click()
    expect(page.locator("#way-telegram").get_by_text("не привязан")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_put_in_order_and_chosen(office: Office, signed_in: Open, phone: bool) -> None:
    page = signed_in(office.people["boris"], phone=phone)
    page.goto(HERE)
    page.get_by_role("button", name="Выше: MAX").click()
    expect(page.locator(".tell-way").nth(1)).to_have_attribute("id", "way-max")
    page.get_by_label("В эти часы").check()
    page.get_by_label("Тихо с").fill("21:00")
    page.get_by_label("Тихо до").fill("08:00")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_role("button", name="Как в компании")).to_be_visible()
    assert Preference.objects.get().quiet["from"] == "21:00"
    _fits(page)


def test_a_press_links_this_browser(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["boris"])
    page.add_init_script(STAND_IN)
    page.goto(HERE)
    page.get_by_role("button", name="Включить в этом браузере").click()
    expect(page.locator("#way-push").get_by_text("работает")).to_be_visible(timeout=15_000)
    assert Address.objects.get().person_id == office.id("boris")


def test_whoever_forbade_notices_is_told_where_to_allow_them(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["boris"])
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' });")
    page.goto(HERE)
    expect(page.get_by_text("Вы запретили уведомления этого сайта")).to_be_visible()
    expect(page.get_by_role("button", name="Включить в этом браузере")).to_be_hidden()


def test_what_is_pushed_is_shown_by_the_browser(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["boris"], permissions=["notifications"])
    page.goto(HERE)
    page.evaluate("navigator.serviceWorker.register('/sw.js').then(() => navigator.serviceWorker.ready).then(() => 0)")
    tools = page.context.new_cdp_session(page)
    known: list[str] = []
    tools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(one["registrationId"] for one in told["registrations"]),
    )
    tools.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    told = {"title": "Согласовать счёт", "body": "120 000 ₽", "url": "/inbox/", "tag": "A1", "urgent": True,
            "buttons": [{"text": "Согласовать", "url": "/act/x/"}]}  # fmt: skip
    origin = page.evaluate("location.origin")
    tools.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": origin, "registrationId": known[-1], "data": json.dumps(told, ensure_ascii=False)},
    )
    seen = """async () => {
      const worker = await navigator.serviceWorker.ready;
      for (let turn = 0; turn < 200; turn += 1) {
        const [shown] = await worker.getNotifications();
        if (shown) return [shown.title, shown.body, shown.tag, shown.data.urls];
        await new Promise((done) => setTimeout(done, 50));
      }
      return [];
    }"""
    assert page.evaluate(seen) == ["Согласовать счёт", "120 000 ₽", "A1", ["/inbox/", "/act/x/"]]
    assert page.evaluate("caches.keys().then((names) => names.every((name) => name.startsWith('marshrut-')))")
