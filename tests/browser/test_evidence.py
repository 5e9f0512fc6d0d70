"""An archive from the button on a card to the file and its table of contents, on a desk and on a phone."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django import Settings

from marshrut.kernel import clock
from tests.support.office import Office, build, drain

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None, settings: Settings, tmp_path: Path) -> Office:
    settings.FILES = tmp_path / "files"
    return build()


def look(page: Page, name: str) -> None:
    """A picture for whoever asks for one: LOOK=folder."""
    if folder := os.environ.get("LOOK"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_from_the_button_to_the_file(office: Office, signed_in: Open, tmp_path: Path, phone: bool) -> None:
    card, shape = office.request(), "phone" if phone else "desk"
    office.complete(card, "approve", "approved", "boris")
    page = signed_in(office.people["alisa"], phone=phone)
    page.goto("/evidence/")
    expect(page.get_by_text("Архивов пока нет")).to_be_visible()
    look(page, f"archives-empty-{shape}")
    page.goto(f"/cards/{card}/")
    page.get_by_text("Ещё действия").or_(page.locator("[data-menu] > summary[aria-label]")).last.click()
    page.get_by_role("link", name="Собрать архив").click()
    sheet = page.get_by_role("dialog", name="Архив для тендера или спора")
    expect(sheet.get_by_text("1 карточка")).to_be_visible()
    look(page, f"archives-sheet-{shape}")
    sheet.get_by_role("button", name="Собрать архив").click()
    page.wait_for_url("**/evidence/")
    expect(page.get_by_text("собирается", exact=True)).to_be_visible()
    expect(page.get_by_text("0 из 1")).to_be_visible()
    look(page, f"archives-waiting-{shape}")

    drain(clock.now())
    save = page.get_by_role("link", name="Скачать")
    expect(save).to_be_visible(timeout=10_000)  # by itself
    look(page, f"archives-ready-{shape}")
    assert Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa"]}).response["violations"] == []
    with page.expect_download() as coming:
        save.click()
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    with zipfile.ZipFile(path) as made:
        made.extractall(tmp_path / "unpacked")
    opened = page.context.new_page()
    opened.goto((tmp_path / "unpacked" / "index.html").as_uri())
    expect(opened.get_by_role("link", name=f"ЗО-{card}")).to_be_visible()
    look(opened, f"archive-index-{shape}")
    assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    opened.get_by_role("link", name=f"ЗО-{card}").click()
    expect(opened.get_by_role("heading", name="Решения", exact=True)).to_be_visible()
    look(opened, f"archive-card-{shape}")
    assert opened.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
