"""The administrator brings a table of people: a preview first, then all of it or nothing."""

from __future__ import annotations

import html
import io
import re
import zipfile
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client

from marshrut.documents import tables
from marshrut.kernel.actor import Actor
from marshrut.org import commands
from marshrut.org.models import Department, Person
from tests.doors.web.conftest import signed_in
from tests.support import hostile_files
from tests.support.office import Office

HEAD = "E-mail;Фамилия;Имя;Должность;Подразделение\n"
NEW = "oleg@example.ru;Новиков;Олег;Мастер;Компания / Цех 1\n"


def shown(browser: Client, text: str) -> str:
    answer = browser.post("/org/import/", {"text": text})
    assert answer.status_code == 200, answer.content.decode()
    return html.unescape(answer.content.decode())


def hidden(page: str) -> dict[str, str]:
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("packed", "seen", "key")}  # type: ignore[index]


def uploaded(browser: Client, content: bytes, name: str = "Люди.xlsx") -> Any:
    return browser.post("/org/import/", {"file": SimpleUploadedFile(name, content)})


def content(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_preview_says_what_will_change_and_writes_nothing(admin: Client, office: Office) -> None:
    page = shown(admin, f"{HEAD}{NEW}alisa@example.ru;Алиева;Алиса;Старший менеджер;Компания / Снабжение\n")
    for said in ("Новых: 1", "Новиков Олег", "строка 2", "Старший менеджер", "Компания / Цех 1", "Нет в таблице: 8"):
        assert said in page
    assert ">Применить<" in page
    assert not Person.objects.filter(email="oleg@example.ru").exists()


def test_applied_it_is_saved(admin: Client, office: Office) -> None:
    page = shown(admin, HEAD + NEW)
    answer = admin.post("/org/import/apply", hidden(page), follow=True)
    assert "Таблица применена: новых сотрудников: 1, новых подразделений: 1." in html.unescape(answer.content.decode())
    assert Person.objects.get(email="oleg@example.ru").department == Department.objects.get(name="Цех 1")
    assert Person.objects.filter(is_active=True).count() == 10


def test_people_who_are_ticked_are_dismissed(admin: Client, office: Office) -> None:
    page = shown(admin, HEAD + NEW)
    admin.post("/org/import/apply", {**hidden(page), "dismiss": [str(office.id("viktor"))]})
    assert not Person.objects.get(pk=office.id("viktor")).is_active
    assert "это вы" in page


def test_errors_stand_beside_the_rows_and_nothing_can_be_applied(admin: Client, office: Office) -> None:
    page = shown(admin, f"{HEAD}{NEW}не адрес;Х;Х;;\n")
    assert "Нужно исправить: 1" in page
    assert "строка 3" in page
    assert "Это не похоже на адрес" in page or "не похоже" in page
    assert ">Применить<" not in page
    assert admin.post("/org/import/apply", hidden(page)).status_code == 422
    assert not Person.objects.filter(email="oleg@example.ru").exists()


def test_what_changed_meanwhile_is_shown_again(admin: Client, office: Office) -> None:
    page = shown(admin, HEAD + NEW)
    commands.add_person(Actor.system(), email="oleg@example.ru", last_name="Новиков", first_name="Олег")
    answer = admin.post("/org/import/apply", hidden(page))
    again = html.unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "другой администратор" in again
    assert "Изменится: 1" in again
    assert admin.post("/org/import/apply", hidden(again)).status_code == 302
    assert Person.objects.get(email="oleg@example.ru").position == "Мастер"


# names of their own: a signature has the second of its making in it, and two test processes must agree on names
@pytest.mark.parametrize(
    "packed", ["", "x:y:z", signing.dumps([1, [["E-mail"]]], salt="another")], ids=["empty", "odd", "foreign"]
)
def test_a_table_that_is_not_ours_is_refused(admin: Client, packed: str) -> None:
    answer = admin.post("/org/import/apply", {"packed": packed, "seen": "x"})
    assert answer.status_code == 422
    assert "Предпросмотр устарел" in answer.content.decode()


def test_another_administrator_cannot_apply_a_preview(admin: Client, office: Office) -> None:
    page = shown(admin, HEAD + NEW)
    commands.edit_person(Actor.system(), person=office.id("boris"), is_admin=True)
    assert signed_in(office, "boris").post("/org/import/apply", hidden(page)).status_code == 422


def test_export_comes_back_unchanged(admin: Client) -> None:
    for form in ("csv", "xlsx"):
        answer = admin.post("/org/export", {"form": form})
        assert "attachment" in answer.headers["Content-Disposition"]
        page = html.unescape(uploaded(admin, content(answer), f"люди.{form}").content.decode())
        assert "изменений нет" in page
    journal = html.unescape(admin.get("/org/exports/").content.decode())
    assert "Сотрудники и подразделения" in journal
    assert "9 строк" in journal


def test_the_example_can_be_brought_in(admin: Client) -> None:
    for form in ("csv", "xlsx"):
        answer = admin.get(f"/org/import/example/?form={form}")
        page = html.unescape(uploaded(admin, content(answer)).content.decode())
        assert "Новых: 3" in page
        assert "Нужно исправить" not in page


def test_windows_1251_and_tabs(admin: Client) -> None:
    text = HEAD + NEW
    assert "Новиков" in uploaded(admin, text.encode("windows-1251"), "Люди.csv").content.decode()
    assert "Новиков" in shown(admin, text.replace(";", "\t"))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (b"", "Таблица пустая"),
        (b"\x00\x01\x02", "не читается"),
        (b"PK\x03\x04 and nothing more", "не читается"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "старого Excel"),
        (b"x;" * 60 + b"\n", "слишком большой"),
        (b"E-mail\n" + b"a@b.ru\n" * 20_001, "слишком большой"),
        (("E-mail;Имя\nа;" + "я" * 1001).encode(), "больше 1000 знаков"),
        (b'E-mail;X\na;"b\n', "кавычки"),
        (b"a" * (5 << 20) + b"bc", "слишком большой"),
        (hostile_files.zip_bomb(300 << 20), "слишком большой"),
        ("Имя;Фамилия\n".encode(), "Не нашлись: E-mail"),
    ],
)  # fmt: skip
def test_hostile_and_broken_files_are_refused_in_words(admin: Client, sent: bytes, said: str) -> None:
    answer = uploaded(admin, sent)
    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode()).replace("\u00a0", " ")


