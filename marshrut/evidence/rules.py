"""What may be asked for, and what things are called inside an archive. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

Kind = Literal["thread", "project", "company", "cards"]
KINDS: Final = ("thread", "project", "company", "cards")
#: cards of one archive, and bytes of the files in it
MOST: Final = 3000
LARGEST: Final = 4 << 30
#: archives of one person that are built at the same time
AT_ONCE: Final = 3
#: days an archive is kept
KEPT: Final = 7
#: signs of a folder's name and of a file's; paths on Windows have 260 and begin where the archive is unpacked
FOLDER, FILE = 40, 70
#: the top folder of what is inside
INSIDE: Final = "Материалы"

_FORBIDDEN = re.compile(r'[<>:"|?*\\/\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """What an archive is about. Days bound the letters from both sides, None leaves open.

    `others`: also cards that are no letters, of a project or a company.
    """

    kind: Kind
    ref: int | None = None
    since: date | None = None
    until: date | None = None
    others: bool = False

    def stored(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "ref": self.ref,
            "since": self.since.isoformat() if self.since else None,
            "until": self.until.isoformat() if self.until else None,
            "others": self.others,
        }

    def holds(self, day: date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


def restored(scope: dict[str, Any]) -> Scope:
    since, until = (date.fromisoformat(scope[key]) if scope.get(key) else None for key in ("since", "until"))
    return Scope(scope["kind"], scope.get("ref"), since, until, bool(scope.get("others")))


def act_of(kind: str) -> Literal["print", "export"]:
    """The right that is asked for: threads and single cards are printed, whole projects and companies taken away."""
    return "export" if kind in ("project", "company") else "print"


def safe(name: str, most: int = FILE) -> str:
    """A name of at most `most` signs that every file system takes; the extension of a file stays. May be ""."""
    kept = " ".join(_FORBIDDEN.sub("_", name).split()).strip(". ")
    if _RESERVED.fullmatch(kept):
        kept = f"_{kept}"
    stem, dot, tail = kept.rpartition(".")
    if not (dot and stem and re.fullmatch(r"\w{1,10}", tail)):
        stem, tail = kept, ""
    end = f".{tail}" if tail else ""
    while len((stem + end).encode("utf-16-le")) > 2 * most:
        stem = stem[:-1]
    return stem.rstrip(". ") + end


def unique(name: str, taken: set[str]) -> str:
    """«акт.pdf», «акт (2).pdf»: Windows tells no large letters from small ones. Not longer than `name` may be."""
    found, number = name, 1
    folder, slash, own = name.rpartition("/")
    stem, dot, tail = own.rpartition(".")
    if not (dot and stem):
        stem, tail = own, ""
    while found.casefold() in taken:
        number += 1
        mark = f" ({number})"
        found = f"{folder}{slash}{stem[: FILE - len(mark) - len(tail) - 1]}{mark}{dot if tail else ''}{tail}"
    taken.add(found.casefold())
    return found


def folder_of(n: int, day: date, number: str) -> str:
    """«Материалы/0001 2026-01-12 ВХ-0012-26»: sorted by time wherever names are sorted."""
    return f"{INSIDE}/{safe(f'{n:04} {day.isoformat()} {number}', FOLDER)}"
