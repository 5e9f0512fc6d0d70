"""«Лист согласования»: what was decided on a paper in one round, by whom, for whom and on which version."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .printing import printed, qr


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetDecision:
    """A row. `mood` is how the outcome counts; an `opinion` counts for nothing; `undone` strikes the row through.

    `behalf` is the person decided for, `ground` why («отпуск с 01.11 по 14.11»); `version` is of the paper as it was
    on the screen, e.g. «2» or «2, приложение 1».
    """

    name: str
    position: str = ""
    step: str = ""
    behalf: str = ""
    ground: str = ""
    decision: str
    mood: Literal["good", "bad", "plain"] = "plain"
    reason: str = ""
    at: str
    version: str = ""
    opinion: bool = False
    undone: bool = False
    undone_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPaper:
    """A file that was decided on: `digest` is its SHA-256 in hexadecimal."""

    name: str
    version: str = ""
    added: str = ""
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetData:
    """Ready words, in the order they are printed. `at` is when the sheet was made: the same data make the same bytes.

    `facts` are further lines of the head (инициатор, контрагент, сумма); `address` is what the QR code leads to.
    """

    organisation: str
    requisites: str = ""
    kind: str
    title: str
    number: str = ""
    date: str = ""
    card: str
    round: int
    since: str = ""
    until: str = ""
    result: str = ""
    mood: Literal["good", "bad", "plain"] = "plain"
    facts: tuple[tuple[str, str], ...] = ()
    decisions: tuple[SheetDecision, ...] = ()
    papers: tuple[SheetPaper, ...] = ()
    address: str = ""
    made: str = ""
    proof: str = ""
    at: datetime


def approval_sheet(data: SheetData) -> bytes:
    """One round as PDF/A-2b, A4; the head of the table repeats on every page, the QR code is on the first (ГОСТ Р
    7.0.97, requisite 31)."""
    words = {
        "heading": _("Approval sheet"),
        "round": _("Round {n}").format(n=data.round),
        "kind": _("Document kind"),
        "title": _("Title"),
        "number": _("Number and date"),
        "unnumbered": _("not registered yet"),
        "dated": pgettext("number of date", "of"),
        "card": _("Card"),
        "period": pgettext("period", "Approval"),
        "result": _("Result"),
        "who": _("Position, name"),
        "behalf": _("Decided for, ground"),
        "decision": _("Decision"),
        "reason": _("Remarks, reason"),
        "at": _("Date and time"),
        "version": pgettext("paper", "Version"),
        "opinion": pgettext("decision", "opinion"),
        "undone": pgettext("decision", "undone"),
        "nobody": _("No decisions were made in this round."),
        "papers": _("Documents that were decided on"),
        "page": pgettext("foot", "page"),
        "page_of": pgettext("page of pages", "of"),
        "scan": _("Check on the card"),
    }
    body = {**asdict(data), "at": data.at.isoformat(), "words": words, "qr": qr(data.address)}
    return printed("sheet.typ", body, data.at)
