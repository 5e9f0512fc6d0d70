"""An integrator's day: a route with a flaw is refused, mended, rehearsed, published, changed; a running card moves."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marshrut.cards import commands
from marshrut.cards.models import Card
from tests.support.desk import hire
from tests.support.office import Office, build

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FOLDER = Path(__file__).resolve().parents[2] / "docs" / "tutorial" / "first-route"
OTHERWISE = "        otherwise: [{role: director}]\n        show: [begins, ends]\n        form:"


@pytest.fixture
def office(transactional_db: None) -> Office:
    made = build()
    hire(made, "officer", "Кадрова", "Ольга", "personnel_officer")
    return made


def packed(changes: Mapping[str, tuple[str, str]] = {}) -> bytes:
    """The route of the tutorial as a ZIP; `changes`: of a file, what is written instead of what."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for path in sorted(FOLDER.rglob("*.yaml")):
            text, name = path.read_text(encoding="utf-8"), str(path.relative_to(FOLDER))
            if name in changes:
                before, after = changes[name]
                assert before in text
                text = text.replace(before, after)
            made.writestr(name, text)
    return held.getvalue()


def upload(page: Page, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": "leave.zip", "mimeType": "application/zip", "buffer": content}
    )
    page.get_by_role("button", name="Проверить").last.click()


def publish(page: Page) -> None:
    box = page.get_by_role("checkbox")
    if box.count():
        box.check()
    page.get_by_role("button", name="Опубликовать").click()
    expect(page.get_by_text("новые карточки начинают с неё")).to_be_visible()


def test_from_a_flaw_to_the_move_and_back(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["admin"])
    page.goto("/routes/publish/")
    upload(page, packed({"leave.yaml": (OTHERWISE, OTHERWISE.partition("\n")[2])}))
    expect(page.get_by_text("Кадровика нет").first).to_be_visible()  # the story that goes otherwise
    expect(page.get_by_role("button", name="Опубликовать")).to_have_count(0)

    upload(page, packed())
    expect(page.get_by_role("button", name="Опубликовать")).to_be_visible()
    page.get_by_role("link", name="Прогнать").first.click()
    for field, name in (("Чьи карточки", "Алиева"), ("Кто молчит", "Борисов")):
        page.get_by_role("combobox", name=field).fill(name)
        page.get_by_role("option", name=name).first.click()
    page.get_by_role("button", name="Сыграть").click()
    expect(page.locator("main")).to_contain_text("Руководитель не отвечает. Вы можете решить вместо него.")
    assert not Card.objects.system("test").exists()

    page.goto("/routes/publish/")
    page.get_by_role("region", name="Мои черновики").get_by_role("link").first.click()
    publish(page)
    leave = {"begins": "2026-12-14", "ends": "2026-12-25"}
    card = commands.create_card(office.actor("alisa"), card_type="leave", fields=leave)["card"]
    page.goto("/routes/leave/leave/")
    expect(page.locator("#route-words")).to_contain_text("Согласуйте отпуск")

    page.goto("/routes/publish/")
    upload(page, packed({"pack.yaml": ("version: 1.0.0", "version: 1.1.0")}))
    publish(page)
    old = Card.objects.system("test").get(pk=card).definition_id
    page.goto("/routes/leave/moving/")
    page.get_by_label("На версию").select_option(label="1.1.0 (с неё начинаются новые карточки)")
    page.get_by_role("button", name="Показать, что произойдёт").click()
    page.get_by_role("button", name="Перевести: 1").click()
    expect(page.get_by_text("Переведено: 1 карточка")).to_be_visible()
    assert Card.objects.system("test").get(pk=card).definition_id != old
    page.get_by_role("button", name="Вернуть карточки").first.click()
    if page.locator("dialog[open]").count():
        page.locator("dialog[open]").get_by_role("button", name="Вернуть карточки").first.click()
    expect(page.get_by_text("Возвращено: 1 карточка")).to_be_visible()
    assert Card.objects.system("test").get(pk=card).definition_id == old
