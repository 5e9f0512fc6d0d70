"""Names inside of an archive: they unpack everywhere, below the place they are unpacked to."""

from __future__ import annotations

import pytest

from marshrut.documents.bundling import inside, unique


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Договоры/2026/Договор.pdf", "Договоры/2026/Договор.pdf"),
        ("/etc/passwd", "etc/passwd"),
        ("../../x.pdf", "x.pdf"),
        ("..\\..\\x.pdf", "_.._x.pdf"),
        ("CON/nul.pdf", "_CON/_nul.pdf"),
        ("а/б/в/г/д/е/счёт.pdf", "а/б/в/г/счёт.pdf"),
        ("договор\u202efdp.exe", "договорfdp.exe"),
    ],
)
def test_names(name: str, kept: str) -> None:
    assert inside(name) == kept


def test_equal_names_get_numbers() -> None:
    taken: set[str] = set()
    assert [unique(name, taken) for name in ("акт.pdf", "Акт.PDF", "акт.pdf", "б/акт.pdf")] == [
        "акт.pdf",
        "Акт (2).PDF",
        "акт (3).pdf",
        "б/акт.pdf",
    ]
