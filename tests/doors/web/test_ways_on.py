"""A card that waits for a hand shows its ways on as buttons: no task says what to do there."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.support import logistics_office
from tests.support.logistics_office import Logistics
from tests.support.office import MovingClock

from .conftest import shown, signed_in


@pytest.fixture
def logistics(db: None, now: MovingClock) -> Logistics:
    return logistics_office.build(now)


def ahead(browser: Client, card: int) -> list[str]:
    """What the buttons say."""
    page = shown(browser, f"/cards/{card}/").split('<div class="btn-row">')[1].split("</details>")[0]
    return re.findall(r'action="/cards/\d+/move"(?:(?!</form>).)*</svg>([^<]+)</button></form>', page, re.DOTALL)


def press(browser: Client, card: int, stage: str, script: bool = True) -> tuple[int, str]:
    page = shown(browser, f"/cards/{card}/")
    key, version = (re.search(rf'name="{name}" value="([^"]+)"', page) for name in ("key", "version"))
    assert key
    assert version
    form = {"stage": stage, "key": key[1], "version": version[1]}
    headers = {"hx-request": "true"} if script else {}
    answer = browser.post(f"/cards/{card}/move", form, headers=headers)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("script", [True, False], ids=["htmx", "plain"])
def test_scans_of_the_carrier_are_told_by_one_press(logistics: Logistics, script: bool) -> None:
    """A0.3."""
    card, browser = logistics.reach("scans_sent"), signed_in(logistics.office, "alisa")
    assert ahead(browser, card) == ["Сканы получены"]
    status, _text = press(browser, card, "scans_received", script)
    assert status == (200 if script else 302)
    assert logistics.stage(card) == "scans_received"
    logistics.settle()
    assert ahead(browser, card) == []  # a task says what to do


def test_by_hand_what_is_missing_is_named(logistics: Logistics) -> None:
    """S0.1: the card is led by hand."""
    logistics.settings(mode="manual")
    card, browser = logistics.reach("scans"), signed_in(logistics.office, "alisa")
    assert ahead(browser, card) == ["Ждём сканы от перевозчика"]
    for stage in ("scans_sent", "scans_received"):
        assert press(browser, card, stage)[0] == 200
    assert ahead(browser, card) == ["Оригиналы в пути", "Оригиналы получены"]
    status, text = press(browser, card, "originals_on_way")
    assert status == 422
    assert "Как перевозчик отправил оригиналы" in text
    assert logistics.stage(card) == "scans_received"


def test_who_may_not_move_sees_no_buttons(logistics: Logistics) -> None:
    card = logistics.reach("scans_sent")
    assert ahead(signed_in(logistics.office, "boris"), card) == []
