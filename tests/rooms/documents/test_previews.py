"""Pages are drawn by the worker; what cannot be drawn has its reason, in words."""

from __future__ import annotations

import io
import logging
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation
from PIL import Image, ImageDraw

from marshrut.documents import blobs, drawing, previews, queries, starting
from marshrut.jobs import effects, worker
from marshrut.jobs.models import Effect
from marshrut.kernel.errors import NotFound
from tests.support import hostile_files as made

from .conftest import Store


def pages(*sizes: tuple[int, int], kind: str = "TIFF") -> bytes:
    out, pictures = io.BytesIO(), [Image.new("RGB", size, "white") for size in sizes]
    for picture in pictures:
        ImageDraw.Draw(picture).rectangle([0, 0, picture.width // 2, 40], fill="black")
    pictures[0].save(
        out, kind, **({"save_all": True, "append_images": pictures[1:]} if kind in {"TIFF", "PDF"} else {})
    )
    return out.getvalue()


def drawn(store: Store, name: str, content: bytes) -> queries.FileInfo:
    stored = store(name, content)
    worker.drain()
    return queries.file(stored["id"])


def picture(info: queries.FileInfo, number: int) -> Image.Image:
    with queries.open_page(info.id, number) as content:
        opened = Image.open(io.BytesIO(content.read()))
        opened.load()
    return opened


def test_a_pdf_of_two_pages(store: Store) -> None:
    info = drawn(store, "Счёт.pdf", pages((595, 842), (842, 595), kind="PDF"))
    assert (info.preview, info.page_count, info.preview_note) == ("ready", 2, "")
    assert [(page.number, page.width, page.height) for page in info.pages] == [(1, 1100, 1557), (2, 1100, 778)]
    first = picture(info, 1)
    assert (first.format, first.size) == ("WEBP", (1100, 1557))
    grey = first.convert("L")
    assert [grey.getpixel((100, 40)), grey.getpixel((1000, 1500))] == [0, 255]


def test_only_the_first_pages_are_drawn_but_all_are_counted(store: Store) -> None:
    info = drawn(store, "a.pdf", made.many_pages(45))
    assert (info.page_count, len(info.pages)) == (45, 30)
    assert queries.pages(info.id) == info.pages


@pytest.mark.parametrize(
    ("name", "kind", "size", "shown"),
    [
        ("a.png", "PNG", (300, 200), (300, 200)),
        ("a.jpg", "JPEG", (3000, 1000), (1100, 367)),
        ("a.webp", "WEBP", (1000, 5000), (440, 2200)),
        ("a.gif", "GIF", (300, 200), (300, 200)),
        ("a.bmp", "BMP", (300, 200), (300, 200)),
    ],
)
def test_pictures(store: Store, name: str, kind: str, size: tuple[int, int], shown: tuple[int, int]) -> None:
    info = drawn(store, name, pages(size, kind=kind))
    assert (info.preview, info.page_count) == ("ready", 1)
    assert picture(info, 1).size == shown


def test_a_scan_of_several_pages(store: Store) -> None:
    info = drawn(store, "Скан.tif", pages((1700, 2200), (1700, 2200), (2200, 1700)))
    assert [(page.width, page.height) for page in info.pages] == [(1100, 1424), (1100, 1424), (1100, 850)]


def test_a_photo_is_turned_upright_and_loses_its_notes(store: Store) -> None:
    out, notes = io.BytesIO(), Image.Exif()
    notes[0x112], notes[0x10E] = 6, "<script>"
    Image.new("RGB", (400, 100), "blue").save(out, "JPEG", exif=notes)
    shown = picture(drawn(store, "a.jpg", out.getvalue()), 1)
    assert shown.size == (100, 400)
    assert not shown.getexif()


def test_transparent_places_are_paper(store: Store) -> None:
    out = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(out, "PNG")
    assert picture(drawn(store, "stamp.png", out.getvalue()), 1).getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "note"),
    [
        (made.encrypted_pdf(), "Файл защищён паролем. Скачайте его, чтобы прочитать."),
        (
            b"%PDF-1.7\n" + bytes(1000),
            "Файл не читается: возможно, он повреждён. Скачайте его и попробуйте открыть.",
        ),
    ],
)
def test_why_there_is_no_preview(store: Store, content: bytes, note: str) -> None:
    with translation.override("ru"):
        info = drawn(store, "a.pdf", content)
    assert (info.preview, info.preview_note, info.pages) == ("absent", note, ())
    assert Effect.objects.get(kind="documents.preview").state == "done"
    with pytest.raises(NotFound):
        queries.open_page(info.id, 1)


