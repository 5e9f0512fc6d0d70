"""The pages of an archive: plain HTML that opens from a disk, prints, and holds no script. See decision 0018."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string

from marshrut.documents.rules import extension
from marshrut.documents.rules.files import MARKUP
from marshrut.kernel.wording import moment

from .dossier import Dossier

#: a press on these would run what strangers sent: they are named, but not linked
RISKY = MARKUP | {"exe", "com", "scr", "bat", "cmd", "js", "vbs", "lnk", "msi", "ps1", "hta", "jar", "url"}


@dataclass(frozen=True, slots=True)
class Names:
    """Names inside the archive: of files by id, of sheets by round, of extracts by subject."""

    files: Mapping[int, str]
    sheets: Mapping[int, str]
    history: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Away:
    """A link; `url` is "" for what must not be opened by a press."""

    text: str
    url: str


def away(name: str, folder: str = "", text: str = "") -> Away:
    """A link from a page in `folder`."""
    inner = name.removeprefix(f"{folder}/") if folder else name
    url = "" if extension(name) in RISKY and not name.endswith("Карточка.html") else quote(inner)
    return Away(text or inner.rpartition("/")[2], url)


def card(found: Dossier, names: Names, folder: str, inside: frozenset[int]) -> bytes:
    links = found.letter.links if found.letter else ()
    context = {
        "found": found,
        "view": found.view,
        "letter": found.letter,
        "type": found.view.card_type.title.say("ru"),
        "stage": found.words.stage(found.view.state.stage),
        "author": found.words.person(found.view.state.author),
        "created": moment(found.view.created_at, found.zone),
        "finished": moment(found.view.finished_at, found.zone) if found.view.finished_at else "",
        "papers": [_paper(one, found, names, folder) for one in found.papers],
        "loose": [
            (away(names.files[one.file.id], folder), one.field, found.words.person(one.added_by),
             moment(one.added_at, found.zone), one.file.sha256)
            for one in found.loose
        ],
        "mails": [_mail(one, found, names, folder) for one in found.mails],
        "links": [(one, one.other if one.other in inside else None) for one in links],
        "visits": [
            (found.words.stage(one.stage), one.round, moment(one.entered_at, found.zone),
             moment(one.left_at, found.zone) if one.left_at else "")
            for one in found.visits
        ],
        "rounds": [_round(one, found, names, folder) for one in found.sheet.rounds if one.lines],
        "contents": [(one, moment(one.at, found.zone)) for one in found.sheet.contents],
        "lines": [(one, moment(one.at, found.zone)) for one in found.lines],
        "history": [away(name, folder) for name in names.history.values()],
        "zone": str(found.zone),
    }  # fmt: skip
    return render_to_string("evidence/card.html", context).encode()


def _paper(one: Any, found: Dossier, names: Names, folder: str) -> dict[str, Any]:
    return {
        "row": one.row,
        "field": one.field,
        "versions": [
            {
                "n": version.n,
                "link": away(names.files[version.file.id], folder),
                "who": found.words.person(version.added_by),
                "at": moment(version.added_at, found.zone),
                "note": version.note,
                "sha256": version.file.sha256,
            }
            for version in one.versions
        ],
    }


def _mail(one: Any, found: Dossier, names: Names, folder: str) -> dict[str, Any]:
    return {
        "message": one.message,
        "at": moment(one.message.at, found.zone) if one.message.at else "",
        "link": away(names.files[one.file.id], folder) if one.file else None,
    }


def _round(one: Any, found: Dossier, names: Names, folder: str) -> dict[str, Any]:
    return {
        "n": one.n,
        "since": moment(one.since, found.zone),
        "stage": one.stage,
        "sheet": away(names.sheets[one.n], folder) if one.n in names.sheets else None,
        "lines": [(line, moment(line.at, found.zone)) for line in one.lines],
    }


def index(head: Mapping[str, Any], lines: Sequence[Mapping[str, Any]], missing: Iterable[str]) -> bytes:
    """`lines` are those of the parts, in order."""
    rows = [
        {**line, "link": away(line["page"], text=line["number"] or line["card_number"]),
         "papers": [away(name, text=label) for label, name in line["files"]]}
        for line in lines
    ]  # fmt: skip
    context = {**head, "rows": rows, "missing": list(missing)}
    return render_to_string("evidence/index.html", context).encode()
