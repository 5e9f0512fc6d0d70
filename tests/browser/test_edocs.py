"""The story of seed S2 in a real browser: a base of 1C is connected, statuses come and are acted upon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from marshrut.crm import commands as crm
from marshrut.edocs import commands as edocs
from marshrut.edocs import working
from marshrut.edocs.models import EDoc
from marshrut.integrations.onec import running
from marshrut.kernel import clock
from tests.support.office import MovingClock, Office, build, drain
from tests.support.onec import OneC

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIGNER = "Ким Виктор Олегович"


@dataclass
class Beside:
    """An office and the 1C beside it, on one clock."""

    office: Office
    onec: OneC
    now: MovingClock
    party: str
    deal: int

    def connect(self) -> None:
        edocs.set_base(
            self.office.actor("admin"),
            base="main",
            title="Бухгалтерия",
            source="onec",
            owner=self.office.id("junior"),
            settings={"address": self.onec.url, "from_date": "2026-01-01"},
            secrets={"login": self.onec.login, "password": self.onec.password},
        )

    def sent(self, number: str, **more: Any) -> str:
        return self.onec.sent(number, party=self.party, **more)

    def later(self, **delta: float) -> None:
        """Time goes by, the base is read, and what follows is done."""
        self.now.until(self.now() + timedelta(**delta))
        running.run("main", "changes")
        working.watch()
        drain(self.now())

    def card(self, ref: str) -> str:
        return f"/cards/{EDoc.objects.get(ref=ref).card}/"


@pytest.fixture
def beside(transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Beside]:
    settings.FILES = tmp_path / "files"
    now = MovingClock("2026-08-03 12:00")
    with clock.running(now), OneC(now=now) as onec:
        settings.EGRESS_ALLOW = [*settings.EGRESS_ALLOW, onec.place]
        office = build("edocs")
        assert office.company is not None
        party = onec.base.party(office.company.name, office.company.inn, office.company.kpp)
        deal = crm.add_deal(office.actor("alisa"), title="Поставка стекла", company=office.company.pk)
        yield Beside(office, onec, now, party, int(deal["id"]))


def test_an_administrator_connects_a_base(beside: Beside, signed_in: Open) -> None:
    """S2.3, S2.8: step by step, with what to do about a wrong password; nothing of the password is shown again."""
    beside.sent("УПД-1")
    page = signed_in(beside.office.people["admin"])
    page.goto("/onec/new/")
    page.get_by_label("Название").fill("Бухгалтерия")
    page.get_by_label("Код").fill("main")
    page.get_by_label("Адрес публикации").fill(beside.onec.url)
    page.get_by_label("Пользователь 1С").fill(beside.onec.login)
    page.get_by_label("Пароль этого пользователя").fill("не тот")
    page.get_by_role("button", name="Подключить").click()
    expect(page.locator("h1")).to_contain_text("Бухгалтерия")
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("main")).to_contain_text("парол")
    page.get_by_role("link", name="Изменить").first.click()
    expect(page.locator("main")).not_to_contain_text("не тот")
    page.get_by_label("Пароль этого пользователя").fill(beside.onec.password)
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("button", name="Проверить").click()
    expect(page.locator("main")).to_contain_text("Всё работает: 1С отвечает")
    beside.later(minutes=10)
    page.goto("/onec/main/")
    expect(page.locator("main")).to_contain_text("новых 1")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_manager_sees_the_signature_without_1c(beside: Beside, signed_in: Open, phone: bool) -> None:
    """S2.1, S2.5, S2.9, S2.12, S2.16, S2.18: who signed and when, the paper itself, and a notice about it."""
    beside.connect()
    ref = beside.sent("УПД-1")
    beside.later(minutes=10)
    page = signed_in(beside.office.people["alisa"], phone=phone)
    page.goto("/edocs/")
    expect(page.locator("main")).to_contain_text("УПД № УПД-1")
    expect(page.locator("main")).to_contain_text("Получен, ещё не подписан")
    page.get_by_role("link", name=re.compile("УПД № УПД-1")).first.click()
    expect(page.locator("#card-edoc")).to_contain_text("Ждём подпис")
    beside.now.until(beside.now() + timedelta(hours=3))
    beside.onec.act(ref, "sign", by=SIGNER)
    with page.expect_response(re.compile(r"/refresh")):
        page.get_by_role("button", name="Обновить сейчас").click()
    drain(beside.now())
    page.reload()
    block = page.locator("#card-edoc")
    expect(block).to_contain_text("Подписан обеими сторонами 3 августа 2026")
    expect(block).to_contain_text(SIGNER)
    expect(block).to_contain_text("Поставка стекла")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
    paper = page.request.get(page.get_by_role("link", name=re.compile("Скачать")).first.get_attribute("href") or "")
    assert paper.body()[:5] == b"%PDF-"
    page.goto("/chat/")
    expect(page.locator("main")).to_contain_text("УПД-1")
    page.goto(f"/deals/{beside.deal}/")
    expect(page.locator("main")).to_contain_text("УПД № УПД-1")


def test_an_unsigned_paper_is_noticed_by_the_manager_and_then_by_the_head(beside: Beside, signed_in: Open) -> None:
    """S2.10, S2.13, S2.14, A2.4: three working days, then five; coloured, told, a task set, each once."""
    beside.connect()
    beside.sent("УПД-1")
    beside.later(minutes=10)
    beside.later(days=3)  # Thursday: three working days are over
    manager = signed_in(beside.office.people["alisa"])
    manager.goto("/edocs/?tab=overdue")
    expect(manager.locator("main")).to_contain_text("УПД № УПД-1")
    manager.goto("/inbox/")
    expect(manager.locator("main")).to_contain_text("Свяжитесь с клиентом")
    beside.later(days=4)
    head = signed_in(beside.office.people["boris"])
    head.goto("/chat/")
    expect(head.locator("main")).to_contain_text("УПД-1")
    head.goto("/dashboards/edocs/")
    expect(head.locator("main")).to_contain_text("Давно просрочены")
    head.get_by_role("link", name=re.compile("Давно просрочены")).first.click()
    expect(head.locator("main")).to_contain_text("УПД № УПД-1")


def test_a_refusal_is_read_with_its_comment(beside: Beside, signed_in: Open) -> None:
    """S2.18: who refused, and why."""
    beside.connect()
    ref = beside.sent("УПД-1")
    beside.later(minutes=10)
    beside.onec.act(ref, "reject", comment="Неверно указано количество")
    beside.later(minutes=10)
    page = signed_in(beside.office.people["alisa"])
    page.goto(beside.card(ref))
    expect(page.locator("#card-edoc")).to_contain_text("Неверно указано количество")


def test_a_stranger_is_matched_once_for_all(beside: Beside, signed_in: Open) -> None:
    """A2.5: nothing is dropped; one press, and every paper of the partner is in its place."""
    beside.connect()
    for number in ("УПД-1", "УПД-2"):
        beside.onec.sent(number)
    beside.later(minutes=10)
    page = signed_in(beside.office.people["junior"])
    page.goto("/edocs/")
    page.get_by_role("link", name=re.compile("Не сопоставлены")).click()
    expect(page.locator("main")).to_contain_text("Компании с таким ИНН здесь ещё нет")
    page.get_by_role("button", name="Создать компанию из реквизитов 1С").click()
    expect(page.locator("main")).not_to_contain_text("Компании с таким ИНН")
    drain(beside.now())
    page.goto("/edocs/")
    expect(_links(page)).to_have_count(2)


def _links(page: Page) -> Any:
    return page.locator("main").get_by_role("link", name="ООО «Вектор»")


def test_silence_is_said_in_red(beside: Beside, signed_in: Open) -> None:
    """A2.3: what is shown may be old, and says so."""
    beside.connect()
    beside.sent("УПД-1")
    beside.later(minutes=10)
    beside.onec.fault("503", times=9999)
    beside.later(hours=2)
    page = signed_in(beside.office.people["alisa"])
    page.goto("/edocs/")
    expect(page.locator("main")).to_contain_text("УПД № УПД-1")
    expect(page.get_by_role("alert").or_(page.locator("[data-tone=bad]")).first).to_contain_text("1С")
