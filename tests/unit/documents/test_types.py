"""What a file goes out as: its name and its content must agree."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from marshrut.documents import detection, rules
from marshrut.documents.rules import INERT, Verdict
from tests.support import hostile_files as made

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def judged(name: str, content: bytes) -> Verdict:
    head = content[: detection.HEAD]
    return rules.judge(name, detection.found(head), looks_like_text=detection.looks_like_text(head))


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "kind", "content_type"),
    [
        ("a.png", "PNG", "image/png"),
        ("a.jpg", "JPEG", "image/jpeg"),
        ("a.JPEG", "JPEG", "image/jpeg"),
        ("a.gif", "GIF", "image/gif"),
        ("a.webp", "WEBP", "image/webp"),
        ("a.tif", "TIFF", "image/tiff"),
        ("a.bmp", "BMP", "image/bmp"),
        ("Скан 05.11.2026", "JPEG", "image/jpeg"),
        ("photo.dat", "PNG", "image/png"),
    ],
)
def test_pictures(name: str, kind: str, content_type: str) -> None:
    assert judged(name, picture(kind)) == Verdict(content_type, "image")


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf", b"\r\n\n "])
def test_pdf(start: bytes) -> None:
    assert judged("Счёт.pdf", start + made.page_pdf()) == Verdict("application/pdf", "pdf")
    assert judged("Счёт от 05.11.2026", start + made.page_pdf()) == Verdict("application/pdf", "pdf")


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("a.docx", made.office({}), WORD),
        ("a.xlsx", made.office({}, "xl", "workbook"), EXCEL),
        ("protected.xlsx", OLE, EXCEL),
        ("a.doc", OLE, "application/msword"),
        ("a.doc", b"{\\rtf1\\ansi x}", "application/msword"),
        ("a.xls", OLE, "application/vnd.ms-excel"),
        ("a.zip", made.zipped({"a": b"1"}), "application/zip"),
        ("a.rar", b"Rar!\x1a\x07\x00" + bytes(20), "application/vnd.rar"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), "application/x-7z-compressed"),
        ("a.txt", "Привет".encode("cp1251"), "text/plain"),
        ("a.txt", "BM — это не рисунок".encode(), "text/plain"),
        ("a.csv", "Имя;Сумма\r\n".encode(), "text/csv"),
        ("a.txt", "Привет".encode("utf-16"), "text/plain"),
    ],
)
def test_office_files_keep_their_type(name: str, content: bytes, content_type: str) -> None:
    assert judged(name, content) == Verdict(content_type)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", made.SCRIPT),
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("a.txt", b"<!doctype html>" + made.SCRIPT),
        ("a.csv", b"\xef\xbb\xbf<html><body>"),
        ("a.xls", b"<html><table></table></html>"),
        ("a.docx", b"MZ" + bytes(300)),
        ("a.txt", bytes(300)),
        ("a.exe", b"MZ" + bytes(300)),
        ("a.js", b"alert(1)"),
        ("a.xml", b"<?xml version='1.0'?><a/>"),
        ("a.docm", made.office({"word/vbaProject.bin": OLE})),
        ("a", b"whatever"),
    ],
)
def test_everything_else_goes_out_as_plain_bytes(name: str, content: bytes) -> None:
    assert judged(name, content) == Verdict(INERT)


@pytest.mark.parametrize(
    ("name", "content", "lie"),
    [
        ("a.pdf", b"<!doctype html>", ""),
        ("a.pdf", b"", ""),
        ("a.pdf", picture("JPEG"), "JPEG"),
        ("a.png", picture("JPEG"), "JPEG"),
        ("a.jpg", made.page_pdf(), "PDF"),
        ("a.docx", made.page_pdf(), "PDF"),
        ("a.xlsx", picture("PNG"), "PNG"),
        ("a.png", b"<svg/>", ""),
    ],
)
def test_a_name_that_lies(name: str, content: bytes, lie: str) -> None:
    assert judged(name, content).lie == lie


def test_nothing_a_browser_would_run_is_on_the_list() -> None:
    types = {kind.content_type for kind in (*rules.SHOWN.values(), *rules.SAVED.values())}
    assert not {one for one in types if any(word in one for word in ("html", "svg", "script", "+xml", "/xml"))}


def test_how_a_stored_type_is_drawn() -> None:
    assert [rules.preview_of(one) for one in ("application/pdf", "image/tiff", INERT, WORD)] == [
        "pdf",
        "image",
        None,
        None,
    ]
