"""Print forms: PDF/A, every word of the data on the paper, the code on the first page, and data that stay data."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2 as pdfium
import pytest
import typst
from django.utils import translation

from marshrut.documents import forms
from marshrut.documents.forms import SheetData, SheetDecision, SheetPaper, printing
from marshrut.kernel.errors import Conflict

AT = datetime(2026, 11, 20, 9, 31, tzinfo=UTC)
LAWYER = SheetDecision(
    name="Соколова Е. В.",
    position="Юрисконсульт",
    step="Правовая экспертиза",
    decision="Согласовано с замечаниями",
    mood="good",
    reason="П. 4.2: неустойка 0,1 %",
    at="19.11.2026 11:42",
    version="1",
)
MONEY = SheetDecision(
    name="Кузнецов А. П.",
    behalf="Орлова М. С., финансовый директор",
    ground="замещение: отпуск с 16.11 по 29.11.2026",
    decision="Отклонено",
    mood="bad",
    at="19.11.2026 14:05",
    undone=True,
    undone_note="отменено 19.11.2026 14:20",
)
SHEET = SheetData(
    organisation="ООО «Северный ветер»",
    requisites="ИНН 7701234567",
    kind="Договор",
    title="Договор поставки оборудования",
    number="01-05/123-2026",
    date="20.11.2026",
    card="ДГ-12",
    round=2,
    since="19.11.2026 10:00",
    result="Согласовано",
    facts=(("Контрагент", "ООО «Альфа-Снаб»"),),
    decisions=(LAWYER, MONEY),
    papers=(SheetPaper(name="Договор.docx", version="2", digest="9f86d081"),),
    address="https://docs.example.ru/q/8fK2mQ9xT1aZ/",
    made="Сформировано 20.11.2026",
    proof="Составлено по истории карточки: событие 48",
    at=AT,
)


def read(content: bytes) -> list[str]:
    """The text of every page in one line."""
    document = pdfium.PdfDocument(content)
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return pages


@pytest.fixture(autouse=True)
def russian() -> None:
    translation.activate("ru")


def test_the_sheet_says_everything() -> None:
    (page,) = read(forms.approval_sheet(SHEET))
    for words in (
        *("ООО «Северный ветер»", "ИНН 7701234567", "ЛИСТ СОГЛАСОВАНИЯ", "Круг 2", "Договор поставки оборудования"),
        *("№ 01-05/123-2026 от 20.11.2026", "ДГ-12", "ООО «Альфа-Снаб»", "Юрисконсульт", "Соколова Е. В."),
        *("Согласовано с замечаниями", "неустойка 0,1 %", "замещение", "отменено 19.11.2026", "Договор.docx"),
        *("9f86d081", "событие 48", "стр. 1 из 1", "Сформировано 20.11.2026"),
    ):
        assert words in page


def test_it_is_made_to_be_kept() -> None:
    content = forms.approval_sheet(SHEET)
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>" in content
    assert content == forms.approval_sheet(SHEET)


def test_any_moment_of_any_zone_will_do() -> None:
    moment = datetime(2026, 11, 20, 12, 31, 7, 123456, tzinfo=ZoneInfo("Europe/Moscow"))
    assert b"2026-11-20T09:31:07+00:00" in forms.approval_sheet(replace(SHEET, at=moment))


def test_a_long_sheet_repeats_its_head_and_counts_its_pages() -> None:
    pages = read(forms.approval_sheet(replace(SHEET, decisions=(LAWYER,) * 60)))
    assert len(pages) > 2
    assert all("Должность, ФИО" in page for page in pages[:-1])
    assert [f"стр. {number} из {len(pages)}" in page for number, page in enumerate(pages, 1)] == [True] * len(pages)


def test_the_code_is_on_the_first_page_only() -> None:
    document = pdfium.PdfDocument(forms.approval_sheet(replace(SHEET, decisions=(LAWYER,) * 60)))
    tops = [dark(page) for page in document]
    document.close()
    assert tops[0] > 0.3
    assert max(tops[1:]) < 0.3


def dark(page: Any) -> float:
    """How much ink there is in the middle of where the code stands: lower right, 24 mm, above the foot."""
    picture = page.render(scale=2).to_pil().convert("L")
    unit = picture.width / 210
    cut = picture.crop((int(178 * unit), int(255 * unit), int(194 * unit), int(271 * unit)))
    ink = [pixel < 128 for pixel in cut.tobytes()]
    return float(sum(ink)) / len(ink)


def test_nothing_decided_and_nothing_known() -> None:
    bare = SheetData(organisation="", kind="Договор", title="т", card="ДГ-1", round=1, at=AT)
    (page,) = read(forms.approval_sheet(bare))
    assert "решений не было" in page
    assert "ещё не зарегистрирован" in page


@pytest.mark.parametrize("sign", ["😀", "中", "👩‍💻", "ภ", "\x07", "\ue000中", "\U0010ffff", "к\u20e3中", "🇷🇺", "✅"])
def test_signs_that_no_font_draws_become_boxes(sign: str) -> None:
    words = f"Поставка {sign} ✓ „кавычки“ — − × 5 ₽ № ё и\u0306 10\u202f000\u00a0руб."
    data = replace(SHEET, title=words, decisions=(replace(LAWYER, reason=words),), papers=(SheetPaper(name=words),))
    (page,) = read(forms.approval_sheet(data))
    (card,) = read(forms.registration_card(forms.RegistrationData(organisation="", kind="к", title=words, at=AT)))
    for read_page in (page, card):
        assert "□" in read_page
        assert all(
            kept in read_page for kept in ("Поставка", "✓", "„кавычки“", "—", "−", "×", "5 ₽", "№ ё", "000", "руб.")
        )


def test_signs_with_fonts_of_their_own_stay() -> None:
    (page,) = read(forms.approval_sheet(replace(SHEET, title="Ελλάδα żółć ½ → ≤ ✗ □ Ќ ѣ")))
    assert "Ελλάδα żółć ½ → ≤ ✗ □ Ќ ѣ" in page


def test_every_sign_called_sure_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "_KEPT", (None,))
    sure = re.compile(f"[{printing.SURE}]")
    signs = [chr(code) for code in range(0x20, 0xFFFF) if sure.fullmatch(chr(code))]
    shown = " ".join(f"и{sign}" if unicodedata.combining(sign) else sign for sign in signs)
    papers = (SheetPaper(name=shown, digest=shown),)
    assert forms.approval_sheet(replace(SHEET, title=shown, organisation=shown, papers=papers)).startswith(b"%PDF")


def test_what_cannot_be_printed_even_then_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_args: Any, **_named: Any) -> bytes:
        sentence = "PDF/A-2b error: the text could not be displayed with font"
        raise typst.TypstError(sentence, sentence)

    monkeypatch.setattr(typst, "compile", never)
    with pytest.raises(Conflict, match="не удаётся напечатать"):
        forms.approval_sheet(SHEET)


def test_labels_follow_the_language() -> None:
    with translation.override("en"):
        (page,) = read(forms.approval_sheet(SHEET))
    assert "APPROVAL SHEET" in page
    assert "page 1 of 1" in page


@pytest.mark.parametrize(
    "text",
    [
        '#panic("x")',
        '#read("/etc/passwd")',
        "$ x^2 $ *жирно* _курсив_ // конец",
        '"]} #import "@preview/x:1.0.0"',
        "\\ \" ' ` < > @ #",
        "</script><script>alert(1)</script>",
    ],
)
def test_data_never_become_the_form(text: str) -> None:
    (page,) = read(forms.approval_sheet(replace(SHEET, title=text, decisions=(replace(LAWYER, reason=text),))))
    assert page.count(" ".join(text.split())) >= 1
    (card,) = read(forms.registration_card(forms.RegistrationData(organisation="", kind="к", title=text, at=AT)))
    assert " ".join(text.split()) in card


def test_the_registration_card() -> None:
    card = forms.RegistrationData(
        organisation="ООО «Северный ветер»",
        kind="Договор",
        title="Договор поставки",
        number="01-05/123-2026",
        registered="20.11.2026 13:00",
        registered_by="Белова А. Н.",
        void="21.11.2026: ошибка в номере",
        links=(("Компания", "ООО «Альфа-Снаб»"),),
        versions=(("1", "18.11.2026", "Белова А. Н.", "первая редакция"),),
        address="https://docs.example.ru/q/x/",
        at=AT,
    )
    content = forms.registration_card(card)
    assert b"<pdfaid:part>2</pdfaid:part>" in content
    (page,) = read(content)
    for words in ("РЕГИСТРАЦИОННАЯ КАРТОЧКА", "01-05/123-2026", "20.11.2026 13:00, Белова А. Н.", "ошибка в номере"):
        assert words in page
    assert "Папка" not in page
    assert "первая редакция" in page
