"""A journal in words: the columns of Russian office work, the cells of a line, and the journal as a file."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import BinaryIO, Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from marshrut.documents import forms, tables
from marshrut.documents.tables import Cell
from marshrut.org.rules import OrgChart

from .queries.journal_lines import JournalLine
from .queries.journals import Book

PDF = "application/pdf"
Form = Literal["csv", "xlsx", "pdf"]


def form_of(sent: str) -> Form:
    """What was asked for, XLSX when it is nothing we make."""
    known: dict[str, Form] = {"csv": "csv", "pdf": "pdf"}
    return known.get(sent, "xlsx")


@dataclass(frozen=True, slots=True)
class Words:
    """How a journal is said: which book, whose people, the reader's zone."""

    book: Book
    chart: OrgChart
    zone: tzinfo

    @property
    def title(self) -> str:
        titles = {"in": _("Registration journal of incoming letters"), "out": _("Registration journal of letters sent")}
        return titles.get(self.book.direction) or _("Registration journal: {kind}").format(kind=self.book.title)

    def columns(self) -> tuple[tuple[str, float], ...]:
        """Heading and part of the page's width."""
        if self.book.direction == "out":
            return (
                (pgettext("journal", "No."), 2),
                (pgettext("journal", "Date"), 1.7),
                (pgettext("journal", "Addressee"), 3.5),
                (pgettext("journal", "Subject"), 5.5),
                (pgettext("journal", "Written by"), 2.4),
                (pgettext("journal", "In reply to No."), 2),
                (pgettext("journal", "Way of sending"), 2.4),
                (pgettext("journal", "Sent on"), 1.7),
                (pgettext("journal", "Their incoming No."), 2),
                (pgettext("journal", "Its date"), 1.7),
                (pgettext("journal", "Mark"), 2.6),
            )
        return (
            (pgettext("journal", "No."), 2),
            (pgettext("journal", "Date"), 1.7),
            (pgettext("journal", "Sender"), 3.5),
            (pgettext("journal", "Sender's No."), 2),
            (pgettext("journal", "Sender's date"), 1.7),
            (pgettext("journal", "Subject"), 5.5),
            (pgettext("journal", "For"), 2.4),
            (pgettext("journal", "Executor"), 2.4),
            (pgettext("journal", "Term"), 1.7),
            (pgettext("journal", "Mark of execution"), 2.6),
            (pgettext("journal", "Reply No."), 2),
        )

    def cells(self, line: JournalLine) -> list[Cell]:
        """In the order of the columns; dates as dates."""
        if self.book.direction == "out":
            return [
                line.number, line.on, line.partner, self.subject(line), self._person(line.executor),
                ", ".join(line.answers), ", ".join(filter(None, (line.way, line.track))), line.sent_on,
                line.their_number, line.their_date, self.mark(line),
            ]  # fmt: skip
        return [
            line.number, line.on, line.partner, line.their_number, line.their_date, self.subject(line),
            self._person(line.addressee), self._person(line.executor), line.term, self.mark(line),
            ", ".join(line.answers),
        ]  # fmt: skip

    def texts(self, line: JournalLine) -> tuple[str, ...]:
        """The cells as they are printed."""
        return tuple(f"{cell:%d.%m.%Y}" if isinstance(cell, date) else str(cell or "") for cell in self.cells(line))

    def subject(self, line: JournalLine) -> str:
        return _("closed to you") if line.closed and not line.subject else line.subject

    def mark(self, line: JournalLine) -> str:
        """What became of the letter."""
        if line.void_at is not None:
            said = _("Void since {day}: {why}")
            return said.format(day=self.day(line.void_at), why=line.void_why)
        if line.finished_at is not None:
            return f"{line.stage} {self.day(line.finished_at)}"
        return line.stage

    def day(self, at: datetime) -> str:
        return f"{at.astimezone(self.zone):%d.%m.%Y}"

    def _person(self, person: int | None) -> str:
        return self.chart.name(person) if person else ""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands over and under a journal on paper, in ready words."""

    organisation: str = ""
    notes: tuple[str, ...] = ()
    made: str = ""


def as_file(
    words: Words, lines: Iterable[JournalLine], form: str, at: datetime, page: Page | None = None
) -> tuple[BinaryIO, str]:
    """The journal as "csv", "xlsx" or "pdf" at its beginning, and the type of its content."""
    if form == "pdf":
        return io.BytesIO(_printed(words, lines, at, page or Page())), PDF
    return tables.as_file(_table(words, lines), "xlsx" if form == "xlsx" else "csv", words.title)


def _table(words: Words, lines: Iterable[JournalLine]) -> Iterator[list[Cell]]:
    yield [heading for heading, _width in words.columns()]
    for line in lines:
        yield words.cells(line)


def _printed(words: Words, lines: Iterable[JournalLine], at: datetime, page: Page) -> bytes:
    columns = words.columns()
    return forms.registration_journal(
        forms.JournalData(
            organisation=page.organisation,
            title=words.title,
            notes=page.notes,
            heading=tuple(heading for heading, _width in columns),
            widths=tuple(width for _heading, width in columns),
            rows=tuple(forms.JournalRow(words.texts(line), line.void_at is not None) for line in lines),
            made=page.made,
            at=at,
        )
    )
