"""The whole story of seed S1 in a real browser on the fake clock, from a dropped file to «Подписан»."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marshrut.cards.models import Card, Task
from marshrut.history.verify import verify
from tests.support import contract_office, word_files
from tests.support.contract_office import Contracts
from tests.support.office import PDF, MovingClock

from .conftest import Open
from .test_payments import nothing_left, open_task, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST = ("Договор поставки", "1. Поставщик поставляет флаконы.", "2. Аванс пятьдесят процентов.")
SECOND = (*FIRST[:2], "2. Аванс тридцать процентов.")
THIRD = (*SECOND, "3. Неустойка не больше десяти процентов.")
LATE = "Процедура проверки договора длится более 24 часов!"


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Contracts:
    return contract_office.build(now)


@pytest.fixture
def papers(tmp_path: Path) -> dict[str, Path]:
    contents = {
        "Договор.docx": word_files.docx(*FIRST),
        "Договор правка.docx": word_files.docx(*SECOND),
        "Договор неустойка.docx": word_files.docx(*THIRD),
        "Подписанный.pdf": PDF,
    }
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in contents}


def create(page: Page, paper: Path) -> int:
    page.goto("/cards/contract/new/")
    page.get_by_label("Файл договора").set_input_files(paper)
    page.get_by_label("Предмет договора").fill("Поставка флаконов")
    page.get_by_label("Контрагент").press_sequentially("Стекл", delay=30)
    page.get_by_role("option", name="Стеклозавод").click()
    page.get_by_label("Сумма договора").fill("250 000")
    page.get_by_role("button", name="Создать и отправить").click()
    expect(page.get_by_role("heading", name="Поставка флаконов")).to_be_visible()
    return Card.objects.system("test").get().pk


def replace(page: Page, card: int, paper: Path) -> None:
    """«Заменить» on the card: the next version."""
    page.goto(f"/cards/{card}/")
    page.get_by_role("link", name="Заменить").first.click()
    sheet = page.locator("#sheet")
    sheet.locator("input[type=file]").set_input_files(paper)
    sheet.get_by_role("button", name="Положить в карточку").click()
    expect(page.locator("#card-papers")).to_contain_text(paper.name)


def decide(page: Page, name: str, reason: str = "") -> None:
    open_task(page)
    press(page, name)
    if reason:
        page.locator("#inbox-detail").get_by_role("textbox", name="Причина").fill(reason)
        press(page, name)
    expect(nothing_left(page)).to_be_visible()


def test_from_upload_to_signed(signed_in: Open, office: Contracts, now: MovingClock, papers: dict[str, Path]) -> None:
    people = office.office.people
    author, clerk, lawyer = (signed_in(people[name]) for name in ("alisa", "zina", "lev"))

    # S1.9, S1.17: the kind is the field's own; the file files itself (S1.2, S1.10), the office manager is told (S1.11)
    card = create(author, papers["Договор.docx"])
    now.to("2026-07-02 10:01")
    clerk.goto("/notifications/")
    expect(clerk.get_by_text("Вам необходимо проверить договор перед согласованием!")).to_have_count(1)
    clerk.goto("/documents/")
    row = clerk.get_by_role("row", name="Поставка флаконов")
    expect(row).to_contain_text("На проверке")

    # S1.12, A1.2: after 24 hours, then once on Monday for the whole weekend
    now.to("2026-07-03 10:00")
    author.goto("/notifications/")
    expect(author.get_by_text(LATE)).to_have_count(1)
    now.to("2026-07-06 09:30")
    author.reload()
    expect(author.get_by_text(LATE)).to_have_count(2)

    # the clerk looks at one version, the author puts another in its place: the press is refused and says what changed
    open_task(clerk)
    expect(clerk.locator("#inbox-detail")).to_contain_text("Аванс пятьдесят процентов")
    replace(author, card, papers["Договор правка.docx"])
    press(clerk, "Проверен, на согласование")
    expect(clerk.get_by_text("Договор правка.docx").first).to_be_visible()
    assert Card.objects.system("test").get().stage == "check"
    decide(clerk, "Проверен, на согласование")

    # rework: a new version, everything anew; the lawyer sees what changed since the decision (D14)
    decide(lawyer, "На доработку", "Нет предела неустойки")
    author.goto(f"/cards/{card}/")
    expect(author.get_by_text("Нет предела неустойки").first).to_be_visible()
    replace(author, card, papers["Договор неустойка.docx"])
    decide(author, "Отправить заново")
    now.to("2026-07-06 10:00")
    decide(clerk, "Проверен, на согласование")
    open_task(lawyer)
    since = lawyer.locator("#inbox-detail").get_by_text("С вашего решения")
    expect(since.first).to_be_visible()
    with lawyer.context.expect_page() as opened:
        lawyer.locator("#inbox-detail").get_by_role("link", name="Сравнить версии").first.click()
    expect(opened.value.locator("main")).to_contain_text("Неустойка не больше десяти процентов")

    # side by side, then the heads upwards; on the phone, too
    decide(lawyer, "Согласовать с замечаниями", "Приложите спецификацию к каждой партии")
    decide(signed_in(people["sergey"]), "Согласовать")
    finance = signed_in(people["finance"], phone=True)
    finance.goto("/inbox/")
    finance.locator("[data-inbox-row]").first.click()
    finance.locator("#inbox-detail form.decision").get_by_role("button", name="Согласовать", exact=True).click()
    expect(nothing_left(finance)).to_be_visible()
    now.to("2026-07-06 12:00")
    decide(signed_in(people["boris"]), "Согласовать")
    director = signed_in(people["director"])
    open_task(director)
    press(director, "Согласовать")
    expect(director.locator("#inbox-detail")).to_contain_text("Подпишите договор")

    # registered, signed by us, sent, signed by them
    now.to("2026-07-06 12:30")
    author.goto(f"/cards/{card}/")
    expect(author.locator("#card-papers")).to_contain_text("01-05/001-2026")
    decide(director, "Подписан нами")
    task = Task.objects.system("test").get(key="send", state="open").pk
    open_task(clerk, f"/inbox/?task={task}")
    press(clerk, "Отправлен")
    clerk.locator("#inbox-detail").get_by_label("Отправлен контрагенту").fill("2026-07-06")
    press(clerk, "Отправлен")
    expect(clerk.locator("#inbox-detail")).to_contain_text("Получите подписанный экземпляр")
    press(clerk, "Подписан обеими сторонами")
    clerk.locator("#inbox-detail input[type=file]").set_input_files(papers["Подписанный.pdf"])
    clerk.locator("#inbox-detail").get_by_label("Подписан обеими сторонами").fill("2026-07-06")
    press(clerk, "Подписан обеими сторонами")
    expect(nothing_left(clerk)).to_be_visible()
    now.to("2026-07-06 13:00")

    # S1.14–S1.16: the status is set by itself and is seen in colour by anybody on the company's page
    author.goto("/notifications/")
    expect(author.get_by_text("Договор подписан: Поставка флаконов")).to_be_visible()
    assert office.office.company is not None
    anybody = signed_in(people["viktor"])
    anybody.goto(f"/companies/{office.office.company.pk}/")
    chip = anybody.locator("main").get_by_text("Подписан", exact=True)
    expect(chip).to_be_visible()
    assert (
        chip.evaluate("chip => getComputedStyle(chip.closest('[style]')).getPropertyValue('--c').trim()") == "#1a7f37"
    )

    # the approval sheet of each round, from the history
    for number in (1, 2):
        sheet = author.request.get(f"/cards/{card}/sheet/{number}.pdf")
        assert (sheet.status, sheet.headers["content-type"]) == (200, "application/pdf")
    assert not verify()
