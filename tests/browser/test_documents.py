"""The way of a document in a real browser: kind, file, folder, status, number, company, search, archive."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from marshrut.documents.models import Document, Kind
from marshrut.kernel import clock
from tests.support.kinds import shipped
from tests.support.office import Office, build, drain
from tests.support.shelf import another, paper, read
from tests.support.word_files import docx

from .conftest import Open

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.fixture
def office(transactional_db: None) -> Office:
    made = build()
    shipped()
    return made


def width(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def file(name: str, *lines: str) -> FilePayload:
    return {"name": name, "mimeType": WORD, "buffer": docx(*lines)}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_a_contract_from_the_drop_to_the_archive(office: Office, signed_in: Open, phone: bool) -> None:
    """S1.1–S1.6, S1.9, S1.15: the kind first, then the file; everything else it does by itself."""
    assert office.company is not None
    page = signed_in(office.people["director"], phone=phone)
    page.goto(f"/companies/{office.company.pk}/")
    page.get_by_role("link", name="Загрузить").first.click()
    sheet = page.get_by_role("dialog", name="Новый документ")
    expect(sheet.get_by_text("Что это за документ?")).to_be_visible()
    sheet.get_by_role("link", name="Договор В папку «Договоры").click()
    sheet.locator("input[type=file]").set_input_files(
        [file("Поставка флаконов.docx", "Договор", "Неустойка не платится.")]
    )
    sheet.get_by_role("button", name="Добавить").click()

    expect(page.get_by_role("heading", name="Поставка флаконов")).to_be_visible()
    made = Document.objects.get()
    assert made.folder.parent is not None
    assert made.folder.parent.name == "Договоры"
    page.locator("summary.status-menu").click()
    page.get_by_role("button", name="Подписан", exact=True).click()
    expect(page.locator("summary.status-menu")).to_have_text("Подписан")

    page.get_by_role("link", name="Зарегистрировать").first.click()
    form = page.get_by_role("dialog", name="Зарегистрировать")
    expect(form.get_by_text("Номер будет 01-05/001-")).to_be_visible()
    form.get_by_label("Дата документа").fill("2025-12-30")
    expect(form.get_by_text("Номер будет 01-05/001-2025")).to_be_visible()
    form.get_by_role("button", name="Присвоить номер").click()
    expect(page.locator("h1")).to_contain_text("01-05/001-2025")

    page.goto(f"/companies/{office.company.pk}/")
    row = page.locator(".document", has_text="Поставка флаконов")
    expect(row.locator(".status")).to_have_text("Подписан")
    expect(row).to_contain_text("01-05/001-2025")

    drain(clock.now())
    page.goto("/documents/")
    page.get_by_role("searchbox", name="Поиск по документам").press_sequentially("неустойку")
    expect(page.locator("mark")).to_have_text(re.compile("Неустойка"))
    page.get_by_role("checkbox", name="Выбрать: Поставка флаконов").check()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Скачать ZIP").click()
    assert zipfile.ZipFile(Path(taken.value.path())).namelist() == ["01-05_001-2025 Поставка флаконов.docx"]
    page.keyboard.press("Escape")
    expect(page.locator("[data-bulk]")).to_be_hidden()


def test_of_several_files_the_good_ones_go_and_the_bad_one_says_why(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["alisa"])
    page.goto("/documents/?kind=other")
    page.get_by_role("link", name="Загрузить").first.click()
    sheet = page.get_by_role("dialog", name="Новый документ")
    liar: FilePayload = {"name": "Скан.pdf", "mimeType": "application/pdf", "buffer": b"MZ not a pdf at all"}
    sheet.locator("input[type=file]").set_input_files([file("Первый.docx", "Один"), liar, file("Второй.docx", "Два")])
    sheet.get_by_label("Примечание").fill("Из поездки")
    sheet.get_by_role("button", name="Добавить").click()
    expect(sheet.locator('.drop-file[data-state="bad"]')).to_contain_text("Скан.pdf")
    expect(sheet.locator('.drop-file[data-state="ok"]')).to_have_count(2)
    expect(sheet.get_by_label("Примечание")).to_have_value("Из поездки")
    assert sorted(Document.objects.values_list("title", flat=True)) == ["Второй", "Первый"]
    sheet.get_by_role("button", name="Убрать: Скан.pdf").click()
    sheet.get_by_role("button", name="Закрыть").click()
    assert Document.objects.count() == 2


def test_a_sheet_that_is_refused_keeps_what_was_typed(office: Office, signed_in: Open) -> None:
    number = paper(office)
    page = signed_in(office.people["alisa"])
    page.goto(f"/documents/{number}/")
    page.locator("summary[aria-label='Другие действия']").click()
    page.get_by_role("link", name="Переименовать").click()
    sheet = page.get_by_role("dialog", name="Переименовать")
    sheet.get_by_label("Название").fill("Моё название")
    Document.objects.filter(pk=number).update(version=7)
    sheet.get_by_role("button", name="Сохранить").click()
    expect(sheet.get_by_role("alert")).to_be_visible()
    expect(sheet.get_by_label("Название")).to_have_value("Моё название")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()


def test_statuses_are_coloured_and_moved(office: Office, signed_in: Open) -> None:
    page = signed_in(office.people["admin"])
    page.goto("/documents/kinds/other/statuses/")
    page.get_by_role("button", name="Добавить статус").click()
    page.locator("input[name=title-4]").fill("Проверено")
    page.locator(".status-row").nth(4).locator("label[title='зелёный']").click()
    page.get_by_role("button", name="Выше: ").nth(4).click()
    expect(page.locator("input[name=title-3]")).to_have_value("Проверено")
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Сохранено")).to_be_visible()
    kept = Kind.objects.get(key="other").statuses.order_by("position").values_list("title", "color")
    assert list(kept)[3] == ("Проверено", "#1a7f37")


def test_pages_fit_the_phone_and_have_no_faults(office: Office, signed_in: Open) -> None:
    number = paper(office, links=[("company", office.company.pk)] if office.company else [])
    another(office, number, "Договор поставки", "Поставщик передаёт флаконы объёмом 100 мл.", note="Объём другой")
    read()
    pages = (
        "/documents/",
        "/documents/?q=флаконы",
        "/documents/?kind=order",
        "/documents/new/",
        "/documents/new/?kind=contract",
        f"/documents/{number}/",
        f"/documents/{number}/compare/",
        "/documents/book/",
    )
    acts = ("rename", "move", "dates", "status", "register", "version", "link", "void")
    settings = (
        "",
        "new/",
        "contract/",
        "contract/statuses/",
        "contract/numbers/",
        "contract/numbers/new/",
        "contract/counter/",
    )
    for who, addresses in {
        "director": [*pages, *(f"/documents/{number}/{act}/" for act in acts[:-1])],
        "admin": [*(f"/documents/kinds/{one}" for one in settings), "/documents/folders/"],
    }.items():
        page = signed_in(office.people[who], phone=True, bypass_csp=True)
        for address in addresses:
            page.goto(address)
            assert width(page) <= 390, address
            found = Axe().run(page)
            assert found.violations_count == 0, (address, found.generate_report())
