"""A listed reason is chosen by a button of its own; some ask for words as well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation
from pytest_django import Settings

from marshrut.cards.models import Task
from marshrut.kernel import clock
from tests.support.logistics_office import Logistics, build
from tests.support.office import MovingClock
from tests.support.presses import Phone
from tests.support.wires import Line, connect, link, plugged


@pytest.fixture
def now() -> Iterator[MovingClock]:
    moving = MovingClock("2026-07-02 10:00")
    with clock.running(moving), translation.override("ru"):
        yield moving


@pytest.fixture
def line() -> Iterator[Line]:
    made = Line()
    with plugged(made):
        yield made


@pytest.fixture
def logistics(db: None, now: MovingClock, line: Line, settings: Settings, tmp_path: Any) -> Logistics:
    settings.FILES = tmp_path / "files"
    settings.PUBLIC_ADDRESS = "https://docs.company.ru"
    made = build(now)
    connect(made.office, "telegram")
    link(made.office, "alisa")
    return made


@pytest.fixture
def alisa(logistics: Logistics, line: Line, now: MovingClock) -> Phone:
    logistics.order()
    now.to("2026-07-03 15:00")  # she has filed it herself: the reminder is what is sent
    return Phone(line, "telegram:alisa")


def skipped() -> Task:
    return Task.objects.system("test").filter(state="done").latest("pk")


def test_a_listed_reason_is_pressed(alisa: Phone) -> None:
    assert "причину" in alisa.press("Пропустить")
    alisa.press("Заказчику сканы не нужны")
    assert (skipped().outcome, skipped().because) == ("skip", "not_needed")


def test_another_reason_is_written(alisa: Phone) -> None:
    alisa.press("Пропустить")
    alisa.press("Другая причина")
    assert alisa.last.message.asks
    alisa.say("Договорились по телефону")
    assert (skipped().because, skipped().reason) == ("other", "Договорились по телефону")