def test_a_workbook_with_formulas_is_refused(admin: Client) -> None:
    out = io.BytesIO()
    with (
        tables.as_xlsx([["E-mail"], ["a@b.ru"]]) as book,
        zipfile.ZipFile(book) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<sheetData>", b"<sheetData><!--<f>1+1</f>-->"))
    answer = uploaded(admin, out.getvalue())
    assert answer.status_code == 422
    assert "формулы" in answer.content.decode()


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("get", "/org/import/"),
        ("post", "/org/import/"),
        ("post", "/org/import/apply"),
        ("get", "/org/import/example/"),
        ("post", "/org/export"),
        ("get", "/org/exports/"),
    ],
)
def test_it_is_for_administrators(clerk: Client, method: str, address: str) -> None:
    assert getattr(clerk, method)(address).status_code == 403
    assert "/org/import/" not in clerk.get("/org/").content.decode()


def test_markup_in_a_table_stays_text(admin: Client) -> None:
    text = f"{HEAD}x@example.ru;<script>alert(1)</script>;Х;<b>;\n"
    page = admin.post("/org/import/", {"text": text}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_it_is_said_in_english_too(admin: Client, office: Office) -> None:
    person = office.people["admin"]
    person.language = "en"
    person.save()
    page = shown(admin, "Email,Last name,First name\noleg@example.ru,Novikov,Oleg\nx,y,z\n")
    for said in ("New: 1", "row 2", "Need correction", "This does not look like an e-mail address", "Not in the table"):
        assert said in page
    assert "Last name" in content(admin.post("/org/export", {"form": "csv"})).decode("utf-8-sig")
