"""Texts of papers: read by a worker, found by search, compared; scans by a machine; what cannot be read says why."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image

from marshrut.documents import commands, duties, queries, reading
from marshrut.documents.models import FileText
from marshrut.jobs import worker
from marshrut.jobs.models import Effect
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Forbidden, NotFound
from tests.support import company
from tests.support.company import acting
from tests.support.hostile_files import page_pdf
from tests.support.kinds import shipped
from tests.support.word_files import paper, with_body

from .conftest import Store

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CONTRACT = paper("Договор поставки", "1. Срок оплаты 10 дней.", table=[["Товар", "Цена"], ["Насос", "100"]])


def document(office: company.Company, file: int) -> int:
    shipped()
    return int(commands.add_document(acting(office.admin), kind="contract", file=file)["id"])


def lines(file: int) -> tuple[str, ...]:
    return queries.paragraphs(file)


def test_word(store: Store) -> None:
    file = store("Договор.docx", CONTRACT)["id"]
    assert lines(file) == ("Договор поставки", "1. Срок оплаты 10 дней.", "Товар | Цена", "Насос | 100")


def test_word_leaves_out_what_was_deleted_and_what_is_said_twice(store: Store) -> None:
    xml = f"""<w:document {SPACE} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body><w:p>
      <w:r><w:t xml:space="preserve">Срок </w:t></w:r><w:del><w:r><w:delText>10</w:delText></w:r></w:del>
      <w:ins><w:r><w:t>15</w:t></w:r></w:ins><w:r><w:tab/><w:t>дней</w:t></w:r>
      <mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>Рамка</w:t></w:r></w:p></w:txbxContent></mc:Choice>
      <mc:Fallback><w:p><w:r><w:t>Рамка</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>
    </w:p></w:body></w:document>"""
    assert lines(store("x.docx", with_body(xml.encode()))["id"]) == ("Рамка", "Срок 15 дней")


def test_excel(store: Store) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for title, amount in (("Смета", 12.5), ("Итого", 100)):
        sheet = book.add_worksheet(title)
        sheet.write_row(0, 0, ["Позиция", amount])
    book.close()
    assert lines(store("x.xlsx", out.getvalue())["id"]) == ("Смета", "Позиция | 12.5", "Итого", "Позиция | 100")


def test_pdf_lines_become_paragraphs(store: Store) -> None:
    said = (b"The supplier delivers the goods within ten", b"days.", b"2. Price")
    text = b"BT /F 12 Tf 40 700 Td " + b" 0 -14 Td ".join(b"(%s) Tj" % line for line in said) + b" ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    content = page_pdf(b"", b"/Resources << /Font << /F 5 0 R >> >>", font, content=text)
    assert lines(store("x.pdf", content)["id"]) == ("The supplier delivers the goods within ten days.", "2. Price")


def test_a_paper_is_read_once_and_found_by_its_words(office: company.Company, files: Path) -> None:
    one = document(office, store_as(office, CONTRACT))
    two = document(office, store_as(office, CONTRACT))
    assert Effect.objects.filter(kind=commands.READ_EFFECT).count() == 1
    worker.drain(strict=True)
    (row,) = FileText.objects.all()
    assert (row.state, row.by_ocr) == ("ready", False)
    assert len(list(files.rglob("*.markup"))) == 1
    found = queries.library(acting(office.admin), queries.Filter(text="сроки оплаты"))
    assert {one, two} == {line.id for line in found.rows}


def store_as(office: company.Company, content: bytes, name: str = "Договор.docx") -> int:
    return int(commands.store_file(acting(office.admin), name=name, stream=io.BytesIO(content))["id"])


def test_what_has_no_text_says_why(store: Store) -> None:
    empty, broken = store("a.docx", paper())["id"], store("b.docx", b"PK\x03\x04 not a zip at all" + bytes(40))["id"]
    sealed = store("c.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))["id"]
    assert "нет текста" in queries.words(empty).note
    assert "повреждён" in queries.words(broken).note
    assert "паролем" in queries.words(sealed).note
    assert "не читается" in queries.words(store("d.zip", b"PK\x05\x06" + bytes(18))["id"]).note


def test_only_programs_write_texts(office: company.Company, store: Store) -> None:
    file = store("x.docx", CONTRACT)["id"]
    with pytest.raises(Forbidden):
        commands.record_text(acting(office.admin), file=file, lines=["x"])
    with pytest.raises(NotFound):
        commands.record_text(Actor.system(), file=999_999, lines=["x"])


def scan(text: str) -> bytes:
    """A picture of a page, as a scanner gives it."""
    import typst

    form = f"#set page(width: 150mm, height: 60mm)\n#set text(size: 14pt)\n{text}".encode()
    made = typst.compile(form, format="png", ppi=150)
    assert isinstance(made, bytes)
    return made


def scanned_pdf(text: str) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(scan(text))).convert("RGB").save(out, "PDF", resolution=150)
    return out.getvalue()


@pytest.mark.parametrize("name", ["Скан.pdf", "Скан.png"])
def test_a_scan_is_read_by_a_machine(office: company.Company, name: str) -> None:
    assert shutil.which("tesseract"), "script/test installs it"
    text = "Договор аренды склада\n\nСрок аренды двенадцать месяцев"
    content = scanned_pdf(text) if name.endswith("pdf") else scan(text)
    made = document(office, store_as(office, content, name))
    worker.drain(strict=True)
    (row,) = FileText.objects.all()
    assert (row.state, row.by_ocr) == ("ready", True)
    assert "аренды склада" in row.text
    found = queries.library(acting(office.admin), queries.Filter(text="аренда складов"))
    assert [line.id for line in found.rows] == [made]


def test_without_the_machine_a_scan_says_so_and_is_read_later(
    office: company.Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        without.setattr(shutil, "which", lambda _name: None)
        file = store_as(office, scanned_pdf("Договор аренды склада"), "Скан.pdf")
        document(office, file)
        worker.drain(strict=True)
        duties.scans()
        worker.drain(strict=True)
        words = queries.words(file)
        assert not words.waiting
        assert "tesseract" in words.note
    duties.scans()
    worker.drain(strict=True)
    assert "аренды склада" in queries.words(file).lines[0]


def test_two_versions_are_compared(store: Store) -> None:
    left = store("a.docx", CONTRACT)["id"]
    right = store("b.docx", paper("Договор поставки", "1. Срок оплаты 15 дней.", "2. Новое"))["id"]
    found = queries.compared(left, right)
    assert (found.places, found.note) == (1, "")
    assert [row.kind for row in found.rows][:2] == ["same", "changed"]
    assert queries.compared(left, left).same_content
    copy = store("c.docx", CONTRACT)["id"]
    assert queries.compared(left, copy).same_content
    silent = queries.compared(left, store("x.zip", b"PK\x05\x06" + bytes(18))["id"])
    assert silent.rows == ()
    assert silent.note.startswith("x.zip: ")
    with pytest.raises(NotFound):
        queries.compared(left, 999_999)


def test_word_is_shown_as_markup_once(files: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    file = store("x.docx", CONTRACT)["id"]
    assert "<td><p>Насос</p></td>" in queries.html_of(file).html
    monkeypatch.setattr(reading, "html_of", None)
    assert "Насос" in queries.html_of(file).html


def test_other_files_have_no_markup(store: Store) -> None:
    shown = queries.html_of(store("x.zip", b"PK\x05\x06" + bytes(18))["id"])
    assert (shown.html, shown.note) == ("", "из файлов этого вида текст не читается.")


def test_markup_that_hurts_is_not_kept_for_readers(files: Path, store: Store) -> None:
    """What lies beside the content is cleaned each time it is shown."""
    info = queries.file(store("x.docx", CONTRACT)["id"])
    queries.html_of(info.id)
    (kept,) = files.rglob("*.markup")
    kept.write_text('+<p onclick="x()">А</p><script>1</script>', encoding="utf-8")
    assert queries.html_of(info.id).html == "<p>А</p>"
