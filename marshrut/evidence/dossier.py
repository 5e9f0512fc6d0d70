"""Everything an archive says of one card, read as its reader may see it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from django.utils import timezone

from marshrut.cards import queries as cards
from marshrut.cards.queries import CardView, timeline
from marshrut.cards.queries import sheet as sheets
from marshrut.cards.queries.timeline import Entry, Wording
from marshrut.documents import queries as documents
from marshrut.documents.queries import DocumentRow, FileInfo, VersionInfo
from marshrut.kernel.actor import Actor
from marshrut.letters import queries as letters
from marshrut.letters.queries import LetterLine, MessageInfo
from marshrut.org.rules import OrgChart

#: lines of one card's timeline
LINES = 5000


@dataclass(frozen=True, slots=True)
class Paper:
    """A document on the card with every version of it, oldest first. `field`: what it is there."""

    row: DocumentRow
    field: str
    versions: tuple[VersionInfo, ...]


@dataclass(frozen=True, slots=True)
class Loose:
    """A file that is no version of a document."""

    file: FileInfo
    field: str
    added_by: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class Mail:
    message: MessageInfo
    file: FileInfo | None


@dataclass(frozen=True, slots=True)
class Dossier:
    view: CardView
    words: Wording
    letter: LetterLine | None
    #: (label, value) of the fields that hold something, files aside
    fields: tuple[tuple[str, str], ...]
    visits: tuple[cards.Visit, ...]
    sheet: sheets.Sheet
    lines: tuple[Entry, ...]
    papers: tuple[Paper, ...]
    loose: tuple[Loose, ...]
    mails: tuple[Mail, ...]

    @property
    def zone(self) -> tzinfo:
        return self.words.zone

    @property
    def chart(self) -> OrgChart:
        return self.words.chart

    @property
    def day(self) -> date:
        """Where it stands in time."""
        return self.letter.day if self.letter else self.view.created_at.astimezone(self.zone).date()

    @property
    def number(self) -> str:
        return (self.letter.number if self.letter else "") or self.view.number


def dossier(actor: Actor, card: int) -> Dossier:
    """About thirty queries. Raises NotFound."""
    view = cards.card(actor, card)
    words = Wording(view.definition, view.chart, timezone.get_default_timezone())
    papers = tuple(_papers(actor, view, words))
    filed = {version.file.id for paper in papers for version in paper.versions}
    loose = (Loose(one.file, words.field(one.field), one.added_by, one.added_at) for one in view.files)
    return Dossier(
        view=view,
        words=words,
        letter=letters.letter_of(actor, card),
        fields=tuple(_fields(view, words)),
        visits=cards.visits(view),
        sheet=sheets.sheet(view, words),
        lines=tuple(timeline.timeline(card, words, limit=LINES)),
        papers=papers,
        loose=tuple(one for one in loose if one.file.id not in filed),
        mails=_mails(actor, card),
    )


def _fields(view: CardView, words: Wording) -> Iterator[tuple[str, str]]:
    kinds = view.card_type.fields
    values = [(key, value) for key, value in view.state.fields.items() if key in kinds and kinds[key].kind != "file"]
    words.learn(values)
    for key, value in values:
        if value not in (None, "", [], ()):
            yield words.field(key), words.value(key, value)


def _papers(actor: Actor, view: CardView, words: Wording) -> Iterator[Paper]:
    lying = documents.of_card_field(view.id)
    rows = {row.id: row for found in lying.values() for row in found}
    versions = documents.versions_of(rows.keys(), actor)
    for field, found in lying.items():
        for row in found:
            yield Paper(row, words.field(field) if field else "", tuple(reversed(versions.get(row.id, ()))))


def _mails(actor: Actor, card: int) -> tuple[Mail, ...]:
    messages = letters.messages_of(actor, card)
    files = documents.describe(one.file for one in messages if one.file)
    return tuple(Mail(one, files.get(one.file or 0)) for one in messages)
