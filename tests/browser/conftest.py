"""A real browser over the running product. Each page fails its test on any error in its console."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect
from pytest_django.live_server_helper import LiveServer

from marshrut.org.models import Person
from tests.support.browser import DESK, FLAGS, PHONE

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's sync API keeps an event loop in the test thread
#: refusals are answers too; Chromium reports them as failed loads
EXPECTED = ("the server responded with a status of 409", "the server responded with a status of 422")

Open = Callable[..., Page]
#: the machine may be busy with the other half of the tests
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    return {**browser_type_launch_args, **({"executable_path": found} if found else {}), "args": FLAGS}


@pytest.fixture
def signed_in(browser: Browser, live_server: LiveServer, transactional_db: None) -> Iterator[Open]:
    """`signed_in(person, phone=True)` opens a page as that person; other words go to the browser's context."""
    errors: list[str] = []
    contexts = []

    def watch(message: ConsoleMessage) -> None:
        if message.type == "error" and not any(text in message.text for text in EXPECTED):
            errors.append(f"{message.text} at {message.location}")

    def open_as(person: Person, *, phone: bool = False, **words: Any) -> Page:
        client = Client()
        client.force_login(person)
        size = PHONE if phone else DESK
        words = {"viewport": size, "has_touch": phone, "locale": "ru-RU", "reduced_motion": "reduce", **words}
        context = browser.new_context(base_url=live_server.url, **words)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", watch)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert errors == []
