"""Headers under which contents leave us."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from email.message import Message
from email.utils import collapse_rfc2231_value

import pytest
from django.http import HttpResponse

from marshrut.documents import serving
from marshrut.documents.queries import FileInfo
from marshrut.documents.rules import INERT, display_name
from tests.support.hostile_files import NAMES


def info(name: str = "Счёт.pdf", content_type: str = "application/pdf", preview: str = "ready") -> FileInfo:
    at = datetime(2026, 11, 20, tzinfo=UTC)
    return FileInfo(1, name, 10, content_type, "0" * 64, 1, at, preview, "", 1, ())


@pytest.mark.parametrize("inline", [True, False])
@pytest.mark.parametrize("content_type", ["application/pdf", "image/png", "image/tiff", "text/plain", INERT])
def test_always_closed_to_scripts(content_type: str, inline: bool) -> None:
    headers = serving.headers(info(content_type=content_type), inline)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Content-Type"] == content_type


@pytest.mark.parametrize(
    ("content_type", "preview", "inline", "shown"),
    [
        ("image/png", "ready", True, True),
        ("image/png", "ready", False, False),
        ("image/gif", "absent", True, False),  # no picture at all: a script with the first letters of one
        ("image/png", "waiting", True, False),
        ("application/pdf", "ready", True, False),
        ("image/tiff", "ready", True, False),
        ("text/plain", "absent", True, False),
        (INERT, "absent", True, False),
    ],
)
def test_only_real_pictures_are_shown(content_type: str, preview: str, inline: bool, shown: bool) -> None:
    disposition = serving.headers(info(content_type=content_type, preview=preview), inline)["Content-Disposition"]
    assert disposition.startswith("inline;" if shown else "attachment;")


def test_names_by_rfc_6266() -> None:
    assert serving.headers(info("invoice 15.pdf"))["Content-Disposition"] == 'attachment; filename="invoice 15.pdf"'
    russian = serving.headers(info("Счёт № 5.pdf"))["Content-Disposition"]
    assert russian == "attachment; filename*=utf-8''%D0%A1%D1%87%D1%91%D1%82%20%E2%84%96%205.pdf"


@pytest.mark.parametrize("kind", NAMES)
def test_no_name_breaks_out_of_its_header(kind: str) -> None:
    label = display_name(NAMES[kind], "Файл")
    answer = HttpResponse(headers=serving.headers(info(label)))
    read = Message()
    read["Content-Disposition"] = answer.headers["Content-Disposition"]
    assert read.get_content_disposition() == "attachment"
    assert collapse_rfc2231_value(read.get_filename() or "") == label
    assert len(read.get_params(header="Content-Disposition") or []) == 2


def test_a_page_is_a_picture_of_ours() -> None:
    headers = serving.page_headers(info(), 3)
    assert headers["Content-Type"] == "image/webp"
    assert headers["Content-Disposition"].startswith("inline;")
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_answer_carries_our_headers_and_no_guess(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("store") / ("f" * 64)
    path.write_bytes(b"<script>")
    with path.open("rb") as content:
        answer = serving.response(content, serving.headers(info("a.html", INERT), inline=True))
        assert answer.headers["Content-Type"] == INERT
        assert answer.headers["Content-Disposition"] == 'attachment; filename="a.html"'
        assert answer.headers["Content-Length"] == "8"
        assert b"".join(answer) == b"<script>"


def test_an_upload_is_named_by_its_content() -> None:
    from marshrut.documents.upload import Upload

    first, second = Upload(io.BytesIO(b"one")), Upload(io.BytesIO(b"one"))
    assert str(first) == str(second) != str(Upload(io.BytesIO(b"two")))
    assert first.read() == b"one"
