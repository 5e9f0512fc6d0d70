"""Signing in, in a real browser: a passkey by a virtual authenticator, an app's code, and who it is once more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from marshrut.definitions import commands as definitions
from marshrut.kernel import clock
from tests.support import totp
from tests.support.browser import DESK, PHONE
from tests.support.office import PASSWORD, SYSTEM, Office, build

pytestmark = pytest.mark.browser


@pytest.fixture
def office(transactional_db: None) -> Office:
    return build()


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def page(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(
        base_url=live_server.url, viewport=request.param, locale="ru-RU", reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def authenticator(page: Page) -> Any:
    """A phone with a finger on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def by_password(page: Page, name: str) -> None:
    page.goto("/login/")
    page.get_by_label("Почта").fill(f"{name}@example.ru")
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти", exact=True).click()


def test_a_passkey_is_made_and_signs_in_without_a_password(office: Office, page: Page) -> None:
    authenticator(page)
    by_password(page, "boris")
    page.goto("/profile/second-factor/")
    page.get_by_label("Название устройства").fill("Мой телефон")
    page.get_by_role("button", name="Добавить ключ доступа").click()
    expect(page.get_by_role("heading", name="Резервные коды")).to_be_visible()
    expect(page.get_by_text("Мой телефон")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/login/?next=/profile/")
    page.get_by_role("button", name="Войти с ключом доступа").click()
    page.wait_for_url("**/profile/")
    expect(page.get_by_text("ключей доступа: 1")).to_be_visible()

    page.context.clear_cookies()
    by_password(page, "boris")  # the password alone is not enough any more
    page.get_by_role("button", name="Использовать ключ доступа").click()
    page.wait_for_url("**/inbox/")


def test_a_device_without_a_passkey_is_told_so(office: Office, page: Page) -> None:
    authenticator(page)
    page.goto("/login/")
    page.get_by_role("button", name="Войти с ключом доступа").click()
    expect(page.get_by_text("Ключ доступа не сработал")).to_be_visible()


def test_an_app_is_set_up_and_asked_for(office: Office, page: Page) -> None:
    by_password(page, "boris")
    page.goto("/profile/second-factor/")
    expect(page.get_by_role("img", name="Картинка для приложения")).to_be_visible()
    secret = page.locator("code").first.inner_text()
    page.get_by_label("Код из приложения").fill(totp.code(secret))
    page.get_by_role("button", name="Настроить").click()
    expect(page.get_by_role("heading", name="Резервные коды")).to_be_visible()
    assert len(re.findall(r"\d{4}-\d{4}", page.locator(".recovery code").inner_text())) == 10

    page.context.clear_cookies()
    by_password(page, "boris")
    page.get_by_label("Код из приложения").fill("000000")
    page.get_by_role("button", name="Войти", exact=True).click()
    expect(page.get_by_text("Код не подходит")).to_be_visible()
    page.get_by_label("Код из приложения").fill(totp.code(secret, 1))
    page.get_by_role("button", name="Войти", exact=True).click()
    page.wait_for_url("**/inbox/")


def test_a_large_sum_asks_who_it_is_and_loses_nothing(office: Office, page: Page) -> None:
    definitions.change_settings(SYSTEM, pack="payments", values={"step_up_above": "100 000"})
    card = office.request()
    task = office.task(card, "approve").pk
    by_password(page, "boris")
    at = clock.now() + timedelta(minutes=6)
    with clock.running(lambda: at):
        page.goto(f"/cards/{card}/")
        form = page.locator(f"#task-{task} form[data-decide]")
        form.get_by_role("button", name="Отклонить").click()
        form.get_by_label("Причина").fill("Счёт без печати")
        form.get_by_role("button", name="Отклонить").click()
        dialog = page.get_by_role("dialog", name="Подтвердите, что это вы")
        expect(dialog).to_be_visible()
        dialog.get_by_label("Пароль").fill("не тот пароль")
        dialog.get_by_role("button", name="Подтвердить").click()
        expect(dialog.get_by_text("не ваш текущий пароль")).to_be_visible()
        dialog.get_by_label("Пароль").fill(PASSWORD)
        dialog.get_by_role("button", name="Подтвердить").click()
        expect(dialog).to_be_hidden()
        expect(page.get_by_text("Нажмите кнопку ещё раз")).to_be_visible()
        expect(form.get_by_label("Причина")).to_have_value("Счёт без печати")
        form.get_by_role("button", name="Отклонить").click()
        expect(page.get_by_text("Счёт без печати").first).to_be_visible()
        expect(form).to_have_count(0)