def test_the_same_content_is_drawn_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn(store, "a.pdf", made.page_pdf())
    monkeypatch.setattr(previews, "render", None)
    second = drawn(store, "b.pdf", made.page_pdf())
    assert (second.preview, second.pages, second.page_count) == ("ready", first.pages, 1)


def test_a_repeated_effect_changes_nothing(store: Store, files: Path) -> None:
    info = drawn(store, "a.pdf", made.page_pdf())
    before = {path: path.stat().st_mtime_ns for path in files.rglob("*")}
    Effect.objects.filter(kind="documents.preview").update(state="todo", epoch=0, attempts=0)
    worker.drain()
    assert queries.file(info.id) == info
    assert {path: path.stat().st_mtime_ns for path in files.rglob("*")} == before


def test_a_worker_that_died_after_drawing_is_made_up_for(store: Store) -> None:
    stored = store("a.pdf", made.page_pdf())
    blobs.keep_pages(queries.file(stored["id"]).sha256, {1: b"left over by the dead worker"})
    worker.drain()
    assert queries.file(stored["id"]).preview == "ready"


def test_a_lost_content_gives_no_preview(store: Store) -> None:
    stored = store("a.pdf", made.page_pdf())
    blobs.path_of(queries.file(stored["id"]).sha256).unlink()
    worker.drain()
    assert queries.file(stored["id"]).preview == "absent"


def test_a_file_that_is_gone_needs_nothing(db: None) -> None:
    drawing.draw({"file": 404}, None)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [0, 2, -1, 10**9])
def test_pages_that_are_not_there(store: Store, number: int) -> None:
    info = drawn(store, "a.pdf", made.page_pdf())
    with pytest.raises(NotFound):
        queries.open_page(info.id, number)


def test_a_page_that_takes_for_ever_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "busy.pdf"
    path.write_bytes(made.busy_pdf())
    with path.open("rb") as content:
        rendered = previews.render(content, "pdf", processor=1)
    assert (rendered.pictures, rendered.why) == ([], "too_big")


def test_a_program_that_was_stopped_says_nothing_about_the_file(tmp_path: Path) -> None:
    path = tmp_path / "busy.pdf"
    path.write_bytes(made.busy_pdf())
    with path.open("rb") as content, pytest.raises(starting.Stopped):
        previews.render(content, "pdf", patience=0.1)


def test_pages_that_were_not_drawn_in_time_are_drawn_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = store("a.pdf", made.page_pdf())
    with monkeypatch.context() as busy:
        busy.setattr(starting, "run", lambda *_: -signal.SIGKILL)
        worker.drain()
        assert queries.file(stored["id"]).preview == "waiting"
    effects.hurry()
    worker.drain(strict=True)
    assert queries.file(stored["id"]).preview == "ready"


def test_a_failure_of_the_program_itself_is_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    program = tmp_path / "render.py"
    program.write_text("raise SystemExit('no library')")
    monkeypatch.setattr(previews, "PROGRAM", program)
    with caplog.at_level(logging.WARNING), program.open("rb") as content:
        assert previews.render(content, "pdf").why == "broken"
    assert "no library" in caplog.text


def test_the_drawing_program_gives_up_its_rights(tmp_path: Path) -> None:
    """It cannot write a file, sees no environment, and is not root even when we are."""
    probe = f"""
import os, runpy, sys
render = runpy.run_path({str(previews.PROGRAM)!r})
render["warm_up"](); render["confine"](5)
try:
    open({str(tmp_path / "made")!r}, "wb").write(bytes(25 << 20))
    print("wrote")
except OSError:
    print("refused")
try:
    bytearray(300 << 20)
    print("took")
except MemoryError:
    print("refused")
print(os.geteuid() == 0, sorted(set(os.environ) - {{"LC_CTYPE"}}))
"""
    tmp_path.chmod(0o777)
    done = subprocess.run([sys.executable, "-I", "-c", probe], env={}, capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:3] == ["refused", "refused", "False []"]


def test_messengers_get_the_first_page_as_a_jpeg(store: Store) -> None:
    """Outlook shows no WebP; and the picture is made once."""
    info = drawn(store, "a.png", pages((300, 200), kind="PNG"))
    made = queries.photo(info)
    assert made is not None
    with Image.open(io.BytesIO(made)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (300, 200))
    blobs.pages_of(info.sha256).joinpath("1.webp").unlink()
    assert queries.photo(info) == made


def test_a_page_that_is_no_picture_is_shown_nowhere(store: Store) -> None:
    info = drawn(store, "a.png", pages((30, 20), kind="PNG"))
    blobs.pages_of(info.sha256).joinpath("1.webp").write_bytes(b"RIFF....WEBPVP8 " + b"\xff" * 50)
    assert queries.photo(info) is None
