"""Documents on a card in a real browser: put, replaced while it is decided on, read in the page; desk and phone."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marshrut.cards import commands, queries
from marshrut.documents import commands as documents
from marshrut.kernel.actor import Actor
from tests.support import treaties
from tests.support.office import MovingClock, Office, build, drain, install_pack
from tests.support.word_files import docx

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TERMS = ("Договор поставки флаконов", "1. Срок поставки 10 дней.", "2. Оплата по факту.")


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Office:
    office = build()
    documents.install_kinds(Actor.system())
    install_pack(treaties.pack())
    return office


def picture(page: Page, name: str) -> None:
    """Kept only for whoever looks: PICTURES_OF_TESTS=folder."""
    folder = os.environ.get("PICTURES_OF_TESTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def word(office: Office, name: str, *lines: str) -> int:
    stored = documents.store_file(office.actor("alisa"), name=name, stream=io.BytesIO(docx(*lines)))
    return int(stored["id"])


def treaty(office: Office, now: MovingClock) -> int:
    fields = {
        "subject": "Поставка флаконов 50 мл",
        "counterparty": office.company.pk if office.company else None,
        "paper": [word(office, "Договор.docx", *TERMS)],
        "annexes": [office.file("alisa", "Спецификация.pdf")],
    }
    card = int(commands.create_card(office.actor("alisa"), card_type="treaty", fields=fields)["card"])
    drain(now.at)
    return card


@pytest.mark.parametrize("phone", [False, True])
def test_a_paper_replaced_meanwhile_stops_the_decision_and_shows_what_changed(
    office: Office, now: MovingClock, signed_in: Open, tmp_path: Path, *, phone: bool
) -> None:
    card = treaty(office, now)
    task = office.task(card, "approve").pk
    boris = signed_in(office.people["boris"], phone=phone)
    boris.goto(f"/inbox/?task={task}")
    expect(boris.get_by_text("Срок поставки 10 дней")).to_be_visible()  # the Word file is read beside the buttons
    picture(boris, f"inbox-{phone}")

    alisa = signed_in(office.people["alisa"], phone=phone)
    alisa.goto(f"/cards/{card}/")
    picture(alisa, f"card-{phone}")
    alisa.locator("#papers-paper").get_by_role("link", name="Заменить").click()
    sheet = alisa.locator("#sheet")
    expect(sheet).to_contain_text("следующей версией")
    new = tmp_path / "Договор правка.docx"
    new.write_bytes(docx(TERMS[0], "1. Срок поставки 30 дней.", TERMS[2]))
    sheet.locator("input[type=file]").set_input_files(new)
    picture(alisa, f"replace-{phone}")
    sheet.get_by_role("button", name="Положить в карточку").click()
    expect(alisa.locator("#papers-paper")).to_contain_text("Раскладывается")
    drain(now.at)
    expect(alisa.locator("#papers-paper")).to_contain_text("версия 2", timeout=15_000)
    alisa.get_by_text("2 версии").click()
    picture(alisa, f"versions-{phone}")

    boris.get_by_role("button", name="Вернуть").click()
    boris.locator("[data-reason]:visible").fill("Срок длинный")
    boris.get_by_role("button", name="Вернуть").click()
    changes = boris.locator(".changes")
    expect(changes).to_be_in_viewport()
    expect(changes).to_contain_text("Договор правка.docx")
    expect(boris.locator("[data-reason]:visible")).to_have_value("Срок длинный")
    picture(boris, f"stale-{phone}")
    with boris.context.expect_page() as opened:
        changes.get_by_role("link", name="Сравнить версии").click()
    expect(opened.value.locator("ins").first).to_contain_text("30")
    picture(opened.value, f"compare-{phone}")
    boris.get_by_role("button", name="Вернуть").click()
    expect(boris.get_by_text("Возвращено").first).to_be_visible()
    assert queries.card(office.actor("boris"), card).state.stage == "refused"

    commands.restart_card(office.actor("alisa"), card=card)
    commands.edit_card(office.actor("alisa"), card=card, fields={"subject": "Поставка флаконов 30 мл"})
    drain(now.at)
    boris.goto(f"/inbox/?task={office.task(card, 'approve').pk}")
    expect(boris.locator(".changes")).to_contain_text("С вашего решения в круге 1")
    picture(boris, f"since-{phone}")
    boris.goto(f"/cards/{card}/sheet/")
    picture(boris, f"sheet-{phone}")


@pytest.mark.parametrize("phone", [False, True])
def test_a_paper_is_made_of_a_template_and_another_is_taken_from_the_library(
    office: Office, now: MovingClock, signed_in: Open, *, phone: bool
) -> None:
    actor = office.actor("alisa")
    file = office.file("alisa", "Рамочный.pdf")
    documents.add_document(actor, kind="contract", file=file, title="Рамочный договор поставки")
    made = commands.create_card(actor, card_type="treaty", fields={"subject": "Крышки"})
    stored = documents.store_file(
        office.actor("admin"), name="Шаблон.docx", stream=io.BytesIO(docx("Предмет: {{ subject }}"))
    )
    documents.add_template(office.actor("admin"), title="Договор поставки", kind="contract", file=int(stored["id"]))
    alisa = signed_in(office.people["alisa"], phone=phone)
    alisa.goto(f"/cards/{made['card']}/")
    alisa.locator("#card-papers").get_by_role("link", name="Создать из шаблона").click()
    sheet = alisa.locator("#sheet")
    expect(sheet).to_contain_text("Договор поставки")
    picture(alisa, f"fill-{phone}")
    sheet.get_by_role("button", name="Создать", exact=True).click()
    expect(alisa.locator("#papers-paper")).to_contain_text("docx")
    expect(alisa.locator("#card-papers")).to_contain_text("Предмет: Крышки")

    alisa.locator("#card-papers").get_by_role("link", name="Прикрепить из библиотеки").click()
    sheet = alisa.locator("#sheet")
    sheet.get_by_role("combobox").press_sequentially("Рамочный")
    expect(sheet.get_by_role("option").first).to_contain_text("Рамочный договор поставки")
    sheet.get_by_role("option").first.click()
    picture(alisa, f"library-{phone}")
    sheet.get_by_role("button", name="Прикрепить", exact=True).click()
    expect(alisa.locator("#card-papers")).to_contain_text("Из библиотеки")
    picture(alisa, f"linked-{phone}")
