"""Проверка архива переписки. Нужен только Python 3.7 или новее: ни программа «Маршрут», ни сеть не нужны.

    python check.py            проверить папку, в которой лежит этот файл
    python check.py ПАПКА      проверить распакованный архив
    python check.py АРХИВ.zip  проверить архив, не распаковывая

Код выхода: 0 – всё сходится, 1 – есть расхождения, 2 – это не архив переписки.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
import zipfile
from pathlib import Path
from typing import Any, BinaryIO, Iterator  # noqa: UP035 – Pythons of before 3.9 read it, too

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
FORMAT = "marshrut.evidence/1"
TAG, ALG, START = "marshrut.history", "1", "00" * 32
#: what systems put into folders by themselves
ASIDE = ("desktop.ini", "thumbs.db", ".ds_store")


class Folder:
    """Распакованный архив."""

    def __init__(self, place: str) -> None:
        self.place = place

    def names(self) -> Iterator[str]:
        for folder, folders, files in os.walk(self.place):
            folders[:] = [name for name in folders if name not in ("__MACOSX", "__pycache__")]
            for name in files:
                yield Path(folder, name).relative_to(self.place).as_posix()

    def open(self, name: str) -> BinaryIO:
        return Path(self.place, *name.split("/")).open("rb")


class Packed:
    """Архив как он есть."""

    def __init__(self, place: str) -> None:
        self.zip = zipfile.ZipFile(place)

    def names(self) -> Iterator[str]:
        return (info.filename for info in self.zip.infolist() if not info.is_dir())

    def open(self, name: str) -> Any:
        return self.zip.open(name)


def digest(archive: Any, name: str) -> str:
    found = hashlib.sha256()
    with archive.open(name) as file:
        for chunk in iter(lambda: file.read(1 << 20), b""):
            found.update(chunk)
    return found.hexdigest()


def read(archive: Any, name: str) -> str:
    with archive.open(name) as file:
        return str(file.read().decode("utf-8"))


def listed(text: str) -> dict[str, str]:
    """Строки «сумма  имя» файла SHA256SUMS."""
    found = {}
    for line in text.split("\n"):
        if line.strip():
            checksum, _, name = line.strip("\r").partition("  ")
            found[name] = checksum.lower()
    return found


def check_files(archive: Any, sums: dict[str, str], manifest: dict[str, Any]) -> Iterator[str]:
    named = {name: one["sha256"] for name, one in manifest.get("files", {}).items()}
    present = sorted(name for name in archive.names() if name != SUMS)
    for name in sorted(set(sums) | set(named)):
        wanted = {checksum for checksum in (sums.get(name), named.get(name)) if checksum}
        if name not in sums or (name not in named and name != MANIFEST):
            yield f"РАЗНЫЕ ПЕРЕЧНИ: файл назван только в одном из {SUMS} и {MANIFEST}: {name}"
        if name not in present:
            yield f"НЕТ ФАЙЛА: {name}"
        elif {digest(archive, name)} != wanted:
            yield f"ИЗМЕНЁН: {name}"
    for name in present:
        if name not in sums and name not in named and name.rpartition("/")[2].lower() not in ASIDE:
            yield f"ЛИШНИЙ ФАЙЛ, его не было в архиве: {name}"


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def netstring(fields: list[str]) -> bytes:
    return "".join("{}:{},".format(len(field.encode("utf-8")), field) for field in fields).encode("utf-8")


def link(row: dict[str, Any], before: str) -> str:
    """Контрольная сумма строки истории: её поля и сумма строки перед ней."""
    fields = [TAG, ALG, row["subject"], str(row["seq"]), row["at"], row["kind"], row["actor_kind"]]
    fields += ["" if row["actor_id"] is None else str(row["actor_id"]), row["actor_label"], row["via"]]
    fields += ["" if row["on_behalf_of"] is None else str(row["on_behalf_of"])]
    return hashlib.sha256(netstring([*fields, dump(row["body"]), dump(row["digests"]), before])).hexdigest()


def salted(salt: str, value: Any) -> str:
    raw = hashlib.sha256(netstring([salt, dump(value)])).digest()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def check_chain(name: str, text: str, end: dict[str, Any]) -> Iterator[str]:
    last, before = 0, START
    for number, line in enumerate(filter(None, text.split("\n")), 1):
        try:
            row = json.loads(line)
            sound = link(row, before) == row["hash"]
            seq, subject, values = int(row["seq"]), row["subject"], dict(row["values"])
            wrong = [key for key, kept in values.items() if row["digests"].get(key) != salted(kept[0], kept[1])]
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            yield f"ИСТОРИЯ НЕ СХОДИТСЯ: {name}, строка {number} не читается"
            return
        if seq != last + 1 or subject != end["subject"]:
            yield f"ИСТОРИЯ НЕ СХОДИТСЯ: {name}, после события № {last} стоит № {seq}"
        elif not sound:
            yield f"ИСТОРИЯ НЕ СХОДИТСЯ: {name}, событие № {seq} изменено"
        if wrong:
            yield "ИСТОРИЯ НЕ СХОДИТСЯ: {}, событие № {}: изменено значение {}".format(name, seq, ", ".join(wrong))
        last, before = seq, row["hash"]
    if (last, before) != (end["seq"], end["hash"]):
        yield "ИСТОРИЯ НЕ СХОДИТСЯ: {}: цепочка кончается не событием № {}".format(name, end["seq"])


def check(archive: Any) -> tuple[dict[str, Any], list[str]] | None:
    """Сведения об архиве и расхождения; None, если это не архив переписки."""
    try:
        manifest = json.loads(read(archive, MANIFEST))
        sums = listed(read(archive, SUMS))
    except (OSError, KeyError, ValueError) as error:
        print(f"Не читается {MANIFEST} или {SUMS}: {error}")
        return None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        return None
    found = list(check_files(archive, sums, manifest))
    present = set(archive.names())
    for name, end in sorted(manifest.get("history", {}).items()):
        if name in present:
            try:
                found += check_chain(name, read(archive, name), end)
            except ValueError:
                found.append(f"ИСТОРИЯ НЕ СХОДИТСЯ: {name} не читается")
    return manifest, found


def main(arguments: list[str]) -> int:
    place = arguments[0] if arguments else str(Path(__file__).resolve().parent)
    try:
        archive: Any = Folder(place) if Path(place).is_dir() else Packed(place)
        answer = check(archive)
    except (OSError, zipfile.BadZipFile) as error:
        print(f"Не открывается {place}: {error}")
        return 2
    if answer is None:
        print(f"Это не архив переписки, или его перечни испорчены: {place}")
        return 2
    manifest, found = answer
    print("Архив № {}: {}".format(manifest["archive"], manifest["title"]))
    print("Составлен {}, файлов: {}".format(manifest["made_at"], len(manifest["files"])))
    for line in found:
        print(line)
    if found:
        print(f"ИТОГ: архив изменён после составления. Расхождений: {len(found)}")
        return 1
    print("ИТОГ: всё сходится. Файлов проверено: {}, цепочек истории: {}".format(
        len(manifest["files"]), len(manifest.get("history", {}))
    ))  # fmt: skip
    print(f"Контрольная сумма перечня {SUMS}: {digest(archive, SUMS)}")
    print("Сравните её с той, что назвал отправитель архива.")
    return 0


if __name__ == "__main__":
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    CODE = main(sys.argv[1:])
    if os.name == "nt" and len(sys.argv) == 1 and sys.stdin is not None and sys.stdin.isatty():
        input("Нажмите Enter, чтобы закрыть окно.")
    sys.exit(CODE)
