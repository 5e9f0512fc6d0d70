"""Docs that cannot rot: what they name exists, and what exists is named."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / name for name in ("README.md", "README.ru.md", "ARCHITECTURE.md", "CONTRIBUTING.md")]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
VARIABLE = re.compile(r"""environ(?:\.get)?[\[(]\s*["'](MARSHRUT_\w+|DATABASE_URL)["']|envvar=["'](\w+)["']""")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_setting_is_described() -> None:
    described = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    used = {
        name
        for path in (ROOT / "marshrut").rglob("*.py")
        for found in VARIABLE.findall(path.read_text(encoding="utf-8"))
        for name in found
        if name
    }
    assert {name for name in used if f"`{name}`" not in described} == set()


def test_page_of_the_console_is_current(tmp_path: Path) -> None:
    """In a process of its own and in English: the page must not depend on who runs the tests."""
    code = "from marshrut.config.reference import page; print(page(), end='')"
    environment = {**os.environ, "LANG": "C", "LC_ALL": "C", "COLUMNS": "100", "PYTHONUTF8": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert (ROOT / "docs/reference/console.md").read_text(encoding="utf-8") == answer.stdout


def test_architecture_fits_its_page() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) <= 150
