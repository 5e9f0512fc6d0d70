"""The whole story of seed S3 in a real browser on the fake clock: a letter comes, is answered, and is never lost."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marshrut.cards.models import Card
from marshrut.history.verify import verify
from tests.support import letter_office
from tests.support.letter_office import INCOMING, OUTGOING, Letters
from tests.support.office import PDF, MovingClock

from .conftest import Open
from .test_payments import nothing_left, open_task, press

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(transactional_db: None, now: MovingClock) -> Letters:
    return letter_office.build(now)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    (tmp_path / "Письмо.pdf").write_bytes(PDF)
    return tmp_path / "Письмо.pdf"


def fill(page: Page, label: str, value: str) -> None:
    page.locator("#inbox-detail").get_by_label(re.compile(f"^{label}")).locator("visible=true").fill(value)


def pick(page: Page, label: str, typed: str, name: str) -> None:
    """Choose in a field that suggests."""
    place = page.locator("#inbox-detail") if page.locator("#inbox-detail").count() else page.locator("main")
    field = place.get_by_label(re.compile(f"^{label}")).locator("visible=true")
    field.press_sequentially(typed, delay=30)
    page.get_by_role("option", name=name).first.click()


def open_on_phone(page: Page) -> None:
    page.goto("/inbox/")
    with page.expect_response(re.compile("/inbox/")):
        page.locator("[data-inbox-row]").first.click()
    page.wait_for_load_state("networkidle")


def register(page: Page, now: MovingClock, scan: Path) -> int:
    """S3.4: the file first, then what stands on the letter."""
    page.goto(f"/cards/{INCOMING}/new/")
    page.get_by_label("Файл письма").set_input_files(scan)
    pick(page, "От кого", "Стекл", "Стеклозавод")
    page.get_by_label("Исх. № отправителя").fill("118/к")
    page.get_by_label("Дата письма").fill("2026-06-30")
    page.get_by_label("О чём письмо").fill("О переносе поставки флаконов")
    page.get_by_role("button", name="Зарегистрировать").click()
    # A3.5: neither a project nor «Без проекта»; nothing of what was typed is lost
    expect(page.locator("main")).to_contain_text("Выберите проект или отметьте «Без проекта»")
    expect(page.get_by_label("О чём письмо")).to_have_value("О переносе поставки флаконов")
    pick(page, "Проект", "Линия", "Линия розлива")
    page.get_by_role("button", name="Зарегистрировать").click()
    expect(page.locator("main")).to_contain_text("Регистрируем")
    now.to("2026-07-02 10:01")
    expect(page.locator("main")).to_contain_text("ВХ-0001/26")
    return Card.objects.system("test").get(type=INCOMING).pk


def decide(page: Page, name: str, reason: str = "") -> None:
    open_task(page)
    press(page, name)
    if reason:
        page.locator("#inbox-detail").get_by_role("textbox", name="Причина").fill(reason)
        press(page, name)
    expect(nothing_left(page)).to_be_visible()


def test_from_registration_to_the_number_of_the_counterparty(
    signed_in: Open, office: Letters, now: MovingClock, scan: Path, tmp_path: Path
) -> None:
    people = office.office.people
    secretary, director, executor, head = (signed_in(people[name]) for name in ("sveta", "director", "alisa", "boris"))

    letter = register(secretary, now, scan)

    # S3.5: the head names the executor, on the phone
    phone = signed_in(people["director"], phone=True)
    open_on_phone(phone)
    press(phone, "Назначить исполнителя")
    pick(phone, "Исполнитель", "Алие", "Алиева")
    fill(phone, "Резолюция", "Согласуйте срок и ответьте")
    fill(phone, "Срок", "2026-07-07")
    press(phone, "Назначить исполнителя")
    expect(nothing_left(phone)).to_be_visible()

    # S3.6, S3.7: a reply is needed; the outgoing letter makes itself, the incoming one goes on
    now.to("2026-07-02 11:00")
    open_task(executor)
    expect(executor.locator("#inbox-detail")).to_contain_text("Согласуйте срок и ответьте")
    press(executor, "Подготовить ответ")
    fill(executor, "Текст ответа", "Новый срок подходит.")
    files = executor.locator("#inbox-detail").get_by_label(re.compile("^Файл ответа"))
    files.first.set_input_files(scan)
    press(executor, "Подготовить ответ")
    expect(nothing_left(executor)).to_be_visible()
    now.to("2026-07-02 11:05")
    assert office.stage(letter) == "answering"
    reply = Card.objects.system("test").get(type=OUTGOING).pk

    # S3.11–S3.13: head by head; the director sends it back, and everybody approves anew
    decide(head, "Согласовать")
    decide(director, "На доработку", "Назовите точную дату")
    decide(executor, "Отправить заново")
    decide(head, "Согласовать")
    decide(director, "Согласовать")

    # S3.14, S3.15: the secretary sends it; it is final, and says what is missing
    now.to("2026-07-02 12:00")
    open_task(secretary)
    expect(secretary.locator("#inbox-detail")).to_contain_text("Отправьте письмо контрагенту")
    expect(secretary.locator("#inbox-detail")).to_contain_text("ИСХ-0001/26")
    press(secretary, "Отправлено почтой, курьером или лично")
    way = secretary.locator("#inbox-detail").get_by_label(re.compile("^Как отправлено")).locator("visible=true")
    way.select_option(label="Почта")
    fill(secretary, "Дата отправки", "2026-07-02")
    press(secretary, "Отправлено почтой, курьером или лично")
    expect(secretary.locator("#inbox-detail")).to_contain_text("Получите у контрагента входящий номер")
    now.to("2026-07-02 12:05")
    assert (office.stage(reply), office.stage(letter)) == ("sent", "done")
    executor.goto(f"/cards/{reply}/")
    expect(executor.locator("main")).to_contain_text("нет вх. № контрагента")

    # S3.16, A3.4: five working days, a reminder, and the flag goes with the number
    now.to("2026-07-10 12:30")
    open_task(secretary)
    expect(secretary.locator("#inbox-detail")).to_contain_text("Просрочено")
    press(secretary, "Номер получен")
    fill(secretary, "Вх. № контрагента", "204-вх")
    press(secretary, "Номер получен")
    expect(nothing_left(secretary)).to_be_visible()
    executor.reload()
    expect(executor.locator("main")).not_to_contain_text("нет вх. № контрагента")

    # S3.1, S3.3: the whole thread, and an archive that proves itself without the product
    now.to("2026-07-10 12:35")
    director.goto(f"/letters/{letter}/thread/")
    for said in ("ВХ-0001/26", "ИСХ-0001/26", "118/к", "204-вх"):
        expect(director.locator("main")).to_contain_text(said)
    check_archive(director, now, tmp_path)
    assert not verify()


def check_archive(page: Page, now: MovingClock, place: Path) -> None:
    page.get_by_role("link", name="Собрать архив").click()
    page.get_by_role("dialog").get_by_role("button", name="Собрать архив").click()
    page.wait_for_url("**/evidence/")
    now.to("2026-07-10 12:40")
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Скачать").first.click()
    archive = zipfile.ZipFile(io.BytesIO(Path(download.value.path()).read_bytes()))
    archive.extractall(place / "archive")
    found = next((place / "archive").rglob("check.py"))
    done = subprocess.run(
        [sys.executable, "-I", str(found)], cwd=found.parent, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_letter_from_the_mailbox_takes_one_press_and_readers_are_counted(
    signed_in: Open, office: Letters, now: MovingClock
) -> None:
    people = office.office.people
    letter = office.from_mail(sender=office.partner(), organisation=office.ours, no_project=True)
    secretary = signed_in(people["sveta"])
    open_task(secretary)
    expect(secretary.locator("#inbox-detail")).to_contain_text("Добрый день!")
    secretary.get_by_role("link", name="Открыть рядом с письмом").click()
    secretary.get_by_role("button", name="Зарегистрировать").click()
    expect(secretary.locator("main")).to_contain_text("Регистрируем")
    now.to("2026-07-02 10:05")
    assert office.fields(letter)["reg_number"] == "ВХ-0001/26"

    # S3.21: for acquaintance from the card; who has read it is seen there
    secretary.goto(f"/cards/{letter}/")
    secretary.get_by_role("link", name="На ознакомление").click()
    sheet = secretary.locator("#sheet")
    sheet.get_by_label("С чем ознакомиться").fill("Письмо о поставке")
    for typed, name in (("Алие", "Алиева"), ("Викт", "Викторов")):
        sheet.locator("#f-readers").fill(typed)  # one question to the server, one list that stays
        sheet.get_by_role("option", name=name).click()
    sheet.get_by_role("button", name="Отправить").click()
    expect(secretary.locator("#card-about")).to_contain_text("0 из 2")
    now.to("2026-07-02 10:10")
    stranger = signed_in(people["viktor"], phone=True)
    open_on_phone(stranger)
    stranger.locator("#inbox-detail form.decision").get_by_role("button", name="Ознакомлен(а)").click()
    expect(nothing_left(stranger)).to_be_visible()
    secretary.goto(f"/cards/{letter}/")
    expect(secretary.locator("main")).to_contain_text("1 из 2")
