"""check.py as its receiver runs it: a process of its own, isolated, without the product on its path."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Shelf

#: built once: every test unpacks it anew
_built: list[bytes] = []


@pytest.fixture
def packed(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    if not _built:
        shelf: Shelf = request.getfixturevalue("shelf")
        _built.append(shelf.saved(shelf.build(shelf.treaty("Флаконы"), shelf.treaty("Крышки"))).read_bytes())
    saved = tmp_path / "архив.zip"
    saved.write_bytes(_built[0])
    return saved


@pytest.fixture
def unpacked(packed: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "у юриста"
    with zipfile.ZipFile(packed) as made:
        made.extractall(folder)
    return folder


def check(folder: Path, *arguments: str) -> tuple[int, str]:
    """-I: neither the environment nor the working folder is on the path."""
    done = subprocess.run(
        [sys.executable, "-I", str(folder / "check.py"), *arguments],
        cwd="/",
        env={"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout


def one(folder: Path, pattern: str) -> Path:
    return min(folder.rglob(pattern))


def told(folder: Path, path: Path) -> str:
    return path.relative_to(folder).as_posix()


def test_an_untouched_archive_is_sound(unpacked: Path) -> None:
    code, said = check(unpacked)
    assert (code, "ИТОГ: всё сходится" in said) == (0, True), said
    assert hashlib.sha256((unpacked / "SHA256SUMS").read_bytes()).hexdigest() in said


def test_it_needs_nothing_of_the_product(unpacked: Path) -> None:
    run = f"sys.argv = ['check.py', {str(unpacked)!r}]; runpy.run_path({str(unpacked / 'check.py')!r})"
    proof = "assert not {name.split('.')[0] for name in sys.modules} & {'marshrut', 'django'}"
    code = f"import sys, runpy; {run}; {proof}"
    subprocess.run([sys.executable, "-I", "-S", "-c", code], cwd="/", check=True, capture_output=True)


def test_the_zip_is_checked_as_it_is(unpacked: Path, packed: Path) -> None:
    code, said = check(unpacked, str(packed))
    assert code == 0, said


def test_sums_are_those_of_sha256sum(unpacked: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=unpacked, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (0, b"")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(
    "pattern", ["*Договор*.pdf", "Карточка.html", "index.html", "Лист*.pdf", "История.jsonl", "README.txt"]
)
def test_a_changed_byte(unpacked: Path, pattern: str) -> None:
    path = one(unpacked, pattern)
    flip(path)
    code, said = check(unpacked)
    assert code == 1
    assert f"ИЗМЕНЁН: {told(unpacked, path)}" in said


def test_a_removed_file(unpacked: Path) -> None:
    path = one(unpacked, "*Договор*.pdf")
    path.unlink()
    code, said = check(unpacked)
    assert (code, f"НЕТ ФАЙЛА: {told(unpacked, path)}" in said, "Расхождений: 1" in said) == (1, True, True), said


def test_an_added_file(unpacked: Path) -> None:
    path = unpacked / "Материалы" / "Подложено.pdf"
    path.write_bytes(b"%PDF")
    (unpacked / "Материалы" / "Thumbs.db").write_bytes(b"made by Windows")
    code, said = check(unpacked)
    assert (code, f"ЛИШНИЙ ФАЙЛ, его не было в архиве: {told(unpacked, path)}" in said) == (1, True), said
    assert "Расхождений: 1" in said


Change = Callable[[list[str]], list[str]]


def _reason(lines: list[str]) -> list[str]:
    return [line.replace("Нет срока поставки", "Возражений нет") for line in lines]


def _outcome(lines: list[str]) -> list[str]:
    return [line.replace('"outcome": "no"', '"outcome": "yes"') for line in lines]


def _person(lines: list[str]) -> list[str]:
    rows = [json.loads(line) for line in lines]
    rows[3]["actor_id"] += 1
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def _left_out(lines: list[str]) -> list[str]:
    return lines[:3] + lines[4:]


def _cut(lines: list[str]) -> list[str]:
    return lines[:-1]


def _moved(lines: list[str]) -> list[str]:
    return [lines[1], lines[0], *lines[2:]]


def _nonsense(lines: list[str]) -> list[str]:
    return [*lines[:2], "[1, 2]", *lines[3:]]


@pytest.mark.parametrize("change", [_reason, _outcome, _person, _left_out, _cut, _moved, _nonsense])
def test_a_changed_history_even_if_every_sum_was_mended(unpacked: Path, change: Change) -> None:
    """Who changes the line, SHA256SUMS and manifest.json is still betrayed by the chain."""
    path = one(unpacked, "История.jsonl")
    name, before = told(unpacked, path), hashlib.sha256(path.read_bytes()).hexdigest()
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    changed = change(lines)
    assert changed != lines
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")
    assert f"ИЗМЕНЁН: {name}" in check(unpacked)[1]

    now = hashlib.sha256(path.read_bytes()).hexdigest()
    list_of_files = unpacked / "manifest.json"
    was = hashlib.sha256(list_of_files.read_bytes()).hexdigest()
    list_of_files.write_text(list_of_files.read_text(encoding="utf-8").replace(before, now), encoding="utf-8")
    sums = (unpacked / "SHA256SUMS").read_text(encoding="utf-8")
    sums = sums.replace(before, now).replace(was, hashlib.sha256(list_of_files.read_bytes()).hexdigest())
    (unpacked / "SHA256SUMS").write_text(sums, encoding="utf-8")
    code, said = check(unpacked)
    assert code == 1
    assert f"ИСТОРИЯ НЕ СХОДИТСЯ: {name}" in said
    assert "ИЗМЕНЁН" not in said


def test_sums_mended_in_one_list_only(unpacked: Path) -> None:
    path = one(unpacked, "*Договор*.pdf")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    flip(path)
    sums = (unpacked / "SHA256SUMS").read_text(encoding="utf-8")
    mended = sums.replace(before, hashlib.sha256(path.read_bytes()).hexdigest())
    (unpacked / "SHA256SUMS").write_text(mended, encoding="utf-8")
    code, said = check(unpacked)
    assert (code, f"ИЗМЕНЁН: {told(unpacked, path)}" in said) == (1, True)


def test_what_is_no_archive(unpacked: Path, tmp_path: Path) -> None:
    (tmp_path / "пусто").mkdir()
    assert check(unpacked, str(tmp_path / "пусто"))[0] == 2
    (tmp_path / "не.zip").write_bytes(b"PK nonsense")
    assert check(unpacked, str(tmp_path / "не.zip"))[0] == 2
    (unpacked / "manifest.json").write_text("{", encoding="utf-8")
    assert check(unpacked)[0] == 2


def test_an_erased_value_is_no_tampering(shelf: Shelf, tmp_path: Path) -> None:
    from marshrut.history import commands as history
    from marshrut.kernel.actor import Actor

    card = shelf.treaty()
    history.erase(Actor.system(), subject=f"card:{card}", reason="акт № 1", fields=["reason"])
    folder = tmp_path / "после стирания"
    with zipfile.ZipFile(shelf.saved(shelf.build(card))) as made:
        made.extractall(folder)
    code, said = check(folder)
    assert code == 0, said
    assert "Нет срока поставки" not in one(folder, "История.jsonl").read_text(encoding="utf-8")
