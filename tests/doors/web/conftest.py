"""Pages are asked for by a clerk (Алиса) and by an administrator of the same small office."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from tests.support.office import Office, build


@pytest.fixture
def office(db: None) -> Office:
    return build()


@pytest.fixture
def clerk(office: Office) -> Client:
    return signed_in(office, "alisa")


@pytest.fixture
def admin(office: Office) -> Client:
    return signed_in(office, "admin")


def signed_in(office: Office, name: str) -> Client:
    browser = Client()
    browser.force_login(office.people[name])
    return browser


def shown(browser: Client, address: str) -> str:
    """The page as text with its tags; spaces that do not break are plain ones."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode()).replace("\u00a0", " ").replace("\u202f", " ")
