"""One document on its page: what may be pressed, every act with its refusals, versions side by side."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marshrut.crm.models import Company
from marshrut.documents import commands
from marshrut.documents.models import Document, Entry, Folder, Kind
from marshrut.kernel import clock
from tests.support.office import Office
from tests.support.shelf import another, paper, read
from tests.support.word_files import docx

from .conftest import signed_in

SHEET = {"hx-request": "true"}


@pytest.fixture
def number(office: Office) -> int:
    return paper(office)


@pytest.fixture
def keeper(office: Office) -> Client:
    return signed_in(office, "director")


def get(browser: Client, address: str, **how: str) -> str:
    answer = browser.get(address, headers=how)
    assert answer.status_code == 200
    return answer.content.decode()


def stored(number: int) -> Document:
    return Document.objects.select_related("status").get(pk=number)


def test_a_reader_sees_everything_and_presses_nothing(office: Office, number: int) -> None:
    reader = signed_in(office, "viktor")
    text = get(reader, f"/documents/{number}/")
    assert "Поставщик передаёт флаконы" in text
    assert "Договоры / " in text
    for act in ("rename", "move", "dates", "status", "register", "version", "link", "remove"):
        assert f"/documents/{number}/{act}/" not in text
        assert reader.get(f"/documents/{number}/{act}/").status_code == 403
        assert reader.post(f"/documents/{number}/{act}/", {"title": "Моё"}).status_code == 403
    assert stored(number).version == 1


@pytest.mark.parametrize("address", ["", "rename/", "compare/", "number/", "void/"])
def test_missing_and_hidden_look_alike(clerk: Client, office: Office, address: str) -> None:
    hidden = paper(office, by="boris")
    Kind.objects.filter(key="contract").update(readers=[], adders=[])
    answers = [clerk.get(f"/documents/{one}/{address}") for one in (hidden, 999_999)]
    assert [one.status_code for one in answers] == [404, 404]
    texts = [
        re.sub(r'key" value="[^"]*|token" value="[^"]*|csrf="[^"]*|Token": "[^"]*', "", a.content.decode())
        for a in answers
    ]
    assert texts[0] == texts[1]


def test_a_status_is_set_from_the_menu(keeper: Client, number: int) -> None:
    text = get(keeper, f"/documents/{number}/")
    assert "Подписан" in text
    version = re.search(r'name="version" value="(\d+)"', text)
    assert version
    answer = keeper.post(f"/documents/{number}/status/", {"status": "signed", "version": version[1]})
    assert answer.headers["Location"] == f"/documents/{number}/"
    assert stored(number).status.key == "signed"
    assert "Черновик → Подписан" in get(keeper, f"/documents/{number}/")


def test_a_note_stands_beside_the_status_in_the_history(keeper: Client, number: int) -> None:
    keeper.post(f"/documents/{number}/status/", {"status": "check", "note": "Смотрит юрист"}, headers=SHEET)
    assert "Смотрит юрист" in get(keeper, f"/documents/{number}/")


def test_what_a_process_owns_is_shown_as_owned(keeper: Client, number: int) -> None:
    Document.objects.filter(pk=number).update(owner_card=77)
    text = get(keeper, f"/documents/{number}/")
    assert "Статус ведёт карточка" in text
    assert f"/documents/{number}/status/" not in text
    assert f"/documents/{number}/version/" not in text
    refused = keeper.post(f"/documents/{number}/status/", {"status": "signed"})
    assert refused.status_code == 409
    assert "Статус ведёт карточка" in refused.content.decode()
    assert stored(number).status.key == "draft"


def test_what_a_card_leads_is_not_registered_or_dated_by_hand(keeper: Client, number: int) -> None:
    Document.objects.filter(pk=number).update(owner_card=77)
    text = get(keeper, f"/documents/{number}/")
    for act in ("register", "dates", "void"):
        assert f"/documents/{number}/{act}/" not in text
        assert keeper.post(f"/documents/{number}/{act}/", {"reason": "x"}).status_code == 409
    assert not stored(number).number


def test_an_author_is_told_why_a_signed_document_is_not_theirs(clerk: Client, keeper: Client, number: int) -> None:
    form = get(clerk, f"/documents/{number}/status/")
    assert 'value="check"' in form
    assert 'value="signed"' not in form
    assert clerk.post(f"/documents/{number}/status/", {"status": "signed"}).status_code == 409
    keeper.post(f"/documents/{number}/status/", {"status": "signed"})
    text = get(clerk, f"/documents/{number}/")
    assert "теперь его меняют только те" in text
    for act in ("rename", "dates", "status", "version", "remove"):
        assert f"/documents/{number}/{act}/" not in text
        refused = clerk.post(f"/documents/{number}/{act}/", {"title": "Моё", "status": "check"})
        assert refused.status_code == 403
        assert "теперь его меняют только те" in refused.content.decode()
    assert stored(number).title == "Договор поставки"


def test_somebody_was_first_and_nothing_typed_is_lost(keeper: Client, office: Office, number: int) -> None:
    commands.rename_document(office.actor("alisa"), document=number, title="Договор с Вектором")
    sent = {"title": "Моё длинное название", "version": "1"}
    answer = keeper.post(f"/documents/{number}/rename/", sent, headers=SHEET)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="Моё длинное название"' in text
    assert 'name="version" value="1"' in text
    assert "Открыть документ, какой он сейчас" in text
    assert stored(number).title == "Договор с Вектором"


def test_a_form_is_a_page_without_scripts_and_a_sheet_with_them(clerk: Client, number: int) -> None:
    page, sheet = (get(clerk, f"/documents/{number}/rename/", **how) for how in ({}, SHEET))
    assert "<html" in page
    assert "<html" not in sheet
    answer = clerk.post(f"/documents/{number}/rename/", {"title": "Новое", "version": "1"}, headers=SHEET)
    assert answer.headers["HX-Redirect"] == f"/documents/{number}/"
    assert stored(number).title == "Новое"


def test_an_empty_title_is_refused(clerk: Client, number: int) -> None:
    answer = clerk.post(f"/documents/{number}/rename/", {"title": "  "})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_it_moves_to_another_folder(keeper: Client, office: Office, number: int) -> None:
    folder = Folder.objects.create(name="Спорные")
    keeper.post(f"/documents/{number}/move/", {"folder": str(folder.pk)})
    assert stored(number).folder_id == folder.pk
    assert keeper.post(f"/documents/{number}/move/", {"folder": ""}).status_code == 422
    assert keeper.post(f"/documents/{number}/move/", {"folder": "999999"}).status_code == 409


def test_dates_are_kept_and_emptied(keeper: Client, number: int) -> None:
    keeper.post(f"/documents/{number}/dates/", {"signed_on": "2026-07-01", "doc_date": "2026-06-30", "sent_on": ""})
    assert (stored(number).signed_on, stored(number).doc_date) == (date(2026, 7, 1), date(2026, 6, 30))
    keeper.post(f"/documents/{number}/dates/", {"signed_on": "", "doc_date": "", "sent_on": "2026-07-02"})
    assert (stored(number).signed_on, stored(number).sent_on) == (None, date(2026, 7, 2))
    answer = keeper.post(f"/documents/{number}/dates/", {"signed_on": "32 мая"})
    assert answer.status_code == 422
    assert "Это не похоже на дату" in answer.content.decode()


def test_the_number_is_shown_before_it_is_given(keeper: Client, number: int) -> None:
    year = clock.now().year
    assert f"01-05/001-{year}" in get(keeper, f"/documents/{number}/register/")
    assert get(keeper, f"/documents/{number}/number/?on=2025-12-31") == "Номер будет 01-05/001-2025"
    assert get(keeper, f"/documents/{number}/number/?on=") == ""
    assert not Entry.objects.exists()
    keeper.post(f"/documents/{number}/register/", {"on": "2025-12-31"})
    assert stored(number).number == "01-05/001-2025"
    assert "01-05/001-2025" in get(keeper, f"/documents/{number}/")


def test_a_registered_paper_keeps_its_date(keeper: Client, number: int) -> None:
    keeper.post(f"/documents/{number}/register/", {"on": "2026-03-01"})
    text = get(keeper, f"/documents/{number}/dates/")
    assert "сначала аннулируйте его" in text
    keeper.post(f"/documents/{number}/dates/", {"signed_on": "2026-03-05", "doc_date": "2020-01-01"})
    assert (stored(number).doc_date, stored(number).signed_on) == (date(2026, 3, 1), date(2026, 3, 5))


def test_a_number_is_void_only_with_a_reason(keeper: Client, number: int) -> None:
    keeper.post(f"/documents/{number}/register/", {"on": "2026-03-01"})
    assert keeper.post(f"/documents/{number}/void/", {"reason": " "}).status_code == 422
    keeper.post(f"/documents/{number}/void/", {"reason": "Зарегистрирован дважды"})
    text = get(keeper, f"/documents/{number}/")
    assert "01-05/001-2026 аннулирован" in text
    assert "01-05/002-2026" in text
    book = get(keeper, "/documents/book/?kind=contract&organisation=&year=2026")
    assert "Зарегистрирован дважды" in book
    assert "<s>01-05/001-2026</s>" in book


def test_a_version_brings_a_note_and_the_same_file_is_refused(clerk: Client, number: int) -> None:
    sent = {"note": "Срок короче", "version": "1"}
    assert clerk.post(f"/documents/{number}/version/", sent).status_code == 422
    new = docx("Договор поставки", "Оплата в течение пяти дней.")
    clerk.post(f"/documents/{number}/version/", {**sent, "file": SimpleUploadedFile("Правки.docx", new)})
    text = get(clerk, f"/documents/{number}/")
    assert "Срок короче" in text
    assert f"/documents/{number}/compare/?from=1&amp;to=2" in text
    again = clerk.post(f"/documents/{number}/version/", {"file": SimpleUploadedFile("Ещё.docx", new)}, headers=SHEET)
    assert again.status_code == 422
    assert Document.objects.get(pk=number).version_n == 2


def test_two_versions_stand_side_by_side(clerk: Client, office: Office, number: int) -> None:
    another(
        office,
        number,
        "Договор поставки",
        "Поставщик передаёт флаконы объёмом 100 мл.",
        "Оплата в течение десяти дней.",
    )
    read()
    text = get(clerk, f"/documents/{number}/compare/")
    assert "<del>50 </del>" in text or "<del>50</del>" in text
    assert "<ins>100" in text
    assert "Отличаются 2 места" in text
    swapped = get(clerk, f"/documents/{number}/compare/?from=2&to=1")
    assert "<ins>50" in swapped
    assert "Это один и тот же файл" in get(clerk, f"/documents/{number}/compare/?from=1&to=1")
    assert clerk.get(f"/documents/{number}/compare/?from=1&to=9").status_code == 404


def test_equal_lines_fold_and_unfold(clerk: Client, office: Office) -> None:
    lines = [f"Пункт {n} без изменений." for n in range(60)]
    number = paper(office, text=tuple(lines))
    another(office, number, "Договор поставки", *lines[:-1], "Последний пункт другой.")
    read()
    folded = get(clerk, f"/documents/{number}/compare/")
    assert "Пункт 5 без" not in folded
    assert re.search(r"5\d строк[и]? без изменений — показать", folded)
    whole = get(clerk, f"/documents/{number}/compare/?from=1&to=2&all=1")
    assert "Пункт 5 без" in whole
    assert "Только изменения" in whole


def test_what_has_no_text_says_why(clerk: Client, office: Office, number: int) -> None:
    stored_file = commands.store_file(
        office.actor("alisa"), name="архив.bin", stream=SimpleUploadedFile("архив.bin", b"\x00\x01\x02")
    )
    commands.add_version(office.actor("alisa"), document=number, file=int(stored_file["id"]))
    read()
    assert "архив.bin:" in get(clerk, f"/documents/{number}/compare/")


def test_it_is_linked_and_unlinked(clerk: Client, office: Office, number: int) -> None:
    assert office.company
    at = f"/documents/{number}/link/?place=company"
    assert clerk.post(at, {"ref": "", "ref_text": ""}).status_code == 422
    typed = clerk.post(at, {"ref": "", "ref_text": "Стекло такого нет"})
    assert typed.status_code == 422
    assert "Стекло такого нет" in typed.content.decode()
    clerk.post(at, {"ref": str(office.company.pk), "ref_text": "Стеклозавод"})
    assert "Стеклозавод" in get(clerk, f"/documents/{number}/")
    assert "Договор поставки" in get(clerk, f"/companies/{office.company.pk}/")
    twice = clerk.post(at, {"ref": str(office.company.pk), "ref_text": "Стеклозавод"}, headers=SHEET)
    assert twice.status_code == 409
    clerk.post(f"/documents/{number}/unlink/company/{office.company.pk}/")
    assert not stored(number).links.exists()
    assert clerk.post(f"/documents/{number}/unlink/company/{office.company.pk}/").status_code == 404


def test_it_is_removed_with_a_reason_unless_registered(clerk: Client, keeper: Client, number: int) -> None:
    assert clerk.post(f"/documents/{number}/remove/", {"reason": ""}).status_code == 422
    keeper.post(f"/documents/{number}/register/", {"on": "2026-03-01"})
    assert clerk.get(f"/documents/{number}/remove/").status_code == 403
    keeper.post(f"/documents/{number}/void/", {"reason": "Ошибка"})
    assert stored(number).removed_at is None


def test_an_unregistered_one_leaves_the_library(clerk: Client, number: int) -> None:
    answer = clerk.post(f"/documents/{number}/remove/", {"reason": "Загружен по ошибке"})
    assert answer.headers["Location"] == "/documents/"
    assert clerk.get(f"/documents/{number}/").status_code == 404


def test_a_stranger_to_a_card_does_not_learn_of_it(office: Office, number: int) -> None:
    """The card that a paper lies on is named only to whoever sees the card."""
    card = office.request()
    commands.link_document(office.actor("alisa"), document=number, place="card", ref=card)
    assert "Флаконы 50 мл" in get(signed_in(office, "alisa"), f"/documents/{number}/")
    assert "Флаконы 50 мл" not in get(signed_in(office, "viktor"), f"/documents/{number}/").replace(
        "флаконы объёмом", ""
    )


def test_two_of_our_organisations_count_apart(keeper: Client, office: Office) -> None:
    made = []
    for n in range(2):
        ours = Company.objects.create(
            kind="legal", name=f"Наша {n}", inn=f"770000000{n}", sort_key=f"наша {n}", search_text="наша",
            added_at=clock.now(), ours=True,
        )  # fmt: skip
        one = paper(office, f"Договор {n}")
        keeper.post(f"/documents/{one}/register/", {"on": "2026-03-01", "organisation": str(ours.pk)})
        made.append(stored(one).number)
    assert made == ["01-05/001-2026", "01-05/001-2026"]


def test_a_long_comparison_is_shown_in_parts(clerk: Client, office: Office) -> None:
    old, new = ([f"{word} {n}" for n in range(600)] for word in ("Прежняя", "Новая"))
    number = paper(office, text=tuple(old))
    another(office, number, *new)
    read()
    first = get(clerk, f"/documents/{number}/compare/")
    assert first.count("<tr data-kind") == 1000
    assert "отличается ещё 201 строка" in first
    assert f"/documents/{number}/compare/?from=1&amp;to=2&amp;after=1000" in first
    second = get(clerk, f"/documents/{number}/compare/?from=1&to=2&after=1000")
    assert second.count("<tr data-kind") == 201
    assert "Следующая часть" not in second
    assert get(clerk, f"/documents/{number}/compare/?after=99999999").count("<tr data-kind") == 0
