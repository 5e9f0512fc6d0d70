"""Everything said to people is said in Russian too, with the same blanks to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[2] / "marshrut"
ROOMS = sorted(path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists())
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2)}
TAG = re.compile(r"""\{%\s*(?:trans|translate)\s+(?:"([^"]+)"|'([^']+)')""")
BLOCK = re.compile(
    r"\{%\s*(?:blocktrans|blocktranslate)\b([^%]*)%\}(.*?)\{%\s*end(?:blocktrans|blocktranslate)\s*%\}", re.DOTALL
)
PLURAL = re.compile(r"\{%\s*plural\s*%\}")
BLANK = re.compile(r"%\((\w+)\)[sd]|\{(\w*)[^}]*\}|%[sd]")


@cache
def catalogue() -> dict[str, Message]:
    """All rooms in one, as Django merges them."""
    found = {}
    for path in PACKAGE.rglob("locale/ru/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="ru", abort_invalid=True):
                if message.id:
                    found[message.id if isinstance(message.id, str) else message.id[0]] = message
    return found


def said(room: str) -> Iterator[str]:
    for _file, _line, message, _comments, _context in extract_from_dir(
        PACKAGE / room, method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        yield message if isinstance(message, str) else message[0]
    for path in (PACKAGE / room).rglob("templates/**/*.*"):
        text = path.read_text(encoding="utf-8")
        for found in TAG.finditer(text):
            yield found[1] or found[2]
        for found in BLOCK.finditer(text):
            body = PLURAL.split(found[2])[0].replace("%", "%%")
            body = re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", body)
            yield " ".join(line.strip() for line in body.strip().splitlines()) if "trimmed" in found[1] else body


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_has_its_russian(room: str) -> None:
    missing = sorted({text for text in said(room) if not is_translated(text)})
    assert missing == []


def is_translated(text: str) -> bool:
    message = catalogue().get(text)
    strings = message.string if message and isinstance(message.string, tuple | list) else [message and message.string]
    return all(strings)


def test_blanks_are_the_same_in_both_languages() -> None:
    wrong = []
    for message in catalogue().values():
        originals = [message.id] if isinstance(message.id, str) else message.id
        strings = [message.string] if isinstance(message.string, str) else message.string or []
        allowed = [blanks(text) for text in originals]
        wrong += [text for text in strings if text and blanks(text) not in allowed]
    assert wrong == []


def blanks(text: str) -> list[str]:
    return sorted({found[1] or found[2] or found[0] for found in BLANK.finditer(text)})
