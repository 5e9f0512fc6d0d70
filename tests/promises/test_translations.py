"""Everything people read has its Russian: each marked text of code and templates stands in the catalogue of its room."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2] / "marshrut"
MARKS = {"_": 0, "gettext": 0, "gettext_lazy": 0, "lazy": 0, "ngettext": 0, "ngettext_lazy": 0, "pgettext": 1}
TRANSLATE = re.compile(r"""{%\s*trans(?:late)?\s+(?:"([^"]+)"|'([^']+)')""")
FILTER = re.compile(r"""_\((?:"([^"]+)"|'([^']+)')\)""")
BLOCK = re.compile(r"{%\s*blocktrans(?:late)?[^%]*%}(.*?){%\s*(?:plural|endblocktrans)", re.DOTALL)
ROOMS = sorted({path.parents[3] for path in ROOT.rglob("locale/ru/LC_MESSAGES/django.po")} | {ROOT / "cards"})


def marked_in_code(room: Path) -> Iterator[str]:
    for path in room.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or node.func.id not in MARKS:
                continue
            place = MARKS[node.func.id]
            if len(node.args) > place and isinstance(node.args[place], ast.Constant):
                yield str(node.args[place].value)


def marked_in_templates(room: Path) -> Iterator[str]:
    for path in room.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        for pattern in (TRANSLATE, FILTER):
            yield from (one or other for one, other in pattern.findall(text))
        for block in BLOCK.findall(text):
            yield re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", block)


def translated(room: Path) -> set[str]:
    with (room / "locale/ru/LC_MESSAGES/django.po").open("rb") as file:
        catalogue = read_po(file, locale="ru")
    return {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in catalogue
        if message.id and (message.string if isinstance(message.string, str) else all(message.string))
    }


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(ROOT)))
def test_every_marked_text_is_in_russian(room: Path) -> None:
    missing = {*marked_in_code(room), *marked_in_templates(room)} - translated(room)
    assert not missing, "\n".join(sorted(missing))
