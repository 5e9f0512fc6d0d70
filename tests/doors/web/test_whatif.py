"""«Что если»: asked on a page, answered beside what really happened."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from tests.doors.web.conftest import shown, signed_in
from tests.rooms.rehearsals import past
from tests.support.office import MovingClock, Office, build

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(now: MovingClock, tmp_path: Path, settings: Settings) -> Office:
    settings.FILES = tmp_path / "files"
    now.at = past.FIRST - timedelta(days=3)
    return build()


def test_a_what_if_is_asked_and_answered_on_a_page(office: Office, now: MovingClock) -> None:
    past.payments(office, now, 9)
    browser = signed_in(office, "director")
    with CaptureQueriesContext(connection) as captured:
        page = shown(browser, "/rehearsals/whatif/")
    assert len(captured) <= 12
    assert "Через сколько напомнить исполнителю" in page
    assert "сейчас: 2" in page
    sent = browser.post("/rehearsals/whatif/?type=payment_request", {"months": "6", "set_remind_after": "1"})
    assert sent.status_code == 302
    with CaptureQueriesContext(connection) as captured:
        page = shown(browser, sent["Location"])
    assert len(captured) <= 10
    for text in (
        "Что если: Заявки на оплату",
        "Как было",
        "Сыграно снова",
        "По другим правилам",
        "Ошибка модели: неизвестна",
    ):
        assert text in page
    assert "Обычное время стало бы короче на " in page
    assert sent["Location"] in shown(browser, "/rehearsals/whatif/")


def test_what_makes_no_sense_stays_on_the_form(office: Office, now: MovingClock) -> None:
    browser = signed_in(office, "admin")
    sent = browser.post("/rehearsals/whatif/?type=payment_request", {"months": "3", "set_remind_after": "много"})
    assert sent.status_code == 422
    page = sent.content.decode()
    assert "Напишите целое число" in page
    assert 'value="много"' in page


def test_an_empty_past_is_told(office: Office, now: MovingClock) -> None:
    browser = signed_in(office, "admin")
    sent = browser.post("/rehearsals/whatif/?type=payment_request", {"months": "1"})
    assert "ни одна карточка этого вида не отправилась" in shown(browser, sent["Location"])


def test_others_find_no_page(office: Office) -> None:
    browser = signed_in(office, "alisa")
    assert browser.get("/rehearsals/whatif/").status_code == 404
    assert browser.get("/rehearsals/whatif/1/").status_code == 404
    assert "/rehearsals/whatif/" not in shown(browser, "/inbox/")
