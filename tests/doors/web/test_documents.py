"""The library of documents: folders, filters, words inside the files, adding, taking away."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.documents import commands
from marshrut.documents.models import Document, Kind
from marshrut.kernel.actor import Actor
from tests.support.kinds import shipped
from tests.support.office import Office
from tests.support.shelf import paper, read
from tests.support.word_files import docx

from .conftest import signed_in

JSON = {"accept": "application/json"}


@pytest.fixture
def kinds(office: Office) -> None:
    shipped()


def word(name: str = "Договор с Вектором.docx", text: str = "Предмет договора") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, docx(text))


def get(browser: Client, address: str, **how: str) -> str:
    answer = browser.get(address, headers=how)
    assert answer.status_code == 200
    return answer.content.decode()


def test_three_kinds_of_emptiness(kinds: None, clerk: Client, office: Office) -> None:
    assert "Документов пока нет" in get(clerk, "/documents/")
    folder = Kind.objects.get(key="order").folder_id
    paper(office)
    assert "В папке пусто" in get(clerk, f"/documents/?folder={folder}")
    nothing = get(clerk, "/documents/?q=нетникакихслов")
    assert "Ничего не нашлось" in nothing
    assert "Сбросить фильтр" in nothing


def test_a_word_inside_a_file_is_found_in_any_form_and_marked(clerk: Client, office: Office) -> None:
    paper(office, "Договор поставки")
    paper(office, "Приказ об отпуске", kind="order", text=("Предоставить отпуск.",))
    read()
    text = get(clerk, "/documents/?q=неустойку")
    assert "Договор поставки" in text
    assert "Приказ об отпуске" not in text
    assert re.search(r"<mark>\s*[Нн]еустойка\s*</mark>", text)


def test_all_parts_of_a_compound_word_are_looked_for(clerk: Client, office: Office) -> None:
    paper(office, "Договор аренда-склад")
    paper(office, "Договор продажа-склад")
    read()
    for typed in ("аренда-склад", "аренда-скл"):
        text = get(clerk, f"/documents/?q={typed}")
        assert "аренда-склад</a>" in text
        assert "продажа-склад</a>" not in text


def test_filters_stand_in_the_address_and_are_taken_off_one_by_one(clerk: Client, office: Office) -> None:
    assert office.company
    paper(office, "Наш договор", links=[("company", office.company.pk)])
    paper(office, "Чужой договор", by="boris")
    text = get(clerk, f"/documents/?author=me&kind=contract&status=draft&company={office.company.pk}&registered=0")
    assert "Наш договор" in text
    assert "Чужой договор" not in text
    assert f'href="/documents/?kind=contract&amp;status=draft&amp;company={office.company.pk}&amp;registered=0"' in text
    assert "Стеклозавод" in text


def test_the_sheet_of_filters_and_the_search_keep_the_folder(clerk: Client, office: Office) -> None:
    paper(office)
    folder = Kind.objects.get(key="contract").folder_id
    text = get(clerk, f"/documents/?folder={folder}")
    assert text.count(f'<input type="hidden" name="folder" value="{folder}">') == 2


def test_what_cannot_be_understood_is_left_out(clerk: Client, office: Office) -> None:
    paper(office)
    for query in ("folder=x", "year=99999999999", "author=нет", "after=0x1", "place=card", "registered=7", "ref=1"):
        assert "Договор поставки" in get(clerk, f"/documents/?{query}")
    assert "Ничего не нашлось" in get(clerk, "/documents/?kind=no_such")


def test_the_list_goes_on_where_it_ended(clerk: Client, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("marshrut.doors.web.views.documents.PAGE", 2)
    for n in range(5):
        paper(office, f"Договор {n}")
    first = get(clerk, "/documents/")
    more = re.search(r'href="(/documents/\?after=\d+)"', first)
    assert more
    second = get(clerk, more[1], **{"hx-request": "true"})
    assert "<html" not in second
    assert re.findall(r"Договор \d(?=</a>)", first + second) == ["Договор 4", "Договор 3", "Договор 2", "Договор 1"]


def test_a_closed_kind_is_nowhere(clerk: Client, office: Office) -> None:
    paper(office, "Приказ о премии", by="director", kind="order")
    Kind.objects.filter(key="order").update(readers=["role:director"], adders=["role:director"], version=2)
    number = Document.objects.get().pk
    text = get(clerk, "/documents/")
    assert "Приказ о премии" not in text
    assert "Приказы" not in text
    assert clerk.get(f"/documents/{number}/").status_code == 404
    assert clerk.get(f"/documents/zip/?ids={number}").status_code == 404
    assert "Приказ о премии" not in get(clerk, "/palette/?q=премии")
    assert "Приказ о премии" in get(signed_in(office, "director"), "/documents/")


def test_the_kind_is_chosen_before_the_file(kinds: None, clerk: Client, office: Office) -> None:
    first = get(clerk, "/documents/new/")
    assert "Что это за документ?" in first
    assert 'type="file"' not in first
    second = get(clerk, "/documents/new/?kind=contract", **{"hx-request": "true"})
    assert 'type="file"' in second
    assert "Договоры" in second
    assert "Черновик" in second
    assert "<html" not in second


def test_a_file_files_itself_and_hangs_on_the_company(kinds: None, clerk: Client, office: Office) -> None:
    assert office.company
    sent = {"kind": "contract", "place": "company", "ref": office.company.pk, "note": "Первая редакция", "file": word()}
    answer = clerk.post("/documents/new/", sent)
    made = Document.objects.get()
    assert answer.headers["Location"] == f"/documents/{made.pk}/"
    assert (made.title, made.folder.parent.name) == ("Договор с Вектором", "Договоры")  # type: ignore[union-attr]
    assert [(link.place, link.ref) for link in made.links.all()] == [("company", office.company.pk)]
    assert made.versions.get().note == "Первая редакция"


def test_each_of_several_files_is_answered_for_itself(kinds: None, clerk: Client, office: Office) -> None:
    bad = SimpleUploadedFile("Пустой.pdf", b"")
    answer = clerk.post("/documents/new/", {"kind": "other", "note": "Моя пометка", "file": [word(), bad]})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "добавлен" in text
    assert "Файл пуст" in text
    assert "Моя пометка" in text
    assert Document.objects.count() == 1


def test_a_double_click_makes_one(kinds: None, clerk: Client, office: Office) -> None:
    for _twice in range(2):
        answer = clerk.post("/documents/new/", {"kind": "other", "key": "client-key-1", "file": word()}, headers=JSON)
        assert answer.json()["url"] == f"/documents/{Document.objects.get().pk}/"


def test_scripts_are_told_what_is_wrong(kinds: None, clerk: Client, office: Office) -> None:
    empty = clerk.post("/documents/new/", {"kind": "other"}, headers=JSON)
    assert (empty.status_code, empty.json()["message"]) == (422, "Выберите файл.")
    day = clerk.post("/documents/new/", {"kind": "other", "doc_date": "вчера", "file": word()}, headers=JSON)
    assert (day.status_code, day.json()["message"]) == (422, "Это не похоже на дату.")
    assert not Document.objects.exists()


def test_a_kind_closed_for_adding_is_not_offered_nor_taken(kinds: None, clerk: Client, office: Office) -> None:
    Kind.objects.filter(key="order").update(adders=["role:director"])
    assert "Приказ" not in get(clerk, "/documents/new/")
    answer = clerk.post("/documents/new/", {"kind": "order", "file": word()})
    assert "Что это за документ?" in answer.content.decode()
    assert not Document.objects.exists()


def test_ticked_documents_come_as_one_archive(clerk: Client, office: Office) -> None:
    ids = [paper(office, "Договор"), paper(office, "Договор"), 999_999]
    answer = clerk.get(f"/documents/zip/?ids={','.join(map(str, ids))},мусор")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert len(names) == len(set(names)) == 2
    assert all(name.endswith(".docx") for name in names)


def test_a_title_with_the_ending_of_its_file_gets_no_second_one(clerk: Client, office: Office) -> None:
    ids = [paper(office, "Акт.docx"), paper(office, "Смета.DOCX"), paper(office, "Справка.2026")]
    answer = clerk.get(f"/documents/zip/?ids={','.join(map(str, ids))}")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert set(zipfile.ZipFile(io.BytesIO(content)).namelist()) == {"Акт.docx", "Смета.DOCX", "Справка.2026.docx"}


def test_the_palette_finds_by_number_and_by_a_word_inside(clerk: Client, office: Office) -> None:
    number = commands.register_document(Actor.system(), document=paper(office))["number"]
    read()
    for asked in (number, "неустойка", "поставк"):
        assert "Договор поставки" in get(clerk, f"/palette/?q={asked}")


def test_files_open_for_who_sees_the_document(clerk: Client, office: Office) -> None:
    number = paper(office, by="boris")
    file = Document.objects.get(pk=number).file_id
    open_now = clerk.get(f"/files/{file}/")
    assert b"".join(open_now.streaming_content)  # type: ignore[attr-defined]
    Kind.objects.filter(key="contract").update(readers=[], adders=[])
    assert clerk.get(f"/files/{file}/").status_code == 404
