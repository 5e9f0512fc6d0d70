"""What an archive holds of one card, as one small ZIP: the pages and lists made of it, and which files belong to it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _

from marshrut.cards import queries as cards
from marshrut.cards.queries import paper
from marshrut.documents import forms
from marshrut.documents.queries import FileInfo
from marshrut.kernel import clock
from marshrut.kernel.actor import Actor
from marshrut.kernel.errors import Conflict

from . import chains, pages
from .dossier import Dossier, dossier
from .rules import folder_of, safe, unique

ABOUT = "part.json"


@dataclass(frozen=True, slots=True)
class Blob:
    """A file from the store: its name inside the archive, digest and size."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table of contents. `files` are (label, name inside the archive)."""

    n: int
    card: int
    folder: str
    page: str
    day: date
    direction: str
    number: str
    card_number: str
    their: str
    subject: str
    partner: str
    project: str
    stage: str
    files: tuple[tuple[str, str], ...] = ()


@dataclass
class Part:
    """While it is being made."""

    folder: str
    taken: set[str] = field(default_factory=set)
    made: dict[str, bytes] = field(default_factory=dict)
    blobs: list[Blob] = field(default_factory=list)
    #: name -> {"subject", "seq", "hash"}
    history: dict[str, dict[str, Any]] = field(default_factory=dict)

    def name(self, *places: str) -> str:
        return unique("/".join((self.folder, *places)), self.taken)

    def add(self, name: str, content: bytes) -> str:
        self.made[name] = content
        return name

    def put(self, info: FileInfo, place: str, label: str) -> str:
        name = self.name(place, safe(label) or "файл")
        self.blobs.append(Blob(name, info.sha256, info.size))
        return name


def write(file: IO[bytes], actor: Actor, card: int, n: int, inside: frozenset[int]) -> None:
    """Raises NotFound for a card the actor may not see. `inside`: cards of the archive, that others may point at."""
    found = dossier(actor, card)
    part = Part(folder_of(n, found.day, found.number))
    page = part.name("Карточка.html")
    files = _files(part, found)
    sheets = _sheets(part, found, actor)
    chained = _histories(part, found, actor)
    part.add(page, pages.card(found, pages.Names(files, sheets, chained), part.folder, inside))
    _save(file, part, _line(n, found, part, page, files))


def leave_out(file: IO[bytes]) -> None:
    """The part of a card that may not be seen any more."""
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(ABOUT, json.dumps({"line": None, "blobs": [], "history": {}}))


def about(source: zipfile.ZipFile) -> dict[str, Any]:
    return dict(json.loads(source.read(ABOUT)))


def _save(file: IO[bytes], part: Part, line: Line) -> None:
    told = {"line": asdict(line), "blobs": [asdict(one) for one in part.blobs], "history": part.history}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as made:
        made.writestr(ABOUT, json.dumps(told, ensure_ascii=False, default=str))
        for name, content in part.made.items():
            made.writestr(name, content)


def _files(part: Part, found: Dossier) -> dict[int, str]:
    """File id -> its name inside the archive."""
    names: dict[int, str] = {}
    for one in found.papers:
        for version in one.versions:
            label = _("Version {n} – {name}").format(n=version.n, name=version.file.name)
            names[version.file.id] = part.put(version.file, "Документы", label)
    working = _working(found)
    for loose in found.loose:
        folder = "Рабочие файлы" if loose.file.id in working else "Вложения"
        names.setdefault(loose.file.id, part.put(loose.file, folder, loose.file.name))
    for mail in found.mails:
        if mail.file is not None and mail.file.id not in names:
            names[mail.file.id] = part.put(mail.file, "Почта", _mail_name(mail.message, found))
    return names


def _working(found: Dossier) -> set[int]:
    """Files that are no part of a letter: the draft of our answer lies on theirs."""
    letter = found.view.card_type.letter
    on = [(one.file.id, one.field) for one in found.view.files]
    own = {file for file, field in on if letter is None or not field or field in letter.files}
    return {file for file, _field in on} - own


def _mail_name(message: Any, found: Dossier) -> str:
    day = message.at.astimezone(found.zone).date().isoformat() if message.at else ""
    what = _("incoming") if message.direction == "in" else _("outgoing")
    return f"{day} {what}.eml".strip()


def _sheets(part: Part, found: Dossier, actor: Actor) -> dict[int, str]:
    """Round -> name of its sheet. Rounds without a decision have none, nor what cannot be printed."""
    if "print" not in found.view.may:
        return {}
    names: dict[int, str] = {}
    origin = settings.PUBLIC_ADDRESS
    address = f"{origin}/q/{cards.mark(found.view.id)}/" if origin else ""
    for one in found.sheet.rounds:
        if one.lines:
            data = paper.data(found.view, one, found.sheet, found.words, actor, clock.now(), address)
            try:
                content = forms.approval_sheet(data)
            except Conflict:
                continue
            name = _("Approval sheet, round {n}.pdf").format(n=one.n)
            names[one.n] = part.add(part.name(name), content)
    return names


def _histories(part: Part, found: Dossier, actor: Actor) -> dict[str, str]:
    """Subject -> name of its extract."""
    names: dict[str, str] = {}
    chain = chains.of_card(found.view.id)
    if chain is not None:
        names[chain.subject] = _history(part, chain, "История.jsonl")
    for one in found.papers:
        chain = chains.of_document(actor, one.row.id)
        if chain is not None:
            names[chain.subject] = _history(part, chain, f"История документа {one.row.id}.jsonl")
    return names


def _history(part: Part, chain: chains.Chain, label: str) -> str:
    name = part.add(part.name(label), chain.text.encode())
    part.history[name] = {"subject": chain.subject, "seq": chain.seq, "hash": chain.hash}
    return name


def _line(n: int, found: Dossier, part: Part, page: str, files: Mapping[int, str]) -> Line:
    letter, view = found.letter, found.view
    their = ""
    if letter and letter.their_number:
        their = " ".join(
            filter(None, (letter.their_number, f"{letter.their_date:%d.%m.%Y}" if letter.their_date else ""))
        )
    company = view.state.fields.get(view.card_type.company_field or "")
    return Line(
        n=n,
        card=view.id,
        folder=part.folder,
        page=page,
        day=found.day,
        direction=letter.direction if letter else "",
        number=letter.number if letter else "",
        card_number=view.number,
        their=their,
        subject=letter.subject if letter else view.name,
        partner=letter.company if letter else (found.words.companies.get(company, "") if company else ""),
        project=letter.project if letter else "",
        stage=found.words.stage(view.state.stage),
        files=tuple((Path(name).name, name) for name in files.values()),
    )
