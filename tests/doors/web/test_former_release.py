"""The pages of an installation whose pack is that of release 1.0."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.doors.web.conftest import signed_in
from tests.support.office import Office, install_text
from tests.support.packs import former


@pytest.fixture
def card(office: Office) -> int:
    install_text("payments", "1.0.0", former())
    return office.request("boris", amount="900 000")


def test_pages_open(office: Office, card: int, admin: Client) -> None:
    for browser in (signed_in(office, "boris"), signed_in(office, "director")):
        for path in (
            f"/cards/{card}/",
            "/cards/payment_request/",
            "/inbox/",
            "/inbox/?tab=asked",
            "/palette/?q=Флаконы",
        ):
            assert browser.get(path, follow=True).status_code == 200, path
    for path in ("/packs/", "/packs/payments/settings/", "/access/payment_request/", "/inbox/"):
        assert admin.get(path, follow=True).status_code == 200, path
    assert "Флаконы" in signed_in(office, "director").get("/inbox/").content.decode()


def test_the_limit_holds_and_the_next_task_is_shown(office: Office, card: int) -> None:
    task = office.task(card, "approve")
    assert task.assignee_id == office.id("director")
    office.complete(card, "approve", "approved", "director")
    assert "Подтвер" in signed_in(office, "finance").get(f"/cards/{card}/").content.decode()
