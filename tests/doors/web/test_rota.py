"""The calendar of absences from a table, on pages: shown first, then applied."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.org import commands, queries
from tests.support.office import MovingClock, Office

SYSTEM = Actor.system()
HEAD = "Почта;Первый день;Последний день;Причина;Заместитель\n"
TEXT = HEAD + "alisa@example.ru;06.07.2026;19.07.2026;отпуск;boris@example.ru\n"


@pytest.fixture(autouse=True)
def _july() -> Iterator[None]:
    with clock.running(MovingClock("2026-07-02 10:00")):
        yield


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(packed|seen)" value="([^"]*)"', page))


def test_a_table_is_shown_and_then_applied(admin: Client, office: Office) -> None:
    assert "Загрузить" in admin.get("/absences/import/").content.decode()
    page = admin.post("/absences/import/", {"text": TEXT}).content.decode()
    assert "с 6\u00a0июля по 19\u00a0июля включительно" in page
    assert "Борисов" in page
    assert queries.absences(SYSTEM) == []
    done = admin.post("/absences/import/apply", hidden(page))
    assert done.headers["Location"] == "/absences/calendar/"
    [line] = queries.absences(SYSTEM)
    assert (line.person, line.source) == (office.id("alisa"), "import")
    again = admin.post("/absences/import/", {"text": TEXT}).content.decode()
    assert "изменений нет" in again
    assert "Применить" not in again


def test_a_file_with_wrong_rows_is_not_applied(admin: Client, office: Office) -> None:
    text = TEXT + "viktor@example.ru;завтра;19.07.2026;;\n"
    file = SimpleUploadedFile("график.csv", text.encode("windows-1251"))
    page = admin.post("/absences/import/", {"file": file}).content.decode()
    assert "строка 3" in page
    assert "Первый день: Напишите день" in page
    assert admin.post("/absences/import/apply", hidden(page)).status_code == 422
    assert queries.absences(SYSTEM) == []


def test_a_table_that_is_none_is_refused(admin: Client) -> None:
    for form in ({}, {"text": "a;b\n1;2\n"}):
        assert admin.post("/absences/import/", form).status_code == 422
    assert admin.post("/absences/import/apply", {"packed": "x", "seen": "y"}).status_code == 422


def test_what_changed_since_is_shown_again(admin: Client, office: Office) -> None:
    page = admin.post("/absences/import/", {"text": TEXT}).content.decode()
    commands.dismiss_person(SYSTEM, person=office.id("boris"))
    again = admin.post("/absences/import/apply", hidden(page))
    assert again.status_code == 409
    assert "не может замещать" in again.content.decode()


def test_only_administrators(clerk: Client) -> None:
    assert clerk.get("/absences/import/").status_code == 403
    assert clerk.post("/absences/import/apply", {}).status_code == 403
    assert clerk.get("/absences/import/example/").status_code == 403
    assert "/absences/import/" not in clerk.get("/absences/").content.decode()


def test_the_example_is_understood(admin: Client) -> None:
    content = b"".join(admin.get("/absences/import/example/?form=csv"))
    file = SimpleUploadedFile("пример.csv", content)
    page = admin.post("/absences/import/", {"file": file}).content.decode()
    assert "Такой почты здесь ни у кого нет" in page
