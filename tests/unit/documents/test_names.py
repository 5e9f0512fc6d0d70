"""Names of files become labels: one line, no folders, nothing hidden."""

from __future__ import annotations

import pytest

from marshrut.documents.rules import NAME_BYTES, NAME_LENGTH, display_name, extension
from tests.support.hostile_files import NAMES


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Счёт № 15 от 05.11.2026.pdf", "Счёт № 15 от 05.11.2026.pdf"),
        (NAMES["percent traversal"], "%2f..%2fx.pdf"),
        (NAMES["traversal"], "x.pdf"),
        (NAMES["windows traversal"], "x.pdf"),
        (NAMES["absolute"], "passwd"),
        (NAMES["drive"], "x.pdf"),
        (NAMES["nul"], "a.pdf"),
        (NAMES["right to left"], "договорfdp.exe"),
        (NAMES["device"], "_CON"),
        (NAMES["device with extension"], "_nul.pdf"),
        (NAMES["trailing dot"], "счёт.pdf"),
        (NAMES["newline"], "a Set-Cookie_ x=1.pdf"),
        (NAMES["markup"], "___img src=x onerror=alert(1)_.pdf"),
        (NAMES["decomposed"], "Счёт.pdf"),
        (NAMES["parameter"], "a.pdf_; filename_=UTF-8''evil.exe"),
        (NAMES["only dots"], "Файл"),
        (NAMES["nothing"], "Файл"),
    ],
)
def test_what_a_name_becomes(raw: str, shown: str) -> None:
    assert display_name(raw, "Файл") == shown


@pytest.mark.parametrize("kind", NAMES)
def test_every_label_is_harmless(kind: str) -> None:
    label = display_name(NAMES[kind], "Файл")
    assert 0 < len(label) <= NAME_LENGTH
    assert len(label.encode()) <= NAME_BYTES
    assert label.isprintable()
    assert not set(label) & set('/\\<>:"|?*')
    assert label == label.strip(". ")


def test_a_cut_name_keeps_its_extension() -> None:
    assert display_name("я" * 255 + ".pdf", "Файл").endswith("я.pdf")
    assert display_name("a" * 255 + ".pdf", "Файл") == "a" * (NAME_LENGTH - 4) + ".pdf"
    assert display_name("a." + "b" * 300, "Файл") == "a." + "b" * (NAME_LENGTH - 2)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.PDF", "pdf"),
        ("a.tar.gz", "gz"),
        ("Счёт от 05.11.2026", ""),
        ("Акт. Часть вторая", ""),
        ("a", ""),
        ("a.7z", "7z"),
    ],
)
def test_extension(name: str, expected: str) -> None:
    assert extension(name) == expected
