"""The check of a backup file: no damage goes unseen, and the damaged part is named."""

from __future__ import annotations

import hashlib
import io
import random
import tarfile
from pathlib import Path

import pytest

from marshrut.config.archive.manifest import DATABASE, MANIFEST, TRAILER, Manifest, Part, check
from marshrut.kernel.errors import Invalid

CONTENT = b"%PDF-1.7 an invoice" * 50
DIGEST = hashlib.sha256(CONTENT).hexdigest()
STORED = f"files/{DIGEST[:2]}/{DIGEST[2:4]}/{DIGEST}"
PARTS = {DATABASE: b"PGDMP" * 100, STORED: CONTENT, f"{STORED}.pages/1.webp": b"a picture"}


def part(data: bytes) -> Part:
    return Part(len(data), hashlib.sha256(data).hexdigest())


def manifest(parts: dict[str, bytes]) -> Manifest:
    named = {name: part(data) for name, data in parts.items()}
    return Manifest("0.1.0", "2026-11-21T12:00:00+00:00", ["org.0001_initial"], {"org_person": 3}, named)


def write(path: Path, parts: dict[str, bytes], described: bytes, kind: bytes = tarfile.REGTYPE) -> Path:
    """A backup with a correct digest of the whole, whatever is inside."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in {**parts, MANIFEST: described}.items():
            member = tarfile.TarInfo(name)
            member.size, member.type = len(data), kind if name != MANIFEST else tarfile.REGTYPE
            archive.addfile(member, io.BytesIO(data))
    data = buffer.getvalue()
    path.write_bytes(data + f"{TRAILER}{hashlib.sha256(data).hexdigest()}\n".encode())
    return path


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return write(tmp_path / "backup.tar", PARTS, manifest(PARTS).to_json())


def test_whole_backup_gives_its_manifest(backup: Path) -> None:
    assert check(backup) == manifest(PARTS)


def test_every_flipped_byte_is_seen(backup: Path) -> None:
    whole = backup.read_bytes()
    chosen = random.Random(1).sample(range(len(whole)), 400)
    for position in [0, len(whole) - 1, len(whole) - 40, *chosen]:
        damaged = bytearray(whole)
        damaged[position] ^= 0x01
        backup.write_bytes(damaged)
        with pytest.raises(Invalid):
            check(backup)


@pytest.mark.parametrize("name", list(PARTS))
def test_damaged_part_is_named(backup: Path, name: str) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole.replace(PARTS[name], PARTS[name][:-1] + b"!"))
    with pytest.raises(Invalid, match=name):
        check(backup)


@pytest.mark.parametrize("length", [0, 1, 90, 512, 5000, -1, -600])
def test_cut_off_backup_is_refused(backup: Path, length: int) -> None:
    backup.write_bytes(backup.read_bytes()[:length])
    with pytest.raises(Invalid):
        check(backup)


@pytest.mark.parametrize("name", [*PARTS, MANIFEST])
def test_missing_part_is_named(tmp_path: Path, name: str) -> None:
    rest = {other: data for other, data in PARTS.items() if other != name}
    path = write(tmp_path / "b.tar", rest, manifest(PARTS).to_json())
    if name == MANIFEST:
        path = repack_without_manifest(tmp_path)
    with pytest.raises(Invalid, match=name):
        check(path)


def repack_without_manifest(folder: Path) -> Path:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        member = tarfile.TarInfo(DATABASE)
        archive.addfile(member)
    data = buffer.getvalue()
    path = folder / "none.tar"
    path.write_bytes(data + f"{TRAILER}{hashlib.sha256(data).hexdigest()}\n".encode())
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../evil",
        "/etc/cron.d/evil",
        "files/../../evil",
        "files/ab/cd/evil",
        f"files/00/00/{DIGEST}",
        f"{STORED}.pages/../x",
    ],
)
def test_no_name_leads_out_of_the_store(tmp_path: Path, name: str) -> None:
    parts = {**PARTS, name: CONTENT}
    with pytest.raises(Invalid):
        check(write(tmp_path / "b.tar", parts, manifest(parts).to_json()))


def test_content_under_a_strange_digest_is_refused(tmp_path: Path) -> None:
    parts = {**PARTS, STORED: b"another content"}
    with pytest.raises(Invalid, match=STORED):
        check(write(tmp_path / "b.tar", parts, manifest(parts).to_json()))


def test_links_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Invalid):
        check(write(tmp_path / "b.tar", {DATABASE: b""}, manifest({DATABASE: b""}).to_json(), tarfile.SYMTYPE))


def test_format_of_the_future_is_refused_as_such(tmp_path: Path) -> None:
    described = manifest(PARTS).to_json().replace(b'"format": 1', b'"format": 2')
    with pytest.raises(Invalid, match="newer version"):
        check(write(tmp_path / "b.tar", PARTS, described))
