"""Reading that did not come to an end: stopped programs are no verdict, scans wait for the machine that reads them."""

from __future__ import annotations

import io
import shutil
import signal
from pathlib import Path

import pytest
from PIL import Image

from marshrut.documents import commands, duties, queries, reading, starting
from marshrut.documents.commands import texts
from marshrut.documents.models import FileText, StoredFile
from marshrut.jobs import effects, worker
from marshrut.jobs.models import Effect
from marshrut.kernel.actor import Actor
from tests.support import company
from tests.support.company import acting
from tests.support.hostile_files import page_pdf
from tests.support.kinds import shipped
from tests.support.word_files import paper

CONTRACT = paper("Договор поставки", "1. Срок оплаты 10 дней.")
SAID = ("Договор аренды склада",)


def document(office: company.Company, name: str, content: bytes) -> int:
    shipped()
    admin = acting(office.admin)
    file = int(commands.store_file(admin, name=name, stream=io.BytesIO(content))["id"])
    commands.add_document(admin, kind="contract", file=file)
    return file


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Every program is stopped from outside; `undo()` ends it."""
    monkeypatch.setattr(starting, "run", lambda *_: -signal.SIGKILL)
    return monkeypatch


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A machine that reads the same words on every page it is shown; without `tesseract` there is none."""
    monkeypatch.setattr(reading.recognising, "available", lambda: "rus" if shutil.which("tesseract") else "")
    monkeypatch.setattr(
        reading.recognising, "recognise", lambda _content, _kind, wanted: dict.fromkeys(wanted or [1], SAID)
    )
    return monkeypatch


def test_a_stop_is_told_from_a_verdict(tmp_path: Path) -> None:
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import sys, os, time\nos.kill(os.getpid(), 9) if sys.argv[1] == 'killed' else time.sleep(600)")
    with (tmp_path / "x").open("w+b") as file:
        for patience, how in ((60.0, "killed"), (0.1, "slow")):
            assert starting.stopped(starting.run(sleeper, [how], file, file, file, patience))
    assert not any(map(starting.stopped, (0, 1, -signal.SIGXCPU, -signal.SIGSEGV, -signal.SIGABRT)))


def test_reading_that_was_stopped_is_tried_again(office: company.Company, stopped: pytest.MonkeyPatch) -> None:
    file = document(office, "Договор.docx", CONTRACT)
    worker.drain()
    assert FileText.objects.get().state == "waiting"
    assert Effect.objects.get(kind=commands.READ_EFFECT).state == "retry"
    for shown in (queries.words(file).note, queries.html_of(file).note):
        assert "Попробуйте позже" in shown
    stopped.undo()
    effects.hurry()
    worker.drain(strict=True)
    assert FileText.objects.get().state == "ready"
    assert "Срок оплаты" in queries.html_of(file).html


def test_a_stop_is_not_kept_for_the_next_reader(
    office: company.Company, files: Path, stopped: pytest.MonkeyPatch
) -> None:
    file = int(commands.store_file(acting(office.admin), name="x.docx", stream=io.BytesIO(CONTRACT))["id"])
    assert "Попробуйте позже" in queries.html_of(file).note
    assert list(files.rglob("*.markup")) == []
    stopped.setattr(starting, "run", lambda *_: -signal.SIGXCPU)
    assert "сложный" in queries.html_of(file).note
    assert len(list(files.rglob("*.markup"))) == 1


def test_a_program_that_is_stopped_each_time_is_given_up(office: company.Company, stopped: pytest.MonkeyPatch) -> None:
    document(office, "Договор.docx", CONTRACT)
    for _ in range(commands.ATTEMPTS + 2):
        worker.drain()
        effects.hurry()
    tried = Effect.objects.get(kind=commands.READ_EFFECT)
    assert (tried.state, tried.attempts) == ("dead", commands.ATTEMPTS)


def test_a_recognition_that_was_stopped_is_tried_again(office: company.Company, machine: pytest.MonkeyPatch) -> None:
    document(office, "Скан.png", picture())

    def killed(*_: object) -> None:
        raise starting.Stopped

    with machine.context() as busy:
        busy.setattr(reading.recognising, "recognise", killed)
        worker.drain()
    assert FileText.objects.get().state == "waiting"
    effects.hurry()
    worker.drain(strict=True)
    assert FileText.objects.get().text == SAID[0]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("L", (300, 300), "white").save(out, "PNG")
    return out.getvalue()


def half_scanned() -> bytes:
    """A page with a text, then a page that is a picture."""
    import pypdfium2 as pdfium

    said = b"BT /F 12 Tf 40 700 Td (Lease of a warehouse) Tj ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    both = pdfium.PdfDocument(page_pdf(b"", b"/Resources << /Font << /F 5 0 R >> >>", font, content=said))
    scanned = io.BytesIO()
    Image.new("L", (300, 300), "white").save(scanned, "PDF")
    both.import_pages(pdfium.PdfDocument(scanned.getvalue()))
    out = io.BytesIO()
    both.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("name", "before"), [("Скан.png", ""), ("Договор.pdf", "Lease of a warehouse")])
def test_what_came_before_the_machine_is_read_once_it_is_there(
    office: company.Company, machine: pytest.MonkeyPatch, name: str, before: str
) -> None:
    with machine.context() as without:
        without.setattr(shutil, "which", lambda _name: None)
        file = document(office, name, picture() if name.endswith("png") else half_scanned())
        worker.drain(strict=True)
        assert FileText.objects.get().text == before
        duties.scans()
        assert not Effect.objects.filter(kind=commands.RECOGNISE_EFFECT).exists()
        assert "tesseract" in queries.words(file).note or before
    duties.scans()
    worker.drain(strict=True)
    row = FileText.objects.get()
    assert row.text.split("\n") == [*filter(None, [before]), *SAID]
    assert (row.state, row.why, row.by_ocr) == ("ready", "", True)


def test_a_scan_without_a_word_is_asked_for_once(office: company.Company, machine: pytest.MonkeyPatch) -> None:
    file = document(office, "Скан.png", picture())
    machine.setattr(reading.recognising, "recognise", lambda *_: {})
    worker.drain(strict=True)
    assert "нет текста" in queries.words(file).note
    assert texts.ask_for_scans() == 0


def test_scans_that_stay_unread_do_not_stand_before_others(office: company.Company, files: Path) -> None:
    system = Actor.system()
    for n in range(5):
        file = commands.store_file(acting(office.admin), name="Скан.png", stream=io.BytesIO(picture() + bytes(n + 1)))
        commands.record_text(system, file=file["id"], why="scan")
    assert [texts.ask_for_scans(limit=2) for _ in range(4)] == [2, 2, 1, 0]
    asked = Effect.objects.filter(kind=commands.RECOGNISE_EFFECT).values_list("payload", flat=True)
    assert {one["file"] for one in asked} == set(StoredFile.objects.values_list("pk", flat=True))
    assert set(FileText.objects.values_list("state", flat=True)) == {"waiting"}


def test_a_machine_that_went_away_is_asked_again_when_it_is_back(
    office: company.Company, machine: pytest.MonkeyPatch
) -> None:
    file = document(office, "Скан.png", picture())
    commands.record_text(Actor.system(), file=file, scans=True)
    with machine.context() as gone:
        gone.setattr(reading.recognising, "recognise", lambda *_: {})
        gone.setattr(shutil, "which", lambda _name: None)
        worker.drain(strict=True)
    assert FileText.objects.get().why == "scan"
    duties.scans()
    worker.drain(strict=True)
    assert FileText.objects.get().text == SAID[0]
