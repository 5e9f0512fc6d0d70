"""Several people picked with the keyboard alone; acquaintance from a card; a letter registered in under a minute."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marshrut.cards import commands
from marshrut.cards.models import Card, CardContent
from marshrut.documents import commands as documents
from marshrut.kernel.actor import Actor
from tests.support import missives
from tests.support.office import PDF, MovingClock, Office, build, drain, install_pack

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SYSTEM = Actor.system()


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Office:
    office = build()
    documents.install_kinds(SYSTEM)
    install_pack(missives.pack())
    return office


def pick(page: Page, text: str, name: str) -> None:
    """Typed, marked, taken by Enter: no mouse."""
    page.keyboard.type(text, delay=20)
    expect(page.get_by_role("option", name=name)).to_be_visible()
    page.keyboard.press("Enter")


def chosen(page: Page) -> list[str]:
    return page.locator("#f-readers").locator("xpath=..").locator("[data-token]").all_inner_texts()


def test_several_people_with_the_keyboard_alone(office: Office, signed_in: Open) -> None:
    names = {key: office.people[key].short_name for key in ("boris", "viktor", "ops")}
    page = signed_in(office.people["alisa"])
    page.goto("/cards/notice/new/")
    page.locator("#f-readers").focus()
    pick(page, "Бор", names["boris"])
    pick(page, "Викт", names["viktor"])
    pick(page, "Орл", names["ops"])
    page.keyboard.press("Backspace")  # the last one is let go
    assert chosen(page) == [names["boris"], names["viktor"]]
    page.keyboard.type("Бор", delay=20)
    expect(page.locator("#f-readers-list [role=option]")).to_have_count(0)  # chosen already
    expect(page.locator("#f-readers-list")).to_be_hidden()
    page.keyboard.press("Control+Enter")  # a name that is not chosen, and no title
    assert Card.objects.system("test").count() == 0

    page.locator("#f-readers").fill("")
    page.locator("form#create").evaluate("form => { form.noValidate = true; }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert chosen(page) == [names["boris"], names["viktor"]]  # the refusal lost nobody
    page.get_by_label("С чем ознакомиться").fill("Приказ № 12")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Приказ № 12")).to_be_visible()
    held = CardContent.objects.system("test").get().fields
    assert held["readers"] == [office.id("boris"), office.id("viktor")]


@pytest.mark.parametrize("phone", [False, True])
def test_acquaintance_from_a_card_and_who_has_read(
    office: Office, now: MovingClock, signed_in: Open, *, phone: bool
) -> None:
    card = office.request()
    drain(now.at)
    page = signed_in(office.people["alisa"], phone=phone)
    page.goto(f"/cards/{card}/")
    if phone:
        page.locator("summary[aria-label]", has=page.locator("svg")).and_(page.get_by_label("Другие действия")).or_(
            page.locator(".card-head details summary")
        ).first.click()
    page.locator(f'a[href="/cards/{card}/about/notice/"]:visible').first.click()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_label("С чем ознакомиться")).to_have_value("Флаконы 50 мл")
    field = sheet.locator("#f-readers")
    for text, person in (("Викт", "viktor"), ("Орл", "ops")):
        field.press_sequentially(text, delay=20)
        sheet.get_by_role("option", name=office.people[person].short_name).click()
    assert page.evaluate("document.documentElement.scrollWidth") <= (390 if phone else 1440)
    sheet.get_by_role("button", name="Отправить").click()
    block = page.locator("#card-about")
    expect(block).to_contain_text("0 из 2")
    drain(now.at)

    reader = signed_in(office.people["viktor"], phone=phone)
    reader.goto("/inbox/")
    if phone:
        reader.locator("[data-inbox-row]").first.click()
    reader.locator("#inbox-detail").get_by_role("button", name="Ознакомлен(а)").click()
    expect(reader.get_by_text("Новых заданий нет").locator("visible=true").first).to_be_visible()
    page.reload()
    expect(block).to_contain_text("1 из 2")
    expect(block.locator("[data-done]")).to_contain_text(office.people["viktor"].short_name)


def test_a_letter_is_registered_and_the_next_one_begins(
    office: Office, now: MovingClock, signed_in: Open, tmp_path: Path
) -> None:
    paper = tmp_path / "Письмо.pdf"
    paper.write_bytes(PDF)
    page = signed_in(office.people["alisa"])
    page.goto("/cards/missive/new/")
    page.locator("#f-scan").set_input_files(paper)
    page.locator("#f-sender").press_sequentially("77070838", delay=20)
    page.get_by_role("option", name="Стеклозавод").click()
    page.get_by_label("Номер отправителя").fill("12-к")
    page.get_by_label("О чём письмо").fill("О сроке")
    page.get_by_label("Без проекта").check()
    page.get_by_role("button", name="Зарегистрировать").click()
    expect(page.get_by_text("Регистрируем…")).to_be_visible()
    card = Card.objects.system("test").get().pk
    commands.note_card(SYSTEM, card=card, fields={"number": "ВХ-0001/26", "day": "2026-07-02"})
    expect(page.get_by_text("ВХ-0001/26")).to_be_visible()
    page.get_by_role("link", name="Ещё одно письмо").press("Enter")
    expect(page.locator("#f-scan")).to_be_attached()


def test_a_draft_from_the_mailbox_is_registered_by_one_press(office: Office, signed_in: Open) -> None:
    assert office.company is not None
    scan = documents.store_file(office.actor("alisa"), name="Письмо.pdf", stream=io.BytesIO(PDF))["id"]
    made = commands.create_card(
        SYSTEM,
        card_type="missive",
        author=office.id("alisa"),
        start=False,
        fields={"scan": [scan], "subject": "О сроке"},
    )
    commands.note_card(SYSTEM, card=made["card"], fields={"mail_text": "Просим перенести срок. ИНН 7707083893"})
    commands.signal_card(SYSTEM, card=made["card"], key="from_mail")
    page = signed_in(office.people["alisa"])
    page.goto("/inbox/")
    page.locator("#inbox-detail").get_by_role("link", name="Открыть рядом с письмом").click()
    expect(page.get_by_text("Просим перенести срок.")).to_be_visible()
    page.get_by_role("button", name="Подставить").click()
    expect(page.locator("#f-sender")).to_have_value("Стеклозавод")
    page.get_by_role("button", name="Зарегистрировать").click()
    expect(page.get_by_role("link", name="Ещё одно письмо")).to_be_visible()
    assert Card.objects.system("test").get().stage == "look"
